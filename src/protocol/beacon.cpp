// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/beacon.h"

#include "protocol/wire.h"

#include <QtEndian>

namespace kith {

namespace {

constexpr QByteArrayView Magic("KITH");

// Where each part begins; the numbers are big-endian.
constexpr qsizetype MajorAt = 4;
constexpr qsizetype KindAt = 5;
constexpr qsizetype PortAt = 6;
constexpr qsizetype CounterAt = 8;
constexpr qsizetype RunAt = 16;
constexpr qsizetype PeerAt = 24;
static_assert(PeerAt + PeerId::Bytes == Beacon::Bytes);

tl::unexpected<Error> bad(const char *detail)
{
    return failure(Error::Kind::BadMessage, {}, QString::fromLatin1(detail));
}

} // namespace

Result<Beacon> Beacon::decode(QByteArrayView datagram)
{
    if (datagram.size() < Bytes || datagram.size() > MaxBytes)
        return bad("not the size of a beacon");
    if (!datagram.startsWith(Magic))
        return bad("no beacon");
    if (datagram[MajorAt] != wire::Major)
        return bad("a beacon of another protocol version");
    const int kind = quint8(datagram[KindAt]);
    if (kind < int(Kind::Announce) || kind > int(Kind::Seek))
        return bad("a beacon of an unknown kind");
    Beacon beacon;
    beacon.kind = Kind(kind);
    beacon.port = qFromBigEndian<quint16>(datagram.data() + PortAt);
    beacon.counter = qFromBigEndian<quint64>(datagram.data() + CounterAt);
    beacon.run = qFromBigEndian<quint64>(datagram.data() + RunAt);
    beacon.peer = PeerId::fromBytes(datagram.sliced(PeerAt, PeerId::Bytes));
    if (beacon.port < MinPort)
        return bad("a beacon with a port that is never dialled");
    if (beacon.peer.isNull())
        return bad("a beacon without an id");
    return beacon;
}

QByteArray Beacon::encode() const
{
    Q_ASSERT(port >= MinPort && !peer.isNull());
    QByteArray datagram(Bytes, '\0');
    std::copy(Magic.begin(), Magic.end(), datagram.begin());
    datagram[MajorAt] = char(wire::Major);
    datagram[KindAt] = char(kind);
    qToBigEndian(port, datagram.data() + PortAt);
    qToBigEndian(counter, datagram.data() + CounterAt);
    qToBigEndian(run, datagram.data() + RunAt);
    datagram.replace(PeerAt, PeerId::Bytes, peer.toBytes());
    return datagram;
}

} // namespace kith
