// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversationmenu.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/contactdialog.h"
#include "ui/persondialog.h"
#include "ui/question.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace kith {

using namespace Qt::StringLiterals;

ConversationMenu::ConversationMenu(Messenger &messenger, QWidget &window)
    : QObject(&window), m_messenger(messenger), m_window(window)
{
}

void ConversationMenu::popUp(const ConversationId &id, const QPoint &globalPosition)
{
    const auto conversation = m_messenger.conversation(id);
    if (!conversation)
        return;
    auto *menu = new QMenu(&m_window);
    menu->setObjectName(u"conversationMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto contact = m_messenger.contact(conversation->contact);
    const bool isPerson = contact && contact->isPerson();
    if (isPerson)
        addPerson(*menu, *contact);
    else
        addConnection(*menu, *conversation);
    menu->addSeparator();
    QAction *edit = menu->addAction(tr("Name, group and note…"), this,
                                    [this, id = conversation->contact] { editContact(id); });
    edit->setObjectName(u"editContactAction"_s);
    if (!isPerson) {
        addPlainText(*menu, *conversation);
        menu->addAction(tr("Copy address"), this, [address = conversation->endpoint.toString()] {
            QGuiApplication::clipboard()->setText(address);
        });
    }
    menu->addSeparator();
    const bool isUnread = conversation->shownUnread() > 0;
    QAction *unread =
        menu->addAction(isUnread ? tr("Mark as read") : tr("Mark as unread"), this, [this, id, isUnread] {
            if (isUnread)
                m_messenger.markRead(id);
            else
                Q_EMIT unreadRequested(id);
        });
    unread->setObjectName(u"markUnreadAction"_s);
    QAction *pinned = menu->addAction(tr("Keep at the top"));
    pinned->setObjectName(u"pinAction"_s);
    pinned->setCheckable(true);
    pinned->setChecked(conversation->pinned);
    connect(pinned, &QAction::toggled, this, [this, id](bool on) { m_messenger.setPinned(id, on); });
    QAction *muted = menu->addAction(tr("Mute"));
    muted->setObjectName(u"muteAction"_s);
    muted->setCheckable(true);
    muted->setChecked(conversation->muted);
    connect(muted, &QAction::toggled, this, [this, id](bool on) { m_messenger.setMuted(id, on); });
    menu->addSeparator();
    menu->addAction(tr("Remove…"), this, [this, id = conversation->contact] { confirmRemoval(id); });
    menu->popup(globalPosition);
}

void ConversationMenu::addConnection(QMenu &menu, const Conversation &conversation)
{
    const ConversationId id = conversation.id;
    if (m_messenger.link(id).phase == Link::Phase::Offline)
        menu.addAction(tr("Connect"), this, [this, id] { m_messenger.reconnect(id); });
    else
        menu.addAction(tr("Close the conversation"), this, [this, id] { m_messenger.close(id); });
}

void ConversationMenu::addPlainText(QMenu &menu, const Conversation &conversation)
{
    QMenu *sub = menu.addMenu(tr("Plain text"));
    const auto add = [&](const QString &text, bool on, auto change) {
        QAction *action = sub->addAction(text);
        action->setCheckable(true);
        action->setChecked(on);
        connect(action, &QAction::toggled, this, [this, id = conversation.id, change](bool isOn) {
            if (const auto now = m_messenger.conversation(id)) {
                PlainTextOptions options = now->options;
                change(options, isOn);
                m_messenger.setOptions(id, options);
            }
        });
    };
    const PlainTextOptions &options = conversation.options;
    add(tr("One message a line (netcat, telnet)"), options.framing == Framing::Lines,
        [](PlainTextOptions &o, bool on) { o.framing = on ? Framing::Lines : Framing::QuietGap; });
    add(tr("Encoding GB18030 instead of UTF-8"), options.charset == Charset::Gb18030,
        [](PlainTextOptions &o, bool on) { o.charset = on ? Charset::Gb18030 : Charset::Utf8; });
    add(tr("Take turns: wait for each reply"), options.turns == Turns::Take,
        [](PlainTextOptions &o, bool on) { o.turns = on ? Turns::Take : Turns::Free; });
}

void ConversationMenu::addPerson(QMenu &menu, const Contact &person)
{
    const ContactId id = person.id;
    QAction *verify =
        menu.addAction(tr("Verify…"), this, [this, id] { PersonDialog::open(m_messenger, id, &m_window); });
    verify->setObjectName(u"verifyAction"_s);
    const bool isBlocked = person.isBlocked();
    QAction *block = menu.addAction(isBlocked ? tr("Unblock") : tr("Block…"), this, [this, id, isBlocked] {
        const auto contact = m_messenger.contact(id);
        if (contact && isBlocked)
            m_messenger.peers().unblock(contact->peer);
        else if (contact)
            confirmBlock(id);
    });
    block->setObjectName(u"blockAction"_s);
}

void ConversationMenu::confirmBlock(const ContactId &id)
{
    const auto contact = m_messenger.contact(id);
    if (!contact)
        return;
    ask(&m_window,
        {.name = u"blockDialog"_s,
         .title = tr("Block"),
         .text = tr("Block %1?").arg(displayName(contact->displayName())),
         .more = tr("Nothing that is written there arrives any more, and you are not seen as online. Nobody is "
                    "told. What "
                    "was said stays. “Blocked people” in the settings takes it back."),
         .answer = tr("Block")},
        [&messenger = m_messenger, peer = contact->peer] { messenger.peers().block(peer); });
}

void ConversationMenu::editContact(const ContactId &id)
{
    const auto contact = m_messenger.contact(id);
    if (!contact)
        return;
    QStringList groups;
    for (const Contact &other : m_messenger.contacts()) {
        if (!other.group.isEmpty() && !groups.contains(other.group))
            groups += other.group;
    }
    auto *dialog = new ContactDialog(*contact, groups, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ContactDialog::accepted, this, [this, id, dialog] {
        m_messenger.rename(id, dialog->name());
        m_messenger.setGroup(id, dialog->group());
        m_messenger.setNote(id, dialog->note());
    });
    connect(dialog, &ContactDialog::verifyRequested, this, [this, id, dialog] {
        dialog->accept();
        PersonDialog::open(m_messenger, id, &m_window);
    });
    dialog->open();
}

void ConversationMenu::confirmRemoval(const ContactId &id)
{
    const auto contact = m_messenger.contact(id);
    if (!contact)
        return;
    ask(&m_window,
        {.name = u"removeDialog"_s,
         .title = tr("Remove"),
         .text = tr("Remove %1 and everything that was said?").arg(displayName(contact->displayName())),
         .more = tr("This cannot be undone."),
         .answer = tr("Remove")},
        [&messenger = m_messenger, id] { messenger.removeContact(id); });
}

} // namespace kith
