// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/plaintextlink.h"

#include "net/progressof.h"
#include "net/readbudget.h"
#include "net/sentreports.h"

#include <QTimerEvent>

namespace kith {

namespace {

using std::chrono::milliseconds;

constexpr qsizetype ReadChunk = 16 * 1024;
constexpr int LeaveTickMilliseconds = 20;

milliseconds since(std::chrono::steady_clock::time_point instant)
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - instant);
}

} // namespace

PlainTextLink::PlainTextLink(Transport &transport, const Endpoint &peer, std::unique_ptr<ByteStream> stream,
                             Role role, const PlainTextOptions &options, ReadBudget &budget, SentReports &sent)
    : m_transport(transport)
    , m_budget(budget)
    , m_sent(sent)
    , m_peer(peer)
    , m_stream(std::move(stream))
    , m_decoder(options)
    , m_turns(options, role)
    , m_options(options)
{
    connect(m_stream.get(), &ByteStream::readable, this, &PlainTextLink::readSome);
    connect(m_stream.get(), &ByteStream::bytesTaken, this, &PlainTextLink::pump);
}

PlainTextLink::~PlainTextLink() = default;

void PlainTextLink::send(const Outgoing &message)
{
    m_turns.enqueue(message.id, m_options.framing == Framing::Lines
                                    ? Pieces::lines(message.text, m_options.charset)
                                    : Pieces::split(message.text, m_options.charset));
    pump();
}

void PlainTextLink::sendNow()
{
    m_turns.sendNow();
    pump();
}

void PlainTextLink::setOptions(const PlainTextOptions &options)
{
    m_options = options;
    m_decoder.setOptions(options);
    m_turns.setOptions(options);
    deliver();
    pump();
}

void PlainTextLink::consumed(qint64 bytes)
{
    const qint64 ours = qMin(bytes, m_unconsumed);
    m_unconsumed -= ours;
    m_budget.give(ours);
}

// Reading

void PlainTextLink::readSome()
{
    char chunk[ReadChunk];
    for (qsizetype total = 0; total < MaxReadPerTurn && m_phase != Phase::Over;) {
        const bool spent = m_budget.isSpent();
        if (spent && m_phase != Phase::Lingering)
            return pauseReading();
        const qint64 bytes = m_stream->read(chunk, ReadChunk);
        if (bytes <= 0)
            break;
        total += bytes;
        if (!spent) { // else it comes after our farewell, and nobody has room for it
            m_decoder.feed(QByteArrayView(chunk, bytes));
            deliver();
        }
        if (bytes < ReadChunk)
            break; // likely all; if not, readable() comes again
    }
    if (m_phase == Phase::Over)
        return;
    if (m_stream->state() != ByteStream::State::Open)
        streamEnded();
    else
        pump(); // an answer may have come
}

/// Takes the complete messages out of the decoder, and sees to the incomplete one.
void PlainTextLink::deliver()
{
    while (m_phase != Phase::Over) {
        const std::optional<Incoming> incoming = m_decoder.next();
        if (!incoming)
            break;
        take(*incoming);
    }
    if (m_phase == Phase::Over)
        return;
    updateUnfinished();
    if (m_decoder.unfinishedBytes() > 0 && m_budget.tooMuchIsUnfinished()) {
        m_decoder.flush();
        return deliver();
    }
    if (m_decoder.gapMatters()) {
        m_lastRead = Clock::now();
        if (!m_gapTimer.isActive() || m_waitsForCharacter)
            quietFor(QuietGap);
        m_waitsForCharacter = false;
    }
}

void PlainTextLink::take(const Incoming &incoming)
{
    if (incoming.kind == Incoming::Kind::Q) {
        if (m_phase != Phase::Lingering)
            end(Departure{Departure::Kind::SaidQ, {}});
        return;
    }
    if (incoming.part == Incoming::Part::Beginning)
        m_turns.answered();
    if (incoming.kind == Incoming::Kind::Empty)
        return;
    m_unconsumed += incoming.message.bytes;
    m_budget.take(incoming.message.bytes);
    Q_EMIT m_transport.received(m_peer, incoming.message);
}

void PlainTextLink::quietFor(milliseconds time)
{
    m_gapTimer.start(int(time.count()), Qt::PreciseTimer, this);
}

