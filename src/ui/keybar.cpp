// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keybar.h"

#include "core/displaytext.h"
#include "core/safetynumber.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/iconwidget.h"
#include "ui/label.h"
#include "ui/phrases.h"
#include "ui/question.h"
#include "ui/theme.h"

#include <QAccessibleWidget>
#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

QAccessibleInterface *makeAlert(const QString &className, QObject *object)
{
    auto *bar = className == u"kith::KeyBar" ? qobject_cast<KeyBar *>(object) : nullptr;
    return bar ? new QAccessibleWidget(bar, QAccessible::AlertMessage) : nullptr;
}

QPushButton *makeButton(const QString &name, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("kind", u"small"_s);
    return button;
}

} // namespace

KeyBar::KeyBar(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_messenger(messenger)
    , m_sentence(makeLabel({}, {}, this))
    , m_keep(makeButton(u"keepKeyButton"_s, tr("Keep the known key"), this))
    , m_accept(makeButton(u"acceptKeyButton"_s, tr("Accept the new key…"), this))
{
    static const bool isInstalled = (QAccessible::installFactory(makeAlert), true);
    Q_UNUSED(isInstalled)
    setObjectName(u"keyBar"_s);
    setProperty("bar", u"bad"_s);
    m_sentence->setObjectName(u"keyLabel"_s);
    m_sentence->setWordWrap(true);
    m_keep->setToolTip(tr("Go on with the key that was there before"));
    m_accept->setToolTip(tr("Compare the two keys first"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(18, 7, 14, 7);
    layout->setSpacing(10);
    layout->addWidget(new IconWidget(theme, u"warn"_s, &Tokens::bad, 18, this));
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_keep);
    layout->addWidget(m_accept);
    connect(m_keep, &QPushButton::clicked, this, &KeyBar::keepKnown);
    connect(m_accept, &QPushButton::clicked, this, &KeyBar::askForNew);
    connect(&messenger, &Messenger::contactChanged, this, [this](const Contact &contact) {
        if (contact.id == m_contact)
            refresh();
    });
    connect(&messenger.peers(), &Peers::listening, this, &KeyBar::refresh);
    hide();
}

void KeyBar::setContact(const ContactId &contact)
{
    if (contact == m_contact)
        return;
    m_contact = contact;
    refresh();
}

void KeyBar::refresh()
{
    const auto contact = m_messenger.contact(m_contact);
    if (!contact || contact->trust != Contact::Trust::Changed)
        return hide();
    const QString sentence = tr("Somebody else's key is where %1 was. Nothing is sent until you decide.")
                                 .arg(displayName(contact->displayName()));
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_accept->setVisible(!contact->changedTo.isNull() && m_messenger.peers().isRunning());
    show();
}

void KeyBar::keepKnown()
{
    m_messenger.peers().keepKnownKey(m_contact);
}

void KeyBar::askForNew()
{
    const auto contact = m_messenger.contact(m_contact);
    if (!contact || contact->changedTo.isNull() || !m_messenger.peers().isRunning())
        return;
    const QString name = displayName(contact->displayName());
    const PeerId fresh = contact->changedTo;
    const QString number = phrases::inLines(safetyNumber(m_messenger.peers().self(), fresh));
    ask(this,
        {.name = u"acceptKeyDialog"_s,
         .title = tr("Accept the new key"),
         .text = tr("Take the new key for %1's?").arg(name),
         .more =
             tr("Ask %1 by voice whether Kith was set up anew there, and compare the safety number. Whoever holds "
                "the new key will read what waits here.\n\nKnown key: %2\nNew key: %3\n\nThe new safety "
                "number:\n%4")
                 .arg(name, contact->peer.shortForm(), fresh.shortForm(), number),
         .answer = tr("Accept the new key")},
        [this, id = m_contact, fresh] {
            const auto now = m_messenger.contact(id);
            if (now && now->changedTo == fresh) // what was asked about, and not a third one
                m_messenger.peers().acceptNewKey(id);
        });
}

} // namespace kith
