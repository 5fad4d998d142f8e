// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"

#include <optional>
#include <variant>

namespace kith {

/// The six-digit code that two people read to each other while both are online, src/protocol/README.md: the one who
/// asks commits to a number before it sees the other's, so that somebody in between has one guess in a million.
/// Pure; one object for one attempt. The caller counts the attempts (MaxAttemptsAnHour) and says what the person chose.
class Comparison final {
public:
    static constexpr qsizetype NonceBytes = 32;
    static constexpr qsizetype CommitmentBytes = 32;
    static constexpr int MaxAttemptsAnHour = 3;

    struct Commit {
        QByteArray commitment;
        friend bool operator==(const Commit &, const Commit &) = default;
    };
    struct Nonce {
        QByteArray nonce;
        friend bool operator==(const Nonce &, const Nonce &) = default;
    };
    struct Reveal {
        QByteArray nonce;
        friend bool operator==(const Reveal &, const Reveal &) = default;
    };
    using Step = std::variant<Commit, Nonce, Reveal>;

    enum class State {
        Idle,      ///< Neither side has begun.
        Committed, ///< We asked and wait for the other's number.
        Answered,  ///< The other asked; we wait until it shows the number that it committed to.
        Done,      ///< code() is what both people see, unless somebody is in between.
        Failed     ///< For good. Begin a new one.
    };

    /// `nonce`: NonceBytes from the system's generator, never used before.
    Comparison(const PeerId &self, const PeerId &peer, QByteArray nonce);

    /// We ask; only while Idle. What to send.
    Commit start();
    /// The other's step. Answers the step to send back, if any. When both ask at once, the one with the smaller id goes on
    /// asking and the other answers. Errors, after which it is Failed: BadMessage (not the step that is due),
    /// ComparisonBroken (the number shown is not the one that was committed to: warn the person).
    Result<std::optional<Step>> receive(const Step &step);

    State state() const { return m_state; }
    /// Six digits; empty unless Done.
    const QString &code() const { return m_code; }

    /// SHA-256("kith-commit-1" ‖ asking ‖ answering ‖ nonce).
    static QByteArray commitment(const PeerId &asking, const PeerId &answering, QByteArrayView nonce);
    /// HMAC-SHA-256(key: both numbers, "kith-code-1" ‖ asking ‖ answering), its first 8 bytes modulo a million.
    static QString code(const PeerId &asking, const PeerId &answering, QByteArrayView askingNonce,
                        QByteArrayView answeringNonce);

private:
    using Answer = Result<std::optional<Step>>;
    Answer take(const Commit &step);
    Answer take(const Nonce &step);
    Answer take(const Reveal &step);
    Answer fail(Error::Kind kind, const char *detail);

    PeerId m_self;
    PeerId m_peer;
    QByteArray m_nonce;
    QByteArray m_commitment; // the other's
    State m_state = State::Idle;
    QString m_code;
};

} // namespace kith
