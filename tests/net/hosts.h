// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/udptap.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace kith {

/// Runs a program to its end; whether it went well. What it said goes to `output`.
inline bool run(const QString &line, QByteArray *output = nullptr)
{
    QProcess process;
    process.startCommand(line);
    const bool well = process.waitForFinished(10'000) && process.exitCode() == 0;
    const QByteArray said = process.readAllStandardOutput();
    if (output != nullptr)
        *output = said;
    if (!well)
        qWarning("%s: %s", qPrintable(line), process.readAllStandardError().constData());
    return well;
}

/// A computer: a network namespace in which a beaconer runs. Needs a namespace in which the test is root.
class Host {
public:
    explicit Host(const QString &name, quint16 linkPort = 5'000)
    {
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, [this] { read(); });
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("unshare"), {QStringLiteral("-n"), QStringLiteral(BEACONER), name,
                                                    QStringLiteral("7584"), QString::number(linkPort)});
        const bool ready = QTest::qWaitFor([this] { return !of(QStringLiteral("ready")).isEmpty(); }, 10'000);
        if (!ready)
            qFatal("no beaconer");
        peer = of(QStringLiteral("ready")).first().value(QLatin1String("peer")).toString();
        ip(QStringLiteral("link set lo up"));
    }
    ~Host()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;

    /// Plugs a cable from `switchName` of the test's own namespace into `interface` here.
    bool plug(const QString &switchName, const QString &interface, const QString &address)
    {
        // The system takes an old host's cables away in its own time.
        const QString end = m_cables[interface] = QStringLiteral("c%1").arg(++cables);
        return kith::run(QStringLiteral("ip link add %1 type veth peer name %2 netns %3")
                             .arg(end, interface, QString::number(m_process.processId()))) &&
               kith::run(QStringLiteral("ip link set %1 master %2 up").arg(end, switchName)) &&
               ip(QStringLiteral("addr add %1 brd + dev %2").arg(address, interface)) &&
               ip(QStringLiteral("link set %1 up").arg(interface));
    }
    bool unplug(const QString &interface)
    {
        return kith::run(QStringLiteral("ip link set %1 down").arg(m_cables.value(interface)));
    }
    bool ip(const QString &arguments, QByteArray *output = nullptr)
    {
        return kith::run(
            QStringLiteral("nsenter -t %1 -n ip %2").arg(QString::number(m_process.processId()), arguments),
            output);
    }
    /// Runs a program of the system here, to its end.
    bool runThere(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral("nsenter"),
                      QStringList{QStringLiteral("-t"), QString::number(m_process.processId()),
                                  QStringLiteral("-n"), program} +
                          arguments);
        return process.waitForFinished(10'000) && process.exitCode() == 0;
    }
    /// Counts our datagrams at `interface` from now on.
    UdpTap tap(const QString &interface) const { return {m_process.processId(), interface}; }

    void say(const char *command) { m_process.write(QByteArray(command) + '\n'); }
    void die() { m_process.kill(); }

    QList<QJsonObject> of(const QString &event) const
    {
        QList<QJsonObject> found;
        for (const QJsonObject &one : events) {
            if (one.value(QLatin1String("event")).toString() == event)
                found.append(one);
        }
        return found;
    }
    /// Who is here now, each once.
    QStringList here() const
    {
        QStringList people;
        for (const QJsonObject &one : events) {
            const QString who = one.value(QLatin1String("peer")).toString();
            const QString event = one.value(QLatin1String("event")).toString();
            if (event == QLatin1String("heard") && !people.contains(who))
                people.append(who);
            else if (event == QLatin1String("gone"))
                people.removeAll(who);
        }
        people.sort();
        return people;
    }

    QString peer;
    QList<QJsonObject> events;

private:
    void read()
    {
        m_rest += m_process.readAllStandardOutput();
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
            events.append(QJsonDocument::fromJson(m_rest.first(end)).object());
            m_rest.remove(0, end + 1);
        }
    }

    static inline int cables = 0;
    QHash<QString, QString> m_cables;
    QProcess m_process;
    QByteArray m_rest;
};

} // namespace kith
