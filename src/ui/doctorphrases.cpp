// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/doctorphrases.h"

#include "core/displaytext.h"

#include <QCoreApplication>
#include <QHash>

namespace kith::doctorphrases {

using namespace Qt::StringLiterals;

using doctor::Finding;
using doctor::Firewall;
using Kind = doctor::Finding::Kind;

namespace {

class Phrases {
    Q_DECLARE_TR_FUNCTIONS(kith::DoctorPhrases)

public:
    static QString computer(const Finding &finding);
    static QString network(const Finding &finding);
    static QString friends(Kind kind, const QString &name);
    static QString computerAdvice(Kind kind);
    static QString networkAdvice(const Finding &finding, const Ports &ports);
    static QString friendAdvice(const Finding &finding, const Ports &ports);
    static QString allow(const QString &why, const Finding &finding, const Ports &ports);
};

QString firewallName(Firewall firewall)
{
    switch (firewall) {
    case Firewall::Ufw:
        return u"ufw"_s;
    case Firewall::Firewalld:
        return u"firewalld"_s;
    case Firewall::Nftables:
        return u"nftables"_s;
    case Firewall::None:
    case Firewall::Unknown:
        break;
    }
    return {};
}

QString openFirewall(Firewall firewall, const Ports &ports)
{
    const QString links = QString::number(ports.links);
    const QString discovery = QString::number(ports.discovery);
    switch (firewall) {
    case Firewall::Ufw:
        return u"sudo ufw allow %1/udp\nsudo ufw allow %2/tcp"_s.arg(discovery, links);
    case Firewall::Firewalld:
        return u"sudo firewall-cmd --permanent --add-port=%1/udp --add-port=%2/tcp\nsudo firewall-cmd --reload"_s
            .arg(discovery, links);
    case Firewall::Nftables:
        return u"sudo nft insert rule inet filter input udp dport %1 accept\n"
               "sudo nft insert rule inet filter input tcp dport %2 accept"_s.arg(discovery, links);
    case Firewall::None:
    case Firewall::Unknown:
        break;
    }
    return {};
}

QString Phrases::computer(const Finding &finding)
{
    switch (finding.kind) {
    case Kind::DiscoveryOff:
        return tr("Looking for people is switched off.");
    case Kind::DiscoveryPortTaken:
        return tr("Another program keeps the port with which people are found.");
    case Kind::LinkPortTaken:
        return tr("Others cannot connect: Kith got no port for it.");
    case Kind::NotListening:
        return tr("Others cannot connect: Kith does not listen.");
    case Kind::Invisible:
        return tr("You are invisible: others do not see you.");
    case Kind::NoNetwork:
        return tr("This computer is in no network.");
    case Kind::AllLeftOut:
        return tr("Every network of this computer is left out.");
    case Kind::LeftOut:
        return tr("The network %1 is left out.").arg(displayLine(finding.interface));
    default:
        return {};
    }
}

QString Phrases::network(const Finding &finding)
{
    const QString interface = displayLine(finding.interface);
    const QString firewall = firewallName(finding.firewall);
    switch (finding.kind) {
    case Kind::NothingComesBack:
        return tr("What Kith says in the network %1 does not even come back to this computer.").arg(interface);
    case Kind::MulticastIsLost:
        return tr("Multicast does not get through in the network %1; broadcast does.").arg(interface);
    case Kind::BroadcastIsLost:
        return tr("Broadcast does not get through in the network %1; multicast does.").arg(interface);
    case Kind::Works:
        return tr("The network %1 carries what Kith says.").arg(interface);
    case Kind::OthersHeard:
        return tr("Another Kith is in the network %1.").arg(interface);
    case Kind::NobodyElse:
        return tr("Everything works here, but no other Kith answers.");
    case Kind::FirewallActive:
        return firewall.isEmpty() ? tr("This computer has a firewall, and nobody was heard.")
                                  : tr("The firewall %1 is on, and nobody was heard.").arg(firewall);
    default:
        return {};
    }
}

QString Phrases::friends(Kind kind, const QString &name)
{
    //: In place of a friend's name, at the beginning of a sentence
    const QString who = name.isEmpty() ? tr("A friend") : name;
    switch (kind) {
    case Kind::FriendReachesUs:
        return tr("%1 reaches this computer.").arg(who);
    case Kind::FriendCannotReachUs:
        return tr("%1 hears you but cannot reach this computer.").arg(who);
    case Kind::FriendFoundNobody:
        return tr("%1 reaches this computer, but not Kith on it.").arg(who);
    case Kind::FriendGaveNoAnswer:
        return tr("%1 was asked to call back and gave no answer.").arg(who);
    default:
        return {};
    }
}

QString Phrases::computerAdvice(Kind kind)
{
    switch (kind) {
    case Kind::DiscoveryOff:
        return tr("Switch it on at “Nearby” in the settings: as long as it is off, nobody is found and nobody "
                  "finds you.");
    case Kind::DiscoveryPortTaken:
    case Kind::LinkPortTaken:
        return tr("Close the program that keeps the port, and look again. This names it:");
    case Kind::NotListening:
        return tr("Quit Kith and start it again.");
    case Kind::Invisible:
        return tr("Only your contacts meet you, and you see nobody else. To see and be found, choose another "
                  "presence, or another choice at “Nearby” in the settings.");
    case Kind::NoNetwork:
        return tr("Plug in a cable or join a Wi-Fi, and look again.");
    case Kind::AllLeftOut:
        return tr(
            "By default Kith does not look into VPNs and into the networks of containers and virtual machines. "
            "Join "
            "the network that the others are in, by cable or Wi-Fi, or choose one at “Networks” in the settings.");
    case Kind::LeftOut:
        return tr(
            "It belongs to a VPN, to containers or to virtual machines, or it was switched off. Usually that is "
            "right; it can be chosen at “Networks” in the settings.");
    default:
        return {};
    }
}

QString Phrases::allow(const QString &why, const Finding &finding, const Ports &ports)
{
    const QString how = firewallName(finding.firewall).isEmpty()
                            ? tr("Allow port %1 for UDP and port %2 for TCP in it.")
                                  .arg(QString::number(ports.discovery), QString::number(ports.links))
                            : tr("Let Kith through:");
    //: Two sentences
    return tr("%1 %2").arg(why, how);
}

QString Phrases::networkAdvice(const Finding &finding, const Ports &ports)
{
    const QString firewall = firewallName(finding.firewall);
    switch (finding.kind) {
    case Kind::NothingComesBack:
        if (finding.firewall == Firewall::None)
            return tr("The network forbids it, or its hardware does. Use another network, or an invitation link.");
        return allow(tr("Most likely it is the firewall of this computer."), finding, ports);
    case Kind::MulticastIsLost:
    case Kind::BroadcastIsLost:
        return tr("People are found all the same.");
    case Kind::NobodyElse:
        return tr(
            "The others are in another network, or this one keeps its computers apart, as Wi-Fi for guests does. "
            "Use a cable or an invitation link.");
    case Kind::FirewallActive:
        return allow(tr("It may keep out what others say."), finding, ports);
    default:
        return {};
    }
}

QString Phrases::friendAdvice(const Finding &finding, const Ports &ports)
{
    switch (finding.kind) {
    case Kind::FriendCannotReachUs:
        if (finding.firewall == Firewall::None)
            return tr(
                "Something between you lets connections through in one direction only: you can connect to them.");
        return allow(tr("Most likely it is the firewall of this computer."), finding, ports);
    case Kind::FriendFoundNobody:
        if (finding.firewall == Firewall::None)
            return tr("Another computer may have taken the address. Quit Kith and start it again.");
        return allow(tr("A firewall that refuses looks like this."), finding, ports);
    case Kind::FriendGaveNoAnswer:
        return tr("An older Kith does not know the question. This says nothing about your network.");
    default:
        return {};
    }
}

} // namespace

QString sentence(const Finding &finding, const QString &name)
{
    for (const QString &text :
         {Phrases::computer(finding), Phrases::network(finding), Phrases::friends(finding.kind, name)}) {
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString advice(const Finding &finding, const Ports &ports)
{
    for (const QString &text : {Phrases::computerAdvice(finding.kind), Phrases::networkAdvice(finding, ports),
                                Phrases::friendAdvice(finding, ports)}) {
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString command(const Finding &finding, const Ports &ports)
{
    switch (finding.kind) {
    case Kind::DiscoveryPortTaken:
        return u"sudo ss -lunp 'sport = :%1'"_s.arg(ports.discovery);
    case Kind::LinkPortTaken:
        return u"sudo ss -ltnp 'sport = :%1'"_s.arg(ports.links);
    case Kind::NothingComesBack:
    case Kind::FirewallActive:
    case Kind::FriendCannotReachUs:
    case Kind::FriendFoundNobody:
        return openFirewall(finding.firewall, ports);
    default:
        return {};
    }
}

QString weight(Finding::Weight weight)
{
    switch (weight) {
    case Finding::Weight::Good:
        return Phrases::tr("Good");
    case Finding::Weight::Hint:
        return Phrases::tr("Hint");
    case Finding::Weight::Problem:
        break;
    }
    return Phrases::tr("Problem");
}

QString report(const QList<Finding> &findings, const Ports &ports)
{
    QStringList lines{Phrases::tr("Kith: why don't I see anyone?")};
    QHash<QString, qsizetype> numbers; // an interface may be named after its address, or after an employer's VPN
    for (Finding finding : findings) {
        if (!finding.interface.isEmpty()) {
            if (!numbers.contains(finding.interface))
                numbers.insert(finding.interface, numbers.size() + 1);
            finding.interface = u"#%1"_s.arg(numbers.value(finding.interface));
        }
        lines += u"[%1] %2"_s.arg(weight(weightOf(finding.kind)), sentence(finding));
        for (const QString &more : {advice(finding, ports), command(finding, ports)}) {
            for (const QString &line : more.split(u'\n', Qt::SkipEmptyParts))
                lines += u"    "_s + line;
        }
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace kith::doctorphrases
