// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/failurename.h"

#include <QSet>
#include <QTest>

using namespace kith;

class TestFailureName : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasANameOfItsOwn()
    {
        QSet<QByteArray> names;
        for (int number = 0; number <= int(Error::Kind::StoreFailed); ++number) {
            const QByteArray name = failureName(Error::Kind(number));
            QVERIFY2(!name.isEmpty(), qPrintable(QString::number(number)));
            QVERIFY2(!names.contains(name), name.constData());
            names.insert(name);
            QCOMPARE(failureFromName(name), std::optional(Error::Kind(number)));
        }
    }

    // These stand in people's files: a change here loses the reasons that are kept.
    void storedNamesStay()
    {
        const QList<std::pair<Error::Kind, QByteArray>> stored = {
            {Error::Kind::EmptyText, "empty-text"},
            {Error::Kind::HostNotFound, "host-not-found"},
            {Error::Kind::ConnectionRefused, "connection-refused"},
            {Error::Kind::Unreachable, "unreachable"},
            {Error::Kind::TimedOut, "timed-out"},
            {Error::Kind::ConnectionLost, "connection-lost"},
            {Error::Kind::NotConnected, "not-connected"},
            {Error::Kind::TooManyDescriptors, "too-many-descriptors"},
            {Error::Kind::TooLongForOneMessage, "too-long-for-one-message"},
            {Error::Kind::NetworkFailed, "network-failed"},
            {Error::Kind::Interrupted, "interrupted"},
            {Error::Kind::StoreFull, "store-full"},
        };
        for (const auto &[kind, name] : stored)
            QCOMPARE(failureName(kind), name);
    }

    void unknownNamesMeanNothing()
    {
        QCOMPARE(failureFromName("moon-phase"), std::nullopt);
        QCOMPARE(failureFromName(""), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestFailureName)
#include "tst_failurename.moc"
