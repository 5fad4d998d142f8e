// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/conversation.h"

#include <QObject>

class QMenu;
class QWidget;

namespace kith {

class Messenger;

/// What can be done with a conversation and its contact, as a menu; the same from a row and from the header.
class ConversationMenu final : public QObject {
    Q_OBJECT

public:
    ConversationMenu(Messenger &messenger, QWidget &window);

    void popUp(const ConversationId &conversation, const QPoint &globalPosition);

Q_SIGNALS:
    /// The person wants to come back to it: whoever shows it stops doing so first.
    void unreadRequested(const kith::ConversationId &conversation);

private:
    void addConnection(QMenu &menu, const Conversation &conversation);
    void addPlainText(QMenu &menu, const Conversation &conversation);
    void editContact(const ContactId &contact);
    void confirmRemoval(const ContactId &contact);
    void addPerson(QMenu &menu, const Contact &person);
    void confirmBlock(const ContactId &contact);

    Messenger &m_messenger;
    QWidget &m_window;
};

} // namespace kith
