// SPDX-License-Identifier: GPL-3.0-or-later
// A program that keeps what a person sends is killed at random instants: whatever it reported as kept is there, once,
// and the counter of the person is that of the newest message.
// KITH_KILLS sets how often; 100 unless told.
#include "store/storetest.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QHash>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

// Appends until it is killed, several at a time, and prints each id after its future ended.
class Writer : public QObject {
public:
    explicit Writer(const QString &file) : m_store(file)
    {
        const auto overview = get(m_store.open());
        if (!overview)
            ::_exit(1);
        if (!overview->conversations.isEmpty()) {
            m_conversation = overview->conversations.first();
            m_counter = overview->contacts.first().receivedCounter;
        } else {
            Contact contact = makeContact();
            contact.peer = PeerId::fromBytes(QByteArray(PeerId::Bytes, 'p'));
            m_conversation = makeConversation(contact);
            m_store.save(contact);
            m_store.save(m_conversation);
        }
        for (int i = 0; i < 8; ++i)
            appendNext();
    }

private:
    void appendNext()
    {
        // Most are short; some spill over many pages.
        const int length = QRandomGenerator::global()->bounded(20) == 0 ? 20'000 : 30;
        Message message = makeReceived(m_conversation, QString(length, u'文'));
        message.counter = ++m_counter;
        m_store.receive(message).then(this, [this, id = message.id](const Result<Store::Kept> &kept) {
            if (!kept)
                ::_exit(2);
            const QByteArray line =
                id.toString().toLatin1() + ' ' + QByteArray::number(kept->place.sequence) + '\n';
            if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) < 0)
                ::_exit(3);
            appendNext();
        });
    }

    Store m_store;
    Conversation m_conversation;
    qint64 m_counter = 0;
};

} // namespace

class TestStoreCrash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasReportedSurvivesAKill()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"history.db"_s);
        const int kills =
            qEnvironmentVariableIntValue("KITH_KILLS") > 0 ? qEnvironmentVariableIntValue("KITH_KILLS") : 100;
        QHash<MessageId, qint64> reported;
        for (int kill = 0; kill < kills; ++kill) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), {u"--append"_s, file});
            QVERIFY(writer.waitForStarted());
            QByteArray output;
            const int wanted = QRandomGenerator::global()->bounded(150) * 40; // bytes; 0: while it opens the file
            while (output.size() < wanted && writer.waitForReadyRead())
                output += writer.readAll();
            ::kill(pid_t(writer.processId()), SIGKILL);
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit); // nothing else ended it
            output += writer.readAll();
            for (const QByteArray &line : output.split('\n')) {
                const QByteArrayList parts = line.split(' ');
                if (parts.size() == 2) {
                    const auto id = MessageId::fromString(QString::fromLatin1(parts[0]));
                    QVERIFY2(!reported.contains(id), "reported twice");
                    reported.insert(id, parts[1].toLongLong());
                }
            }
        }
        QVERIFY(reported.size() > kills);
        compare(file, reported);
    }

private:
    void compare(const QString &file, const QHash<MessageId, qint64> &reported)
    {
        Store store(file);
        const auto overview = get(store.open());
        KITH_VERIFY(overview);
        QCOMPARE(overview->conversations.size(), 1);
        QSet<MessageId> seen;
        Place last = Place::first();
        qsizetype found = 0;
        for (;;) {
            const auto page = get(store.after(overview->conversations.first().id, last, 500));
            KITH_VERIFY(page);
            if (page->isEmpty())
                break;
            for (const Message &message : *page) {
                QVERIFY2(!seen.contains(message.id), "kept twice");
                seen.insert(message.id);
                QCOMPARE(message.counter, seen.size());
                QVERIFY(message.place > last);
                last = message.place;
                if (reported.contains(message.id)) {
                    QCOMPARE(message.place.sequence, reported[message.id]);
                    ++found;
                }
            }
        }
        QCOMPARE(overview->contacts.first().receivedCounter, seen.size());
        qInfo("%lld reported, %lld found, %lld kept", qlonglong(reported.size()), qlonglong(found),
              qlonglong(seen.size()));
        QCOMPARE(found, reported.size());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--append") == 0) {
        Writer writer(QString::fromLocal8Bit(argv[2]));
        return application.exec();
    }
    TestStoreCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_storecrash.moc"
