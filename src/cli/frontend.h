// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options.h"
#include "messenger/messenger.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace kith {

/// What both manners of the terminal front end share: starting what was asked for, finding the conversation that is
/// meant, and ending with the right exit status. A manner says things (the protected functions) and reads lines.
class FrontEnd : public QObject {
    Q_OBJECT

public:
    enum Status { Success = 0, BadArguments = 2, NotConnected = 3 };

    FrontEnd(Messenger &messenger, const Options &options, QObject *parent = nullptr);

    void start();
    virtual void readLine(const QByteArray &line) = 0;
    virtual void lineTooLong() = 0;
    /// Ends after what is queued went out, or a bounded wait.
    void finish();

Q_SIGNALS:
    void finished(int status);

protected:
    virtual void listening(const Endpoint &local) = 0;
    virtual void online(const Conversation &conversation, const QString &name) = 0;
    virtual void offline(const Conversation &conversation, const Link &link) = 0;
    virtual void error(const QString &where, const Error &error) = 0;
    /// Whether something was begun that the end waits for, as long as it takes.
    virtual bool isWorking() const { return false; }

    /// The one that `endpoint` names, or the only open one where it is empty.
    Result<ConversationId> conversationFor(const QString &endpoint) const;
    QString nameOf(const ConversationId &id) const;

    Messenger &m_messenger;
    const Options m_options;

private:
    void begin();
    void onHostChanged(const Host &host);
    void onLinkChanged(const ConversationId &id, const Link &link);
    void fail(const QString &where, const Error &failed);
    void endIfDone();
    void end();

    QSet<ConversationId> m_online;
    QSet<ConversationId> m_awaited; ///< Asked for on the command line and never online yet.
    QSet<HostId> m_listening;
    bool m_announcedBind = false;
    QTimer m_finishPoll;
    QTimer m_finishLimit;
    bool m_ending = false;
    int m_status = Success;
};

} // namespace kith
