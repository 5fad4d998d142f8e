// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged and forged database files go through opening, paging and writing: each answers with a value or an error,
// in time. KITH_MUTANTS sets how many, KITH_MUTANT_SEED where they begin; a crash leaves its file in the directory.
#include "store/database.h"
#include "store/storetest.h"
#include "support/memorydirectory.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <csignal>
#include <memory>
#include <random>

#include <unistd.h>

using namespace kith;
using namespace kith::storetest;
using namespace kith::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 PageBytes = 4096;
constexpr qint64 HeaderBytes = 100;

/// The files of one history.
struct Files {
    QByteArray database;
    QByteArray log;
};

/// A history that has something in each of its tables.
class Sample {
public:
    explicit Sample(const QString &file) : m_file(file), m_store(file)
    {
        get(m_store.open()).value();
        for (int port = 1; port <= 3; ++port) {
            Contact contact = makeContact(port);
            contact.name = u"contact %1 联系人"_s.arg(port);
            if (port == 3) {
                contact.peer = contact.changedTo = PeerId::fromBytes(QByteArray(PeerId::Bytes, 'p'));
                contact.nickname = u"王"_s;
                contact.trust = Contact::Trust::Changed;
                m_store.setSelf(PeerId::fromBytes(QByteArray(PeerId::Bytes, 's')));
            }
            m_store.save(contact);
            const Conversation conversation = m_conversation = makeConversation(contact);
            m_store.save(conversation);
            QList<MessageId> ids;
            for (int i = 0; i < 60; ++i)
                ids.append(append(conversation, i));
            for (int i = 0; i < 60 && port == 1; i += 9) // empties the log
                m_store.remove(ids[i]);
            m_store.bin({ids[1], ids[2]});
        }
        get(m_store.overview()).value(); // all is done
    }

    /// Writes something that stands in the log alone.
    void writeMore()
    {
        for (int i = 0; i < 40; ++i)
            append(m_conversation, i);
        get(m_store.overview()).value(); // all is done
    }

