// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/progressof.h"

namespace kith {

namespace {

Progress::Step stepOf(SendReport::Step step)
{
    switch (step) {
    case SendReport::Step::Waiting:
        return Progress::Step::Waiting;
    case SendReport::Step::Partly:
        return Progress::Step::Partly;
    case SendReport::Step::Sent:
        return Progress::Step::Sent;
    case SendReport::Step::NotSent:
        return Progress::Step::NotSent;
    case SendReport::Step::Interrupted:
        break;
    }
    return Progress::Step::Failed;
}

} // namespace

Progress progressOf(const SendReport &report, const Endpoint &peer, const std::optional<Error> &cause)
{
    Progress progress{stepOf(report.step), report.sent, report.pieces, {}};
    if (progress.step == Progress::Step::Failed)
        progress.error = cause.value_or(Error{Error::Kind::Interrupted, peer.toString(), {}});
    return progress;
}

} // namespace kith
