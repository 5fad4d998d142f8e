// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace kith {

class Theme;

/// A short warning on a rounded ground.
class Chip final : public QFrame {
    Q_OBJECT

public:
    Chip(const Theme &theme, const QString &text, QWidget *parent = nullptr);
};

} // namespace kith
