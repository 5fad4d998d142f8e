// SPDX-License-Identifier: GPL-3.0-or-later
// A scripted session meets a disk that is full, or that fails, at the n-th call, for every n: nothing crashes, what
// was reported as kept is there, and all works again when the disk does. KITH_DISK_FAULTS is the step from one n to
// the next: 1 tries all of them.
#include "store/database.h"
#include "store/storetest.h"
#include "support/faultvfs.h"
#include "support/memorydirectory.h"

#include <QElapsedTimer>
#include <QHash>
#include <QLoggingCategory>
#include <QSet>
#include <QTest>

#include <memory>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;

using Fault = FaultVfs::Fault;
using Lasting = FaultVfs::Lasting;

namespace {

/// A person at work, who believes what the store reports, and remembers it.
class Session {
public:
    explicit Session(const QString &file) : m_file(file) {}

    void run()
    {
        open();
        save(m_contact);
        save(m_conversation);
        for (int i = 0; i < 6; ++i)
            append(i % 2 ? u"hello"_s : QString(9'000, u'文'));
        setStates();
        comment();
        m_conversation.draft = u"begun"_s;
        save(m_conversation);
        removeFirst();
        throwAway();
        burst(8, 120'000); // grows the log beyond its length, so that it goes into the file
        open();
        append(u"after a restart"_s);
        burst(20, 10);
    }

    /// Empty when everything works and nothing that was reported is missing, now and after a restart.
    QString problemWhenTheDiskWorks()
    {
        if (!m_isOpen && !open())
            return u"does not open: "_s + m_lastError.detail;
        // A disk that failed is used again when somebody asks, through a connection that may find what it refused.
        if (!isDone(get(m_store->tryAgain())))
            return u"does not try again: "_s + m_lastError.detail;
        if (m_firstError == Error::Kind::StoreDiskFailed)
            m_refused.clear();
        // Whatever was refused comes again, as it does from the outbox.
        if (!save(m_contact) || !save(m_conversation) || !append(u"all is well"_s) || !removeFirst())
            return u"does not work again: "_s + m_lastError.detail;
        if (const QString problem = missing(); !problem.isEmpty())
            return problem;
        for (const MessageId &id : std::as_const(m_refused)) {
            if (get(m_store->message(id)))
                return u"kept what it refused"_s;
        }
        if (!open())
            return u"does not open again: "_s + m_lastError.detail;
        if (const QString problem = missing(); !problem.isEmpty())
            return u"after a restart: "_s + problem;
        m_store.reset();
        const auto database = Database::open(m_file);
        const auto sound = database
                               ? (*database)->integer("SELECT integrity_check = 'ok' FROM pragma_integrity_check")
                               : tl::unexpected(database.error());
        return sound && *sound == 1 ? QString() : u"integrity check"_s;
    }

    qsizetype reported() const { return m_reported; }
    qsizetype refused() const { return m_refusals; }
    std::optional<Error::Kind> firstError() const { return m_firstError; }

private:
    template <typename T>
    bool isDone(const Result<T> &result)
    {
        if (result) {
            ++m_reported;
            return true;
        }
        ++m_refusals;
        m_lastError = result.error();
        if (!m_firstError)
            m_firstError = m_lastError.kind; // those after it may only be consequences
        return false;
    }
    bool open()
    {
        m_store.reset();   // first: one store, one file
        m_refused.clear(); // what a broken disk could not take back may come back with a restart
        m_store = std::make_unique<Store>(m_file);
        m_isOpen = isDone(get(m_store->open()));
        return m_isOpen;
    }
    bool save(const Contact &contact)
    {
        m_hasContact |= isDone(get(m_store->save(contact)));
        return m_hasContact;
    }
    bool save(const Conversation &conversation)
    {
        if (!isDone(get(m_store->save(conversation))))
            return false;
        m_kept = conversation;
        return true;
    }
    void note(const Message &message, bool done)
    {
        if (done)
            m_messages.insert(message.id, message.state);
        else
            m_refused.insert(message.id);
    }
    bool append(const QString &text)
    {
        const Message message = makeMessage(m_conversation, text);
        const bool done = isDone(get(m_store->append(message)));
        note(message, done);
        if (done)
            m_order.append(message.id);
        return done;
    }
    void burst(int count, int length)
    {
        QList<std::pair<Message, QFuture<Result<Place>>>> asked;
        for (int i = 0; i < count; ++i) {
            const Message message = makeReceived(m_conversation, QString(length, u'x'));
            asked.append({message, m_store->append(message)});
        }
        for (const auto &[message, future] : asked)
            note(message, isDone(get(future)));
    }
    void setStates()
    {
        const QList<MessageId> ids = m_messages.keys();
        for (const MessageId &id : ids) {
            if (isDone(get(m_store->setState(id, Message::State::Sent))))
                m_messages[id] = Message::State::Sent;
            else
                m_perhapsSent.insert(id); // a sync that failed may have come too late to prevent it
        }
    }
    void comment()
    {
        if (m_order.size() > 1 && isDone(get(m_store->setComment(m_order[1], u"a comment"_s))))
            m_commented = m_order[1];
    }
    // What is in the bin is gone for good when that was reported.
    void throwAway()
    {
        if (m_order.size() < 3)
            return;
        m_messages.remove(
            m_order[2]); // wanted: what is refused may happen all the same, where a sync failed too late
        if (isDone(get(m_store->bin({m_order[2]}))) && isDone(get(m_store->emptyBin())))
            m_removed.insert(m_order[2]);
    }
    bool removeFirst()
    {
        if (m_order.isEmpty() || m_removed.contains(m_order[0]))
            return true;
        if (!isDone(get(m_store->remove(m_order[0]))))
            return false;
        m_messages.remove(m_order[0]);
        m_removed.insert(m_order[0]);
        return true;
    }
    QString missing()
    {
        for (auto kept = m_messages.cbegin(); kept != m_messages.cend(); ++kept) {
            const auto message = get(m_store->message(kept.key()));
            if (!message)
                return u"a message is missing: "_s + message.error().detail;
            const bool isPerhaps = m_perhapsSent.contains(kept.key()) && message->state == Message::State::Sent;
            if (message->state != kept.value() && !isPerhaps)
                return u"a state is missing"_s;
            if (kept.key() == m_commented && message->comment.isEmpty())
                return u"a comment is missing"_s;
        }
        for (const MessageId &id : std::as_const(m_removed)) {
            if (get(m_store->message(id)))
                return u"a removal is missing"_s;
        }
        SearchQuery query;
        query.text = u"hello"_s;
        if (const auto found = get(m_store->search(query)); !found)
            return u"no search: "_s + found.error().detail;
        const auto overview = get(m_store->open());
        if (!overview || overview->conversations.size() != 1 || overview->contacts.size() != 1)
            return u"the overview is wrong"_s;
        return overview->conversations.first().draft == m_kept.draft ? QString() : u"the draft is missing"_s;
    }

    QString m_file;
    std::unique_ptr<Store> m_store;
    bool m_isOpen = false;
    bool m_hasContact = false;
    Contact m_contact = makeContact();
    Conversation m_conversation = makeConversation(m_contact);
    Conversation m_kept;                         // as it was reported
    QHash<MessageId, Message::State> m_messages; // reported as kept, in that state
    QSet<MessageId> m_removed;                   // reported as removed
    QSet<MessageId> m_refused;
    QSet<MessageId> m_perhapsSent; // refused
    QList<MessageId> m_order;      // the first is removed, the second commented on, the third thrown away
    MessageId m_commented;         // reported as such
    qsizetype m_reported = 0;
    qsizetype m_refusals = 0;
    Error m_lastError{};
    std::optional<Error::Kind> m_firstError;
};

} // namespace

class TestDiskFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(u"kith.*.warning=false"_s); } // thousands, as expected

