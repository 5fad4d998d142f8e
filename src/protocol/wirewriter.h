// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/cborcursor.h"
#include "protocol/wire.h"

namespace kith::wire {

/// Puts the fields of one message into a CBOR map, in the order of their keys; those that have their default value are left
/// out. The mirror of WireReader: a value outside its limits is a fault of ours.
class WireWriter final {
public:
    /// Behind what is in `frames` already.
    WireWriter(QByteArray &frames, quint64 type);

    template <typename T>
    void number(quint64 key, const T &value, T min, T max)
    {
        Q_ASSERT(value >= min && value <= max);
        integer(key, qint64(value));
    }
    void bits(quint64 key, quint64 value);
    void time(quint64 key, std::chrono::milliseconds value) { integer(key, value.count()); }
    template <typename E>
    void choice(quint64 key, E value, E last)
    {
        Q_ASSERT(value <= last);
        integer(key, qint64(value));
    }
    void peer(quint64 key, const PeerId &value) { bytes(key, value.toBytes(), PeerId::Bytes); }
    void id(quint64 key, const MessageId &value);
    void idOrNone(quint64 key, const MessageId &value);
    void ids(quint64 key, const QList<MessageId> &value, qsizetype max);
    void places(quint64 key, const QList<HostPlace> &value, qsizetype max);
    void bytes(quint64 key, const QByteArray &value, qsizetype size);
    void name(quint64 key, const QString &value);
    void text(quint64 key, const QString &value, qsizetype maxBytes);
    void textOrNone(quint64 key, const QString &value, qsizetype maxBytes);
    void needs(bool condition) { Q_ASSERT(condition), void(condition); }

    /// Makes a frame of it, after which nothing more can be put in.
    void finish();

private:
    using Kind = CborCursor::Kind;

    void integer(quint64 key, qint64 value);
    void string(quint64 key, Kind kind, QByteArrayView bytes);
    /// The key and the beginning of its value.
    void field(quint64 key, Kind kind, quint64 argument);

    QByteArray &m_frames;
    const qsizetype m_begin; // of this frame
    int m_count = 0;
};

} // namespace kith::wire
