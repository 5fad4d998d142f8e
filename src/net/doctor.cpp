// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/doctor.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace kith::doctor {

namespace {

using Kind = Finding::Kind;
using Line = Discovery::Line;

constexpr qint64 MaxFileBytes = 64 * 1024;

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(MaxFileBytes) : QByteArray();
}

/// systemd leaves a link with this name, for everybody to see, while a unit is active.
bool isActive(const QString &root, const char *unit)
{
    const QString path = root + QStringLiteral("/run/systemd/units/invocation:") + QLatin1StringView(unit);
    return QFileInfo(path).isSymLink();
}

bool hasLine(const QByteArray &text, QByteArrayView beginning)
{
    const QByteArrayList lines = text.split('\n');
    return std::any_of(lines.begin(), lines.end(),
                       [beginning](const QByteArray &line) { return line.startsWith(beginning); });
}

bool isLoopback(const Line &line)
{
    return line.interface.kind == platform::Interface::Kind::Loopback;
}

void addPorts(QList<Finding> &found, const Observed &observed)
{
    if (observed.discovery.mode == Discovery::Mode::Off)
        found.append({Kind::DiscoveryOff});
    else if (observed.discovery.portError)
        found.append({Kind::DiscoveryPortTaken, {}, Firewall::None, observed.discovery.portError});
    if (observed.listeningError)
        found.append({Kind::LinkPortTaken, {}, Firewall::None, observed.listeningError});
    else if (!observed.listening)
        found.append({Kind::NotListening});
    if (observed.discovery.mode == Discovery::Mode::Invisible)
        found.append({Kind::Invisible});
}

void addInterface(QList<Finding> &found, const Line &line, Firewall firewall)
{
    const QString &name = line.interface.name;
    if (!line.used)
        return found.append({Kind::LeftOut, name});
    const bool multicastLost = line.multicastSent && !line.multicastBack;
    const bool broadcastLost = line.broadcastSent && !line.broadcastBack;
    if (!line.multicastBack && !line.broadcastBack)
        found.append({Kind::NothingComesBack, name, firewall});
    else if (multicastLost)
        found.append({Kind::MulticastIsLost, name});
    else if (broadcastLost)
        found.append({Kind::BroadcastIsLost, name});
    else
        found.append({Kind::Works, name});
    if (line.othersHeard)
        found.append({Kind::OthersHeard, name});
}

void addInterfaces(QList<Finding> &found, const Observed &observed)
{
    QList<Line> lines = observed.discovery.lines;
    lines.removeIf(isLoopback);
    const auto used = [](const Line &line) { return line.used; };
    if (lines.isEmpty())
        return found.append({Kind::NoNetwork});
    if (std::none_of(lines.begin(), lines.end(), used))
        found.append({Kind::AllLeftOut});
    const bool examined = observed.discovery.mode != Discovery::Mode::Off && !observed.discovery.portError;
    for (const Line &line : std::as_const(lines)) {
        if (examined || !line.used)
            addInterface(found, line, observed.firewall);
    }
    const bool anyUsed = std::any_of(lines.begin(), lines.end(), used);
    const bool heard = std::any_of(lines.begin(), lines.end(), [](const Line &line) { return line.othersHeard; });
    if (!examined || !anyUsed || heard || observed.linked > 0)
        return;
    if (observed.firewall != Firewall::None)
        found.append({Kind::FirewallActive, {}, observed.firewall});
    const auto comesBack = [](const Line &line) { return line.multicastBack || line.broadcastBack; };
    if (std::any_of(lines.begin(), lines.end(), comesBack))
        found.append({Kind::NobodyElse});
}

Kind kindOf(CallBack::Verdict verdict)
{
    switch (verdict) {
    case CallBack::Verdict::BothWays:
        return Kind::FriendReachesUs;
    case CallBack::Verdict::TheyCannotReachUs:
        return Kind::FriendCannotReachUs;
    case CallBack::Verdict::NobodyListens:
        return Kind::FriendFoundNobody;
    case CallBack::Verdict::Unknown:
        break;
    }
    return Kind::FriendGaveNoAnswer;
}

} // namespace

Firewall firewallBelow(const QString &root)
{
    if (isActive(root, "firewalld.service"))
        return Firewall::Firewalld;
    // The unit is active on every computer that has ufw; whether it filters stands in its file.
    if (hasLine(contents(root + QStringLiteral("/etc/ufw/ufw.conf")), "ENABLED=yes"))
        return Firewall::Ufw;
    if (isActive(root, "nftables.service"))
        return Firewall::Nftables;
    const QByteArray modules = contents(root + QStringLiteral("/proc/modules"));
    if (modules.isEmpty())
        return Firewall::Unknown;
    const bool filters = hasLine(modules, "nf_tables ") || hasLine(modules, "iptable_filter ");
    return filters ? Firewall::Unknown : Firewall::None;
}

Finding::Weight weightOf(Kind kind)
{
    switch (kind) {
    case Kind::DiscoveryOff:
    case Kind::DiscoveryPortTaken:
    case Kind::LinkPortTaken:
    case Kind::NotListening:
    case Kind::NoNetwork:
    case Kind::AllLeftOut:
    case Kind::NothingComesBack:
    case Kind::FriendCannotReachUs:
    case Kind::FriendFoundNobody:
        return Finding::Weight::Problem;
    case Kind::Invisible:
    case Kind::LeftOut:
    case Kind::MulticastIsLost:
    case Kind::BroadcastIsLost:
    case Kind::NobodyElse:
    case Kind::FirewallActive:
    case Kind::FriendGaveNoAnswer:
        return Finding::Weight::Hint;
    case Kind::Works:
    case Kind::OthersHeard:
    case Kind::FriendReachesUs:
        break;
    }
    return Finding::Weight::Good;
}

QList<Finding> findings(const Observed &observed)
{
    QList<Finding> found;
    addPorts(found, observed);
    addInterfaces(found, observed);
    for (const CallBack::Result &result : observed.callBacks)
        found.append({kindOf(result.verdict), {}, observed.firewall, {}, result.peer});
    std::stable_sort(found.begin(), found.end(),
                     [](const Finding &a, const Finding &b) { return weightOf(a.kind) > weightOf(b.kind); });
    return found;
}

} // namespace kith::doctor
