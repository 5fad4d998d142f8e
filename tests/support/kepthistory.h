// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/history.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <optional>

namespace kith::test {

/// A Kith that opens with a past: Bob, 张伟 and an address without a name have said something every hour of the last
/// days, in turns with this person. A real file; nothing is in memory only.
class KeptHistory {
public:
    /// Every so many messages one is a file, a link or starred.
    static constexpr int FileEvery = 20;
    static constexpr int LinkEvery = 25;
    static constexpr int StarEvery = 10;

    explicit KeptHistory(int messages = 260)
    {
        fill(messages);
        m_store.emplace(file());
        messenger = std::make_unique<Messenger>(*m_store, m_network, m_transports);
        messenger->open();
        if (!QTest::qWaitFor([this] { return messenger->isOpen(); }))
            qFatal("the store did not open");
    }
    ~KeptHistory()
    {
        const QFuture<void> end = messenger->shutDown();
        [[maybe_unused]] const bool isDone = QTest::qWaitFor([&] { return end.isFinished(); });
    }

    QString file() const { return m_directory.filePath(QStringLiteral("history.db")); }
    QString path(const QString &name) const { return m_directory.filePath(name); }
    ConversationId bob() const { return m_conversations.at(0).id; }
    ConversationId zhang() const { return m_conversations.at(1).id; }
    ConversationId address() const { return m_conversations.at(2).id; }

    /// The ids of those that `is` true of, newest first.
    QList<MessageId> newestFirst(const std::function<bool(const Message &)> &is) const
    {
        QList<MessageId> ids;
        for (auto it = all.crbegin(); it != all.crend(); ++it) {
            if (is(*it))
                ids.append(it->id);
        }
        return ids;
    }

    QList<Message> all; ///< Oldest first, as they were before anything was done.

private:
    void fill(int messages)
    {
        Store store(file());
        if (!store.open().result())
            qFatal("the store cannot be made");
        const QStringList names{QStringLiteral("Bob"), QStringLiteral("张伟"), QString()};
        for (int i = 0; i < names.size(); ++i) {
            Contact contact;
            contact.id = ContactId::random();
            contact.endpoint = *Endpoint::make(Endpoint::Scheme::Udp, u"127.0.0.1", 40001 + i);
            contact.name = names.at(i);
            contact.addedAt = QDateTime::currentDateTimeUtc();
            Conversation conversation;
            conversation.id = ConversationId::random();
            conversation.contact = contact.id;
            conversation.endpoint = contact.endpoint;
            store.save(contact);
            store.save(conversation);
            m_conversations.append(conversation);
        }
        QList<QFuture<Result<Place>>> kept;
        QList<MessageId> starred;
        const QDateTime first = QDateTime::currentDateTimeUtc().addSecs(-3600LL * (messages + 1));
        for (int i = 0; i < messages; ++i) {
            all.append(make(i, first.addSecs(3600LL * i)));
            kept.append(store.append(all.last()));
            if (all.last().starred)
                starred.append(all.last().id);
        }
        for (int i = 0; i < messages; ++i)
            all[i].place = kept.at(i).result().value_or(Place());
        if (!store.setStarred(starred, true).result())
            qFatal("the stars cannot be kept");
    }
    Message make(int i, const QDateTime &at) const
    {
        const Conversation &in = m_conversations.at(i % m_conversations.size());
        Message message;
        message.id = MessageId::random();
        message.conversation = in.id;
        message.sentAt = message.receivedAt = at;
        message.place.time = at.toMSecsSinceEpoch();
        message.via = Via::PlainUdp;
        message.starred = i % StarEvery == 0;
        message.sender = i % 2 ? in.contact : ContactId();
        message.state = i % 2 ? Message::State::Received : Message::State::Sent;
        message.text = QStringLiteral("第%1条消息：每次只读 1024 字节, serendipity number %1").arg(i);
        if (i % FileEvery == 7) {
            message.kind = Message::Kind::File;
            message.text = QStringLiteral("lab-report-%1.pdf").arg(i);
        } else if (i % LinkEvery == 3) {
            message.text = QStringLiteral("https://example.org/%1 看这个").arg(i);
        }
        return message;
    }

    QTemporaryDir m_directory;
    QList<Conversation> m_conversations;
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;
    std::optional<Store> m_store;

public:
    std::unique_ptr<Messenger> messenger;
};

} // namespace kith::test
