// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/callback.h"
#include "net/discovery.h"

#include <QList>
#include <QString>

#include <optional>

namespace kith::doctor {

/// "Why don't I see anyone?" Looks at what was observed and names causes; the sentences and the fixes are the window's.

enum class Firewall {
    None,    ///< No sign of one.
    Unknown, ///< The system filters, but by whose rules cannot be read without rights.
    Ufw,
    Firewalld,
    Nftables
};

/// The firewall that is active, by what the system shows everybody below `root` (`/`, but for tests). Reads a few small
/// files. A hint: it says nothing of what the rules are.
Firewall firewallBelow(const QString &root);

/// What can be known about this computer's place in the network.
struct Observed {
    Discovery::Examined discovery;
    std::optional<Endpoint> listening; ///< Where our links listen, if they do.
    std::optional<Error> listeningError;
    Firewall firewall = Firewall::Unknown;
    qsizetype linked = 0; ///< Friends with whom a link is up.
    QList<CallBack::Result> callBacks;
};

struct Finding {
    enum class Kind {
        // Everything ends here.
        DiscoveryOff,
        DiscoveryPortTaken, ///< By a program that does not share it. `error`.
        LinkPortTaken,      ///< `error`; others could not connect.
        NotListening,
        NoNetwork,  ///< No interface is up besides this computer's own.
        AllLeftOut, ///< Each interface that is up is left out: VPN, containers, or switched off.
        // Worth knowing.
        Invisible, ///< Others cannot see us.
        LeftOut,   ///< `interface` is up and not used.
        // An interface.
        NothingComesBack, ///< Neither our multicast nor our broadcast: most likely the firewall, see `firewall`.
        MulticastIsLost,  ///< `interface`; broadcast comes back, so people are found all the same.
        BroadcastIsLost,  ///< The other way round.
        Works,            ///< `interface`: what we sent came back.
        OthersHeard,      ///< Another Kith, through `interface`.
        NobodyElse, ///< All of it works, and no other Kith answers on any interface: they are on another network, or
                    ///< the network keeps its computers apart.
        FirewallActive, ///< `firewall`, with nobody heard: it may keep the others' datagrams out.
        // A friend who was asked to call back.
        FriendReachesUs,
        FriendCannotReachUs, ///< We hear them, they do not hear us: our firewall.
        FriendFoundNobody,   ///< This computer answered them, but not Kith.
        FriendGaveNoAnswer
    };
    enum class Weight { Good, Hint, Problem };

    Kind kind;
    QString interface = {};
    Firewall firewall = Firewall::None;
    std::optional<Error> error = {};
    PeerId peer = {}; ///< Not for a report that is handed on.

    friend bool operator==(const Finding &, const Finding &) = default;
};

Finding::Weight weightOf(Finding::Kind kind);

/// What is found, the gravest first: never empty.
QList<Finding> findings(const Observed &observed);

} // namespace kith::doctor
