// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archivereader.h"
#include "archive/historyentry.h"

#include <QBuffer>
#include <QJsonDocument>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

namespace {

using Section = ArchiveReader::Section;

/// What a file holds, in short: C, V or M with the line for an entry, "!" with the line for damage, then how it ends.
QString outline(const QByteArray &bytes)
{
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    const auto reader = ArchiveReader::open(buffer);
    if (!reader)
        return u"foreign"_s;
    QStringList parts;
    for (qsizetype steps = 0; steps <= bytes.size() + 1; ++steps) {
        const ArchiveReader::Item item = reader->next();
        if (const auto *entry = std::get_if<ArchiveReader::Entry>(&item))
            parts += u"CVM"_s.at(int(entry->section)) + QString::number(entry->line);
        else if (const auto *damage = std::get_if<ArchiveReader::Damage>(&item))
            parts += u'!' + QString::number(damage->line);
        else if (const auto *refusal = std::get_if<ArchiveReader::Refusal>(&item))
            return (parts << u"refused "_s + QString::number(refusal->line)).join(u' ');
        else
            return (parts << (std::get<ArchiveReader::End>(item).isCut ? u"cut"_s : u"end"_s)
                          << u"v%1"_s.arg(reader->version().value_or(0)))
                .join(u' ');
    }
    return u"does not end"_s;
}

QByteArray json(const QByteArray &messages)
{
    return R"({"format": "kith-history", "version": 1, "contacts": [], "messages": [)" + messages + "]}";
}

QByteArray html(const QByteArray &body)
{
    return "<!DOCTYPE html>\n<html lang=\"en\" data-kith-history=\"1\">\n" + body + "</html>";
}

} // namespace

class TestArchiveReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheEntries_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << QByteArray() << u"foreign"_s;
        QTest::newRow("words") << QByteArray("Dear diary") << u"foreign"_s;
        QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + json("") << u"end v1"_s;
        QTest::newRow("empty") << json("") << u"end v1"_s;
        QTest::newRow("another JSON") << QByteArray("{\"a\": [1, {\"b\": \"]}\"}], \"c\": null}") << u"end v0"_s;
        QTest::newRow("another format") << QByteArray("{\"format\": \"x\", \"version\": 1}") << u"end v0"_s;
        QTest::newRow("another version")
            << QByteArray("{\"format\": \"kith-history\", \"version\": 2}") << u"end v2"_s;
        QTest::newRow("version first") << QByteArray("{\"version\": 1, \"format\": \"kith-history\"}")
                                       << u"end v1"_s;
        QTest::newRow("on one line") << json(R"({"a":1},{"a":2})") << u"M1 M1 end v1"_s;
        QTest::newRow("one a line") << json("\n{\"a\":1},\n{\"a\":2}\n") << u"M2 M3 end v1"_s;
        QTest::newRow("commas first") << json("\n{\"a\":1}\n,{\"a\":2}\n") << u"M2 M3 end v1"_s;
        QTest::newRow("indented") << json("\n  {\n    \"a\": \"}\",\n    \"b\": \"\\\"{\"\n  },\n  {\n  }\n")
                                  << u"M2 M6 end v1"_s;
        QTest::newRow("sections") << QByteArray("{\"messages\":[{}],\"contacts\":[{}],\"conversations\":[{}]}")
                                  << u"M1 C1 V1 end v0"_s;
        QTest::newRow("a lost quote") << json("\n{\"a\":\"b},\n{\"a\":2},\n{\"a\":3}\n") << u"!2 M3 M4 end v1"_s;
        QTest::newRow("a lost end") << json("\n{\"a\":1,\n{\"a\":2}\n") << u"!2 M3 end v1"_s;
        QTest::newRow("an object inside") << json("\n{\"a\":{\"b\":1}},\n{\"a\":2}\n") << u"!2 M3 end v1"_s;
        QTest::newRow("noise") << json("\nnoise\n{\"a\":2}\n") << u"!2 M3 end v1"_s;
        QTest::newRow("no list") << QByteArray("{\"messages\": 7}") << u"refused 1"_s;
        QTest::newRow("no name") << QByteArray("{\n7: 7}") << u"refused 2"_s;
        QTest::newRow("no value") << QByteArray("{\"a\":\n}") << u"refused 2"_s;
        QTest::newRow("a name without end") << "{\"" + QByteArray(5000, 'a') << u"refused 1"_s;
        QTest::newRow("deep") << "{\"a\":" + QByteArray(100'000, '[') << u"cut v0"_s;

        QTest::newRow("an empty page") << html("") << u"end v1"_s;
        QTest::newRow("another page") << QByteArray("<html><body data-x=\"1\">hello</body></html>") << u"end v0"_s;
        QTest::newRow("a page of entries") << html("<li data-kith-contact=\"{}\">\n<section "
                                                   "data-kith-conversation='{}'>\n<p data-kith-message={}>")
                                           << u"C3 V4 M5 end v1"_s;
        QTest::newRow("entries without the page")
            << QByteArray("<p>\n<p data-kith-message=\"{}\">") << u"refused 2"_s;
        QTest::newRow("in a comment")
            << html("<!-- <p data-kith-message=\"{}\"> -- > --><p data-kith-message=\"\">") << u"M3 end v1"_s;
        QTest::newRow("a comment without end") << html("<!-- ") << u"cut v1"_s;
        QTest::newRow("a lost quote in a page")
            << html("<p data-kith-message=\"{}>\n<p data-kith-message=\"{}\">") << u"!3 M4 end v1"_s;
        QTest::newRow("a tag in a value") << html("<p title=\"<p data-kith-message='{}'>\">") << u"end v1"_s;
        QTest::newRow("upper case") << html("<P DATA-KITH-MESSAGE = \"{}\">") << u"M3 end v1"_s;
        QTest::newRow("a page without end") << QByteArray("<html data-kith-history=1><p>") << u"cut v1"_s;
    }
    void findsTheEntries()
    {
        QFETCH(const QByteArray, bytes);
        QTEST(outline(bytes), "expected");
    }

    void anEntryHasALimit()
    {
        const QByteArray huge(entry::MaxEntryBytes + 1, 'x');
        QCOMPARE(outline(json("\n{\"a\":\"" + huge + "\"},\n{}\n")), u"!2 M3 end v1"_s);
        QCOMPARE(outline(html("<p data-kith-message=\"" + huge + "\">\n<p data-kith-message=\"{}\">")),
                 u"!3 M4 end v1"_s);
    }

    void entitiesAreRead()
    {
        QByteArray page =
            html("<p data-kith-message=\"&lt;&gt;&amp;&quot;&#39;&#x4f60;&apos;&amp;lt;&nosuch;&#0;& ;\">");
        QBuffer buffer(&page);
        buffer.open(QIODevice::ReadOnly);
        const auto item = ArchiveReader::open(buffer)->next();
        QCOMPARE(std::get<ArchiveReader::Entry>(item).json, QByteArray("<>&\"'你'&lt;&nosuch;&#0;& ;"));
    }

    void aTimeIsWrittenToTheMillisecond_data()
    {
        QTest::addColumn<qint64>("ms");
        for (const qint64 ms : {0LL, -1LL, 1'700'000'000'123LL, -62'135'596'800'000LL, 253'402'300'799'999LL,
                                253'402'300'800'000LL, 951'782'400'000LL, -2'208'988'800'001LL})
            QTest::addRow("%lld", ms) << qint64(ms);
    }
    void aTimeIsWrittenToTheMillisecond()
    {
        QFETCH(const qint64, ms);
        const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
        const QByteArray text = entry::timeText(time);
        if (text.startsWith('"'))
            QCOMPARE(text, '"' + time.toString(Qt::ISODateWithMs).toLatin1() + '"');
        const QByteArray contact = R"({"id": "00112233445566778899aabbccddeeff", "added": )" + text + '}';
        const auto record = entry::decodeContact(contact);
        QVERIFY(record);
        QCOMPARE(record->contact.addedAt, time);
    }

    void whatIsNotAsItMustBeIsNotRead_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *field, bool good) { QTest::newRow(field) << QByteArray(field) << good; };
        row(R"("text": "x")", true);
        row(R"("text": 5)", false);
        row(R"("text": null)", false);
        row(R"("sequence": 9007199254740992)", true);
        row(R"("sequence": 9007199254740993)", false);
        row(R"("sequence": -1)", false);
        row(R"("sequence": 1e300)", false);
        row(R"("sequence": 1.5)", false);
        row(R"("sequence": "1")", false);
        row(R"("state": "sent")", true);
        row(R"("state": "gone")", false);
        row(R"("state": 77)", true);
        row(R"("kind": 4294967296)", false);
        row(R"("sender": "00112233445566778899aabbccddeeff")", true);
        row(R"("sender": "00112233445566778899AABBCCDDEEFF")", true);
        row(R"("sender": "00112233445566778899aabbccddeefg")", false);
        row(R"("sender": "00000000000000000000000000000000")", false);
        row(R"("sender": "")", false);
        row(R"("starred": true)", true);
        row(R"("starred": 1)", false);
        row(R"("raw": "AAEC")", true);
        row(R"("raw": "<b>")", false);
        row(R"("sent": null)", true);
        row(R"("sent": "2026-11-24T21:52:34.123Z")", true);
        row(R"("sent": "2026-02-30T21:52:34.123Z")", false);
        row(R"("sent": "2026-11-24T24:52:34.123Z")", false);
        row(R"("sent": "yesterday")", false);
        row(R"("sent": 9000000000000000)", false);
        row(R"("unknown": {"to": ["this", "version"]})", true);
        QTest::newRow("a long text") << "\"text\": \"" + QByteArray(entry::MaxTextUnits, 'x') + '"' << true;
        QTest::newRow("a longer text") << "\"text\": \"" + QByteArray(entry::MaxTextUnits + 1, 'x') + '"' << false;
        QTest::newRow("a long comment")
            << "\"comment\": \"" + QByteArray(Message::MaxComment + 1, 'x') + '"' << false;
        QTest::newRow("long raw bytes")
            << "\"raw\": \"" + QByteArray(entry::MaxRawBytes + 3, 'x').toBase64() + '"' << false;
    }
    void whatIsNotAsItMustBeIsNotRead()
    {
        QFETCH(const QByteArray, field);
        const QByteArray json = R"({"id": "00112233445566778899aabbccddeeff",
            "conversation": "10112233445566778899aabbccddeeff", "received": 0, )" +
                                field + '}';
        QVERIFY(QJsonDocument::fromJson(json).isObject());
        QTEST(entry::decodeMessage(json).has_value(), "good");
    }

    void endpointsAreAddresses_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::addColumn<QString>("kept");
        QTest::newRow("an address") << QByteArray("tcp://10.0.0.1:8080") << u"tcp://10.0.0.1:8080"_s;
        QTest::newRow("spelt differently") << QByteArray(" TCP://[FE80::1]:8080") << u"tcp://[fe80::1]:8080"_s;
        QTest::newRow("of a newer version") << QByteArray("kith://abcdef") << u"kith://abcdef"_s;
        QTest::newRow("none") << QByteArray() << QString();
        QTest::newRow("no port") << QByteArray("tcp://10.0.0.1") << u"refused"_s;
        QTest::newRow("script") << QByteArray("javascript:alert(1)") << u"refused"_s;
        QTest::newRow("spaces") << QByteArray("kith://a b") << u"refused"_s;
        QTest::newRow("turned around") << QByteArray("kith://a\xE2\x80\xAE") << u"refused"_s;
        QTest::newRow("long") << "kith://" + QByteArray(2000, 'a') << u"refused"_s;
    }
    void endpointsAreAddresses()
    {
        QFETCH(const QByteArray, endpoint);
        const auto record = entry::decodeContact(
            "{\"id\": \"00112233445566778899aabbccddeeff\", \"endpoint\": \"" + endpoint + "\"}");
        QTEST(record ? record->endpoint : u"refused"_s, "kept");
    }

    void namesAreCleaned()
    {
        const auto record = entry::decodeContact(
            R"({"id": "00112233445566778899aabbccddeeff", "name": "\u202Eevil\nname\u0000", "note": "  two   words "})");
        QVERIFY(record);
        QCOMPARE(record->contact.name, u"evil name"_s);
        QCOMPARE(record->contact.note, u"two words"_s);
    }
};

QTEST_GUILESS_MAIN(TestArchiveReader)
#include "tst_archivereader.moc"
