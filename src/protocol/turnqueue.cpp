// SPDX-License-Identifier: GPL-3.0-or-later
#include "protocol/turnqueue.h"

#include <utility>

namespace kith {

namespace {

constexpr int MessagesThatShowNoScript = 2; // in a row: a script waits for our answer after each

} // namespace

void TurnQueue::enqueue(const MessageId &id, Pieces pieces)
{
    Item item{id, std::move(pieces)};
    if (m_ending != Ending::No || item.pieces.count() == 0) {
        report(item, SendReport::Step::NotSent);
        return;
    }
    m_queue.append(std::move(item));
    reportIfWaiting(m_queue.size() - 1);
}

QByteArrayView TurnQueue::next() const
{
    if (m_queue.isEmpty()) {
        // `q` must stand alone, so it waits even for a peer that takes no turns; see stopWaiting().
        const bool due = m_ending == Ending::Wanted && (m_options.framing == Framing::Lines || !m_unanswered);
        return due ? QByteArrayView(m_q.bytes()).sliced(m_qWritten) : QByteArrayView();
    }
    const Item &item = m_queue.first();
    const bool begun = item.written > 0;
    const bool may = begun || (item.sent > 0 ? mayContinue() : mayBegin());
    return may ? item.pieces.piece(item.sent).sliced(item.written) : QByteArrayView();
}

bool TurnQueue::mayBegin() const
{
    return mayContinue() || m_options.turns == Turns::Free;
}

void TurnQueue::wrote(qsizetype bytes)
{
    if (bytes <= 0)
        return;
    m_unanswered = true;
    m_spoke = true;
    m_theirsInARow = 0;
    if (m_queue.isEmpty()) {
        m_qWritten += bytes;
        if (m_qWritten == m_q.bytes().size())
            m_ending = Ending::Done;
        return;
    }
    Item &item = m_queue.first();
    item.written += bytes;
    if (item.written < item.pieces.piece(item.sent).size())
        return;
    item.written = 0;
    ++item.sent;
    if (item.sent < item.pieces.count()) {
        report(item, SendReport::Step::Partly);
        return;
    }
    report(item, SendReport::Step::Sent);
    m_queue.removeFirst();
}

void TurnQueue::answered()
{
    m_unanswered = false;
    ++m_theirsInARow;
    const bool spokeFirst = m_role == Role::Joined && !m_spoke;
    if (m_options.framing == Framing::QuietGap && (spokeFirst || m_theirsInARow >= MessagesThatShowNoScript))
        end();
}

void TurnQueue::sendNow()
{
    end();
}

void TurnQueue::setOptions(const PlainTextOptions &options)
{
    if (m_options.turns != options.turns && options.turns == Turns::Take)
        m_ended = m_endedUnreported = false;
    m_options = options;
    for (qsizetype i = 0; i < m_queue.size(); ++i)
        reportIfWaiting(i);
}

void TurnQueue::sayFarewell()
{
    if (m_ending != Ending::No)
        return;
    m_ending = Ending::Wanted;
    m_q = Pieces::farewell(m_options.framing);
}

void TurnQueue::dropFirst()
{
    if (m_queue.isEmpty()) {
        m_ending = Ending::Done;
        return;
    }
    report(m_queue.first(), SendReport::Step::Interrupted);
    m_queue.removeFirst();
}

void TurnQueue::giveUp()
{
    for (const Item &item : std::as_const(m_queue)) {
        const bool begun = item.sent > 0 || item.written > 0;
        report(item, begun ? SendReport::Step::Interrupted : SendReport::Step::NotSent);
    }
    // After half a piece a `q` would not stand alone.
    const bool torn = !m_queue.isEmpty() && m_queue.first().written > 0;
    m_queue.clear();
    m_unanswered = false;
    if (torn || m_ending == Ending::No)
        m_ending = Ending::Done;
}

void TurnQueue::end()
{
    if (m_ended)
        return;
    m_ended = m_endedUnreported = true;
}

bool TurnQueue::mustWait(qsizetype index) const
{
    if (nothingWaits())
        return false;
    if (index == 0)
        return !mayBegin();
    // The one before it still stands in the queue: it waits itself, or its answer will be waited for.
    return m_options.turns == Turns::Take || m_queue.at(index - 1).toldToWait ||
           m_queue.at(index - 1).pieces.count() > 1;
}

void TurnQueue::reportIfWaiting(qsizetype index)
{
    if (m_queue.at(index).toldToWait || m_queue.at(index).sent > 0 || !mustWait(index))
        return;
    m_queue[index].toldToWait = true;
    report(m_queue.at(index), SendReport::Step::Waiting);
}

void TurnQueue::report(const Item &item, SendReport::Step step)
{
    m_reports.append(SendReport{item.id, step, item.sent, item.pieces.count()});
}

std::optional<SendReport> TurnQueue::takeReport()
{
    if (m_reports.isEmpty())
        return std::nullopt;
    return m_reports.takeFirst();
}

bool TurnQueue::takeTurnsEnded()
{
    return std::exchange(m_endedUnreported, false);
}

} // namespace kith
