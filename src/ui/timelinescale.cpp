// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelinescale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kith {

int TimelineScale::stepsOfARow() const
{
    constexpr qint64 Most = std::numeric_limits<int>::max() / 2;
    return int(std::clamp<qint64>(Most / std::max<qint64>(1, total), 1, MaxStepsOfARow));
}

int TimelineScale::maximum() const
{
    constexpr double Most = std::numeric_limits<int>::max() / 2.0;
    return int(std::clamp((double(total) - lastScreen) * stepsOfARow(), 0.0, Most));
}

int TimelineScale::pageStep() const
{
    return std::max(1, int(std::min(lastScreen, 1e6) * stepsOfARow()));
}

int TimelineScale::valueOf(const At &at) const
{
    const double value = (double(at.rank) + at.fraction) * stepsOfARow();
    return int(std::lround(std::clamp(value, 0.0, double(maximum()))));
}

TimelineScale::At TimelineScale::at(int value) const
{
    const int steps = stepsOfARow();
    return {value / steps, double(value % steps) / steps};
}

} // namespace kith