    void losesNothingAndWorksAgain_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("lasting");
        QTest::addColumn<bool>("isFull"); // so it is called by its name
        const auto row = [](const char *name, Fault fault, Lasting lasting, bool isFull = false) {
            QTest::newRow(name) << int(fault) << int(lasting) << isFull;
        };
        row("the disk is full", Fault::Full, Lasting::UntilCleared, true);
        row("a write stops in the middle", Fault::ShortWrite, Lasting::UntilCleared, true);
        row("no room for the shared memory", Fault::SharedMemoryFull, Lasting::UntilCleared, true);
        row("a write fails", Fault::WriteError, Lasting::Once);
        row("every write fails", Fault::WriteError, Lasting::UntilCleared);
        row("a sync fails", Fault::SyncError, Lasting::Once);
        row("every sync fails", Fault::SyncError, Lasting::UntilCleared);
        row("a read fails", Fault::ReadError, Lasting::Once);
        row("every read fails", Fault::ReadError, Lasting::UntilCleared);
        row("no truncating", Fault::TruncateError, Lasting::UntilCleared);
        row("no opening", Fault::OpenError, Lasting::UntilCleared);
        row("no removing", Fault::RemoveError, Lasting::UntilCleared);
    }
    void losesNothingAndWorksAgain()
    {
        QFETCH(const int, fault);
        QFETCH(const int, lasting);
        QFETCH(const bool, isFull);
        FaultVfs disk;
        const int calls = callsOfASession(disk, Fault(fault));
        QVERIFY2(calls > 0, "the session never meets this fault");
        const int step = countFromEnvironment("KITH_DISK_FAULTS", 1 + calls / SessionsInTheSuite);
        qsizetype reported = 0;
        qsizetype refused = 0;
        int sessions = 0;
        int struck = 0;
        QElapsedTimer timer;
        timer.start();
        for (int nth = 1; nth <= calls; nth += step, ++sessions) {
            const QTemporaryDir directory(memoryDirectoryTemplate());
            Session session(directory.filePath(u"history.db"_s));
            disk.failAt(Fault(fault), nth, Lasting(lasting));
            session.run();
            struck += disk.hasFailed() ? 1 : 0;
            disk.clear();
            const QString problem = session.problemWhenTheDiskWorks();
            QVERIFY2(problem.isEmpty(), qPrintable(u"call %1: %2"_s.arg(nth).arg(problem)));
            if (isFull && session.firstError())
                QCOMPARE(int(*session.firstError()), int(Error::Kind::StoreFull));
            reported += session.reported();
            refused += session.refused();
        }
        qInfo("%d of %d calls failed in %d sessions: %lld steps reported, %lld refused, 0 lost, %.1f s", struck,
              calls, sessions, qlonglong(reported), qlonglong(refused), double(timer.elapsed()) / 1000);
        QVERIFY(struck >= sessions * 9 / 10); // the number of calls depends a little on how a burst is cut
    }

private:
    static constexpr int SessionsInTheSuite = 20;

    static int callsOfASession(FaultVfs &disk, Fault fault)
    {
        const QTemporaryDir directory(memoryDirectoryTemplate());
        Session session(directory.filePath(u"history.db"_s));
        disk.count(fault);
        session.run();
        return session.refused() == 0 ? disk.calls() : 0;
    }
};

QTEST_GUILESS_MAIN(TestDiskFaults)
#include "tst_diskfaults.moc"
