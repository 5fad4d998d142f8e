// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/peerid.h"

namespace kith {

/// Who somebody is and where to reach it: `kith://PEER-ID@HOST:PORT`. Whoever got it from the person itself has
/// verified the person with it, for the id is whole.
struct Invitation {
    static constexpr qsizetype MaxLength = 1024; ///< Of the text, in UTF-16 units.

    PeerId peer;
    Endpoint endpoint; ///< Always Scheme::Tcp.

    /// Surrounding white space and a final slash are forgiven; the scope of an IPv6 address may stand after % or %25.
    /// Errors: BadInvitation (not of that shape), BadPeerId, BadHost, BadPort, each with that part.
    static Result<Invitation> parse(QStringView text);
    /// Parses to an equal invitation.
    QString toString() const;

    friend bool operator==(const Invitation &, const Invitation &) = default;
};

} // namespace kith
