// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace kith {

struct Tokens;

/// The one style sheet of the program, in these colours. Widgets take part by the dynamic properties `ground`
/// (rail, list, pane), `kind` (primary, plain, icon, link) and `tone` (muted, warn, bad, title, heading).
QString styleSheet(const Tokens &tokens);

} // namespace kith
