// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/introductioncards.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "models/nearbymodel.h"
#include "ui/avatar.h"
#include "ui/elidedlabel.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

// What is shown of a stranger's words.
constexpr int MaxLines = 4;
constexpr qsizetype MaxCharacters = 240;
constexpr int MaxRun = 14; ///< Of what has no space in it: the narrowest list breaks after it.

/// The same text, which may be broken inside long words too.
QString breakable(QStringView text)
{
    QString broken;
    int run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > MaxRun && !c.isLowSurrogate() && !c.isMark()) {
            broken += QChar(0x200b);
            run = 1;
        }
        broken += c;
    }
    return broken;
}

QString shownWords(const QString &words)
{
    const QString text = displayText(words.trimmed());
    const QStringView shown = beginning(text, MaxLines, MaxCharacters);
    return shown.size() < text.size() ? breakable(shown) + u'…' : breakable(text);
}

} // namespace

IntroductionCards::IntroductionCards(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_theme(theme)
    , m_heading(new QPushButton(this))
    , m_list(new QWidget(this))
    , m_rows(new QVBoxLayout(m_list))
{
    setObjectName(u"introductions"_s);
    setAccessibleName(tr("Greetings"));
    m_heading->setObjectName(u"introductionsButton"_s);
    m_heading->setProperty("kind", u"quiet"_s);
    m_heading->setIconSize({14, 14});
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 6);
    layout->setSpacing(4);
    layout->addWidget(m_heading, 0, Qt::AlignLeft);
    layout->addWidget(m_list);
    connect(m_heading, &QPushButton::clicked, this, [this] {
        m_isUnfolded = !m_list->isVisibleTo(this);
        show();
    });
    connect(&messenger.peers(), &Peers::introduced, this, &IntroductionCards::add);
    connect(&messenger.peers(), &Peers::introductionGone, this, &IntroductionCards::remove);
    for (const Introduction &introduction : messenger.peers().introductions())
        add(introduction);
    show();
}

void IntroductionCards::add(const Introduction &introduction)
{
    QWidget *before = m_cards.take(introduction.peer); // said anew: perhaps with other words
    QWidget *card = makeCard(introduction);
    m_rows->insertWidget(before ? m_rows->indexOf(before) : -1, card); // where it was: nobody presses on another's
    delete before;
    m_cards.insert(introduction.peer, card);
    show();
}

void IntroductionCards::remove(const PeerId &peer)
{
    QWidget *card = m_cards.take(peer);
    if (!card)
        return;
    card->hide();
    card->deleteLater(); // it may be its button that brought us here
    show();
}

QWidget *IntroductionCards::makeCard(const Introduction &introduction)
{
    Peers &peers = m_messenger.peers();
    const PeerId peer = introduction.peer;
    const QString name = introduction.name.isEmpty() ? peer.shortForm() : displayName(introduction.name);
    auto *card = new QFrame(m_list);
    card->setObjectName(u"introductionCard"_s);
    card->setAccessibleName(tr("%1 greets you").arg(name));
    card->setProperty("boxed", true);
    card->setProperty("ground", u"pane"_s);

    auto *avatar = new AvatarWidget(m_theme, &Tokens::pane, card);
    avatar->setAvatar({name, NearbyModel::colourKey(peer), Link::Phase::Online});
    auto *nameLabel = new ElidedLabel(u"strong"_s, card);
    nameLabel->setObjectName(u"introductionName"_s);
    nameLabel->setText(name);
    QLabel *id = makeLabel(peer.shortForm(), u"small"_s, card);
    id->setObjectName(u"introductionId"_s);
    id->setToolTip(toolTipText(tr("The beginning of the id, which nobody can choose")));
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(nameLabel);
    names->addWidget(id);
    auto *top = new QHBoxLayout;
    top->setSpacing(10);
    top->addWidget(avatar);
    top->addLayout(names, 1);

    QLabel *words = makeLabel(shownWords(introduction.words), {}, card);
    words->setObjectName(u"introductionWords"_s);
    words->setWordWrap(true);
    words->setVisible(!introduction.words.trimmed().isEmpty());
    const auto other = m_messenger.contact(peers.mistakableFor(introduction.name, peer));
    QLabel *warning = makeLabel(
        other ? tr("Not %1, though the name looks alike").arg(displayName(other->displayName())) : QString(),
        u"warn"_s, card);
    warning->setObjectName(u"introductionWarning"_s);
    warning->setWordWrap(true);
    warning->setVisible(other.has_value());

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    const auto add = [&](const QString &button, const QString &text, const QString &spoken, auto act) {
        auto *made = new QPushButton(text, card);
        made->setObjectName(button);
        made->setProperty("kind", u"small"_s);
        made->setAccessibleName(spoken.arg(name));
        connect(made, &QPushButton::clicked, this, act);
        buttons->addWidget(made);
        return made;
    };
    add(u"acceptButton"_s, tr("Accept"), tr("Accept %1"), [this, &peers, peer] {
        const ConversationId conversation = peers.accept(peer);
        if (!conversation.isNull())
            Q_EMIT accepted(conversation);
    });
    add(u"declineButton"_s, tr("Decline"), tr("Decline %1"), [&peers, peer] { peers.decline(peer); });
    buttons->addStretch();
    QPushButton *block = add(u"blockButton"_s, tr("Block"), tr("Block %1"), [&peers, peer] { peers.block(peer); });
    block->setProperty("kind", u"quiet"_s);
    block->setToolTip(tr("Hear nothing of this person any more"));

    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(10, 9, 10, 10);
    layout->setSpacing(7);
    layout->addLayout(top);
    layout->addWidget(words);
    layout->addWidget(warning);
    layout->addLayout(buttons);
    return card;
}

void IntroductionCards::show()
{
    const bool isOpen = m_isUnfolded.value_or(count() <= MaxUnasked);
    m_heading->setText(tr("%n greeting(s)", nullptr, count()));
    m_heading->setAccessibleName(m_heading->text());
    m_heading->setToolTip(isOpen ? tr("Fold them away") : tr("Show them"));
    m_heading->setIcon(themedIcon(m_theme, isOpen ? u"down"_s : u"right"_s, &Tokens::muted));
    m_list->setVisible(isOpen);
    setVisible(count() > 0);
    if (count() == 0)
        m_isUnfolded.reset();
    Q_EMIT countChanged(count());
}

} // namespace kith
