// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/peerid.h"
#include "core/safetynumber.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

PeerId randomPeer(QRandomGenerator &random)
{
    std::array<quint32, 8> words;
    random.fillRange(words.data(), qsizetype(words.size()));
    return PeerId::fromBytes(QByteArrayView(reinterpret_cast<const char *>(words.data()), PeerId::Bytes));
}

/// The comma-separated fields of the lines of a file that tests/data/kith1/vectors.py wrote.
QList<QByteArrayList> vectors(const char *name)
{
    QFile file(QStringLiteral(KITH_VECTORS "/") + QString::fromLatin1(name));
    QList<QByteArrayList> lines;
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd())
            lines.append(file.readLine().trimmed().split(','));
    }
    return lines;
}

int trials(const char *variable, int otherwise)
{
    const int asked = qEnvironmentVariableIntValue(variable);
    return asked > 0 ? asked : otherwise;
}

} // namespace

class TestPeerId : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheHashOfAKeyIsAnId()
    {
        QVERIFY(PeerId().isNull());
        QVERIFY(PeerId::fromBytes({}).isNull());
        QVERIFY(PeerId::fromBytes(QByteArray(32, '\0')).isNull());
        QVERIFY(PeerId::fromBytes(QByteArray(31, 'x')).isNull());
        QVERIFY(PeerId::fromBytes(QByteArray(33, 'x')).isNull());
        QVERIFY(PeerId::fromBytes(QCryptographicHash::hash({}, QCryptographicHash::Sha256)).isNull());
        const QByteArray bytes = QCryptographicHash::hash("key", QCryptographicHash::Sha256);
        QCOMPARE(PeerId::fromBytes(bytes).toBytes(), bytes);
        QVERIFY(PeerId().toString().isEmpty());
        QVERIFY(PeerId().shortForm().isEmpty());
    }

    void isOrderedByItsBytes()
    {
        const PeerId low = PeerId::fromBytes(QByteArray(31, '\x10') + '\x01');
        const PeerId high = PeerId::fromBytes(QByteArray(31, '\x10') + '\x80');
        QVERIFY(low < high);
        QVERIFY(!(high < low));
        QVERIFY(!(low < low));
    }

    void isWrittenAsTheSpecificationSays()
    {
        const auto lines = vectors("ids.txt");
        QCOMPARE(lines.size(), 50);
        for (const QByteArrayList &line : lines) {
            const PeerId id = PeerId::fromBytes(QByteArray::fromHex(line[0]));
            QCOMPARE(id.toString(), QString::fromLatin1(line[1]));
            QCOMPARE(id.toString().size(), PeerId::TextCharacters);
            QCOMPARE(*PeerId::parse(QString::fromLatin1(line[1])), id);
            QCOMPARE(id.shortForm(), QString(id.toString().remove(u'-').first(8)));
        }
    }

    void forgivesHowItWasWritten()
    {
        QRandomGenerator random(1);
        const PeerId id = randomPeer(random);
        QString spaced = id.toString();
        spaced.replace(u'-', u"  "_s);
        QCOMPARE(*PeerId::parse(spaced), id);
        QCOMPARE(*PeerId::parse(id.toString().toLower()), id);
        QCOMPARE(*PeerId::parse(id.toString().remove(u'-')), id);
        QCOMPARE(*PeerId::parse(u" \n"_s + id.toString() + u'\t'), id);
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QString();
        QTest::newRow("one group") << u"ABCDEFG"_s;
        QTest::newRow("all zero") << QString(56, u'A');
        QTest::newRow("too long") << QString(57, u'A');
        QTest::newRow("much too long") << QString(1'000'000, u' ') + QString(56, u'A') + QString(1000, u'-') +
                                              u'A';
        QTest::newRow("digits that base32 has not") << QString(56, u'1');
        QTest::newRow("other letters") << QString(56, u'\u0391');
    }
    void refusesWhatIsNone()
    {
        QFETCH(const QString, text);
        const auto id = PeerId::parse(text);
        QVERIFY(!id);
        QCOMPARE(id.error().kind, Error::Kind::BadPeerId);
        QVERIFY(id.error().subject.size() <= 14);
    }

    void findsEveryWrongCharacterAndEverySwap()
    {
        const QString alphabet = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"_s;
        QRandomGenerator random(2);
        int wrong = 0;
        int swaps = 0;
        int swapsFound = 0;
        for (int i = 0; i < trials("KITH_PEERID_TRIALS", 20); ++i) {
            const QString text = randomPeer(random).toString().remove(u'-');
            for (qsizetype at = 0; at < text.size(); ++at) {
                for (const QChar other : alphabet) {
                    QString typed = text;
                    typed[at] = other;
                    if (other == text[at])
                        continue;
                    const auto id = PeerId::parse(typed);
                    QVERIFY(!id);
                    QCOMPARE(QString(id.error().subject).remove(u'-'), typed.sliced(at / 14 * 14, 14));
                    ++wrong;
                }
                if (at + 1 == text.size() || text[at] == text[at + 1])
                    continue;
                QString typed = text;
                std::swap(typed[at], typed[at + 1]);
                ++swaps;
                swapsFound += PeerId::parse(typed) ? 0 : 1;
            }
        }
        qInfo("%d wrong characters, all found; %d of %d swaps found", wrong, swapsFound, swaps);
        QVERIFY(swaps > 0);
        QVERIFY(swapsFound * 100 >= swaps * 95);
    }

    void theSafetyNumberIsTheOneOfTheSpecification()
    {
        const auto lines = vectors("safetynumbers.txt");
        QCOMPARE(lines.size(), 50);
        for (const QByteArrayList &line : lines) {
            const PeerId one = PeerId::fromBytes(QByteArray::fromHex(line[0]));
            const PeerId other = PeerId::fromBytes(QByteArray::fromHex(line[1]));
            QCOMPARE(safetyNumber(one, other), QString::fromLatin1(line[2]));
            QCOMPARE(safetyNumber(other, one), safetyNumber(one, other));
        }
        QVERIFY(safetyNumber(PeerId(), PeerId()).isEmpty());
    }

    void anyOtherBitGivesAnotherSafetyNumber()
    {
        const int count = trials("KITH_SAFETY_TRIALS", 10'000);
        QRandomGenerator random(3);
        for (int i = 0; i < count; ++i) {
            const PeerId one = randomPeer(random);
            const PeerId other = randomPeer(random);
            QByteArray changed = one.toBytes();
            const int bit = random.bounded(256);
            changed[bit / 8] = char(changed[bit / 8] ^ (1 << bit % 8));
            QVERIFY(safetyNumber(one, other) != safetyNumber(PeerId::fromBytes(changed), other));
        }
        qInfo("%d single bits, each another number", count);
    }
};

QTEST_GUILESS_MAIN(TestPeerId)
#include "tst_peerid.moc"
