// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/wire.h"

#include "protocol/wirelayout.h"
#include "protocol/wirereader.h"
#include "protocol/wirewriter.h"

#include <algorithm>

namespace kith::wire {

namespace {

template <typename M>
M read(WireReader &reader)
{
    M message;
    Layout<M>::fields(reader, message);
    return message;
}

/// The alternative whose number `type` is; the one that none has is Unknown.
template <typename... Ms>
std::variant<Ms...> readAny(WireReader &reader, quint64 type, const std::variant<Ms...> * /*which*/)
{
    std::variant<Ms...> message = Unknown{type};
    (void)((type != Layout<Unknown>::Type && type == Layout<Ms>::Type && (message = read<Ms>(reader), true)) ||
           ...);
    return message;
}

} // namespace

void appendFrame(QByteArray &frames, const Message &message)
{
    WireWriter writer(frames, typeOf(message));
    std::visit([&writer](const auto &m) { Layout<std::decay_t<decltype(m)>>::fields(writer, m); }, message);
    writer.finish();
}

QByteArray toFrame(const Message &message)
{
    QByteArray frame;
    appendFrame(frame, message);
    return frame;
}

Result<Message> decode(QByteArrayView body)
{
    WireReader reader(body);
    const quint64 type = reader.type();
    Message message = readAny(reader, type, static_cast<const Message *>(nullptr));
    if (!reader.finish())
        return failure(Error::Kind::BadMessage, {}, QString::fromLatin1(reader.fault()));
    return message;
}

quint64 typeOf(const Message &message)
{
    if (const auto *unknown = std::get_if<Unknown>(&message))
        return unknown->type;
    return std::visit([](const auto &m) { return Layout<std::decay_t<decltype(m)>>::Type; }, message);
}

QDateTime toDateTime(std::chrono::milliseconds sinceEpoch)
{
    static const qint64 first = QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
    static const qint64 last = QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC).toMSecsSinceEpoch();
    return QDateTime::fromMSecsSinceEpoch(std::clamp(qint64(sinceEpoch.count()), first, last), Qt::UTC);
}

} // namespace kith::wire
