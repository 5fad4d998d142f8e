// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/store.h"

#include <QTest>

namespace kith::storetest {

/// The value of a future, waited for.
template <typename T>
Result<T> get(const QFuture<Result<T>> &future)
{
    return future.result();
}

inline QDateTime instant(qint64 offset = 0)
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'123 + offset, Qt::UTC);
}

inline Contact makeContact(int port = 8080)
{
    Contact contact;
    contact.id = ContactId::random();
    contact.endpoint = *Endpoint::make(Endpoint::Scheme::Tcp, u"192.168.1.20", port);
    contact.addedAt = instant();
    return contact;
}

inline Conversation makeConversation(const Contact &with)
{
    Conversation conversation;
    conversation.id = ConversationId::random();
    conversation.contact = with.id;
    conversation.endpoint = with.endpoint;
    return conversation;
}

/// One of ours, queued.
inline Message makeMessage(const Conversation &in, const QString &text)
{
    Message message;
    message.id = MessageId::random();
    message.conversation = in.id;
    message.sentAt = message.receivedAt = instant();
    message.text = text;
    message.state = Message::State::Queued;
    return message;
}

/// One of theirs.
inline Message makeReceived(const Conversation &in, const QString &text)
{
    Message message = makeMessage(in, text);
    message.sender = in.contact;
    message.state = Message::State::Received;
    message.via = Via::PlainTcp;
    return message;
}

} // namespace kith::storetest

#define KITH_VERIFY(result)                                                                                       \
    do {                                                                                                          \
        const auto &verified = (result);                                                                          \
        QVERIFY2(verified, verified ? "" : qPrintable(verified.error().detail));                                  \
    } while (false)
