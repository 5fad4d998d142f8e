// SPDX-License-Identifier: GPL-3.0-or-later
// What a search finds, against a scan that reads the rule in its own way. KITH_QUERIES: how many random queries.
#include "store/addressbook.h"
#include "store/database.h"
#include "store/historyfile.h"
#include "store/messagetable.h"
#include "store/searchindex.h"
#include "store/searchrun.h"
#include "store/storetest.h"
#include "support/historymaker.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using namespace kith;
using namespace kith::storetest;
using namespace Qt::StringLiterals;

namespace {

/// The rule, read once more and written down as plainly as possible. Only for the characters of the generated texts.
namespace plain {

bool isSign(uint c)
{
    return (c >= 0x3000 && c <= 0x9FFF && QChar::isLetterOrNumber(c)) || c >= 0x1F000 ||
           QChar::category(c) == QChar::Symbol_Other || QChar::category(c) == QChar::Symbol_Modifier ||
           QChar::category(c) == QChar::Symbol_Math || QChar::category(c) == QChar::Symbol_Currency;
}

bool isWord(uint c)
{
    return !isSign(c) && (QChar::isLetterOrNumber(c) || QChar::isMark(c));
}

QList<uint> fold(const QString &text)
{
    QList<uint> folded;
    const QList<uint> points = text.toUcs4();
    for (uint c : points) {
        if (c == 0xFE0F || c == 0x200D)
            continue;
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - 0x21;
        c = QChar::toLower(c);
        if (!(c == ' ' && !folded.isEmpty() && folded.last() == ' '))
            folded.append(c);
    }
    return folded;
}

bool standsAt(const QList<uint> &text, qsizetype at, const QList<uint> &part)
{
    return at + part.size() <= text.size() && std::equal(part.begin(), part.end(), text.begin() + at);
}

enum class Where { Anywhere, WordBegins, WholeWords };

bool contains(const QList<uint> &text, const QList<uint> &part, Where where, bool isOpen = false)
{
    for (qsizetype at = 0; at + part.size() <= text.size(); ++at) {
        if (!standsAt(text, at, part))
            continue;
        const bool startsInWord = at > 0 && isWord(text[at]) && isWord(text[at - 1]);
        const qsizetype end = at + part.size();
        const bool endsInWord = end < text.size() && isWord(text[end]) && isWord(text[end - 1]);
        if (where == Where::Anywhere || (where == Where::WordBegins && !startsInWord) ||
            (where == Where::WholeWords && !startsInWord && (isOpen || !endsInWord)))
            return true;
    }
    return false;
}

QList<uint> trimmed(QList<uint> text)
{
    while (!text.isEmpty() && text.first() == ' ')
        text.removeFirst();
    while (!text.isEmpty() && text.last() == ' ')
        text.removeLast();
    return text;
}

bool finds(const QString &query, bool insideWords, const QList<uint> &text)
{
    const QList<uint> asked = fold(query);
    bool isAsking = false;
    QList<uint> other; // punctuation, should there be nothing else
    for (qsizetype i = 0; i < asked.size();) {
        qsizetype end = i + 1;
        if (asked[i] == '"') {
            while (end < asked.size() && asked[end] != '"')
                ++end;
            const QList<uint> exact = trimmed(asked.mid(i + 1, end - i - 1));
            isAsking = isAsking || !exact.isEmpty();
            if (!exact.isEmpty() &&
                !contains(text, exact, insideWords ? Where::Anywhere : Where::WholeWords, end >= asked.size()))
                return false;
            i = end + 1;
            continue;
        }
        if (isSign(asked[i]) || isWord(asked[i])) {
            const bool sign = isSign(asked[i]);
            while (end < asked.size() && (sign ? isSign(asked[end]) : isWord(asked[end])))
                ++end;
            isAsking = true;
            if (!contains(text, asked.sliced(i, end - i),
                          sign || insideWords ? Where::Anywhere : Where::WordBegins))
                return false;
        }
        i = end;
    }
    if (isAsking)
        return true;
    for (qsizetype i = 0; i < asked.size(); ++i) {
        qsizetype end = i;
        while (end < asked.size() && asked[end] != ' ')
            ++end;
        if (end > i && !contains(text, asked.sliced(i, end - i), Where::Anywhere))
            return false;
        i = end;
    }
    return true;
}

} // namespace plain

struct Row {
    qint64 key;
    QString text;
    QList<uint> folded;
};

} // namespace

class TestSearch : public QObject {
    Q_OBJECT

    static constexpr int Messages = 1500;

    QTemporaryDir m_directory;
    std::unique_ptr<Database> m_database;
    std::vector<Row> m_rows; // growing
    std::mt19937 m_random{4};

    quint32 below(quint32 limit) { return quint32(m_random()) % limit; }

    static Result<SearchPage> search(Database &database, const SearchQuery &query)
    {
        SearchRun run(query);
        for (;;) {
            const auto done = run.step(database, QDeadlineTimer(10), [] { return false; });
            if (!done)
                return tl::unexpected(done.error());
            if (*done)
                return run.takePage();
        }
    }

