// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/persondialog.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/childdialog.h"
#include "ui/comparisonpanel.h"
#include "ui/dialogparts.h"
#include "ui/label.h"
#include "ui/phrases.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

using Trust = Contact::Trust;

/// A label whose text can be selected, with the mouse and with the keyboard.
QLabel *makeSelectable(const QString &name, const QFont &font, QWidget *parent)
{
    QLabel *label = makeLabel({}, {}, parent);
    label->setObjectName(name);
    label->setFont(font);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setFocusPolicy(Qt::StrongFocus);
    return label;
}

QString howSure(Trust trust, const QString &name)
{
    switch (trust) {
    case Trust::Seen:
        return PersonDialog::tr("Not verified yet. The key is the one that was there at first.");
    case Trust::Verified:
        return PersonDialog::tr("Verified. You made sure that the key is %1's.").arg(name);
    case Trust::Changed:
        return PersonDialog::tr(
                   "Changed. Somebody else's key is where %1 was: decide in the conversation which one "
                   "is right.")
            .arg(name);
    }
    return {};
}

} // namespace

void PersonDialog::open(Messenger &messenger, const ContactId &contact, QWidget *parent)
{
    const auto person = messenger.contact(contact);
    if (!person || !person->isPerson())
        return;
    PersonDialog *dialog = find(contact, *parent->window());
    if (!dialog)
        dialog = new PersonDialog(messenger, contact, parent->window());
    showInFront(*dialog);
}

void PersonDialog::openWhenAsked(Messenger &messenger, QWidget &window)
{
    connect(&messenger.peers(), &Peers::comparisonChanged, &window,
            [&messenger, &window](const ContactId &contact, const ComparisonProgress &progress) {
                const bool isWorthIt = progress.phase == ComparisonProgress::Phase::Code ||
                                       progress.phase == ComparisonProgress::Phase::Broken;
                if (!isWorthIt || find(contact, window))
                    return;
                auto *dialog = new PersonDialog(messenger, contact, &window);
                dialog->setAttribute(Qt::WA_ShowWithoutActivating); // the person may be typing
                dialog->show();
            });
}

PersonDialog *PersonDialog::find(const ContactId &contact, const QWidget &window)
{
    return childDialog<PersonDialog>(
        window, [&contact](const PersonDialog &dialog) { return dialog.m_contact == contact; });
}

