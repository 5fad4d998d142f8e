// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startup.h"
#include "net/platform.h"
#include "store/files.h"

#include <QApplication>
#include <QIcon>
#include <QTimer>

#include <cstdio>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

/// The command line is answered before a display is needed: --help works without one.
std::variant<Options, Options::Answer> askedFor(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    return Options::parse(arguments);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"kith"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(KITH_VERSION));
    const auto asked = askedFor(argc, argv);
    if (const auto *answer = std::get_if<Options::Answer>(&asked)) {
        std::fprintf(answer->status == 0 ? stdout : stderr, "%s\n", qPrintable(answer->text.trimmed()));
        return answer->status;
    }
    platform::raiseDescriptorLimit();
    files::keepPrivate();
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Kith"_s);
    QGuiApplication::setDesktopFileName(u"org.kith_messenger.Kith"_s);
    QApplication::setWindowIcon(QIcon::fromTheme(u"org.kith_messenger.Kith"_s, QIcon(u":/icons/kith.svg"_s)));
    QApplication::setQuitOnLastWindowClosed(false); // what is being said goodbye to outlives the window

    Startup startup(application, std::get<Options>(asked));
    QTimer::singleShot(0, &startup, &Startup::begin);
    return QApplication::exec();
}
