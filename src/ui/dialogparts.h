// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

class QDialog;
class QFrame;
class QLabel;
class QVBoxLayout;
class QWidget;

namespace kith {

/// What a dialog consists of, from top to bottom, below its heading; the dialog's layout.
QVBoxLayout *makeColumn(QDialog &dialog, QLabel *heading);
/// The same below the window's title.
QVBoxLayout *makeColumn(QDialog &dialog);
/// The frame around a list, and around what stands there while it is empty.
QFrame *makeBox(QDialog &dialog, std::initializer_list<QWidget *> content);

} // namespace kith
