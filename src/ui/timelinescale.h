// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace kith {

/// The steps of a scroll bar that spans a whole history of which only some rows are held. Pure.
struct TimelineScale {
    struct At {
        qint64 rank = 0;     ///< How many messages stand before the one at the top.
        double fraction = 0; ///< How much of it is scrolled away.
    };
    static constexpr int MaxStepsOfARow = 64;

    qint64 total = 0;      ///< Messages of the history.
    double lastScreen = 0; ///< Rows that fill the view at its end, the first of them in part.

    int stepsOfARow() const;
    int maximum() const; ///< The value at which the newest message stands at the end of the view.
    int pageStep() const;
    int valueOf(const At &at) const;
    At at(int value) const;
};

} // namespace kith
