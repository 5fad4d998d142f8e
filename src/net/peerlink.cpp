// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/peerlink.h"

#include "net/writeturn.h"

#include <openssl/rand.h>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype ReadChunk = 16 * 1024;   // a record
constexpr qsizetype WriteChunk = 64 * 1024;  // queued while the turn still goes on
constexpr qsizetype SpareBytes = 256 * 1024; // of a queue that was long, kept for the next time
constexpr auto NoTime = std::chrono::milliseconds(0);

Error failed(Error::Kind kind, const Endpoint &endpoint, const QString &detail = {})
{
    return Error{kind, endpoint.toString(), detail};
}

Error::Kind kindOf(wire::RefuseReason reason)
{
    switch (reason) {
    case wire::RefuseReason::Self:
        return Error::Kind::OwnIdentity;
    case wire::RefuseReason::Version:
    case wire::RefuseReason::Identity:
        return Error::Kind::PeerMisbehaved;
    default:
        return Error::Kind::PeerRefused;
    }
}

std::optional<QByteArray> randomBytes(qsizetype size)
{
    QByteArray bytes(size, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), int(size)) != 1)
        return std::nullopt;
    return bytes;
}

} // namespace

PeerLink::PeerLink(const TlsContext &context, std::unique_ptr<ByteStream> lower, Role role, const PeerId &expected,
                   const Endpoint &endpoint, const LinkLimits &limits, WriteTurn &turn)
    : m_stream(context, std::move(lower),
               role == Role::Dialled ? TlsStream::Role::Client : TlsStream::Role::Server, expected,
               endpoint.toString())
    , m_limits(limits)
    , m_turn(turn)
    , m_endpoint(endpoint)
    , m_expected(expected)
    , m_role(role)
    , m_deadline(Clock::now() + limits.handshake)
{
    connect(&m_stream, &TlsStream::secured, this, &PeerLink::secured);
    connect(&m_stream, &ByteStream::readable, this, &PeerLink::readSome);
    connect(&m_stream, &ByteStream::bytesTaken, this, &PeerLink::flush);
}

PeerLink::~PeerLink()
{
    if (m_phase != Phase::Over) // one that is over may outlive whom it wrote through
        m_turn.remove(this);
}

void PeerLink::start()
{
    watch();
    m_stream.start();
}

// Before it is up

void PeerLink::secured()
{
    m_phase = Phase::Greeting;
    Q_EMIT identified();
    if (m_phase != Phase::Over)
        flush(); // with the last bytes of the handshake, not behind them
}

void PeerLink::greet(wire::Hello hello)
{
    if (m_phase != Phase::Greeting || m_role != Role::Dialled || !m_hello.nonce.isEmpty())
        return;
    const auto nonce = randomBytes(wire::HelloNonceBytes);
    if (!nonce)
        return drop(
            {Departure::Kind::Failed, failed(Error::Kind::NetworkFailed, m_endpoint, u"no random bytes"_s)});
    hello.nonce = *nonce;
    m_hello = hello;
    queue(m_hello);
}

void PeerLink::takeHello(const wire::Hello &hello)
{
    if (hello.peer != peer())
        return refuse(wire::RefuseReason::Identity);
    if (hello.oldestMinor > wire::NewestMinor)
        return refuse(wire::RefuseReason::Version);
    m_hello = hello;
    m_hasHello = true;
    Q_EMIT greeted();
}

void PeerLink::welcome(wire::HelloOk ok)
{
    if (m_phase != Phase::Greeting || !m_hasHello)
        return;
    ok.minor = qMin(m_hello.newestMinor, wire::NewestMinor);
    ok.nonce = m_hello.nonce;
    m_helloOk = ok;
    queue(m_helloOk);
    comeUp();
}

void PeerLink::takeHelloOk(const wire::HelloOk &ok)
{
    if (m_hello.nonce.isEmpty() || ok.nonce != m_hello.nonce || ok.minor < m_hello.oldestMinor ||
        ok.minor > m_hello.newestMinor)
        return shutOut(u"HELLO-OK does not answer our HELLO"_s);
    if (ok.peer != peer())
        return shutOut(u"HELLO-OK names somebody else than the certificate"_s);
    m_helloOk = ok;
    comeUp();
}

