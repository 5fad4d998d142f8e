// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <QList>
#include <QStringList>

namespace kith {

/// Writes down what a transport says, in order.
class Watch : public QObject {
    Q_OBJECT

public:
    /// Each message is consumed at once unless `hold` is set.
    explicit Watch(Transport &transport) : m_transport(transport)
    {
        connect(&transport, &Transport::stateChanged, this, [this](Transport::State s, const Endpoint &e) {
            state = s;
            local = e;
            log.append(QStringLiteral("state %1").arg(int(s)));
        });
        connect(&transport, &Transport::peerOnline, this, [this](const Endpoint &e) {
            online.append(e);
            log.append(QStringLiteral("online"));
        });
        connect(&transport, &Transport::peerOffline, this, [this](const Endpoint &e, const Departure &d) {
            online.removeAll(e);
            departures.append(d);
            log.append(QStringLiteral("offline %1").arg(int(d.kind)));
        });
        connect(&transport, &Transport::received, this, [this](const Endpoint &e, const Received &r) {
            messages.append(r);
            texts.append(r.text);
            bytes += r.bytes;
            from = e;
            if (!hold)
                m_transport.consumed(e, r.bytes);
        });
        connect(&transport, &Transport::progress, this,
                [this](const Endpoint &, const MessageId &id, const Progress &p) {
                    steps.append({id, p});
                    log.append(QStringLiteral("progress %1 %2/%3").arg(int(p.step)).arg(p.sent).arg(p.pieces));
                });
        connect(&transport, &Transport::turnsEnded, this, [this] { ++turnsEnded; });
        connect(&transport, &Transport::failed, this, [this](const Error &e) { failures.append(e); });
        connect(&transport, &Transport::impaired, this,
                [this](const std::optional<Error> &e) { impairments.append(e); });
    }

    /// Sends `text` and returns its id.
    MessageId send(const QString &text, const Endpoint &to)
    {
        const Outgoing message{MessageId::random(), text};
        m_transport.send(to, message);
        return message.id;
    }
    MessageId send(const QString &text) { return send(text, online.value(0)); }
    /// The last that was said about `id`.
    std::optional<Progress> progress(const MessageId &id) const
    {
        for (qsizetype i = steps.size() - 1; i >= 0; --i) {
            if (steps.at(i).first == id)
                return steps.at(i).second;
        }
        return std::nullopt;
    }
    bool is(const MessageId &id, Progress::Step step) const
    {
        const auto last = progress(id);
        return last && last->step == step;
    }

    Transport::State state = Transport::State::Closed;
    Endpoint local;
    Endpoint from;
    QList<Endpoint> online;
    QList<Departure> departures;
    QList<Received> messages;
    QStringList texts;
    QStringList log;
    QList<std::pair<MessageId, Progress>> steps;
    QList<Error> failures;
    QList<std::optional<Error>> impairments;
    qint64 bytes = 0;
    int turnsEnded = 0;
    bool hold = false;

private:
    Transport &m_transport;
};

} // namespace kith
