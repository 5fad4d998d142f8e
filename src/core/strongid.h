// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QUuid>

namespace kith {

/// A 128-bit identifier that cannot be mistaken for one of another kind. The null id (all zeros) means "none".
template <typename Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(const QUuid &value) : m_value(value) {}

    /// 128 random bits, from a generator that the system seeded.
    static StrongId random();
    /// The id that `bytes` holds; null unless there are exactly 16.
    static StrongId fromBytes(QByteArrayView bytes)
    {
        return bytes.size() == 16 ? StrongId(QUuid::fromRfc4122(bytes)) : StrongId();
    }
    /// The id that 32 hexadecimal digits name; null for anything else.
    static StrongId fromString(QStringView text)
    {
        return text.size() == 32 ? fromBytes(QByteArray::fromHex(text.toLatin1())) : StrongId();
    }

    const QUuid &value() const { return m_value; }
    QByteArray toBytes() const { return m_value.toRfc4122(); }
    /// 32 lower-case hexadecimal digits.
    QString toString() const { return QString::fromLatin1(toBytes().toHex()); }
    bool isNull() const { return m_value.isNull(); }

    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return qHash(id.m_value, seed); }

private:
    QUuid m_value;
};

/// 128 random bits, from a generator that the system seeded. Names things; not for keys.
QUuid randomUuid();

template <typename Tag>
StrongId<Tag> StrongId<Tag>::random()
{
    return StrongId(randomUuid());
}

using MessageId = StrongId<struct MessageIdTag>;
using ConversationId = StrongId<struct ConversationIdTag>;
using ContactId = StrongId<struct ContactIdTag>;
using HostId = StrongId<struct HostIdTag>;

} // namespace kith