void PeerLink::comeUp()
{
    m_phase = Phase::Up;
    m_lastReceived = Clock::now();
    watch();
    Q_EMIT cameUp();
}

void PeerLink::refuse(wire::RefuseReason reason)
{
    if (m_phase != Phase::Greeting)
        return drop({Departure::Kind::WeLeft, {}});
    if (m_role == Role::Called)
        queue(wire::Refuse{reason});
    const bool theirFault = kindOf(reason) == Error::Kind::PeerMisbehaved;
    beginLeaving(theirFault ? Departure{Departure::Kind::Failed, failed(kindOf(reason), m_endpoint)}
                            : Departure{Departure::Kind::WeLeft, {}});
}

void PeerLink::takeRefuse(wire::RefuseReason reason)
{
    drop({Departure::Kind::Failed, failed(kindOf(reason), m_endpoint, u"it refused us"_s)});
}

// Sending

bool PeerLink::send(const wire::Message &message)
{
    if (m_phase != Phase::Up || m_isFull)
        return false;
    if (m_queue.size() - m_written >= MaxQueuedBytes) {
        m_isFull = true;
        return false;
    }
    queue(message);
    if (m_queue.size() - m_written >= WriteChunk)
        flush();
    return true;
}

void PeerLink::queue(const wire::Message &message)
{
    if (m_queue.isEmpty())
        m_lastTaken = Clock::now(); // the time to take it begins
    wire::appendFrame(m_queue, message);
    if (!std::exchange(m_inTurn, true))
        m_turn.add(this);
}

void PeerLink::flush()
{
    if (std::exchange(m_inTurn, false))
        m_turn.remove(this);
    if (m_phase == Phase::Over || m_queue.isEmpty())
        return;
    const qint64 taken = m_stream.write(QByteArrayView(m_queue).sliced(m_written));
    m_written += taken;
    if (taken > 0)
        m_lastTaken = Clock::now();
    if (m_written == m_queue.size()) {
        if (m_queue.capacity() > SpareBytes)
            m_queue = QByteArray();
        m_queue.resize(0);
        m_written = 0;
        if (m_phase == Phase::Leaving)
            m_stream.finishWriting();
    } else if (m_written >= MaxQueuedBytes / 4) {
        m_queue.remove(0, m_written);
        m_written = 0;
    }
    if (m_isFull && m_queue.size() - m_written <= MaxQueuedBytes / 2) {
        m_isFull = false;
        Q_EMIT roomAgain();
    }
}

// Receiving

void PeerLink::readSome()
{
    char chunk[ReadChunk];
    bool any = false;
    while (m_phase != Phase::Over && !m_paused) {
        const qint64 bytes = m_stream.read(chunk, ReadChunk);
        if (bytes <= 0)
            break;
        if (!std::exchange(any, true))
            heard();
        if (m_phase == Phase::Leaving)
            continue; // it comes after our goodbye
        if (!m_splitter.isInsideFrame())
            m_frameSince = m_lastReceived;
        m_splitter.feed(QByteArrayView(chunk, bytes));
        takeFrames();
        tellArrivals();
    }
    if (m_phase == Phase::Over)
        return;
    if (any) {
        m_pongTime = NoTime;
        if (std::exchange(m_probing, false))
            Q_EMIT answered();
    }
    if (m_phase != Phase::Over && m_stream.state() != ByteStream::State::Open)
        streamEnded();
}

void PeerLink::heard()
{
    const auto now = Clock::now();
    if (now - m_lastReceived >= m_limits.pingAfter / 2)
        m_unknown = 0; // pings that keep a silent link alive are no flood
    m_lastReceived = now;
}

