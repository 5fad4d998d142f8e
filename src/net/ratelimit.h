// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>

#include <chrono>

namespace kith {

/// How often somebody at an address may do something in a second.
class RateLimit {
public:
    static constexpr qsizetype MaxAddresses = 1024; ///< Remembered; whoever was quiet for long is forgotten.

    explicit RateLimit(int perSecond) : m_perSecond(perSecond) {}

    /// Whether `address` may now; counts it.
    bool allows(const QHostAddress &address);

private:
    using Clock = std::chrono::steady_clock;
    struct Bucket {
        double tokens;
        Clock::time_point filled;
    };
    bool take(Bucket &bucket, Clock::time_point now) const;
    void forgetTheQuiet(Clock::time_point now);

    int m_perSecond;
    QHash<QHostAddress, Bucket> m_buckets;
};

} // namespace kith
