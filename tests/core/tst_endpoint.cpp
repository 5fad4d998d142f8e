// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpoint.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestEndpoint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndPrints_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("printed");
        QTest::newRow("ipv4") << u"tcp://127.0.0.1:8080"_s << u"tcp://127.0.0.1:8080"_s;
        QTest::newRow("udp") << u"udp://192.168.1.20:9"_s << u"udp://192.168.1.20:9"_s;
        QTest::newRow("case and space") << u"  TCP://LocalHost:1 "_s << u"tcp://localhost:1"_s;
        QTest::newRow("final slash") << u"tcp://a:65535/"_s << u"tcp://a:65535"_s;
        QTest::newRow("ipv6") << u"tcp://[::1]:80"_s << u"tcp://[::1]:80"_s;
        QTest::newRow("ipv6 written long") << u"tcp://[0:0:0:0:0:0:0:1]:80"_s << u"tcp://[::1]:80"_s;
        QTest::newRow("ipv6 scope") << u"udp://[fe80::1%eth0]:80"_s << u"udp://[fe80::1%eth0]:80"_s;
        QTest::newRow("international name") << u"tcp://办公室.example:80"_s << u"tcp://办公室.example:80"_s;
        QTest::newRow("great sharp s") << u"tcp://ẞ.example:80"_s << u"tcp://ß.example:80"_s;
    }
    void readsAndPrints()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, printed);
        const auto endpoint = Endpoint::parse(text);
        QVERIFY2(endpoint, qPrintable(endpoint ? QString() : sentence(endpoint.error())));
        QCOMPARE(endpoint->toString(), printed);
        QCOMPARE(*Endpoint::parse(printed), *endpoint);
    }

    void readsWhatIsEncrypted()
    {
        const auto endpoint = Endpoint::parseEncrypted(u" KITH://[::1]:8080/ ");
        QVERIFY(endpoint);
        QCOMPARE(*endpoint, *Endpoint::parse(u"tcp://[::1]:8080"));
        QCOMPARE(endpoint->toEncrypted(), u"kith://[::1]:8080"_s);
        QVERIFY(Endpoint().toEncrypted().isEmpty());
        QCOMPARE(Endpoint::parseEncrypted(u"tcp://[::1]:8080").error().kind, Error::Kind::BadEndpoint);
        QCOMPARE(Endpoint::parseEncrypted(u"kith://a:0").error().kind, Error::Kind::BadPort);
    }

    void tellsNamesFromAddresses()
    {
        for (const QStringView name : {u"tcp://localhost:1", u"tcp://pc1:1", u"tcp://10.de:1"})
            QVERIFY(Endpoint::parse(name)->hasName());
        for (const QStringView address : {u"tcp://10.0.0.1:1", u"tcp://[fe80::1%eth0]:1", u"tcp://[::]:1"})
            QVERIFY(!Endpoint::parse(address)->hasName());
        QVERIFY(!Endpoint().hasName());
    }

    void namesTheWrongPart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QString &text, Error::Kind kind, const QString &part) {
            QTest::newRow(name) << text << int(kind) << part;
        };
        row("empty", u""_s, Error::Kind::BadEndpoint, u""_s);
        row("no scheme", u"127.0.0.1:8080"_s, Error::Kind::BadEndpoint, u"127.0.0.1:8080"_s);
        row("other scheme", u"http://a:80"_s, Error::Kind::BadScheme, u"http"_s);
        row("no host", u"tcp://:80"_s, Error::Kind::BadHost, u""_s);
        row("nothing", u"tcp://"_s, Error::Kind::BadHost, u""_s);
        row("space in host", u"tcp://a b:80"_s, Error::Kind::BadHost, u"a b"_s);
        row("markup in host", u"tcp://<b>:80"_s, Error::Kind::BadHost, u"<b>"_s);
        row("octet too large", u"tcp://256.1.1.1:80"_s, Error::Kind::BadHost, u"256.1.1.1"_s);
        row("three octets", u"tcp://1.2.3:80"_s, Error::Kind::BadHost, u"1.2.3"_s);
        row("octal octet", u"tcp://127.0.0.010:80"_s, Error::Kind::BadHost, u"127.0.0.010"_s);
        row("bare ipv6", u"tcp://::1:80"_s, Error::Kind::BadHost, u"::1"_s);
        row("broken ipv6", u"tcp://[::g]:80"_s, Error::Kind::BadHost, u"::g"_s);
        row("empty scope", u"tcp://[fe80::1%]:80"_s, Error::Kind::BadHost, u"fe80::1%"_s);
        row("no port", u"tcp://a"_s, Error::Kind::BadPort, u""_s);
        row("no port after ipv6", u"tcp://[::1]"_s, Error::Kind::BadPort, u""_s);
        row("empty port", u"tcp://a:"_s, Error::Kind::BadPort, u""_s);
        row("port zero", u"tcp://a:0"_s, Error::Kind::BadPort, u"0"_s);
        row("port too large", u"tcp://a:99999"_s, Error::Kind::BadPort, u"99999"_s);
        row("port beyond int", u"tcp://a:99999999999"_s, Error::Kind::BadPort, u"99999999999"_s);
        row("negative port", u"tcp://a:-1"_s, Error::Kind::BadPort, u"-1"_s);
        row("signed port", u"tcp://a:+80"_s, Error::Kind::BadPort, u"+80"_s);
        row("port in words", u"tcp://a:http"_s, Error::Kind::BadPort, u"http"_s);
    }
    void namesTheWrongPart()
    {
        QFETCH(const QString, text);
        QFETCH(const int, kind);
        QFETCH(const QString, part);
        const auto endpoint = Endpoint::parse(text);
        QVERIFY(!endpoint);
        QCOMPARE(int(endpoint.error().kind), kind);
        QCOMPARE(endpoint.error().subject, part);
    }

    void localMayLeaveTheChoiceToTheSystem()
    {
        QCOMPARE(Endpoint::parse(u"tcp://:8080", Endpoint::Use::Local)->toString(), u"tcp://0.0.0.0:8080"_s);
        QCOMPARE(Endpoint::parse(u"udp://*:0", Endpoint::Use::Local)->toString(), u"udp://0.0.0.0:0"_s);
        QVERIFY(!Endpoint::parse(u"tcp://:99999", Endpoint::Use::Local));
    }

    void refusesAHostLongerThanDnsAllows()
    {
        const auto endpoint = Endpoint::make(Endpoint::Scheme::Tcp, QString(100'000, u'a'), 80);
        QVERIFY(!endpoint);
        QCOMPARE(endpoint.error().kind, Error::Kind::BadHost);
        QVERIFY(endpoint.error().subject.size() <= 253);
    }
};

QTEST_GUILESS_MAIN(TestEndpoint)
#include "tst_endpoint.moc"
