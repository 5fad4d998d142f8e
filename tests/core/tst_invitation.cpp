// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invitation.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

const QString Id = u"PBTHWEC-GVDZTIU-Z2L7LYA-NBGTGI6-AYCW2ZF-AFXCKY4-S52Y7AO-TIK6SQT"_s;

} // namespace

class TestInvitation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndPrints_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("printed");
        QTest::newRow("ipv4") << u"192.168.1.20:7777"_s << u"192.168.1.20:7777"_s;
        QTest::newRow("name") << u"Alices-PC.local:1024"_s << u"alices-pc.local:1024"_s;
        QTest::newRow("ipv6") << u"[2001:db8::1]:80"_s << u"[2001:db8::1]:80"_s;
        QTest::newRow("scope") << u"[fe80::1%eth0]:80"_s << u"[fe80::1%eth0]:80"_s;
        QTest::newRow("escaped scope") << u"[fe80::1%25eth0]:80"_s << u"[fe80::1%eth0]:80"_s;
        QTest::newRow("numeric scope") << u"[fe80::1%2]:80"_s << u"[fe80::1%2]:80"_s;
        QTest::newRow("escaped numeric scope") << u"[fe80::1%252]:80"_s << u"[fe80::1%2]:80"_s;
        QTest::newRow("scope 25") << u"[fe80::1%25]:80"_s << u"[fe80::1%2525]:80"_s;
        QTest::newRow("escaped scope 25") << u"[fe80::1%2525]:80"_s << u"[fe80::1%2525]:80"_s;
        QTest::newRow("escaped scope 251") << u"[fe80::1%25251]:80"_s << u"[fe80::1%25251]:80"_s;
        QTest::newRow("final slash") << u"10.0.0.1:80/"_s << u"10.0.0.1:80"_s;
    }
    void readsAndPrints()
    {
        QFETCH(const QString, address);
        QFETCH(const QString, printed);
        const auto invitation = Invitation::parse(u" KITH://"_s + Id.toLower() + u'@' + address + u'\n');
        QVERIFY2(invitation, qPrintable(invitation ? QString() : sentence(invitation.error())));
        QCOMPARE(invitation->peer.toString(), Id);
        QCOMPARE(invitation->toString(), u"kith://"_s + Id + u'@' + printed);
        QCOMPARE(*Invitation::parse(invitation->toString()), *invitation);
    }

    void keepsEveryNumericScope()
    {
        for (int scope = 1; scope < 3000; ++scope) {
            const QString host = u"fe80::1%"_s + QString::number(scope);
            const Invitation sent{*PeerId::parse(Id), *Endpoint::make(Endpoint::Scheme::Tcp, host, 80)};
            const auto got = Invitation::parse(sent.toString());
            QVERIFY2(got, qPrintable(host));
            QCOMPARE(*got, sent);
        }
    }

    void namesTheWrongPart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QString &text, Error::Kind kind, const QString &part) {
            QTest::newRow(name) << text << int(kind) << part;
        };
        using Kind = Error::Kind;
        row("nothing", QString(), Kind::BadInvitation, QString());
        row("other scheme", u"http://x@y:1"_s, Kind::BadInvitation, u"http://x@y:1"_s);
        row("no id", u"kith://10.0.0.1:80"_s, Kind::BadInvitation, u"kith://10.0.0.1:80"_s);
        row("too long", u"kith://"_s + QString(100'000, u'x') + u'@', Kind::BadInvitation,
            u"kith://"_s + QString(PeerId::TextCharacters - 7, u'x'));
        row("empty id", u"kith://@10.0.0.1:80"_s, Kind::BadPeerId, QString());
        row("half an id", u"kith://PBTHWEC@10.0.0.1:80"_s, Kind::BadPeerId, u"PBTHWEC"_s);
        row("mistyped id", u"kith://"_s + QString(Id).replace(3, 1, u'X') + u"@10.0.0.1:80"_s, Kind::BadPeerId,
            u"PBTXWEC-GVDZTIU"_s);
        row("no host", u"kith://"_s + Id + u"@:80"_s, Kind::BadHost, QString());
        row("two ids", u"kith://"_s + Id + u'@' + Id + u"@10.0.0.1:80"_s, Kind::BadHost, (Id + u"@10.0.0.1"_s));
        row("bad host", u"kith://"_s + Id + u"@256.1.1.1:80"_s, Kind::BadHost, u"256.1.1.1"_s);
        row("no port", u"kith://"_s + Id + u"@10.0.0.1"_s, Kind::BadPort, QString());
        row("bad port", u"kith://"_s + Id + u"@10.0.0.1:65536"_s, Kind::BadPort, u"65536"_s);
    }
    void namesTheWrongPart()
    {
        QFETCH(const QString, text);
        QFETCH(const int, kind);
        QFETCH(const QString, part);
        const auto invitation = Invitation::parse(text);
        QVERIFY(!invitation);
        QCOMPARE(int(invitation.error().kind), kind);
        QCOMPARE(invitation.error().subject, part);
    }
};

QTEST_GUILESS_MAIN(TestInvitation)
#include "tst_invitation.moc"
