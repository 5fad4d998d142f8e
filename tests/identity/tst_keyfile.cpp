// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/keyfile.h"

#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

SecretBytes secret(const char *words)
{
    return SecretBytes(QByteArrayView(words));
}

} // namespace

class TestKeyFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto made = Identity::create();
        QVERIFY(made);
        identity = std::make_unique<Identity>(std::move(*made));
        const auto asItIs = KeyFile::write(*identity, {});
        const auto sealed = KeyFile::write(*identity, secret("correct horse"));
        QVERIFY(asItIs && sealed);
        bareFile = asItIs->view().toByteArray();
        sealedFile = sealed->view().toByteArray();
    }

    void givesTheKeyBack()
    {
        const auto file = KeyFile::read(bareFile);
        QVERIFY(file);
        QVERIFY(!file->isSealed());
        QCOMPARE(file->id(), identity->id());
        const auto opened = file->open({});
        QVERIFY(opened);
        QCOMPARE(opened->id(), identity->id());
    }

    void opensUnderThePassphraseOnly()
    {
        const auto file = KeyFile::read(sealedFile);
        QVERIFY(file);
        QVERIFY(file->isSealed());
        QCOMPARE(file->id(), identity->id()); // known without the passphrase
        QCOMPARE(file->open({}).error().kind, Error::Kind::PassphraseNeeded);
        QCOMPARE(file->open(secret("correct horsf")).error().kind, Error::Kind::PassphraseWrong);
        const auto opened = file->open(secret("correct horse"));
        QVERIFY(opened);
        QCOMPARE(opened->id(), identity->id());
    }

    void holdsNoKeyInTheOpenUnderAPassphrase()
    {
        const SecretBytes key = identity->privateKey();
        const QByteArray scalar = key.view().sliced(36, 32).toByteArray(); // of a P-256 key in PKCS #8
        QVERIFY(bareFile.contains(scalar));
        QVERIFY(!sealedFile.contains(scalar));
    }

    void noticesEveryCut()
    {
        for (const QByteArray &whole : {bareFile, sealedFile}) {
            for (qsizetype size = 0; size < whole.size(); ++size)
                QCOMPARE(KeyFile::read(whole.first(size)).error().kind, Error::Kind::IdentityDamaged);
            QCOMPARE(KeyFile::read(whole + '\0').error().kind, Error::Kind::IdentityDamaged);
        }
    }

    void noticesEveryFlippedBit()
    {
        for (const QByteArray &whole : {bareFile, sealedFile}) {
            for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
                QByteArray wrong = whole;
                wrong[bit / 8] = char(wrong.at(bit / 8) ^ (1 << (bit % 8)));
                const auto file = KeyFile::read(wrong);
                QVERIFY2(!file, qPrintable(QString::number(bit)));
            }
        }
    }

    void saysWhenANewerKithWroteIt()
    {
        QByteArray newer = bareFile;
        newer[7] = 2;
        QCOMPARE(KeyFile::read(newer).error().kind, Error::Kind::IdentityNewer);
    }

private:
    std::unique_ptr<Identity> identity;
    QByteArray bareFile;
    QByteArray sealedFile;
};

QTEST_GUILESS_MAIN(TestKeyFile)
#include "tst_keyfile.moc"
