// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/peopleevents.h"

#include <QJsonObject>
#include <QObject>

namespace kith {

/// The commands of the JSON front end that are about people.
class PeopleCommands final : public QObject {
    Q_OBJECT

public:
    /// Both are borrowed.
    PeopleCommands(Messenger &messenger, PeopleEvents &events, QObject *parent = nullptr);

    /// Whether `name` is one of them; then it was done, or refused() says why not.
    bool run(const QString &name, const QJsonObject &command);
    /// Whether the key is still being written.
    bool isWorking() const { return m_sealing > 0; }

Q_SIGNALS:
    void answered(const QJsonObject &event);
    /// Nothing was changed. `why` is a sentence.
    void refused(const QString &where, const QString &why);

private:
    using Done = tl::expected<void, QString>;
    using Command = Done (PeopleCommands::*)(const QJsonObject &);
    using PersonCommand = Done (PeopleCommands::*)(const PeerId &, const QJsonObject &);

    static const QHash<QString, Command> &commands();
    static const QHash<QString, PersonCommand> &personCommands();
    Done runFor(PersonCommand one, const QJsonObject &command);

    Done presence(const QJsonObject &command);
    Done invite(const QJsonObject &command);
    Done nearby(const QJsonObject &command);
    Done passphrase(const QJsonObject &command);
    Done interfaces(const QJsonObject &command);
    Done interface(const QJsonObject &command);

    Done greet(const PeerId &peer, const QJsonObject &command);
    Done accept(const PeerId &peer, const QJsonObject &command);
    Done decline(const PeerId &peer, const QJsonObject &command);
    Done block(const PeerId &peer, const QJsonObject &command);
    Done unblock(const PeerId &peer, const QJsonObject &command);
    Done verify(const PeerId &peer, const QJsonObject &command);
    Done verified(const PeerId &peer, const QJsonObject &command);
    Done compare(const PeerId &peer, const QJsonObject &command);
    Done compared(const PeerId &peer, const QJsonObject &command);
    Done key(const PeerId &peer, const QJsonObject &command);

    /// Tells of the person if what was done did not.
    Done settled(const PeerId &peer);
    void tellSafety(const PeerId &peer);
    bool hasIntroduced(const PeerId &peer) const;
    std::optional<Contact> contactOf(const PeerId &peer) const;

    Messenger &m_messenger;
    Peers &m_peers;
    PeopleEvents &m_events;
    int m_sealing = 0;    ///< Changes of the passphrase that are not done yet.
    int m_toldBefore = 0; ///< What the events had counted when the command came.
};

} // namespace kith
