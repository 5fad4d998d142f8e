// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/jsonfrontend.h"
#include "cli/linereader.h"
#include "cli/options.h"
#include "cli/terminalfrontend.h"
#include "core/workerthread.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/platform.h"
#include "net/transportfactory.h"
#include "store/files.h"
#include "store/profile.h"
#include "store/store.h"

#include <QCoreApplication>

#include <cstdio>

using namespace kith;

namespace {

int refuse(const QString &why)
{
    std::fprintf(stderr, "kith-cli: %s\n", qUtf8Printable(why));
    return FrontEnd::BadArguments;
}

int run(QCoreApplication &app, Messenger &messenger, const Options &options, const QString &directory)
{
    std::unique_ptr<FrontEnd> frontEnd;
    if (options.output == Options::Output::Json)
        frontEnd = std::make_unique<JsonFrontEnd>(messenger, options);
    else
        frontEnd = std::make_unique<TerminalFrontEnd>(messenger, options);
    LineReader input;
    QObject::connect(frontEnd.get(), &FrontEnd::ready, &input, &LineReader::start);
    QObject::connect(&input, &LineReader::lineRead, frontEnd.get(), &FrontEnd::readLine);
    QObject::connect(&input, &LineReader::lineTooLong, frontEnd.get(), &FrontEnd::lineTooLong);
    QObject::connect(&input, &LineReader::ended, frontEnd.get(), &FrontEnd::finish);
    QObject::connect(frontEnd.get(), &FrontEnd::finished, &app,
                     [](int status) { QCoreApplication::exit(status); });
    frontEnd->start(directory);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_NO_GLIB", "1"); // Qt's own event dispatcher: a fifth less on each round trip
    platform::raiseDescriptorLimit();
    files::keepPrivate();
    becomePatient(); // there is no window to be quick for
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("kith-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KITH_VERSION));

    const auto parsed = parseArguments(QCoreApplication::arguments().sliced(1));
    if (!parsed)
        return refuse(parsed.error());
    if (const auto *information = std::get_if<Information>(&*parsed)) {
        std::fputs(qUtf8Printable(information->text), stdout);
        return FrontEnd::Success;
    }
    const auto &options = std::get<Options>(*parsed);

    NetworkThread network(NetworkThread::Where::Here);
    PlainTextTransportFactory transports;
    if (options.keep == Options::Keep::Nothing) {
        Messenger messenger(network, transports);
        return run(app, messenger, options, {});
    }
    const auto profile = Profile::acquire(Profile::directoryFor(options.profile));
    if (!profile)
        return refuse(sentence(profile.error()));
    Store store(profile->databaseFile());
    Messenger messenger(store, network, transports);
    return run(app, messenger, options, profile->directory());
}
