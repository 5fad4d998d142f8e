// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invitation.h"

namespace kith {

Result<Invitation> Invitation::parse(QStringView text)
{
    constexpr QStringView Scheme = u"kith://";
    text = text.trimmed();
    const qsizetype at = text.indexOf(u'@');
    if (text.size() > MaxLength || at < 0 || !text.startsWith(Scheme, Qt::CaseInsensitive))
        return failure(Error::Kind::BadInvitation,
                       text.first(qMin(text.size(), PeerId::TextCharacters)).toString());
    const auto peer = PeerId::parse(text.sliced(Scheme.size(), at - Scheme.size()));
    if (!peer)
        return tl::unexpected(peer.error());
    QString address = text.sliced(at + 1).toString();
    if (const qsizetype escape = address.indexOf(QLatin1String("%25"));
        escape >= 0 && address.mid(escape + 3, 1) != QLatin1String("]")) // unless 25 is the scope
        address.remove(escape + 1, 2);
    auto endpoint = Endpoint::parse(QLatin1String("tcp://") + address);
    if (!endpoint)
        return tl::unexpected(endpoint.error());
    return Invitation{*peer, *std::move(endpoint)};
}

QString Invitation::toString() const
{
    // A scope whose number begins with 25 would read as an escaped one.
    const QString address = endpoint.hostAndPort().replace(QLatin1String("%25"), QLatin1String("%2525"));
    return QLatin1String("kith://") + peer.toString() + u'@' + address;
}

} // namespace kith
