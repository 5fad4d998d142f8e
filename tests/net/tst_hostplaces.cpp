// SPDX-License-Identifier: GPL-3.0-or-later
// What a Kith tells others of where it hosts, and what they believe of it.
#include "net/hostplaces.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

using hostplaces::Where;

namespace {

Endpoint tcp(QStringView text)
{
    return *Endpoint::parse(text, Endpoint::Use::Local);
}

} // namespace

class TestHostPlaces : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsReachedWhereTheLinkGoes_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("own"); // end of the link
        QTest::addColumn<bool>("isHere");
        QTest::addColumn<QString>("told");
        const QString ipv4 = u"tcp://192.168.1.20:50000"_s;
        const QString ipv6 = u"tcp://[fe80::1%eth0]:50000"_s;
        QTest::addRow("everywhere") << u"tcp://0.0.0.0:80"_s << ipv4 << false << u"192.168.1.20"_s;
        QTest::addRow("everywhere, by IPv6") << u"tcp://0.0.0.0:80"_s << ipv6 << false << QString();
        QTest::addRow("both kinds") << u"tcp://[::]:80"_s << ipv4 << false << u"192.168.1.20"_s;
        QTest::addRow("both kinds, by IPv6") << u"tcp://[::]:80"_s << ipv6 << false << u"fe80::1"_s;
        QTest::addRow("that address") << u"tcp://192.168.1.20:80"_s << ipv4 << false << u"192.168.1.20"_s;
        QTest::addRow("another one") << u"tcp://10.0.0.5:80"_s << ipv4 << false << QString();
        QTest::addRow("the loopback") << u"tcp://127.0.0.1:80"_s << ipv4 << false << QString();
        QTest::addRow("a name") << u"tcp://localhost:80"_s << ipv4 << false << QString();
        QTest::addRow("the loopback, here") << u"tcp://127.0.0.1:80"_s << ipv4 << true << u"127.0.0.1"_s;
        QTest::addRow("everywhere, here") << u"tcp://0.0.0.0:80"_s << ipv6 << true << u"0.0.0.0"_s;
        QTest::addRow("both kinds, here") << u"tcp://[::]:80"_s << ipv4 << true << u"::"_s;
    }
    void tellsWhatIsReachedWhereTheLinkGoes()
    {
        QFETCH(const QString, host);
        QFETCH(const QString, own);
        QFETCH(const bool, isHere);
        QFETCH(const QString, told);
        LinkedPeer peer;
        peer.local = tcp(own);
        peer.remote = tcp(u"tcp://192.168.1.21:7584");
        const auto places = hostplaces::toTell({tcp(host)}, peer, isHere ? Where::Here : Where::Elsewhere);
        QCOMPARE(places.size(), told.isEmpty() ? 0 : 1);
        if (told.isEmpty())
            return;
        QCOMPARE(places.constFirst().port, 80);
        // The other side sees the same, or something is in between.
        LinkedPeer there;
        there.remote = peer.local;
        const auto believed = hostplaces::toBelieve(places, there, isHere ? Where::Here : Where::Elsewhere);
        QCOMPARE(believed.size(), 1);
        QCOMPARE(believed.constFirst().host(), told);
        there.remote = tcp(u"tcp://172.16.0.1:50000");
        if (!isHere)
            QVERIFY(hostplaces::toBelieve(places, there, Where::Elsewhere).isEmpty());
    }

    void tellsNoMoreThanIsAllowed()
    {
        QList<Endpoint> many;
        for (quint16 port = 1; port <= 2 * wire::MaxHosts; ++port)
            many.append(*Endpoint::make(Endpoint::Scheme::Tcp, u"0.0.0.0", port));
        LinkedPeer peer;
        peer.local = tcp(u"tcp://192.168.1.20:50000");
        QCOMPARE(hostplaces::toTell(many, peer, Where::Elsewhere).size(), wire::MaxHosts);
    }

    void knowsWhereAConnectionGoes_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("place");
        QTest::addColumn<bool>("leads");
        QTest::addRow("the same") << u"tcp://192.168.1.20:80"_s << u"tcp://192.168.1.20:80"_s << true;
        QTest::addRow("mapped") << u"tcp://[::ffff:192.168.1.20]:80"_s << u"tcp://192.168.1.20:80"_s << true;
        QTest::addRow("another scope") << u"tcp://[fe80::1%eth0]:80"_s << u"tcp://[fe80::1]:80"_s << true;
        QTest::addRow("another port") << u"tcp://192.168.1.20:80"_s << u"tcp://192.168.1.20:81"_s << false;
        QTest::addRow("another computer") << u"tcp://192.168.1.21:80"_s << u"tcp://192.168.1.20:80"_s << false;
        QTest::addRow("here, everywhere") << u"tcp://127.0.0.1:80"_s << u"tcp://0.0.0.0:80"_s << true;
        QTest::addRow("here, no address") << u"tcp://0.0.0.0:80"_s << u"tcp://127.0.0.1:80"_s << true;
        QTest::addRow("here, IPv6 everywhere") << u"tcp://[::1]:80"_s << u"tcp://[::]:80"_s << true;
        QTest::addRow("here, not by IPv6") << u"tcp://[::1]:80"_s << u"tcp://0.0.0.0:80"_s << false;
        QTest::addRow("elsewhere, everywhere") << u"tcp://203.0.113.7:80"_s << u"tcp://0.0.0.0:80"_s << false;
    }
    void knowsWhereAConnectionGoes()
    {
        QFETCH(const QString, target);
        QFETCH(const QString, place);
        QFETCH(const bool, leads);
        QCOMPARE(hostplaces::leadsTo(tcp(target), tcp(place)), leads);
    }
};

QTEST_GUILESS_MAIN(TestHostPlaces)
#include "tst_hostplaces.moc"
