// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/identityfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/fsuid.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr uid_t Nobody = 65534;

QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void setContent(const QString &name, const QByteArray &content)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

QFile::Permissions modeOf(const QString &name)
{
    return QFile::permissions(name) & ~(QFile::ReadUser | QFile::WriteUser | QFile::ExeUser);
}

} // namespace

class TestIdentityFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        directory = std::make_unique<QTemporaryDir>();
        file = std::make_unique<IdentityFile>(directory->path());
        auto opened = file->open({});
        QVERIFY(opened);
        QVERIFY(opened->isNew);
        me = opened->identity.id();
    }

    void isMadeOnceAndStays()
    {
        QCOMPARE(modeOf(file->name()), OwnerOnly);
        QCOMPARE(QDir(directory->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"identity.key"_s});
        const auto again = file->open(me);
        QVERIFY(again);
        QVERIFY(!again->isNew && !again->wasOpenToOthers);
        QCOMPARE(again->identity.id(), me);
        QVERIFY(file->id().value() == me);
    }

    void isNeverMadeAnew_data()
    {
        QTest::addColumn<Error::Kind>("kind");
        QTest::addRow("missing") << Error::Kind::IdentityMissing;
        QTest::addRow("replaced") << Error::Kind::IdentityReplaced;
        QTest::addRow("truncated") << Error::Kind::IdentityDamaged;
        QTest::addRow("empty") << Error::Kind::IdentityDamaged;
        QTest::addRow("directory") << Error::Kind::IdentityNotReadable;
        QTest::addRow("dangling link") << Error::Kind::IdentityNotReadable;
    }
    void isNeverMadeAnew()
    {
        QFETCH(const Error::Kind, kind);
        const QString name = file->name();
        const QByteArray before = contentOf(name);
        const QByteArray row = QTest::currentDataTag();
        QVERIFY(QFile::remove(name));
        if (row == "replaced") {
            QTemporaryDir other;
            QVERIFY(IdentityFile(other.path()).open({}));
            QVERIFY(QFile::copy(other.filePath(u"identity.key"_s), name));
        } else if (row == "truncated") {
            setContent(name, before.first(before.size() / 2));
        } else if (row == "empty") {
            setContent(name, {});
        } else if (row == "directory") {
            QVERIFY(QDir().mkdir(name));
        } else if (row == "dangling link") {
            QVERIFY(QFile::link(u"/nonexistent/key"_s, name));
        }
        const QByteArray there = contentOf(name);
        const auto opened = file->open(me);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, kind);
        QCOMPARE(opened.error().subject, name);
        QVERIFY(sentence(opened.error()).contains(name)); // says which file, and what to do
        QCOMPARE(contentOf(name), there);
        if (row == "missing")
            QVERIFY(!QFile::exists(name));
    }

    void isNotMadeOverADamagedOneEvenIfNobodyWasKnown()
    {
        setContent(file->name(), "KITHKEY");
        const auto opened = file->open({});
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::IdentityDamaged);
        QCOMPARE(contentOf(file->name()), QByteArray("KITHKEY"));
    }

    void saysWhenItCannotBeRead()
    {
        QVERIFY(QFile::setPermissions(file->name(), QFile::Permissions()));
        QVERIFY(QFile::setPermissions(QFileInfo(file->name()).path(),
                                      OwnerOnly | QFile::ExeOwner | QFile::ExeOther)); // for whoever root becomes
        const bool isRoot = ::geteuid() == 0;                                          // who reads everything
        if (isRoot)
            ::setfsuid(Nobody);
        const auto opened = file->open(me);
        if (isRoot)
            ::setfsuid(0);
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Error::Kind::IdentityNotReadable);
    }

    void isClosedToOthersAndSaysSo()
    {
        QVERIFY(QFile::setPermissions(file->name(), OwnerOnly | QFile::ReadGroup | QFile::ReadOther));
        const auto opened = file->open(me);
        QVERIFY(opened);
        QVERIFY(opened->wasOpenToOthers);
        QCOMPARE(modeOf(file->name()), OwnerOnly);
        QVERIFY(!file->open(me)->wasOpenToOthers);
    }

    void canBeSealedLater()
    {
        const SecretBytes passphrase(QByteArrayView("correct horse"));
        {
            const auto opened = file->open(me);
            QVERIFY(opened);
            QVERIFY(file->write(opened->identity, passphrase));
        }
        QCOMPARE(modeOf(file->name()), OwnerOnly);
        QVERIFY(file->isSealed().value());
        QCOMPARE(file->open(me).error().kind, Error::Kind::PassphraseNeeded);
        const auto opened = file->open(me, passphrase);
        QVERIFY(opened);
        QCOMPARE(opened->identity.id(), me);
    }

    void isSealedAnewByWhoeverKnowsThePassphrase()
    {
        const SecretBytes none;
        const SecretBytes first(QByteArrayView("correct horse"));
        const SecretBytes second(QByteArrayView("红豆 bean"));
        QVERIFY(!file->open(me)->isSealed);
        QVERIFY(file->seal(me, none, first));
        QVERIFY(file->isSealed().value());
        const QByteArray sealed = contentOf(file->name());
        QCOMPARE(file->seal(me, none, second).error().kind, Error::Kind::PassphraseNeeded);
        QCOMPARE(file->seal(me, second, none).error().kind, Error::Kind::PassphraseWrong);
        QCOMPARE(contentOf(file->name()), sealed);

        QVERIFY(file->seal(me, first, second));
        QCOMPARE(modeOf(file->name()), OwnerOnly);
        QVERIFY(file->open(me, second)->isSealed);
        QVERIFY(file->seal(me, second, none));
        QVERIFY(!file->isSealed().value());
        QCOMPARE(file->open(me)->identity.id(), me);

        QVERIFY(QFile::remove(file->name()));
        QCOMPARE(file->seal(me, none, first).error().kind, Error::Kind::IdentityMissing);
        QVERIFY(!QFile::exists(file->name()));
    }

    void isTheOldOrTheNewOneWhereverTheProgramDies()
    {
        for (int writes = 1; writes <= 40; ++writes) {
            int line[2];
            QCOMPARE(::pipe(line), 0);
            const pid_t writer = ::fork();
            if (writer == 0) { // writes it again and again, and says each time that it begins
                const auto opened = file->open(me);
                while (opened && ::write(line[1], "w", 1) == 1)
                    static_cast<void>(file->write(opened->identity, {}));
                ::_exit(1);
            }
            ::close(line[1]);
            char said = 0;
            for (int i = 0; i < writes; ++i)
                QCOMPARE(::read(line[0], &said, 1), ssize_t(1));
            ::kill(writer, SIGKILL); // somewhere in a write
            ::waitpid(writer, nullptr, 0);
            ::close(line[0]);
            const auto opened = file->open(me);
            QVERIFY2(opened, qPrintable(opened ? QString() : sentence(opened.error())));
            QCOMPARE(opened->identity.id(), me);
        }
        QVERIFY(file->seal(me, {}, {})); // what the last one left half written is in nobody's way
        QCOMPARE(QDir(directory->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"identity.key"_s});
    }

    void keepsTheOldOneWhenTheNewOneCannotBeWritten()
    {
        const QByteArray before = contentOf(file->name());
        const auto opened = file->open(me);
        QVERIFY(opened);
        QVERIFY(QDir().mkdir(file->name() + u".part"_s)); // where the draft would go
        QVERIFY(!file->write(opened->identity, SecretBytes(QByteArrayView("p"))));
        QCOMPARE(contentOf(file->name()), before);
    }

private:
    std::unique_ptr<QTemporaryDir> directory;
    std::unique_ptr<IdentityFile> file;
    PeerId me;
};

QTEST_GUILESS_MAIN(TestIdentityFile)
#include "tst_identityfile.moc"