    // Page by page to the end.
    static QList<qint64> all(Database &database, SearchQuery query)
    {
        QList<qint64> keys;
        for (;;) {
            const auto page = search(database, query);
            if (!page)
                return {-1};
            for (const SearchHit &hit : page->hits)
                keys.append(hit.message.place.sequence);
            if (page->complete)
                return keys;
            query.beforeSequence = keys.last();
        }
    }

    QString randomPiece()
    {
        static const QString Alphabet = u"的我你是火锅麒麟abehint世, ，\"。1ＡＢ👍❤?"_s;
        const QList<uint> source =
            below(4) == 0 ? Alphabet.toUcs4() : m_rows[below(quint32(m_rows.size()))].text.toUcs4();
        if (source.isEmpty())
            return u"x"_s;
        QList<uint> piece;
        const auto length = qsizetype(1 + below(6));
        if (below(4) == 0) { // not a neighbour of the last one
            for (qsizetype i = 0; i < length; ++i)
                piece.append(source[qsizetype(below(quint32(source.size())))]);
        } else {
            piece = source.mid(qsizetype(below(quint32(source.size()))), length);
        }
        QString text = QString::fromUcs4(reinterpret_cast<const char32_t *>(piece.constData()), piece.size());
        if (below(8) == 0)
            text = text.toUpper();
        if (below(8) == 0 && !text.isEmpty() && text[0] > u' ' && text[0] < u'\x7f')
            text[0] = QChar(text[0].unicode() + 0xFF01 - 0x21);
        return text;
    }

    QString randomQuery()
    {
        QString query = randomPiece();
        if (below(5) == 0)
            query = u'"' + query + (below(3) ? u"\""_s : QString());
        if (below(4) == 0)
            query += u' ' + randomPiece();
        return query;
    }

private Q_SLOTS:
    // Half of the messages are in the index; the rest is read directly.
    void initTestCase()
    {
        auto opened = openHistory(m_directory.filePath(u"history.db"_s));
        KITH_VERIFY(opened);
        m_database = std::move(*opened);
        HistoryMaker maker({Messages, 12, 5});
        KITH_VERIFY(maker.addPeople(*m_database));
        KITH_VERIFY(maker.addMessages(*m_database, Messages / 2));
        KITH_VERIFY(completeIndex(*m_database));
        KITH_VERIFY(maker.addMessages(*m_database, Messages - Messages / 2));
        QCOMPARE(*SearchIndex(*m_database).reached(), qint64(Messages / 2));
        Statement rows = m_database->statement("SELECT key, text FROM messages WHERE kind <> 1 ORDER BY key");
        while (*rows.next())
            m_rows.push_back({rows.integer(0), rows.text(1), plain::fold(rows.text(1))});
    }

    void findsWhatAPlainScanFinds()
    {
        bool isSet = false;
        const int queries = qEnvironmentVariableIntValue("KITH_QUERIES", &isSet);
        int found = 0;
        for (int i = 0; i < (isSet ? queries : 300); ++i) {
            SearchQuery query;
            query.text = randomQuery();
            query.insideWords = below(4) == 0;
            query.limit = 200;
            QList<qint64> expected;
            for (auto row = m_rows.crbegin(); row != m_rows.crend(); ++row) {
                if (plain::finds(query.text, query.insideWords, row->folded))
                    expected.append(row->key);
            }
            found += expected.isEmpty() ? 0 : 1;
            const QList<qint64> actual = all(*m_database, query);
            if (actual != expected) {
                qWarning() << "query" << i << query.text << query.insideWords << "expected" << expected.size()
                           << expected.first(qMin<qsizetype>(5, expected.size())) << "got" << actual.size()
                           << actual.first(qMin<qsizetype>(5, actual.size()));
            }
            QCOMPARE(actual, expected);
        }
        qInfo("%d of the queries found something", found);
        QVERIFY(found > (isSet ? queries : 300) / 4);
    }

    // Words that begin like what is asked for, but are not it, are most of what the short beginnings lead to.
    void looksForTheWholeWordWhereItsBeginningMisleads()
    {
        QTemporaryDir directory;
        auto opened = openHistory(directory.filePath(u"history.db"_s));
        KITH_VERIFY(opened);
        Database &database = **opened;
        const Contact contact = makeContact();
        const Conversation conversation = makeConversation(contact);
        KITH_VERIFY(AddressBook(database).save(contact));
        KITH_VERIFY(AddressBook(database).save(conversation));
        QList<qint64> rare;
        QList<qint64> common;
        for (int i = 0; i < 900; ++i) {
            const bool isRare = i < 80 || i % 9 == 0;
            const auto place = MessageTable(database).append(
                makeReceived(conversation, isRare ? u"an interpreter"_s : u"interesting, a page"_s));
            KITH_VERIFY(place);
            (isRare ? rare : common).prepend(place->sequence);
        }
        KITH_VERIFY(completeIndex(database));
        SearchQuery query;
        query.text = u"interp"_s;
        QCOMPARE(all(database, query), rare);
        query.text = u"\"an interpreter\""_s;
        QCOMPARE(all(database, query), rare);
        query.text = u"interes pag"_s;
        QCOMPARE(all(database, query), common);
        query.text = u"interp pag"_s;
        QCOMPARE(all(database, query), QList<qint64>());
    }
};

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
