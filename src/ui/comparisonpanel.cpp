// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparisonpanel.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

using Phase = ComparisonProgress::Phase;

ComparisonPanel::ComparisonPanel(Messenger &messenger, const ContactId &contact, QWidget *parent)
    : QFrame(parent)
    , m_messenger(messenger)
    , m_contact(contact)
    , m_progress(messenger.peers().comparison(contact))
    , m_words(makeLabel({}, {}, this))
    , m_code(makeLabel({}, {}, this))
    , m_same(new QPushButton(tr("Same"), this))
    , m_different(new QPushButton(tr("Different"), this))
    , m_stop(new QPushButton(tr("Stop"), this))
{
    setObjectName(u"comparisonPanel"_s);
    setProperty("boxed", true);
    m_words->setObjectName(u"comparisonLabel"_s);
    m_words->setWordWrap(true);
    m_code->setObjectName(u"comparisonCodeLabel"_s);
    m_code->setAccessibleDescription(tr("Six digits"));
    m_code->setFont(Theme::monospace(36, QFont::DemiBold));
    m_code->setAlignment(Qt::AlignCenter);
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_code->setFocusPolicy(Qt::StrongFocus);
    m_same->setObjectName(u"sameDigitsButton"_s);
    m_same->setToolTip(tr("Both of you see these six digits"));
    m_different->setObjectName(u"differentDigitsButton"_s);
    m_different->setToolTip(tr("The other one sees other digits"));
    m_stop->setObjectName(u"stopComparisonButton"_s);
    for (QPushButton *button : {m_same, m_different, m_stop})
        button->setAutoDefault(false); // a key that was meant for something else decides nothing
    layOut();
    connect(m_same, &QPushButton::clicked, this, [this] { finish(Outcome::Same); });
    connect(m_different, &QPushButton::clicked, this, [this] { finish(Outcome::Different); });
    connect(m_stop, &QPushButton::clicked, this, [this] { finish(Outcome::None); });
    connect(&messenger.peers(), &Peers::comparisonChanged, this,
            [this](const ContactId &of, const ComparisonProgress &progress) {
                if (of == m_contact)
                    take(progress);
            });
    refresh();
}

void ComparisonPanel::start()
{
    m_messenger.peers().compare(m_contact);
}

bool ComparisonPanel::isRunning() const
{
    return m_progress.phase == Phase::Waiting || m_progress.phase == Phase::Code;
}

void ComparisonPanel::takeFocus()
{
    if (m_progress.phase == Phase::Code)
        m_code->setFocus();
    else if (m_progress.phase == Phase::Waiting)
        m_stop->setFocus();
}

void ComparisonPanel::layOut()
{
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_same);
    buttons->addWidget(m_different);
    buttons->addWidget(m_stop);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    layout->addWidget(m_words);
    layout->addWidget(m_code);
    layout->addLayout(buttons);
}

void ComparisonPanel::take(const ComparisonProgress &progress)
{
    if (progress.phase == Phase::Locked && !progress.isOurs && m_progress.phase == Phase::Code)
        return; // the other asked once more; the digits that are there still count
    if (progress.phase != Phase::None)
        m_outcome = Outcome::None;
    m_progress = progress;
    refresh();
    Q_EMIT changed();
}

void ComparisonPanel::finish(Outcome outcome)
{
    m_outcome = outcome;
    m_messenger.peers().finishComparison(m_contact, outcome == Outcome::Same);
}

void ComparisonPanel::refresh()
{
    const bool hasCode = m_progress.phase == Phase::Code;
    const bool isBad = m_outcome == Outcome::Different || m_progress.phase == Phase::Broken;
    m_words->setText(words());
    setStyleProperty(*m_words, "tone", isBad ? u"bad"_s : QString());
    m_code->setText(hasCode ? m_progress.code.first(3) + u' ' + m_progress.code.sliced(3) : QString());
    if (hasCode)
        m_code->show();
    passFocus();
    m_code->setVisible(hasCode);
    m_same->setVisible(hasCode);
    m_different->setVisible(hasCode);
    m_stop->setVisible(m_progress.phase == Phase::Waiting);
    setVisible(!m_words->text().isEmpty());
}

/// Not left to Qt, which would hand it to whatever button comes next.
void ComparisonPanel::passFocus()
{
    const QWidget *focused = window()->focusWidget();
    if (!focused || !isAncestorOf(focused))
        return;
    if (isRunning())
        takeFocus();
    else
        Q_EMIT focusLeft();
}

QString ComparisonPanel::words() const
{
    const auto contact = m_messenger.contact(m_contact);
    const QString name = contact ? displayName(contact->displayName()) : QString();
    switch (m_progress.phase) {
    case Phase::Waiting:
        return tr("Waiting for %1's computer…").arg(name);
    case Phase::Code:
        return tr("Ask %1 by voice, or look at both screens: do you both see these six digits?").arg(name);
    case Phase::Broken:
        return sentence({Error::Kind::ComparisonBroken, {}, {}});
    case Phase::Locked:
        return tr(
            "Three comparisons an hour are allowed, and they are used up: more would help somebody who guesses. "
            "Try again later, or compare the safety number.");
    case Phase::Gone:
        return tr("The connection with %1 was lost. Begin again when it is back.").arg(name);
    case Phase::None:
        break;
    }
    if (m_outcome == Outcome::Same)
        return tr("The digits are the same: nobody is in between, and the key is verified.");
    if (m_outcome == Outcome::Different)
        return tr("The digits differ: somebody may be in between, who can read and change what you write to each "
                  "other. Write nothing that must stay between you, and meet %1 to compare the safety number.")
            .arg(name);
    return {};
}

} // namespace kith
