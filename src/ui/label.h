// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace kith {

/// The only way in which this program makes a label: as plain text, so that no text can be taken for markup.
/// `tone` is one of those that stylesheet.h names, or empty.
QLabel *makeLabel(const QString &text = {}, const QString &tone = {}, QWidget *parent = nullptr);

/// Text for a tool tip that can neither be taken for markup nor turn its surroundings around.
QString toolTipText(const QString &text);

/// Sets a property that the style sheet looks at, and has it look again.
void setStyleProperty(QWidget &widget, const char *name, const QString &value);

} // namespace kith
