// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"

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

    /// `directory` is the profile's, where the key of a person is kept; empty: nothing is kept.
    void start(const QString &directory);
    virtual void readLine(const QByteArray &line) = 0;
    virtual void lineTooLong() = 0;
    /// Ends after what is queued went out, or a bounded wait.
    void finish();

Q_SIGNALS:
    /// Lines are understood from now on.
    void ready();
    void finished(int status);

protected:
    virtual void listening(const Endpoint &local) = 0;
    /// Others can make links with us at `local`.
    virtual void listeningForPeople(const Endpoint &local) = 0;
    virtual void online(const Conversation &conversation, const QString &name) = 0;
    virtual void offline(const Conversation &conversation, const Link &link) = 0;
    virtual void error(const QString &where, const Error &error) = 0;
    /// Whether something was begun that the end waits for, as long as it takes.
    virtual bool isWorking() const { return false; }

    /// The one that `address` names, or the only open one where it is empty.
    Result<ConversationId> conversationFor(const QString &address) const;
    /// What names a conversation: its endpoint, or `kith://PEER-ID`.
    QString addressOf(const ConversationId &id) const;
    QString nameOf(const ConversationId &id) const;
    /// For a person, on standard error.
    static void complain(const QString &line);

    Messenger &m_messenger;
    const Options m_options;

private:
    void begin();
    void goAmongPeople();
    void connectPlainText();
    void follow(const Invitation &invitation);
    void joinEncrypted(const Endpoint &endpoint);
    void becomeReady();
    void onDialFailed(const PeerId &peer, const Endpoint &endpoint, const Error &failed);
    void onOwnMessage(const Message &message);
    void onHostChanged(const Host &host);
    void onLinkChanged(const ConversationId &id, const Link &link);
    void fail(const QString &where, const Error &failed, Status status = NotConnected);
    void endIfDone();
    void end();

    QSet<ConversationId> m_online;
    QSet<ConversationId> m_awaited; ///< Asked for on the command line and never online yet.
    QSet<HostId> m_listening;
    QSet<MessageId> m_underWay; ///< To people, and not there yet.
    QString m_directory;
    int m_joining = 0; ///< Encrypted, and nobody known to be there yet.
    bool m_ready = false;
    bool m_announcedBind = false;
    QTimer m_finishPoll;
    QTimer m_finishLimit;
    bool m_ending = false;
    int m_status = Success;
};

} // namespace kith
