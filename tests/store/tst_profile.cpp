// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/profile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

#include <unistd.h>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

constexpr QFile::Permissions Others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                                      QFile::WriteOther | QFile::ExeOther;

// Holds a profile until it is killed.
int hold(const char *directory)
{
    const auto profile = Profile::acquire(QString::fromLocal8Bit(directory));
    std::puts(profile ? "held" : "refused");
    std::fflush(stdout);
    if (profile)
        ::pause();
    return 0;
}

} // namespace

class TestProfile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_base;
    QProcess m_holder;

    void startHolder(const QString &directory)
    {
        m_holder.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, directory});
        QVERIFY(m_holder.waitForReadyRead());
        QCOMPARE(m_holder.readLine().trimmed(), QByteArray("held"));
    }

private Q_SLOTS:
    void initTestCase() { qputenv("KITH_PROFILES", m_base.path().toUtf8()); }
    void cleanup()
    {
        m_holder.kill();
        m_holder.waitForFinished();
    }

    void namesStayBelowTheDataDirectory_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("directory");
        QTest::newRow("empty") << u""_s << u"default"_s;
        QTest::newRow("white space") << u"  "_s << u"default"_s;
        QTest::newRow("plain") << u"work-2_b.c"_s << u"work-2_b.c"_s;
        QTest::newRow("Chinese") << u"工作"_s << u"工作"_s;
        QTest::newRow("beyond the basic plane") << u"\U00020000x"_s << u"\U00020000x"_s;
        QTest::newRow("space and signs") << u"a b:*?\"<>|\\n"_s << u"a_b________n"_s;
        QTest::newRow("dot") << u"."_s << u"_"_s;
        QTest::newRow("dot dot") << u".."_s << u"_."_s;
        QTest::newRow("hidden") << u".ssh"_s << u"_ssh"_s;
        QTest::newRow("control") << u"a\u0000\u0007b"_s << u"a__b"_s;
        QTest::newRow("long") << QString(500, u'x') << QString(60, u'x');
    }
    void namesStayBelowTheDataDirectory()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, directory);
        QCOMPARE(Profile::directoryFor(name), m_base.path() + u'/' + directory);
    }

    void aSlashMeansADirectory()
    {
        QCOMPARE(Profile::directoryFor(u"/tmp/a/../b/"_s), u"/tmp/b"_s);
        QCOMPARE(Profile::directoryFor(u"./here"_s), QDir::currentPath() + u"/here"_s);
    }

    void theDataDirectoryIsXdgs()
    {
        qunsetenv("KITH_PROFILES");
        const QByteArray before = qgetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_HOME", "/tmp/xdg-data");
        const QString directory = Profile::directoryFor(u"a"_s);
        qputenv("KITH_PROFILES", m_base.path().toUtf8());
        if (before.isNull())
            qunsetenv("XDG_DATA_HOME");
        else
            qputenv("XDG_DATA_HOME", before);
        QCOMPARE(directory, u"/tmp/xdg-data/kith/profiles/a"_s);
    }

    void listsTheNames()
    {
        for (const QString &name : {u"zebra"_s, u"default"_s, u"apple"_s})
            QVERIFY(Profile::acquire(Profile::directoryFor(name)));
        QCOMPARE(Profile::names(), (QStringList{u"default"_s, u"apple"_s, u"zebra"_s}));
    }

    void onlyThePersonCanLookInside()
    {
        const QString parent = m_base.filePath(u"new"_s);
        const auto profile = Profile::acquire(parent + u"/deep"_s);
        QVERIFY(profile);
        QVERIFY(!(QFile::permissions(parent) & Others));
        QVERIFY(!(QFile::permissions(profile->directory()) & Others));
        const auto files = QDir(profile->directory()).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QVERIFY(!(files.first().permissions() & Others));
        QCOMPARE(profile->databaseFile(), parent + u"/deep/history.db"_s);
        QCOMPARE(profile->settingsFile(), parent + u"/deep/settings.ini"_s);
    }

    void anOpenDirectoryIsClosedUnlessItIsShared()
    {
        const auto open =
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
        const QString ours = m_base.filePath(u"ours"_s);
        const QString shared = m_base.filePath(u"shared"_s);
        QVERIFY(QDir().mkdir(ours, open) && QDir().mkdir(shared, open) && QDir(shared).mkdir(u"theirs"_s));
        QVERIFY(Profile::acquire(ours));
        QVERIFY(Profile::acquire(shared));
        QVERIFY(!(QFile::permissions(ours) & Others));
        QVERIFY(QFile::permissions(shared) & QFile::ReadOther);
    }

    void oneAtATime()
    {
        const QString directory = m_base.filePath(u"one"_s);
        {
            const auto first = Profile::acquire(directory);
            QVERIFY(first);
            const auto second = Profile::acquire(directory);
            QVERIFY(!second);
            QCOMPARE(second.error().kind, Error::Kind::ProfileInUse);
            QCOMPARE(second.error().subject, directory);
            QVERIFY(Profile::acquire(m_base.filePath(u"other"_s)));
        }
        QVERIFY(Profile::acquire(directory));
    }

    void anotherProcessHoldsItUntilItIsKilled()
    {
        const QString directory = m_base.filePath(u"killed"_s);
        startHolder(directory);
        if (QTest::currentTestFailed())
            return;
        const auto refused = Profile::acquire(directory);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::ProfileInUse);
        ::kill(pid_t(m_holder.processId()), SIGKILL);
        QVERIFY(m_holder.waitForFinished());
        QVERIFY(QFile::exists(directory + u"/lock"_s)); // it had no chance to tidy up
        QVERIFY(Profile::acquire(directory));
    }

    void aProcessIdThatIsInUseAgainHoldsNothing()
    {
        const QString directory = m_base.filePath(u"recycled"_s);
        QByteArray content;
        {
            const auto profile = Profile::acquire(directory);
            QVERIFY(profile);
            QFile lock(directory + u"/lock"_s);
            QVERIFY(lock.open(QIODevice::ReadOnly));
            content = lock.readAll();
        }
        QFile lock(directory + u"/lock"_s); // as if it was left behind: our own name and process id
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.write(content);
        lock.close();
        QVERIFY(Profile::acquire(directory));
    }

    void whatCannotBeADirectoryIsRefused()
    {
        QFile file(m_base.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const QString &directory : {file.fileName(), file.fileName() + u"/below"_s, u"/proc/kith"_s}) {
            const auto profile = Profile::acquire(directory);
            QVERIFY(!profile);
            QCOMPARE(profile.error().kind, Error::Kind::ProfileNotWritable);
        }
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--hold") == 0)
        return hold(argv[2]);
    TestProfile test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_profile.moc"
