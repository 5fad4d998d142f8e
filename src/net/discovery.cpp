// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/discovery.h"

#include "net/addresses.h"
#include "net/onthreadof.h"

#include <QDateTime>
#include <QHostInfo>
#include <QRandomGenerator>
#include <QTimerEvent>

#include <algorithm>
#include <array>

namespace kith {

namespace {

using namespace std::chrono_literals;

// A datagram may be lost, and an address is answered once a second: the last asking finds who missed the others.
constexpr std::array<std::chrono::milliseconds, 2> AskAgainAfter{300ms, 900ms};
constexpr std::chrono::milliseconds ExamineAgainAfter{1'100}; // for those who answered us just before it
constexpr std::chrono::milliseconds Pause{100};               // of the reading, when too much comes

} // namespace

Discovery::Discovery(const PeerId &self, quint16 port) : m_self(self), m_port(port)
{
    m_own.peer = self;
    m_own.counter = quint64(QDateTime::currentMSecsSinceEpoch());
    m_own.run = QRandomGenerator::system()->generate64();
    connect(&m_sockets, &BeaconSockets::readable, this, &Discovery::read);
}

Discovery::~Discovery()
{
    doSetMode(Mode::Off);
}

void Discovery::setMode(Mode mode)
{
    onThreadOf(this, [this, mode] { doSetMode(mode); });
}

void Discovery::setLinkPort(quint16 port)
{
    onThreadOf(this, [this, port] {
        if (m_linkPortKnown && port == m_own.port)
            return;
        if (isVisible() && port < Beacon::MinPort)
            sayToAll(Kind::Leave);
        m_linkPortKnown = port >= Beacon::MinPort;
        m_own.port = std::max(port, Beacon::MinPort);
        if (isVisible())
            askAround();
    });
}

void Discovery::setKnown(const QList<Endpoint> &known)
{
    onThreadOf(this, [this, known] {
        m_known = known.first(std::min(known.size(), MaxKnown));
        askKnown();
    });
}

void Discovery::setSwitches(const QHash<QString, Switch> &switches)
{
    onThreadOf(this, [this, switches] {
        m_switches = switches;
        if (m_mode != Mode::Off)
            lookAtInterfaces();
    });
}

void Discovery::examine()
{
    onThreadOf(this, [this] {
        for (Line &line : m_lines)
            line = Line{line.interface, line.used};
        if (m_mode != Mode::Off) {
            sayToAll(isVisible() ? Kind::Ask : Kind::Seek);
            m_asked = int(AskAgainAfter.size()) - 1; // the next time is the last
            start(m_askTimer, ExamineAgainAfter);
        }
        start(m_examineTimer, Examination);
    });
}

void Discovery::doSetMode(Mode mode)
{
    if (mode == m_mode)
        return;
    if (isVisible())
        sayToAll(Kind::Leave);
    const Mode before = std::exchange(m_mode, mode);
    if (mode == Mode::Off)
        stop();
    else if (before == Mode::Off)
        start();
    else
        askAround();
}

void Discovery::start()
{
    const auto opened = m_sockets.open(m_port);
    const std::optional<Error> error = opened ? std::nullopt : std::optional(opened.error());
    if (error != m_error) {
        m_error = error;
        Q_EMIT impaired(error);
    }
    watchInterfaces();
    lookAtInterfaces();
}

void Discovery::start(QBasicTimer &timer, std::chrono::milliseconds wait)
{
    timer.start(int(wait.count()), this);
}

void Discovery::stop()
{
    m_sockets.close();
    m_changesNotifier.reset();
    m_changes = {};
    m_lines.clear();
    for (QBasicTimer *timer : {&m_askTimer, &m_keepAliveTimer, &m_settleTimer, &m_pauseTimer, &m_dueTimer})
        timer->stop();
    forgetAll();
}

void Discovery::forgetAll()
{
    const QList<PeerId> all = m_sightings.clear();
    for (const PeerId &peer : all)
        Q_EMIT gone(peer);
}

void Discovery::watchInterfaces()
{
    m_changes = platform::interfaceChanges();
    if (!m_changes.isValid())
        return;
    m_changesNotifier = watchSocket(m_changes.descriptor(), QSocketNotifier::Read, this);
    connect(m_changesNotifier.get(), &QSocketNotifier::activated, this, [this] {
        platform::drain(m_changes.descriptor());
        start(m_settleTimer, Settle);
    });
}

/// Uses the interfaces that there are now; asks around if they are others than before.
void Discovery::lookAtInterfaces()
{
    const QList<platform::Interface> all = platform::interfaces();
    QList<platform::Interface> used;
    std::copy_if(all.begin(), all.end(), std::back_inserter(used),
                 [this](const platform::Interface &interface) { return isWanted(interface); });
    QList<Line> lines;
    for (const platform::Interface &interface : all) {
        const Line *known = line(interface.index);
        const bool wanted = isWanted(interface);
        lines.append(
            known != nullptr && known->used == wanted && known->interface == interface ? *known
                                                                                       : Line{interface, wanted});
    }
    const auto isSame = [](const Line &a, const Line &b) {
        return a.interface == b.interface && a.used == b.used;
    };
    const bool isNews = !std::equal(m_lines.cbegin(), m_lines.cend(), lines.cbegin(), lines.cend(), isSame);
    m_lines = lines;
    if (isNews)
        Q_EMIT interfacesChanged();
    if (used == m_sockets.interfaces())
        return;
    m_sockets.use(used);
    askAround();
}

bool Discovery::isUsed(const platform::Interface &interface, const QHash<QString, Switch> &switches)
{
    const auto chosen = switches.constFind(interface.name);
    if (chosen != switches.cend())
        return *chosen == Switch::On;
    return interface.kind != platform::Interface::Kind::Virtual;
}

bool Discovery::isWanted(const platform::Interface &interface) const
{
    return isUsed(interface, m_switches);
}

bool Discovery::isVisible() const
{
    return m_mode == Mode::On && m_linkPortKnown;
}

void Discovery::askAround()
{
    if (m_mode == Mode::Off)
        return;
    m_asked = 0;
    sayToAll(isVisible() ? Kind::Ask : Kind::Seek);
    askKnown();
    start(m_askTimer, AskAgainAfter.front());
    start(m_keepAliveTimer, KeepAlive);
}

void Discovery::askKnown()
{
    if (m_mode == Mode::Off)
        return;
    const auto ask = [this](const QHostAddress &host) {
        if (m_mode != Mode::Off)
            m_sockets.tell(beacon(isVisible() ? Kind::Ask : Kind::Seek), {withoutIpv6Clothes(host), m_port});
    };
    for (const Endpoint &endpoint : std::as_const(m_known)) {
        if (const auto address = numericAddress(endpoint)) {
            ask(*address);
            continue;
        }
        QHostInfo::lookupHost(endpoint.host(), this, [ask](const QHostInfo &info) {
            if (!info.addresses().isEmpty())
                ask(info.addresses().first());
        });
    }
}

QByteArray Discovery::beacon(Kind kind)
{
    ++m_own.counter;
    Beacon beacon = m_own;
    beacon.kind = kind;
    if (kind == Kind::Seek) {
        std::array<quint32, PeerId::Bytes / sizeof(quint32)> nobody;
        QRandomGenerator::system()->generate(nobody.begin(), nobody.end());
        beacon.peer = PeerId::fromBytes(
            QByteArray::fromRawData(reinterpret_cast<const char *>(nobody.data()), PeerId::Bytes));
        beacon.port = Beacon::MinPort;
    }
    return beacon.encode();
}

void Discovery::sayToAll(Kind kind)
{
    // The same datagram every way: who hears it twice takes the second for a replay.
    const QByteArray datagram = beacon(kind);
    for (const BeaconSockets::Way way : BeaconSockets::Ways)
        m_sockets.shout(datagram, way);
    for (Line &line : m_lines) {
        const auto &ipv4 = line.interface.ipv4;
        const auto broadcasts = [](const auto &one) { return !one.broadcast.isNull(); };
        line.multicastSent |= line.used;
        line.broadcastSent |= line.used && std::any_of(ipv4.begin(), ipv4.end(), broadcasts);
    }
}

/// One way a turn keeps it cheap. Who hears only one of the ways asks before it takes us for gone.
void Discovery::keepAlive()
{
    if (!isVisible())
        return m_keepAliveTimer.stop();
    const QByteArray datagram = beacon(Kind::Announce);
    for (size_t tried = 0; tried < BeaconSockets::Ways.size(); ++tried) {
        const auto way = BeaconSockets::Ways[size_t(m_nextWay)];
        m_nextWay = (m_nextWay + 1) % int(BeaconSockets::Ways.size());
        if (m_sockets.shout(datagram, way) > 0)
            return;
    }
}

void Discovery::read(int descriptor)
{
    std::array<char, Beacon::MaxBytes + 1> buffer; // one more, so that a longer one is known
    for (int turn = 0; turn < MaxDatagramsPerTurn; ++turn) {
        if (!m_reading.allows({})) {
            m_sockets.listen(false);
            start(m_pauseTimer, Pause);
            return;
        }
        platform::Datagram datagram;
        const auto outcome = platform::receive(descriptor, buffer.data(), buffer.size(), &datagram);
        if (outcome !=
            platform::Outcome::Kind::Done) // a failure is an answer to what we sent before: nobody there
            return settleDue();
        take(QByteArrayView(buffer.data(), datagram.bytes), datagram, descriptor);
        if (m_mode == Mode::Off) // whoever heard of it switched us off
            return;
    }
    settleDue();
}

void Discovery::take(QByteArrayView bytes, const platform::Datagram &datagram, int descriptor)
{
    const auto decoded = Beacon::decode(bytes);
    if (!decoded || (datagram.via != platform::Datagram::Via::Unicast && !m_sockets.uses(datagram.interface)))
        return;
    if (decoded->run == m_own.run)
        return noteOwn(datagram);
    if (decoded->peer == m_self || !mayBeDialled(datagram.from))
        return;
    if (Line *through = line(datagram.interface))
        through->othersHeard = true;
    if (decoded->kind == Kind::Seek)
        return answer(*decoded, datagram.from, descriptor);

    const Sightings::News news = m_sightings.take(*decoded, datagram.from, Clock::now());
    for (const PeerId &peer : news.gone)
        Q_EMIT gone(peer);
    if (news.at)
        Q_EMIT heard(decoded->peer, endpointOf(Endpoint::Scheme::Tcp, news.at->host, news.at->port),
                     decoded->counter);
    if (news.fresh && decoded->kind == Kind::Ask)
        answer(*decoded, datagram.from, descriptor);
}

bool Discovery::mayBeDialled(const platform::Address &from) const
{
    const QHostAddress &host = from.host;
    return from.port >= Beacon::MinPort && !host.isNull() && !host.isMulticast() && !host.isBroadcast() &&
           host != QHostAddress(QHostAddress::AnyIPv4) && host != QHostAddress(QHostAddress::AnyIPv6) &&
           !m_sockets.isOwnBroadcast(host);
}

void Discovery::noteOwn(const platform::Datagram &datagram)
{
    Line *through = line(datagram.interface);
    if (through == nullptr)
        return;
    through->multicastBack |= datagram.via == platform::Datagram::Via::Multicast;
    through->broadcastBack |= datagram.via == platform::Datagram::Via::Broadcast;
}

/// As long as the question, and once a second: nobody is hit harder by way of us than by himself.
void Discovery::answer(const Beacon &question, const platform::Address &to, int descriptor)
{
    if (!isVisible() || !m_answers.allows(to.host))
        return;
    m_sockets.tell(beacon(Kind::Announce), to, descriptor);
    if (question.kind == Kind::Ask)
        m_sightings.answered(question.peer, to);
}

void Discovery::settleDue()
{
    const auto now = Clock::now();
    const Sightings::Due due = m_sightings.due(now);
    for (const platform::Address &silent : due.ask)
        m_sockets.tell(beacon(isVisible() ? Kind::Ask : Kind::Seek), silent);
    for (const PeerId &peer : due.gone)
        Q_EMIT gone(peer);
    const auto next = m_sightings.nextDue();
    if (!next)
        return m_dueTimer.stop();
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - now);
    start(m_dueTimer, std::max(wait, 1ms));
}

Discovery::Line *Discovery::line(int interface)
{
    const auto found = std::find_if(m_lines.begin(), m_lines.end(),
                                    [interface](const Line &line) { return line.interface.index == interface; });
    return found == m_lines.end() ? nullptr : &*found;
}

void Discovery::tellExamined()
{
    Examined result{m_mode, m_error, m_lines};
    if (m_mode == Mode::Off) {
        const QList<platform::Interface> all = platform::interfaces();
        for (const platform::Interface &interface : all)
            result.lines.append({interface, isWanted(interface)});
    }
    Q_EMIT examined(result);
}

void Discovery::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    if (id == m_keepAliveTimer.timerId())
        return keepAlive();
    if (id == m_dueTimer.timerId())
        return settleDue();
    if (id == m_askTimer.timerId()) {
        sayToAll(isVisible() ? Kind::Ask : Kind::Seek);
        if (++m_asked < int(AskAgainAfter.size()))
            start(m_askTimer, AskAgainAfter[size_t(m_asked)]);
        else
            m_askTimer.stop();
    } else if (id == m_settleTimer.timerId()) {
        m_settleTimer.stop();
        lookAtInterfaces();
    } else if (id == m_pauseTimer.timerId()) {
        m_pauseTimer.stop();
        m_sockets.listen(true);
    } else if (id == m_examineTimer.timerId()) {
        m_examineTimer.stop();
        tellExamined();
    }
}

} // namespace kith
