// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/cliprocess.h"

namespace kith::test {

/// A kith-cli among people.
class Person : public CliProcess {
public:
    using CliProcess::CliProcess;

    QString id() { return waitFor(QStringLiteral("listening")).value(QLatin1String("peer")).toString(); }
    QString conversation() { return QStringLiteral("kith://") + id(); }
    /// By which others on this computer reach it.
    QString invitation()
    {
        const QString endpoint = waitFor(QStringLiteral("listening")).value(QLatin1String("endpoint")).toString();
        return QStringLiteral("kith://%1@127.0.0.1:%2").arg(id(), endpoint.section(QLatin1Char(':'), -1));
    }

    void about(const QString &peer, const QString &command, QJsonObject more = {})
    {
        more.insert(QStringLiteral("cmd"), command);
        more.insert(QStringLiteral("peer"), peer);
        this->command(more);
    }
    void write(Person &to, const QString &text)
    {
        command({{QStringLiteral("cmd"), QStringLiteral("send")},
                 {QStringLiteral("conversation"), to.conversation()},
                 {QStringLiteral("text"), text}});
    }
    QJsonObject sees(const QString &peer, const QString &state)
    {
        return waitFor(QStringLiteral("peer"), {{QStringLiteral("peer"), peer}, {QStringLiteral("state"), state}});
    }
    bool hears(const QString &text)
    {
        return !waitFor(QStringLiteral("message"), {{QStringLiteral("text"), text}}).isEmpty();
    }
    bool leaves()
    {
        endInput();
        return exitStatus() == 0 && wroteOnlyJson();
    }
};

/// `guest` follows an invitation of `host`.
inline void befriend(Person &host, Person &guest)
{
    QVERIFY(!host.sees(guest.id(), QStringLiteral("asking")).isEmpty());
    host.about(guest.id(), QStringLiteral("accept"));
    QVERIFY(!host.sees(guest.id(), QStringLiteral("friend")).isEmpty());
    QVERIFY(!guest.sees(host.id(), QStringLiteral("friend")).isEmpty());
}

} // namespace kith::test
