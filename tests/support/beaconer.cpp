// SPDX-License-Identifier: GPL-3.0-or-later
// A discovery as a program, for tests with several hosts or processes. Arguments: NAME DISCOVERY-PORT LINK-PORT.
// Commands, a line each: on, off, invisible, examine, quit. Events are JSON lines.
#include "net/discovery.h"
#include "net/networkthread.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

void print(const QJsonObject &event)
{
    std::puts(QJsonDocument(event).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

void obey(Discovery &discovery, const QByteArray &command)
{
    if (command == "on")
        discovery.setMode(Discovery::Mode::On);
    else if (command == "off")
        discovery.setMode(Discovery::Mode::Off);
    else if (command == "invisible")
        discovery.setMode(Discovery::Mode::Invisible);
    else if (command == "examine")
        discovery.examine();
    else
        QCoreApplication::quit();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    NetworkThread thread(u"discovery"_s);
    const PeerId self =
        PeerId::fromBytes(QCryptographicHash::hash(arguments.at(1).toUtf8(), QCryptographicHash::Sha256));
    Discovery *discovery = thread.adopt(std::make_unique<Discovery>(self, arguments.at(2).toUShort()));
    QObject::connect(discovery, &Discovery::heard, &app, [](const PeerId &peer, const Endpoint &where, quint64) {
        print({{u"event"_s, u"heard"_s}, {u"peer"_s, peer.shortForm()}, {u"at"_s, where.toString()}});
    });
    QObject::connect(discovery, &Discovery::gone, &app, [](const PeerId &peer) {
        print({{u"event"_s, u"gone"_s}, {u"peer"_s, peer.shortForm()}});
    });
    QObject::connect(discovery, &Discovery::examined, &app, [](const Discovery::Examined &result) {
        for (const Discovery::Line &line : result.lines)
            print({{u"event"_s, u"line"_s},
                   {u"name"_s, line.interface.name},
                   {u"used"_s, line.used},
                   {u"multicast"_s, line.multicastBack},
                   {u"broadcast"_s, line.broadcastBack},
                   {u"others"_s, line.othersHeard}});
    });
    discovery->setLinkPort(arguments.at(3).toUShort());
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &app, [discovery] {
        char buffer[256];
        const auto bytes = ::read(STDIN_FILENO, buffer, sizeof buffer);
        const QByteArrayList lines = QByteArray(buffer, qsizetype(std::max<ssize_t>(bytes, 0))).split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty() || bytes <= 0)
                obey(*discovery, line);
        }
    });
    print({{u"event"_s, u"ready"_s}, {u"peer"_s, self.shortForm()}});
    return QCoreApplication::exec();
}