    /// Waits for the index of the search, which follows behind.
    bool isIndexed() const
    {
        return QTest::qWaitFor(
            [this] {
                const auto database = Database::open(m_file);
                return database &&
                       (*database)->integer("SELECT reached >= (SELECT max(key) FROM messages) AND wiping = 0"
                                            " FROM search_state") == 1;
            },
            20'000);
    }

    /// As they are while the program runs: much of the history stands in the log.
    Files running() const { return {content(m_file), content(m_file + u"-wal"_s)}; }

    static QByteArray content(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    MessageId append(const Conversation &conversation, int number)
    {
        // Some have pages of their own.
        const QString text =
            number % 20 == 0 ? QString(6'000, u'文') : u"message %1 消息 \U0001F600"_s.arg(number);
        Message message = number % 2 ? makeMessage(conversation, text) : makeReceived(conversation, text);
        message.comment = number % 6 == 0 ? u"a comment"_s : QString();
        message.starred = number % 3 == 0;
        message.counter = number;
        if (message.isMine() && number % 3 == 0)
            message.state = Message::State::Delivered;
        message.replyTo = number % 4 == 0 ? m_last : MessageId();
        m_last = message.id;
        message.raw = number % 5 == 0 ? QByteArray(300, '\xc4') : QByteArray();
        m_store.append(message);
        return message.id;
    }

    QString m_file;
    Store m_store;
    Conversation m_conversation; // the last one
    MessageId m_last;
};

/// Makes the checksums of a write-ahead log right, so that what was damaged is read
/// (https://www.sqlite.org/fileformat.html, 4.1 and 4.2).
void seal(QByteArray &log)
{
    constexpr qint64 LogHeader = 32;
    constexpr qint64 FrameHeader = 24;
    quint32 sums[2] = {};
    const auto add = [&](qint64 start, qint64 count) {
        for (qint64 at = start; at < start + count; at += 8) {
            sums[0] += qFromLittleEndian<quint32>(log.constData() + at) + sums[1];
            sums[1] += qFromLittleEndian<quint32>(log.constData() + at + 4) + sums[0];
        }
    };
    const auto store = [&](qint64 at) {
        qToBigEndian(sums[0], log.data() + at);
        qToBigEndian(sums[1], log.data() + at + 4);
    };
    if (log.size() < LogHeader)
        return;
    add(0, 24);
    store(24);
    for (qint64 frame = LogHeader; frame + FrameHeader + PageBytes <= log.size();
         frame += FrameHeader + PageBytes) {
        std::memcpy(log.data() + frame + 8, log.constData() + 16, 8); // the salts of this log
        add(frame, 8);
        add(frame + FrameHeader, PageBytes);
        store(frame + 16);
    }
}

/// Damages files by chance.
class Mutator {
public:
    enum class Kind {
        Bits,       ///< Some bits anywhere.
        ZeroPages,  ///< Pages that hold nothing.
        Truncation, ///< The end is missing.
        SwapPages,  ///< Pages that stand in each other's place, or twice.
        Header,     ///< The header of the file.
        PageHeads,  ///< The heads of pages, with the places of their cells.
        Schema,     ///< The page that says what tables there are.
        Blocks,     ///< Runs of random bytes.
        Growth,     ///< Something after the end.
        LogBits,    ///< Some bits of the write-ahead log.
        LogPart,    ///< A part of the log.
        ForeignLog, ///< The log of another history.
        Last = ForeignLog
    };

    Mutator(Files files, quint32 seed) : m_files(std::move(files)), m_random(seed) {}

    Files mutate(Kind kind, const Files &closed, const Files &other)
    {
        const bool isOfLog = kind >= Kind::LogBits;
        // Damage to the pages is met with a log beside them, and without one.
        if (!isOfLog && below(2) == 0)
            m_files = closed;
        QByteArray &database = m_files.database;
        switch (kind) {
        case Kind::Bits:
            flip(database, 0, database.size(), 1 + below(64));
            break;
        case Kind::ZeroPages:
            for (qint64 count = 1 + below(4); count > 0; --count)
                std::memset(page(below(pages())), 0, PageBytes);
            break;
        case Kind::Truncation:
            database.truncate(below(2) ? below(pages()) * PageBytes : below(database.size()));
            break;
        case Kind::SwapPages:
            swapPages();
            break;
        case Kind::Header:
            flip(database, 0, HeaderBytes, 1 + below(8));
            break;
        case Kind::PageHeads:
            for (qint64 count = 1 + below(8); count > 0; --count) {
                const qint64 start = below(pages()) * PageBytes;
                flip(database, start + (start == 0 ? HeaderBytes : 0), 64, 1 + below(3));
            }
            break;
        case Kind::Schema:
            flip(database, HeaderBytes, PageBytes - HeaderBytes, 1 + below(16));
            break;
        case Kind::Blocks:
            scribble(database);
            break;
        case Kind::Growth:
            database.append(QByteArray(1 + below(3 * PageBytes), char(below(256))));
            break;
        case Kind::LogBits:
            flip(m_files.log, 0, m_files.log.size(), 1 + below(32));
            if (below(2))
                seal(m_files.log);
            break;
        case Kind::LogPart:
            m_files.log.truncate(below(2) ? below(m_files.log.size()) : 0);
            if (below(2))
                scribble(m_files.log);
            break;
        case Kind::ForeignLog:
            m_files = below(2) ? Files{closed.database, other.log} : Files{other.database, m_files.log};
            break;
        }
        return m_files;
    }

private:
    qint64 below(qint64 bound)
    {
        return bound > 0 ? std::uniform_int_distribution<qint64>(0, bound - 1)(m_random) : 0;
    }
    qint64 pages() const { return m_files.database.size() / PageBytes; }
    char *page(qint64 number) { return m_files.database.data() + number * PageBytes; }

    void flip(QByteArray &bytes, qint64 start, qint64 count, qint64 times)
    {
        for (; times > 0; --times) {
            char &byte = bytes.data()[start + below(count)];
            // A bit, or a value that means something in most places.
            constexpr char Telling[] = {0, 1, 2, 5, 10, 13, 127, char(128), char(255)};
            byte = below(2) ? char(byte ^ (1 << below(8))) : Telling[below(std::size(Telling))];
        }
    }
    void scribble(QByteArray &bytes)
    {
        const qint64 start = below(bytes.size());
        const qint64 end = std::min<qint64>(start + 1 + below(600), bytes.size());
        std::generate(bytes.data() + start, bytes.data() + end, [&] { return char(m_random()); });
    }
    void swapPages()
    {
        const qint64 one = below(pages());
        const qint64 another = below(pages());
        const QByteArray kept(page(one), PageBytes);
        std::memmove(page(one), page(another), PageBytes);
        if (below(2))
            std::memcpy(page(another), kept.constData(), PageBytes);
    }

    Files m_files;
    std::mt19937 m_random;
};

/// What is done with a history, whatever the file says.
class Visit {
public:
    /// Whether the file was taken for a history.
    bool make(const QString &file)
    {
        Store store(file);
        const auto overview = get(store.open());
        if (!overview)
            return false;
        search(store);
        for (const Conversation &conversation : overview->conversations)
            visit(store, conversation);
        if (!overview->contacts.isEmpty())
            get(store.remove(overview->contacts.last().id));
        return true;
    }

private:
    static constexpr int MostPages = 50; // rows that point at each other have no last page

    void visit(Store &store, const Conversation &conversation)
    {
        const auto newest = get(store.latest(conversation.id, 20));
        auto page = newest;
        for (int i = 0; i < MostPages && page && !page->isEmpty(); ++i)
            page = get(store.before(conversation.id, page->first().place, 20));
        page = get(store.after(conversation.id, Place::first(), 20));
        for (int i = 0; i < MostPages && page && !page->isEmpty(); ++i)
            page = get(store.after(conversation.id, page->last().place, 20));
        get(store.queued(conversation.id));
        get(store.outbox(conversation.id, 5, 20));
        get(store.markReadByPeer(conversation.id, 20));
        get(store.span(conversation.id));
        get(store.rank(conversation.id, Place::last()));
        get(store.around(conversation.id, get(store.placeAt(conversation.id, 7)).value_or(Place()), 20));
        get(store.firstFrom(conversation.id, instant()));
        get(store.days({conversation.id}, instant().date().addDays(-30), instant().date()));
        get(store.append(makeReceived(conversation, u"new"_s)));
        Message received = makeReceived(conversation, u"over a link"_s);
        received.counter = 100;
        get(store.receive(received));
        get(store.receive(received));
        get(store.setSelf(PeerId::fromBytes(QByteArray(PeerId::Bytes, 't'))));
        if (newest && !newest->isEmpty())
            change(store, newest->last().id, newest->first().id);
        Conversation changed = conversation;
        changed.draft = u"begun"_s;
        get(store.save(changed));
    }
    void search(Store &store)
    {
        SearchQuery query;
        get(store.search(query)); // everything
        query.text = u"消息"_s;
        get(store.search(query));
        query.text = u"essag"_s;
        query.insideWords = true;
        get(store.search(query));
    }
    void change(Store &store, const MessageId &one, const MessageId &other)
    {
        get(store.message(one));
        get(store.setState(one, Message::State::Sent));
        get(store.setDecoding(one, u"repaired"_s, {}, Charset::Utf8, false));
        get(store.setStarred({one, other}, true));
        get(store.setComment(one, u"a comment"_s));
        get(store.bin({one, other}));
        get(store.restoreFromBin({one}));
        get(store.emptyBin());
        get(store.remove(one));
    }
};

volatile std::sig_atomic_t currentSeed = 0;

void tooLong(int)
{
    char line[64];
    const int length = std::snprintf(line, sizeof line, "mutant %d takes too long\n", int(currentSeed));
    if (::write(STDERR_FILENO, line, size_t(length)) >= 0)
        std::abort();
}

} // namespace

class TestMutants : public QObject {
    Q_OBJECT

private:
    static constexpr unsigned LongestSeconds = 20; // of one mutant, on a slow computer, with sanitizers
    Files m_running;                               // while the program ran
    Files m_closed;                                // after it
    Files m_other;                                 // another history, while the program ran

private Q_SLOTS:
    void initTestCase()
    {
        const QTemporaryDir directory(memoryDirectoryTemplate());
        const QString file = directory.filePath(u"history.db"_s);
        const auto makeSample = [](const QString &name) {
            Sample sample(name);
            const bool isIndexed = sample.isIndexed();
            sample.writeMore();
            return isIndexed ? sample.running() : Files();
        };
        m_other = makeSample(directory.filePath(u"other.db"_s));
        m_running = makeSample(file);
        m_closed = {Sample::content(file), {}};
        QVERIFY(!m_closed.database.isEmpty() && !m_running.log.isEmpty() && !m_other.log.isEmpty());
        QLoggingCategory::setFilterRules(u"kith.*.warning=false"_s); // damage is what it is about
        std::signal(SIGALRM, tooLong);
    }

    void answersWithAValueOrAnError_data()
    {
        QTest::addColumn<int>("kind");
        constexpr const char *Names[] = {"bits",        "zeroed pages",    "truncated",       "swapped pages",
                                         "file header", "page heads",      "schema",          "blocks",
                                         "grown",       "bits of the log", "part of the log", "another's log"};
        static_assert(std::size(Names) == size_t(Mutator::Kind::Last) + 1);
        for (size_t kind = 0; kind < std::size(Names); ++kind)
            QTest::newRow(Names[kind]) << int(kind);
    }
    void answersWithAValueOrAnError()
    {
        QFETCH(const int, kind);
        constexpr int Kinds = int(Mutator::Kind::Last) + 1;
        const int count = 1 + countFromEnvironment("KITH_MUTANTS", 200) / Kinds;
        const int firstSeed = kind * 1'000'000 + qEnvironmentVariableIntValue("KITH_MUTANT_SEED");
        const QTemporaryDir directory(memoryDirectoryTemplate());
        qint64 slowest = 0;
        int opened = 0;
        QElapsedTimer all;
        all.start();
        for (int seed = firstSeed; seed < firstSeed + count; ++seed) {
            currentSeed = seed;
            const QString file = directory.filePath(u"mutant-%1.db"_s.arg(seed));
            write(file, Mutator(m_running, quint32(seed)).mutate(Mutator::Kind(kind), m_closed, m_other));
            QElapsedTimer one;
            one.start();
            ::alarm(LongestSeconds);
            opened += Visit().make(file) ? 1 : 0;
            ::alarm(0);
            slowest = std::max(slowest, one.elapsed());
            const QDir here(directory.path());
            for (const QString &name : here.entryList({QFileInfo(file).fileName() + u'*'}, QDir::Files))
                QFile::remove(here.filePath(name)); // also what was set aside
        }
        qInfo("%d mutants, %d opened, the slowest took %lld ms, all %.1f s", count, opened, qlonglong(slowest),
              double(all.elapsed()) / 1000);
    }

private:
    static void write(const QString &file, const Files &files)
    {
        const std::pair<QString, QByteArray> contents[] = {{file, files.database}, {file + u"-wal"_s, files.log}};
        for (const auto &[name, content] : contents) {
            QFile target(name);
            QVERIFY(content.isNull() ||
                    (target.open(QIODevice::WriteOnly) && target.write(content) == content.size()));
        }
    }
};

QTEST_GUILESS_MAIN(TestMutants)
#include "tst_mutants.moc"
