// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "net/watch.h"

#include <QAbstractEventDispatcher>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestNetworkThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsQtsOwnDispatcher()
    {
        qputenv("QT_NO_GLIB", "");
        NetworkThread thread;
        QCOMPARE(qgetenv("QT_NO_GLIB"), QByteArray("")); // as it was
        Transport *transport = thread.adopt(direct());
        QByteArray name;
        QMetaObject::invokeMethod(
            transport,
            [&name, transport] {
                name = QAbstractEventDispatcher::instance(transport->thread())->metaObject()->className();
            },
            Qt::BlockingQueuedConnection);
        QCOMPARE(name, "QEventDispatcherUNIX");
    }

    void carriesCommandsAndSignals_data() { places(); }
    void carriesCommandsAndSignals()
    {
        QFETCH(const NetworkThread::Where, where);
        NetworkThread thread(where);
        Transport *a = thread.adopt(direct());
        Transport *b = thread.adopt(direct());
        QCOMPARE(a->thread() == QThread::currentThread(), where == NetworkThread::Where::Here);
        Watch atA(*a);
        Watch atB(*b);
        a->open();
        b->open();
        QTRY_COMPARE(atA.state, Transport::State::Open);
        QTRY_COMPARE(atB.state, Transport::State::Open);
        const MessageId id = atA.send(u"hello"_s, atB.local);
        QTRY_VERIFY(atA.is(id, Progress::Step::Sent));
        QTRY_COMPARE(atB.texts, QStringList({u"hello"_s}));
        thread.release(a);
    }

    void destroysWhatWasAdopted_data() { places(); }
    void destroysWhatWasAdopted()
    {
        QFETCH(const NetworkThread::Where, where);
        QStringList gone;
        QPointer<Transport> transport;
        {
            NetworkThread thread(where);
            QObject *known = thread.adopt(std::make_unique<QObject>());
            transport = thread.adopt(direct());
            transport->open();
            const auto note = [&gone](QObject *object, const QString &name) {
                connect(
                    object, &QObject::destroyed, object, [&gone, name] { gone.append(name); },
                    Qt::DirectConnection);
            };
            note(known, u"known"_s);
            note(transport, u"transport"_s);
            thread.release(transport); // it may use what it knows until its end
        }
        QVERIFY(!transport);
        QCOMPARE(gone, QStringList({u"transport"_s, u"known"_s}));
    }

private:
    static void places()
    {
        QTest::addColumn<NetworkThread::Where>("where");
        QTest::newRow("beside") << NetworkThread::Where::Beside;
        QTest::newRow("here") << NetworkThread::Where::Here;
    }

    static std::unique_ptr<Transport> direct()
    {
        return PlainTextTransportFactory().direct(*Endpoint::parse(u"udp://127.0.0.1:0", Endpoint::Use::Local),
                                                  {});
    }
};

QTEST_GUILESS_MAIN(TestNetworkThread)
#include "tst_networkthread.moc"
