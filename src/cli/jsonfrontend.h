// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/frontend.h"
#include "cli/peoplecommands.h"
#include "cli/peopleevents.h"
#include "cli/transfercommands.h"

#include <QJsonObject>

namespace kith {

/// For scripts: one JSON object a line on standard output, one command a line on standard input.
/// The kinds of events and commands are the table in README.md.
class JsonFrontEnd final : public FrontEnd {
    Q_OBJECT

public:
    static constexpr int DefaultHistory = 50;
    static constexpr int MaxHistory = 10'000;
    static constexpr int MaxHits = 1000;

    JsonFrontEnd(Messenger &messenger, const Options &options, QObject *parent = nullptr);

    void readLine(const QByteArray &line) override;
    void lineTooLong() override;

private:
    void listening(const Endpoint &local) override;
    void listeningForPeople(const Endpoint &local) override;
    void online(const Conversation &conversation, const QString &name) override;
    void offline(const Conversation &conversation, const Link &link) override;
    void error(const QString &where, const Error &error) override;
    bool isWorking() const override
    {
        return m_searches > 0 || m_transfers.isWorking() || m_peopleCommands.isWorking();
    }

    void write(const QJsonObject &event);
    void refuse(const QString &where, const QString &why);
    void onMessageAdded(const Message &message);
    void onMessageChanged(const Message &message);
    void send(const QJsonObject &command);
    void close(const QJsonObject &command);
    void markRead(const QJsonObject &command);
    void contacts();
    void history(const QJsonObject &command);
    void search(const QJsonObject &command);
    void exportHistory(const QJsonObject &command);
    void collectHistory(const ConversationId &id, int limit, QList<Message> found);
    void completeHistory(const ConversationId &id, QList<Message> found, qsizetype next);
    QString sender(const Message &message) const;

    TransferCommands m_transfers;
    PeopleEvents m_people;
    PeopleCommands m_peopleCommands;
    int m_searches = 0;                        ///< Not answered yet.
    QHash<MessageId, QJsonValue> m_unaccepted; ///< Sent and not committed yet, with the script's own reference.
    QHash<MessageId, Message::State> m_told;   ///< The last state that was written, until it is a final one.
};

} // namespace kith