void PeerLink::takeFrames()
{
    while (m_phase != Phase::Over && m_phase != Phase::Leaving && !m_paused) {
        const FrameSplitter::Outcome outcome = m_splitter.next();
        if (std::holds_alternative<FrameSplitter::NeedMore>(outcome))
            return;
        if (const auto *error = std::get_if<Error>(&outcome))
            return shutOut(error->detail);
        m_frameSince = m_lastReceived;
        const auto body = std::get<QByteArrayView>(outcome);
        Result<wire::Message> message = wire::decode(body);
        if (!message)
            return shutOut(message.error().detail);
        take(std::move(*message), body.size());
    }
}

void PeerLink::take(wire::Message &&message, qint64 bytes)
{
    if (m_phase == Phase::Up)
        takeWhileUp(std::move(message), bytes);
    else
        takeWhileGreeting(message);
}

void PeerLink::takeWhileGreeting(const wire::Message &message)
{
    const auto *hello = std::get_if<wire::Hello>(&message);
    if (hello != nullptr && m_role == Role::Called && !m_hasHello)
        return takeHello(*hello);
    if (const auto *ok = std::get_if<wire::HelloOk>(&message); ok != nullptr && m_role == Role::Dialled)
        return takeHelloOk(*ok);
    if (const auto *refusal = std::get_if<wire::Refuse>(&message); refusal != nullptr && m_role == Role::Dialled)
        return takeRefuse(refusal->reason);
    if (std::holds_alternative<wire::Bye>(message)) // instead of a welcome
        return drop({Departure::Kind::Failed, failed(Error::Kind::PeerRefused, m_endpoint)});
    shutOut(u"a message before HELLO-OK"_s);
}

bool PeerLink::ignored()
{
    if (++m_unknown < MaxUnknownInARow)
        return true;
    shutOut(u"too many messages that mean nothing"_s);
    return false;
}

void PeerLink::takeWhileUp(wire::Message &&message, qint64 bytes)
{
    if (const auto *ping = std::get_if<wire::Ping>(&message)) {
        if (ignored())
            send(wire::Pong{ping->token}); // one that finds no room is not missed: any byte is a sign of life
        return;
    }
    if (std::holds_alternative<wire::Pong>(message) || std::holds_alternative<wire::Unknown>(message)) {
        ignored();
        return;
    }
    m_unknown = 0;
    if (std::holds_alternative<wire::Bye>(message))
        return drop({Departure::Kind::Closed, {}});
    if (std::holds_alternative<wire::Hello>(message) || std::holds_alternative<wire::HelloOk>(message) ||
        std::holds_alternative<wire::Refuse>(message))
        return shutOut(u"a greeting in the middle of the talk"_s);
    const qint64 weight = qMax(bytes, LeastMessageBytes);
    m_unconsumed += weight;
    if (m_unconsumed >= MaxUnconsumedBytes) {
        m_paused = true;
        m_stream.setReading(false);
    }
    m_arrivals.append({std::move(message), weight});
    if (m_arrivals.size() >= MaxArrivals)
        tellArrivals();
}

void PeerLink::tellArrivals()
{
    if (!m_arrivals.isEmpty())
        Q_EMIT received(std::exchange(m_arrivals, {}));
}

void PeerLink::consumed(qint64 bytes)
{
    m_unconsumed = qMax<qint64>(0, m_unconsumed - bytes);
    if (!m_paused || m_unconsumed > MaxUnconsumedBytes / 2 || m_phase == Phase::Over)
        return;
    m_paused = false;
    m_lastReceived = Clock::now(); // we did not listen, so it was not silent
    m_stream.setReading(true);
    takeFrames();
    tellArrivals();
    readSome();
}

void PeerLink::streamEnded()
{
    if (m_phase == Phase::Leaving)
        return drop(m_departure);
    if (m_stream.state() == ByteStream::State::Lost)
        return drop({Departure::Kind::Failed, m_stream.error()});
    // Orderly, but a link that never was up was not taken.
    drop(m_phase == Phase::Up ? Departure{Departure::Kind::Closed, {}}
                              : Departure{Departure::Kind::Failed, failed(Error::Kind::PeerRefused, m_endpoint)});
}

// Time

