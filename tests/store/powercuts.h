// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/recordedsession.h"

namespace kith::storetest {

/// Cuts the power at positions of a session that chance chooses, opens what is left, and compares it with what the
/// session had reported. Now and then it also looks whether the search finds what is there.
class PowerCuts final {
public:
    struct Outcome {
        int cuts = 0;
        int whole = 0;
        int lost = 0;         ///< An older state than the one that was reported.
        int corrupt = 0;      ///< Not opened, not sound, or no state that there ever was.
        QString firstProblem; ///< English, for the log.

        void add(const Outcome &other);
    };

    explicit PowerCuts(const RecordedSession &session);

    Outcome run(int cuts, quint32 seed);

private:
    qsizetype choosePosition(std::mt19937 &random) const;
    void judge(qsizetype position, Outcome &outcome);
    Result<quint64> openAndRead();
    Result<void> search();

    const RecordedSession &m_session;
    QTemporaryDir m_directory;
};

} // namespace kith::storetest
