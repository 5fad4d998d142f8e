// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the programs put into a profile only the person can read, however careless the umask that they inherit.
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

class TestPrivateFiles : public QObject {
    Q_OBJECT

private:
    /// Paths below `directory` with a mode that lets others in.
    static QStringList open(const QString &directory)
    {
        QStringList names;
        QDirIterator entries(directory, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            struct stat status {};
            const QString name = entries.next();
            if (::stat(qPrintable(name), &status) == 0 && (status.st_mode & 077) != 0)
                names += name + u' ' + QString::number(status.st_mode & 0777, 8);
        }
        return names;
    }

private Q_SLOTS:
    void onlyThePersonCanReadAProfile_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("kith") << QStringLiteral(KITH) << QStringList{u"--host"_s, u"tcp://127.0.0.1:0"_s};
        QTest::newRow("kith-cli") << QStringLiteral(KITH_CLI)
                                  << QStringList{u"host"_s, u"tcp://127.0.0.1:0"_s, u"--json"_s};
    }
    void onlyThePersonCanReadAProfile()
    {
        QFETCH(const QString, program);
        QFETCH(const QStringList, arguments);
        const QTemporaryDir directory;
        const QString profile = directory.filePath(u"parent/profile"_s);
        QProcess process;
        process.setChildProcessModifier([] { ::umask(0); });
        process.start(program, arguments + QStringList{u"--profile"_s, profile});
        QVERIFY(process.waitForStarted());
        // Its write-ahead log is there while the history is open.
        QTRY_VERIFY2(QFile::exists(profile + u"/history.db-wal"_s), process.readAllStandardError());
        QCOMPARE(open(directory.path()), QStringList());
        process.terminate();
        QTRY_COMPARE(process.state(), QProcess::NotRunning);
        QCOMPARE(open(directory.path()), QStringList());
        QVERIFY(QFile::exists(profile + u"/history.db"_s));
        QCOMPARE(QFile::exists(profile + u"/settings.ini"_s), program == QLatin1String(KITH));
    }
};

QTEST_GUILESS_MAIN(TestPrivateFiles)
#include "tst_privatefiles.moc"
