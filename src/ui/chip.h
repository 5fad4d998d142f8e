// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace kith {

class Theme;
class IconWidget;

/// A short sign on a rounded ground, with a drawing that says the same.
class Chip final : public QFrame {
    Q_OBJECT

public:
    /// In which colours, and with which drawing.
    enum class Kind { Warning, Encrypted, Verified, Danger };

    /// A warning.
    Chip(const Theme &theme, const QString &text, QWidget *parent = nullptr);

    void setShown(Kind kind, const QString &text);

private:
    IconWidget *m_icon;
    QLabel *m_text;
};

} // namespace kith
