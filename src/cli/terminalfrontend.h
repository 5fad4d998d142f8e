// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/frontend.h"

namespace kith {

/// For a person: what is typed goes to the current conversation, the one that spoke or connected last. Among people it
/// is the first one, until `/greet ID` or `/accept ID`, which take the beginning of an ID, name another: nobody who
/// comes or speaks draws what is being typed to itself.
class TerminalFrontEnd final : public FrontEnd {
    Q_OBJECT

public:
    TerminalFrontEnd(Messenger &messenger, const Options &options, QObject *parent = nullptr);

    void readLine(const QByteArray &line) override;
    void lineTooLong() override;

private:
    void listening(const Endpoint &local) override;
    void listeningForPeople(const Endpoint &local) override;
    void online(const Conversation &conversation, const QString &name) override;
    void offline(const Conversation &conversation, const Link &link) override;
    void error(const QString &where, const Error &error) override;

    void say(const QString &line);
    void onNearby(const NearbyPeer &near);
    void onGone(const PeerId &peer);
    void onIntroduced(const Introduction &introduction);
    /// Whether `line` was a word to Kith itself.
    bool takeCommand(const QString &line);
    void onMessageAdded(const Message &message);
    /// Makes `conversation` the current one, where that may happen by itself.
    void turnTo(const ConversationId &conversation);

    ConversationId m_current;
    QHash<PeerId, QString> m_strangers; ///< Who is near and no contact, and how it was called.
};

} // namespace kith
