// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindHasASentence()
    {
        for (int kind = 0; kind <= int(Error::Kind::Cancelled); ++kind) {
            const QString text = sentence(Error{Error::Kind(kind), u"tcp://10.0.0.1:8080"_s, u"why"_s});
            QVERIFY2(text.endsWith(u'.') || text.endsWith(u"why"), qPrintable(u"%1: %2"_s.arg(kind).arg(text)));
        }
    }
    void namesThePort()
    {
        QCOMPARE(sentence(Error{Error::Kind::PortInUse, u"tcp://[::1]:8080"_s, {}}),
                 u"Port 8080 is already in use. Choose another port, or close the program that uses it."_s);
    }
};

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
