// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace kith {

using namespace Qt::StringLiterals;

Language::Language(const QString &name)
{
    const QLocale locale = name.isEmpty() ? QLocale::system() : QLocale(name);
    QLocale::setDefault(locale);
    // English too has a file: it holds the plural forms.
    const QString file = locale.language() == QLocale::Chinese ? u"kith_zh_CN"_s : u"kith_en"_s;
    if (m_kith.load(file, u":/translations"_s))
        QCoreApplication::installTranslator(&m_kith);
    if (locale.language() != QLocale::English &&
        m_qt.load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

} // namespace kith
