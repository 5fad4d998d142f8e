// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/ratelimit.h"

#include <algorithm>

namespace kith {

bool RateLimit::allows(const QHostAddress &address)
{
    const auto now = Clock::now();
    if (m_buckets.size() >= MaxAddresses && !m_buckets.contains(address))
        forgetTheQuiet(now);
    if (m_buckets.size() >= MaxAddresses && !m_buckets.contains(address))
        return false; // a flood from everywhere
    auto bucket = m_buckets.find(address);
    if (bucket == m_buckets.end())
        bucket = m_buckets.insert(address, Bucket{double(m_perSecond), now});
    return take(*bucket, now);
}

bool RateLimit::take(Bucket &bucket, Clock::time_point now) const
{
    const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
    bucket.tokens = std::min(double(m_perSecond), bucket.tokens + seconds * m_perSecond);
    bucket.filled = now;
    if (bucket.tokens < 1)
        return false;
    bucket.tokens -= 1;
    return true;
}

void RateLimit::forgetTheQuiet(Clock::time_point now)
{
    // A second fills a bucket, and a full one is as good as none.
    m_buckets.removeIf([now](const auto &entry) { return now - entry.value().filled > std::chrono::seconds(1); });
}

} // namespace kith
