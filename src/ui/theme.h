// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace kith {

/// The colours of one scheme; nothing else in the program names a colour.
struct Tokens {
    QColor rail, list, pane;
    QColor line;
    QColor text, muted;
    QColor accent, accentSoft, accentHover;
    QColor onAccent; ///< Text and drawings on the accent.
    QColor mine, mineText, theirs;
    QColor online, away, busy;
    QColor warn, warnSoft;
    QColor bad, badSoft;
    QColor quiet;          ///< The ground of a count that wants no attention; white is readable on it.
    QColor mark, markText; ///< What was searched for, in a text.
    QColor star;
    QColor hover;
};

/// What the person chose; `System` follows the desktop.
enum class ThemeChoice { System, Light, Dark };

/// The colours and fonts of the program, applied to the whole application at once.
class Theme final : public QObject {
    Q_OBJECT

public:
    enum class Scheme { Light, Dark };

    explicit Theme(QApplication &application, QObject *parent = nullptr);

    void setChoice(ThemeChoice choice);
    void setSystemScheme(Scheme scheme);

    ThemeChoice choice() const { return m_choice; }
    Scheme scheme() const;
    const Tokens &tokens() const;

    /// The program's own typeface at `pixels`; Chinese and emoji fall back to fonts that have them.
    static QFont font(int pixels, QFont::Weight weight = QFont::Normal);
    /// For numbers and addresses that people compare.
    static QFont monospace(int pixels, QFont::Weight weight = QFont::Normal);
    /// One of a dozen calm colours on which white is readable, the same for one key for ever.
    static QColor avatarColour(uint key);

Q_SIGNALS:
    void changed();

private:
    void apply();
    QPalette palette() const;

    QApplication &m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    Scheme m_system = Scheme::Light;
    Scheme m_applied = Scheme::Light;
    bool m_isApplied = false;
};

} // namespace kith
