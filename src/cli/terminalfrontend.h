// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/frontend.h"

namespace kith {

/// For a person: what is typed goes to the current conversation, the one that spoke or connected last.
class TerminalFrontEnd final : public FrontEnd {
    Q_OBJECT

public:
    TerminalFrontEnd(Messenger &messenger, const Options &options, QObject *parent = nullptr);

    void readLine(const QByteArray &line) override;
    void lineTooLong() override;

private:
    void listening(const Endpoint &local) override;
    void online(const Conversation &conversation, const QString &name) override;
    void offline(const Conversation &conversation, const Link &link) override;
    void error(const QString &where, const Error &error) override;

    void say(const QString &line);
    void complain(const QString &line);
    void onMessageAdded(const Message &message);

    ConversationId m_current;
};

} // namespace kith
