// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QtEndian>

namespace kith {

namespace {

constexpr int CodeDigits = 6;
constexpr quint64 CodeValues = 1'000'000;

} // namespace

Comparison::Comparison(const PeerId &self, const PeerId &peer, QByteArray nonce)
    : m_self(self), m_peer(peer), m_nonce(std::move(nonce))
{
    Q_ASSERT(m_nonce.size() == NonceBytes && self != peer);
}

Comparison::Commit Comparison::start()
{
    Q_ASSERT(m_state == State::Idle);
    m_state = State::Committed;
    return {commitment(m_self, m_peer, m_nonce)};
}

Result<std::optional<Comparison::Step>> Comparison::receive(const Step &step)
{
    return std::visit([this](const auto &it) { return take(it); }, step);
}

Comparison::Answer Comparison::take(const Commit &step)
{
    if (m_state == State::Committed && m_self < m_peer)
        return std::nullopt; // both asked: the other answers ours instead
    if ((m_state != State::Idle && m_state != State::Committed) || step.commitment.size() != CommitmentBytes)
        return fail(Error::Kind::BadMessage, "not the step of the comparison that is due");
    m_commitment = step.commitment;
    m_state = State::Answered;
    return Nonce{m_nonce};
}

Comparison::Answer Comparison::take(const Nonce &step)
{
    if (m_state != State::Committed || step.nonce.size() != NonceBytes)
        return fail(Error::Kind::BadMessage, "not the step of the comparison that is due");
    m_code = code(m_self, m_peer, m_nonce, step.nonce);
    m_state = State::Done;
    return Reveal{m_nonce};
}

Comparison::Answer Comparison::take(const Reveal &step)
{
    if (m_state != State::Answered || step.nonce.size() != NonceBytes)
        return fail(Error::Kind::BadMessage, "not the step of the comparison that is due");
    if (commitment(m_peer, m_self, step.nonce) != m_commitment)
        return fail(Error::Kind::ComparisonBroken, "the number is not the one that was committed to");
    m_code = code(m_peer, m_self, step.nonce, m_nonce);
    m_state = State::Done;
    return std::nullopt;
}

Comparison::Answer Comparison::fail(Error::Kind kind, const char *detail)
{
    m_state = State::Failed;
    m_code.clear();
    return failure(kind, {}, QString::fromLatin1(detail));
}

QByteArray Comparison::commitment(const PeerId &asking, const PeerId &answering, QByteArrayView nonce)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData("kith-commit-1");
    hash.addData(asking.toBytes());
    hash.addData(answering.toBytes());
    hash.addData(nonce);
    return hash.result();
}

QString Comparison::code(const PeerId &asking, const PeerId &answering, QByteArrayView askingNonce,
                         QByteArrayView answeringNonce)
{
    const QByteArray key = askingNonce.toByteArray() + answeringNonce.toByteArray();
    const QByteArray mac = QMessageAuthenticationCode::hash("kith-code-1" + asking.toBytes() + answering.toBytes(),
                                                            key, QCryptographicHash::Sha256);
    const quint64 value = qFromBigEndian<quint64>(mac.constData()) % CodeValues;
    return QString::number(value).rightJustified(CodeDigits, u'0');
}

} // namespace kith