void PeerLink::probe()
{
    if (m_phase != Phase::Up)
        return;
    m_probing = true;
    m_pingedAt = Clock::now();
    m_pongTime = m_limits.probe;
    queue(wire::Ping{++m_pings});
    watch();
}

PeerLink::Clock::time_point PeerLink::nextDeadline() const
{
    if (m_phase == Phase::Securing)
        return qMin(m_deadline, m_stream.heardAt() + m_limits.firstByte);
    if (m_phase != Phase::Up)
        return m_deadline;
    Clock::time_point next = Clock::time_point::max();
    if (!m_paused) {
        next = m_pongTime > NoTime ? m_pingedAt + m_pongTime : m_lastReceived + m_limits.pingAfter;
        if (m_splitter.isInsideFrame())
            next = qMin(next, m_frameSince + m_limits.insideFrame);
    }
    if (!m_queue.isEmpty())
        next = qMin(next, m_lastTaken + m_limits.writing);
    return qMin(next, Clock::now() + m_limits.pingAfter); // what begins in the meantime is seen then
}

void PeerLink::watch()
{
    using std::chrono::milliseconds;
    const auto wait = std::chrono::ceil<milliseconds>(nextDeadline() - Clock::now());
    m_timer.start(int(qMax<qint64>(1, wait.count())), m_phase == Phase::Up ? Qt::CoarseTimer : Qt::PreciseTimer,
                  this);
}

void PeerLink::timerEvent(QTimerEvent *)
{
    const auto now = Clock::now();
    const Error timedOut = failed(Error::Kind::TimedOut, m_endpoint);
    if (m_phase == Phase::Leaving && now >= m_deadline)
        return drop(m_departure);
    if (m_phase != Phase::Up && now >= nextDeadline())
        return drop({Departure::Kind::Failed, timedOut});
    if (m_phase == Phase::Up) {
        const bool silent = !m_paused && m_pongTime > NoTime && now >= m_pingedAt + m_pongTime;
        const bool deaf = !m_queue.isEmpty() && now >= m_lastTaken + m_limits.writing;
        if (silent || deaf)
            return drop({Departure::Kind::Failed, timedOut});
        if (!m_paused && m_splitter.isInsideFrame() && now >= m_frameSince + m_limits.insideFrame)
            return shutOut(u"a frame without an end"_s);
        if (!m_paused && m_pongTime == NoTime && now >= m_lastReceived + m_limits.pingAfter) {
            m_pingedAt = now;
            m_pongTime = m_limits.pong;
            queue(wire::Ping{++m_pings});
        }
    }
    watch();
}

// The end

void PeerLink::leave(wire::ByeReason reason)
{
    if (m_phase == Phase::Leaving)
        return; // the last word is on its way
    if (m_phase != Phase::Up)
        return drop({Departure::Kind::WeLeft, {}});
    queue(wire::Bye{reason});
    beginLeaving({Departure::Kind::WeLeft, {}});
}

void PeerLink::shutOut(const QString &what)
{
    if (m_phase == Phase::Over || m_phase == Phase::Leaving)
        return;
    const Departure departure{Departure::Kind::Failed, failed(Error::Kind::PeerMisbehaved, m_endpoint, what)};
    if (m_phase != Phase::Up)
        return drop(departure);
    queue(wire::Bye{wire::ByeReason::Broken});
    flush();
    drop(departure);
}

void PeerLink::beginLeaving(const Departure &departure)
{
    m_departure = departure;
    m_phase = Phase::Leaving;
    m_deadline = Clock::now() + m_limits.leaving;
    m_paused = false;
    // What still arrives is read, because unread bytes would turn our end into a reset that can swallow the last word.
    m_stream.setReading(true);
    if (m_queue.isEmpty())
        m_stream.finishWriting();
    else
        flush();
    watch();
}

void PeerLink::drop(const Departure &departure)
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Over; // whoever hears of the last words may end it, too
    tellArrivals();
    m_timer.stop();
    m_turn.remove(this);
    m_inTurn = false;
    m_stream.disconnect(this);
    m_stream.close();
    m_queue = QByteArray();
    Q_EMIT ended(departure);
}

} // namespace kith