PersonDialog::PersonDialog(Messenger &messenger, const ContactId &contact, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_contact(contact)
    , m_heading(makeLabel({}, u"heading"_s, this))
    , m_sure(makeLabel({}, {}, this))
    , m_number(makeSelectable(u"safetyNumberLabel"_s, Theme::monospace(20, QFont::DemiBold), this))
    , m_id(makeSelectable(u"personIdLabel"_s, Theme::monospace(12), this))
    , m_hint(makeLabel({}, u"small"_s, this))
    , m_comparison(new ComparisonPanel(messenger, contact, this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_compare(new QPushButton(tr("Compare six digits…"), this))
    , m_verify(new QPushButton(this))
    , m_done(new QPushButton(tr("Done"), this))
{
    setObjectName(u"personDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    m_heading->setObjectName(u"personHeadingLabel"_s);
    m_sure->setObjectName(u"personTrustLabel"_s);
    m_number->setAlignment(Qt::AlignCenter);
    m_number->setAccessibleDescription(tr("Safety number"));
    m_id->setAccessibleDescription(tr("ID"));
    m_hint->setObjectName(u"comparisonHintLabel"_s);
    m_copy->setObjectName(u"copyNumberButton"_s);
    m_copy->setProperty("kind", u"link"_s);
    m_copy->setAccessibleName(tr("Copy the safety number"));
    m_copy->setToolTip(tr("Copy the safety number"));
    m_compare->setObjectName(u"compareDigitsButton"_s);
    m_compare->setToolTip(tr("While both of you are there: quicker than the safety number"));
    m_verify->setObjectName(u"verifyButton"_s);
    m_done->setObjectName(u"closeButton"_s);
    m_done->setToolTip(tr("Close (Esc)"));
    m_done->setDefault(true);
    for (QPushButton *button : {m_copy, m_compare, m_verify})
        button->setAutoDefault(false);
    layOut();

    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_messenger.peers().safetyNumber(m_contact)); });
    connect(m_compare, &QPushButton::clicked, m_comparison, &ComparisonPanel::start);
    connect(m_verify, &QPushButton::clicked, this, &PersonDialog::toggleVerified);
    connect(m_done, &QPushButton::clicked, this, &QDialog::close);
    connect(m_comparison, &ComparisonPanel::changed, this, &PersonDialog::refresh);
    connect(m_comparison, &ComparisonPanel::focusLeft, m_done, [this] { m_done->setFocus(); });
    connect(&messenger, &Messenger::contactChanged, this, &PersonDialog::refresh);
    connect(&messenger, &Messenger::linkChanged, this, &PersonDialog::refresh);
    connect(&messenger, &Messenger::contactRemoved, this, &PersonDialog::refresh);
    connect(&messenger, &Messenger::historyReplaced, this, &PersonDialog::refresh);
    connect(&messenger.peers(), &Peers::listening, this, &PersonDialog::refresh);
    refresh();
    m_done->setFocus();
}

void PersonDialog::layOut()
{
    QLabel *explanation =
        makeLabel(tr("Read these numbers to each other, or compare the two screens. When they are "
                     "equal on both sides, nobody is in between."),
                  u"muted"_s, this);
    for (QLabel *label : {explanation, m_sure, m_hint})
        label->setWordWrap(true);
    auto *box = new QFrame(this);
    box->setProperty("boxed", true);
    box->setProperty("ground", u"list"_s);
    auto *inBox = new QVBoxLayout(box);
    inBox->setContentsMargins(12, 14, 12, 8);
    inBox->setSpacing(6);
    inBox->addWidget(m_number);
    inBox->addWidget(m_copy, 0, Qt::AlignRight);
    auto *id = new QHBoxLayout;
    id->setSpacing(12);
    id->addWidget(makeLabel(tr("ID"), u"muted"_s, this), 0, Qt::AlignTop);
    id->addWidget(m_id, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_compare);
    buttons->addStretch();
    buttons->addWidget(m_verify);
    buttons->addWidget(m_done);
    QVBoxLayout *layout = makeColumn(*this, m_heading);
    layout->addWidget(m_sure);
    layout->addWidget(explanation);
    layout->addWidget(box);
    layout->addLayout(id);
    layout->addWidget(m_comparison);
    layout->addWidget(m_hint);
    layout->addLayout(buttons);
    setTabOrder(m_number, m_copy);
    setTabOrder(m_copy, m_id);
    setMinimumWidth(520);
    resize(520, 0);
}

void PersonDialog::refresh()
{
    const auto contact = m_messenger.contact(m_contact);
    if (!contact || !contact->isPerson()) {
        close();
        return;
    }
    const QString name = displayName(contact->displayName());
    const bool isVerified = contact->trust == Trust::Verified;
    const bool isChanged = contact->trust == Trust::Changed;
    setWindowTitle(tr("Verify %1").arg(name));
    m_heading->setText(windowTitle());
    m_sure->setText(howSure(contact->trust, name));
    setStyleProperty(*m_sure, "tone", isChanged ? u"bad"_s : isVerified ? u"strong"_s : QString());
    const Peers &peers = m_messenger.peers();
    const QString number = peers.isRunning() ? peers.safetyNumber(m_contact) : QString();
    m_number->setText(phrases::inLines(number));
    m_copy->setEnabled(!number.isEmpty());
    const QString id = contact->peer.toString();
    m_id->setText(id.first(PeerId::TextCharacters / 2 + 1) + u'\n' + id.sliced(PeerId::TextCharacters / 2 + 1));
    m_verify->setText(isVerified ? tr("Not verified any more") : tr("The numbers are the same"));
    setStyleProperty(*m_verify, "kind", isVerified ? QString() : u"primary"_s);
    const bool isDecidable = isVerified || !number.isEmpty(); // without a key of one's own there are no numbers
    m_verify->setVisible(isDecidable && !isChanged && !m_comparison->isRunning()); // not to be taken for "Same"
    const bool isThere = m_messenger.link(m_messenger.find(m_contact)).isOnline();
    if (focusWidget() == m_compare && m_comparison->isRunning())
        m_comparison->takeFocus(); // before it goes grey
    m_compare->setEnabled(contact->isFriend() && isThere && !isChanged && !m_comparison->isRunning());
    m_hint->setText(tr("Six digits can be compared while %1 is there.").arg(name));
    m_hint->setVisible(!isThere && !isChanged);
    fitHeight();
}

/// A layout does not see by itself that words in it need another line.
void PersonDialog::fitHeight()
{
    layout()->activate();
    const int needed = layout()->totalHeightForWidth(width());
    setMinimumHeight(needed);
    resize(width(), needed);
}

void PersonDialog::toggleVerified()
{
    if (const auto contact = m_messenger.contact(m_contact))
        m_messenger.peers().setVerified(m_contact, contact->trust != Trust::Verified);
}

} // namespace kith