void PlainTextLink::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_leaveTimer.timerId())
        return goOnLeaving();
    m_gapTimer.stop();
    if (m_paused || m_phase == Phase::Over)
        return; // we did not listen, so it was not quiet
    // One timer for a message, not one for each read: it is set again for the time that is missing.
    const milliseconds quiet = since(m_lastRead);
    if (quiet < QuietGap)
        return quietFor(QuietGap - quiet);
    switch (m_decoder.gap()) {
    case PlainTextDecoder::Gap::Idle:
        return;
    case PlainTextDecoder::Gap::NeedMore:
        m_waitsForCharacter = quiet < CharacterGap;
        if (m_waitsForCharacter)
            return quietFor(CharacterGap - quiet);
        m_decoder.flush();
        break;
    case PlainTextDecoder::Gap::Ended:
        break;
    }
    deliver();
    if (m_phase != Phase::Over)
        pump();
}

void PlainTextLink::pauseReading()
{
    m_paused = true;
    m_stream->setReading(false);
    connect(&m_budget, &ReadBudget::available, this, &PlainTextLink::resumeReading,
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void PlainTextLink::resumeReading()
{
    if (!m_paused || m_phase == Phase::Over)
        return;
    m_paused = false;
    m_stream->setReading(true);
    readSome();
    deliver(); // starts the quiet gap again
}

void PlainTextLink::updateUnfinished()
{
    const qint64 now = m_phase == Phase::Over ? 0 : m_decoder.unfinishedBytes();
    m_budget.addUnfinished(now - m_unfinished);
    m_unfinished = now;
}

// Writing

void PlainTextLink::pump()
{
    if (m_phase == Phase::Over)
        return;
    while (true) {
        const QByteArrayView bytes = m_turns.next();
        if (bytes.isEmpty())
            break;
        const qint64 written = m_stream->write(bytes);
        m_turns.wrote(written);
        m_lastWrite = Clock::now();
        if (written < bytes.size())
            break;
    }
    report();
    if (m_phase == Phase::SayingQ && m_turns.farewellDone())
        linger();
}

void PlainTextLink::report()
{
    if (m_turns.takeTurnsEnded())
        Q_EMIT m_transport.turnsEnded(m_peer);
    while (const std::optional<SendReport> report = m_turns.takeReport()) {
        const Progress progress = progressOf(*report, m_peer);
        if (progress.step == Progress::Step::Sent) {
            m_sent.add(m_peer, report->id, progress);
            continue;
        }
        m_sent.flush();
        Q_EMIT m_transport.progress(m_peer, report->id, progress);
    }
}

// The end

void PlainTextLink::streamEnded()
{
    m_decoder.flush();
    deliver();
    if (m_phase == Phase::Over)
        return; // the last word was `q`
    if (m_phase == Phase::Lingering)
        end(Departure{Departure::Kind::WeLeft, {}});
    else if (m_stream->state() == ByteStream::State::Lost)
        end(Departure{Departure::Kind::Failed, m_stream->error()});
    else
        end(Departure{Departure::Kind::Closed, {}});
}

void PlainTextLink::leave(Farewell farewell)
{
    if (m_phase != Phase::Talking)
        return;
    m_leaveBy = Clock::now() + milliseconds(Transport::FarewellMilliseconds) - LingerTime;
    m_leaveTimer.start(LeaveTickMilliseconds, this);
    m_phase = Phase::SayingQ;
    if (farewell == Farewell::SayQ)
        m_turns.sayFarewell();
    else
        m_turns.giveUp();
    pump();
}

void PlainTextLink::goOnLeaving()
{
    const bool late = Clock::now() >= m_leaveBy;
    if (m_phase == Phase::Lingering && late)
        return end(Departure{Departure::Kind::WeLeft, {}});
    if (m_phase != Phase::SayingQ)
        return;
    const bool apart = m_turns.nothingWaits() && m_turns.isEmpty() && since(m_lastWrite) >= FarewellGap;
    if (!late && !apart)
        return;
    if (late && !m_turns.isEmpty())
        m_turns.giveUp();
    m_turns.stopWaiting();
    pump();
    if (late && m_phase == Phase::SayingQ)
        linger(); // the system takes no byte
}

void PlainTextLink::linger()
{
    m_phase = Phase::Lingering;
    m_leaveBy = Clock::now() + LingerTime;
    m_paused = false;
    m_stream->finishWriting();
    // What still arrives is read, because unread bytes would turn our end into a reset that can swallow the `q`.
    m_stream->setReading(true);
    readSome();
}

void PlainTextLink::end(const Departure &departure)
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Over;
    m_gapTimer.stop();
    m_leaveTimer.stop();
    m_stream->disconnect(this);
    m_turns.giveUp();
    report();
    updateUnfinished();
    consumed(m_unconsumed);
    m_sent.flush();
    Q_EMIT m_transport.peerOffline(m_peer, departure);
    m_stream->close(); // destroyed with this object: one of its own signals may have brought us here
    Q_EMIT ended(m_peer);
}

} // namespace kith
