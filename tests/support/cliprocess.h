// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace kith::test {

/// A running kith-cli, its commands and its events. KITH_CLI is the program's path.
class CliProcess {
public:
    explicit CliProcess(const QStringList &arguments,
                        const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
    {
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, [this] { read(); });
        m_process.start(QStringLiteral(KITH_CLI), arguments);
        if (!m_process.waitForStarted())
            qFatal("kith-cli did not start");
    }
    ~CliProcess() { kill(); }
    CliProcess(const CliProcess &) = delete;
    CliProcess &operator=(const CliProcess &) = delete;

    void command(const QJsonObject &object) { line(QJsonDocument(object).toJson(QJsonDocument::Compact)); }
    void line(const QByteArray &text) { m_process.write(text + '\n'); }
    void endInput() { m_process.closeWriteChannel(); }

    /// As kill -9 does; what had been written until then is still read.
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
        read();
    }

    /// Waits for the process to end and returns its exit status; -1 when it does not.
    int exitStatus()
    {
        const bool ended = QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, 10'000);
        read();
        return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

    QList<QJsonObject> events(const QString &kind) const
    {
        QList<QJsonObject> found;
        for (const QJsonObject &event : m_events) {
            if (event.value(QLatin1String("event")).toString() == kind)
                found.append(event);
        }
        return found;
    }

    /// Waits for the `count`-th event of a kind and returns it; an empty object when it does not come.
    QJsonObject waitFor(const QString &kind, int count = 1)
    {
        const bool came = QTest::qWaitFor([&] { return events(kind).size() >= count; }, 10'000);
        return came ? events(kind).at(count - 1) : QJsonObject();
    }

    /// Waits for the first event of a kind that has all of these fields; an empty object when it does not come.
    QJsonObject waitFor(const QString &kind, const QJsonObject &fields)
    {
        QJsonObject found;
        const auto fits = [&](const QJsonObject &event) {
            for (auto field = fields.begin(); field != fields.end(); ++field) {
                if (event.value(field.key()) != field.value())
                    return false;
            }
            return true;
        };
        const auto look = [&] {
            for (const QJsonObject &event : events(kind)) {
                if (found.isEmpty() && fits(event))
                    found = event;
            }
            return !found.isEmpty();
        };
        static_cast<void>(QTest::qWaitFor(look, 10'000));
        return found;
    }

    const QList<QJsonObject> &all() const { return m_events; }
    bool wroteOnlyJson() const { return m_wroteOnlyJson; }
    QByteArray complaints() { return m_process.readAllStandardError(); }
    QByteArray output() const { return m_output; }

private:
    void read()
    {
        const QByteArray fresh = m_process.readAllStandardOutput();
        m_output += fresh;
        m_buffer += fresh;
        for (qsizetype end; (end = m_buffer.indexOf('\n')) >= 0; m_buffer.remove(0, end + 1)) {
            const auto document = QJsonDocument::fromJson(m_buffer.first(end));
            m_wroteOnlyJson = m_wroteOnlyJson && document.isObject();
            m_events.append(document.object());
        }
    }

    QProcess m_process;
    QByteArray m_buffer;
    QByteArray m_output;
    QList<QJsonObject> m_events;
    bool m_wroteOnlyJson = true;
};

} // namespace kith::test
