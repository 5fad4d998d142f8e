// SPDX-License-Identifier: GPL-3.0-or-later
// One window hosts in this process, the other joins from a second process of this program (`--guest PORT DIR LANGUAGE`).
#include "gui/person.h"
#include "ui/language.h"

#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Messages = 20;

QString fromHost(int i)
{
    return u"主人 says %1。"_s.arg(i);
}
QString fromGuest(int i)
{
    return u"客人 answers %1! 👍"_s.arg(i);
}

#define REQUIRE(condition)                                                                                        \
    do {                                                                                                          \
        if (!(condition)) {                                                                                       \
            std::fprintf(stderr, "guest, line %d: %s\n", __LINE__, #condition);                                   \
            return 1;                                                                                             \
        }                                                                                                         \
    } while (false)

/// The second process: joins, answers each message, leaves by q, connects again, restarts, finds its history.
int guest(quint16 port, const QString &directory)
{
    {
        Person person(directory);
        person.connectAs(u"roleJoin"_s, u"127.0.0.1"_s, port);
        for (int i = 1; i <= Messages; ++i) {
            REQUIRE(person.sees(fromHost(i)));
            person.say(fromGuest(i));
        }
        REQUIRE(person.sees(fromGuest(Messages)));
        REQUIRE(person.sees(u"one more"_s)); // so that all of ours has arrived
        person.say(u"q"_s);
        person.click(u"connectAgainButton"_s);
        REQUIRE(Person::waitUntil([&] { return !person.see(u"connectAgainButton"_s); }));
        person.say(u"back again"_s);
        REQUIRE(person.sees(u"welcome back"_s));
        person.quit();
    }
    Person again(directory);
    REQUIRE(Person::waitUntil([&] { return again.lines(u"conversationList"_s).size() >= 1; }));
    again.press(Qt::Key_Down, Qt::AltModifier);
    for (int i = 1; i <= Messages; ++i) {
        REQUIRE(again.sees(fromHost(i)));
        REQUIRE(again.sees(fromGuest(i)));
    }
    REQUIRE(again.sees(u"welcome back"_s));
    again.quit();
    return 0;
}

quint16 freePort()
{
    NetworkThread network;
    PlainTextTransportFactory transports;
    Messenger messenger(network, transports);
    const HostId id = messenger.host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local));
    if (!Person::waitUntil([&] { return messenger.host(id)->state == Host::State::Listening; }))
        qFatal("no free port");
    return messenger.host(id)->local.port();
}

} // namespace

class TestTwoWindows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chatLeaveReturnRestart_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << u"en"_s;
        QTest::newRow("简体中文") << u"zh_CN"_s;
    }
    void chatLeaveReturnRestart()
    {
        QFETCH(const QString, language);
        const Language translation(language);
        QTemporaryDir ours;
        QTemporaryDir theirs;
        const quint16 port = freePort();
        QProcess second;
        second.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QStringList names;
        {
            Person person(ours.path());
            person.connectAs(u"roleHost"_s, u"127.0.0.1"_s, port);
            QVERIFY(person.waitFor(u"hostPane"_s));
            const QString nobody = person.label(u"connectedLabel"_s);

            second.start(QCoreApplication::applicationFilePath(),
                         {u"--guest"_s, QString::number(port), theirs.path(), language});
            QVERIFY(second.waitForStarted());
            QTRY_VERIFY_WITH_TIMEOUT(person.label(u"connectedLabel"_s) != nobody, 20'000);
            person.press(Qt::Key_Down, Qt::AltModifier);
            QVERIFY(person.waitFor(u"messageInput"_s));
            for (int i = 1; i <= Messages; ++i) {
                person.say(fromHost(i));
                QVERIFY2(person.sees(fromGuest(i)), qPrintable(person.lines(u"messageView"_s).join(u'\n')));
            }
            const QString online = person.label(u"presenceLabel"_s);
            person.say(u"one more"_s);
            QTRY_VERIFY_WITH_TIMEOUT(person.label(u"presenceLabel"_s) != online, 20'000); // the guest typed q

            // The same person from another port: a conversation of its own.
            QTRY_COMPARE_WITH_TIMEOUT(person.messenger().hosts().first().connected, 1, 20'000);
            const auto returned = [&] {
                const QList<Conversation> all = person.messenger().conversations();
                return std::find_if(
                           all.begin(), all.end(),
                           [&](const Conversation &c) { return person.messenger().link(c.id).isOnline(); })
                    ->id;
            };
            person.window().showConversation(returned());
            QVERIFY(person.sees(u"back again"_s));
            person.say(u"welcome back"_s);
            QTRY_VERIFY_WITH_TIMEOUT(second.state() == QProcess::NotRunning, 60'000);
            QCOMPARE(second.exitCode(), 0);
            person.quit();
        }
        Person again(ours.path());
        QTRY_COMPARE(again.messenger().conversations().size(), 2);
        for (int step = 0; step < 2 && !again.lines(u"messageView"_s).join(u'\n').contains(fromHost(1)); ++step) {
            again.press(Qt::Key_Down, Qt::AltModifier);
            const qsizetype shown = again.lines(u"messageView"_s).size();
            Person::waitUntil([&] { return again.lines(u"messageView"_s).size() != shown; });
        }
        for (int i = 1; i <= Messages; ++i) {
            QVERIFY(again.sees(fromHost(i)));
            QVERIFY(again.sees(fromGuest(i)));
        }
        again.quit();
    }
};

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == u"--guest") {
        const Language language(arguments.value(4));
        return guest(arguments.value(2).toUShort(), arguments.value(3));
    }
    TestTwoWindows test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_twowindows.moc"
