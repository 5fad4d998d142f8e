// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTranslator>

namespace kith {

/// The language of every sentence: ours, and those of Qt's own dialogs where Qt's translations are installed.
class Language final {
public:
    /// Installs the translation for `name` (`en`, `zh_CN`; empty: the system's) and makes it the locale of dates.
    /// Before the first widget.
    explicit Language(const QString &name);

private:
    QTranslator m_kith;
    QTranslator m_qt;
};

} // namespace kith
