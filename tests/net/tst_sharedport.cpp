// SPDX-License-Identifier: GPL-3.0-or-later
// One port, two languages: plain text for those who speak it, encrypted links for those who begin with TLS.
#include "net/linkside.h"
#include "net/rawtls.h"
#include "net/transportfactory.h"
#include "net/watch.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestSharedPort : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        anna = std::make_unique<LinkSide>();
        PlainTextTransportFactory factory(anna->links);
        start(factory, {});
    }
    void cleanup()
    {
        watch.reset();
        LinkSide::thread().release(std::exchange(host, nullptr));
        anna.reset();
    }

    void takesPlainText()
    {
        RawSocket client(port());
        QVERIFY(client.say("hello\n"));
        QTRY_COMPARE(watch->texts.size(), 1);
        QCOMPARE(watch->online.size(), 1);
        QVERIFY(anna->up.isEmpty());
    }

    void takesEncryptedLinks()
    {
        LinkSide ben;
        ben.links->dial(anna->id(), watch->local);
        QTRY_COMPARE(ben.up.size(), 1);
        QTRY_COMPARE(anna->up.size(), 1);
        ben.say(anna->id(), u"in secret"_s);
        QTRY_COMPARE(anna->texts, QStringList{u"in secret"_s});
        QVERIFY(watch->log.filter(u"online"_s).isEmpty());
        QVERIFY(watch->texts.isEmpty());
    }

    void takesLinksOfWhoeverIsThereLater()
    {
        PlainTextTransportFactory
            factory; // such as a host of the command line, which begins before the key is read
        start(factory, {});
        factory.shareHosts(anna->links);
        LinkSide ben;
        ben.links->dial(anna->id(), watch->local);
        QTRY_COMPARE(ben.up.size(), 1);
    }

    void takesNoLinksWherePlainTextWasChosen()
    {
        PlainTextTransportFactory factory(anna->links);
        HostOptions options;
        options.links = HostOptions::Links::Refused;
        start(factory, options);
        LinkSide ben;
        ben.links->dial({}, watch->local);
        QTRY_COMPARE(watch->online.size(), 1);
        QCOMPARE(anna->socketsNow(), 0);
        RawSocket client(port());
        QVERIFY(client.say("hello\n"));
        QTRY_VERIFY(watch->texts.contains(u"hello\n"_s) || watch->texts.contains(u"hello"_s));
        QVERIFY(ben.up.isEmpty());
    }

    void takesASilentClientForOneOfPlainText()
    {
        RawSocket silent(port()); // such as one that waits for us to speak first
        QTRY_COMPARE(watch->online.size(), 1);
        watch->send(u"you first?"_s);
        QTRY_VERIFY(watch->steps.size() > 0);
        QVERIFY(silent.say("fine\n"));
        QTRY_COMPARE(watch->texts.size(), 1);
    }

    void neverChangesTheLanguage_data() // [T9, T10, A20]
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addRow("plain text, then TLS") << QByteArray("I am Ben, your friend\n");
        QTest::addRow("silence, then TLS") << QByteArray();
    }
    void neverChangesTheLanguage()
    {
        QFETCH(const QByteArray, first);
        const Identity mallory = LinkSide::newIdentity();
        RawSocket socket(port());
        if (!first.isEmpty())
            QVERIFY(socket.say(first));
        QTRY_COMPARE(watch->online.size(), 1);
        if (!first.isEmpty())
            QTRY_COMPARE(watch->texts.size(), 1);
        RawTls late(std::move(socket), RawTls::with(mallory));
        const timeval little{0, 300'000};
        ::setsockopt(late.socket().fd(), SOL_SOCKET, SO_RCVTIMEO, &little, sizeof little);
        QVERIFY(!late.shakeHands());
        QVERIFY(anna->up.isEmpty());
        QCOMPARE(anna->socketsNow(), 0);
        if (first.isEmpty()) {
            QTRY_COMPARE(watch->departures.size(), 1); // closed, and no message made of it
            QVERIFY(watch->texts.isEmpty());
        }
    }

    void isNeverPlainTextAfterTls() // [T10]
    {
        RawSocket client(port());
        QVERIFY(client.say("\x16plain after all\n"));
        QVERIFY(client.readToTheEnd().has_value());
        QVERIFY(watch->texts.isEmpty());
        QVERIFY(watch->log.filter(u"online"_s).isEmpty());
    }

private:
    /// Instead of the host before.
    void start(PlainTextTransportFactory &factory, const HostOptions &options)
    {
        watch.reset();
        if (host)
            LinkSide::thread().release(host);
        host = LinkSide::thread().adopt(
            factory.host(*Endpoint::parse(u"tcp://127.0.0.1:0", Endpoint::Use::Local), options));
        watch = std::make_unique<Watch>(*host);
        host->open();
        QTRY_COMPARE(watch->state, Transport::State::Open);
    }

    quint16 port() const { return watch->local.port(); }

    std::unique_ptr<LinkSide> anna;
    Transport *host = nullptr;
    std::unique_ptr<Watch> watch;
};

QTEST_GUILESS_MAIN(TestSharedPort)
#include "tst_sharedport.moc"
