// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connectiondialog.h"

#include <QWidget>

namespace kith {

/// What stands where a conversation will be: one sentence, and the ways to begin.
class WelcomePane final : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePane(const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void roleChosen(kith::ConnectionDialog::Role role);
};

} // namespace kith
