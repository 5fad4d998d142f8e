// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/cborcursor.h"
#include "protocol/wire.h"

#include <QByteArrayView>

#include <limits>
#include <optional>
#include <type_traits>

namespace kith::wire {

/// Takes the fields of one message out of its CBOR map, in the order of their keys. What is wrong is remembered, not
/// reported at once: the first fault decides, and everything after it reads as its default.
///
/// A field that is missing has its default value (0, empty, null), which its limits may exclude.
class WireReader final {
public:
    explicit WireReader(QByteArrayView body);

    quint64 type();

    template <typename T>
    void number(quint64 key, T &value, T min, T max)
    {
        value = T(integer(key, qint64(min), qint64(max)));
    }
    void bits(quint64 key, quint64 &value);
    void time(quint64 key, std::chrono::milliseconds &value);
    template <typename E>
    void choice(quint64 key, E &value, E last)
    {
        const qint64 number = integer(key, 0, MaxChoice);
        value = number > qint64(last) ? E{} : E(number);
    }
    void peer(quint64 key, PeerId &value);
    void id(quint64 key, MessageId &value) { needs(readId(key, value)); }
    void idOrNone(quint64 key, MessageId &value) { readId(key, value); }
    void ids(quint64 key, QList<MessageId> &value, qsizetype max);
    void places(quint64 key, QList<HostPlace> &value, qsizetype max);
    void bytes(quint64 key, QByteArray &value, qsizetype size);
    void name(quint64 key, QString &value);
    void text(quint64 key, QString &value, qsizetype maxBytes);
    void textOrNone(quint64 key, QString &value, qsizetype maxBytes);
    /// What must hold between fields.
    void needs(bool condition) { condition ? void() : fail("a field is missing or out of its limits"); }

    /// Passes what this version does not know. Whether the body was a message from its first byte to its last.
    bool finish();
    const char *fault() const { return m_fault; } ///< Empty: none.

private:
    static constexpr qint64 MaxChoice = 255; ///< Room for what newer versions can choose.

    void advance();
    bool find(quint64 key);
    void skip();
    qint64 integer(quint64 key, qint64 min, qint64 max);
    bool readId(quint64 key, MessageId &value);
    /// The content of a string of at most `max` bytes, in the body; nothing when the field is missing.
    std::optional<QByteArrayView> string(quint64 key, CborCursor::Kind kind, qsizetype max);
    void fail(const char *fault);

    CborCursor m_cursor;
    quint64 m_pairs = 0;          // behind that of m_key
    std::optional<quint64> m_key; // whose value comes next
    const char *m_fault = "";
};

} // namespace kith::wire
