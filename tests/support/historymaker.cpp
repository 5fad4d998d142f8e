// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/historymaker.h"

#include "store/database.h"
#include "store/historyfile.h"
#include "store/searchindex.h"

#include <QList>
#include <QUuid>

#include <algorithm>
#include <cmath>

namespace kith {

namespace {

constexpr qint64 End = 1'790'000'000'000; // 2026-09-21, milliseconds since 1970
constexpr qint64 Extent = 3LL * 365 * 24 * 3600 * 1000;
constexpr size_t ChineseWords = 25'000;
constexpr size_t EnglishWords = 20'000;
constexpr int LongestText = 120; // in words, but for one in LongOnes
constexpr quint32 LongOnes = 2'000;
constexpr qint64 Batch = 10'000;

constexpr QStringView CommonChinese =
    u"的 我 你 是 了 在 不 有 就 我们 可以 什么 没有 今天 明天 一起 吃饭 公司 项目 文件 发送 收到 会议 时间 问题 "
    u"知道 已经"
    u" 如果 因为 所以 但是 电话 手机 电脑 网络 服务器 数据库 客户端 程序 代码 测试 好的 谢谢 不好意思 没关系 周末 "
    u"晚上"
    u" 下午 早上 地铁 图书馆 老师 同学 朋友 人工智能 消息 窗口 界面 版本 更新";
constexpr QStringView CommonEnglish =
    u"the to a i you it is and in that of for on we have ok yes no can will be this not with my at file send "
    u"server"
    u" client message tomorrow today lunch project build test release network please thanks later update window";
constexpr QStringView Syllables =
    u"ba con de er fi gra ho in ju ka lo mi nor op pre qui re sta ti un ver wa ex yo zen tion ing al";
constexpr QStringView Emoji =
    u"😀 😂 👍 ❤️ 🎉 🙏 👍🏽 😭 🤔 👨‍👩‍👧 🇨🇳 🔥";

QStringList words(QStringView list)
{
    return list.toString().split(u' ');
}

std::vector<double> zipf(size_t count, double steepness)
{
    std::vector<double> sums;
    double sum = 0;
    for (size_t i = 0; i < count; ++i)
        sums.push_back(sum += 1 / std::pow(double(i + 1), steepness));
    for (double &value : sums)
        value /= sum;
    return sums;
}

double unitOf(std::mt19937 &random)
{
    return double(random()) / 4294967296.0;
}

QByteArray idOf(char kind, qint64 number)
{
    return QByteArray(7, kind) + '\0' + QByteArray(reinterpret_cast<const char *>(&number), sizeof number);
}

} // namespace

const std::vector<HistoryMaker::Planted> &HistoryMaker::planted()
{
    static const std::vector<Planted> All = {
        {QStringLiteral("火锅"), 1000},     {QStringLiteral("麒麟"), 100'000},
        {QStringLiteral("聊天室"), 1000},   {QStringLiteral("量子纠缠"), 50'000},
        {QStringLiteral(" meeting "), 500}, {QStringLiteral(" serendipity "), 50'000},
    };
    return All;
}

HistoryMaker::HistoryMaker(Size size)
    : m_size(size)
    , m_random(size.seed)
    , m_chineseWords(zipf(ChineseWords, 1.0))
    , m_englishWords(zipf(EnglishWords, 1.0))
    , m_shares(zipf(size_t(size.conversations), 0.9))
{
    std::mt19937 random(7);
    for (const QString &word : words(CommonChinese))
        m_chinese.push_back(word);
    while (m_chinese.size() < ChineseWords)
        m_chinese.push_back(chineseWord(random));
    for (const QString &word : words(CommonEnglish))
        m_english.push_back(word);
    while (m_english.size() < EnglishWords)
        m_english.push_back(englishWord(random));
}

double HistoryMaker::unit()
{
    return unitOf(m_random);
}

quint32 HistoryMaker::below(quint32 limit)
{
    return quint32(m_random()) % limit;
}

size_t HistoryMaker::pick(const std::vector<double> &distribution)
{
    const auto found = std::lower_bound(distribution.begin(), distribution.end(), unit());
    return std::min(size_t(found - distribution.begin()), distribution.size() - 1);
}

QString HistoryMaker::chineseWord(std::mt19937 &random) const
{
    QString word;
    const int length = 2 + int(random() % 5 == 0) + int(random() % 25 == 0);
    for (int i = 0; i < length; ++i) {
        const double u = unitOf(random); // few characters are common, of some 3,000
        word += QChar(char16_t(0x4E00 + int(u * u * u * 2990) * 7));
    }
    return word;
}

QString HistoryMaker::englishWord(std::mt19937 &random) const
{
    static const QStringList Parts = words(Syllables);
    QString word;
    for (quint32 i = 0, length = 2 + quint32(random()) % 3; i < length; ++i)
        word += Parts[qsizetype(random() % quint32(Parts.size()))];
    return word;
}

void HistoryMaker::addWord(QString &text, Language language)
{
    if (language == Language::Mixed)
        language = below(2) ? Language::Chinese : Language::English;
    if (language == Language::Chinese) {
        text += m_chinese[pick(m_chineseWords)];
        if (below(7) == 0)
            text += u'，';
        return;
    }
    if (!text.isEmpty())
        text += u' ';
    QString word = m_english[pick(m_englishWords)];
    if (below(12) == 0)
        word[0] = word[0].toUpper();
    text += word;
}

void HistoryMaker::plant(QString &text) const
{
    for (const Planted &planted : planted()) {
        if (m_count % planted.every == planted.every / 2)
            text += planted.word + u'好';
    }
}

QString HistoryMaker::nextText()
{
    static const QStringList Faces = words(Emoji);
    const double kind = unit();
    const Language language = kind < 0.55 ? Language::Chinese : kind < 0.85 ? Language::English : Language::Mixed;
    int length = std::min(1 + int(-std::log(1 - unit()) * 8), LongestText);
    if (below(LongOnes) == 0)
        length *= 100;
    QString text;
    for (int i = 0; i < length; ++i)
        addWord(text, language);
    if (below(12) == 0)
        text += Faces[qsizetype(below(quint32(Faces.size())))];
    if (below(100) == 0)
        text += QStringLiteral(" https://example.org/%1").arg(m_count);
    ++m_count;
    plant(text);
    return text;
}

Result<void> HistoryMaker::addPeople(Database &database)
{
    for (int i = 1; i <= m_size.conversations; ++i) {
        const QString endpoint = QStringLiteral("tcp://10.0.%1.%2:8080").arg(i / 250).arg(i % 250 + 1);
        Statement contact =
            database.statement("INSERT INTO contacts (key, id, endpoint, origin, name, category, note, added_at)"
                               " VALUES (?1, ?2, ?3, 0, ?4, '', '', ?5)");
        contact.bind(1, i);
        contact.bindBlob(2, idOf('p', i));
        contact.bindText(3, endpoint);
        contact.bindText(4, m_chinese[size_t(i) + 60] + QString::number(i));
        contact.bind(5, End - Extent);
        if (const auto done = contact.run(); !done)
            return done;
        Statement conversation = database.statement(
            "INSERT INTO conversations (key, id, contact, endpoint, framing, charset, turns, bind_to, draft,"
            " read_up_to, read_time, pinned, muted) VALUES (?1, ?2, ?1, ?3, 0, 0, 0, '', '', ?4, ?4, 0, 0)");
        conversation.bind(1, i);
        conversation.bindBlob(2, idOf('c', i));
        conversation.bindText(3, endpoint);
        conversation.bind(4, End); // all is read
        if (const auto done = conversation.run(); !done)
            return done;
    }
    return {};
}

Result<void> HistoryMaker::addMessage(Database &database, qint64 time)
{
    const qint64 conversation = qint64(pick(m_shares)) + 1;
    const bool isMine = below(2) == 0;
    const quint32 rare = below(200);
    const int kind = rare == 0 ? 1 : rare == 1 ? 2 : rare == 2 ? 3 : 0;
    QString text = nextText();
    if (kind == 1)
        text.clear();
    else if (kind != 0)
        text = m_english[pick(m_englishWords)] + u'_' + m_chinese[pick(m_chineseWords)] +
               (kind == 2 ? QStringLiteral(".pdf") : QStringLiteral(".jpg"));
    Statement statement =
        database.statement("INSERT INTO messages (id, conversation, sender, sent_at, received_at, counter, via, "
                           "protection, kind, event,"
                           " charset, malformed, bytes, pieces, state, text, placed, starred)"
                           " VALUES (?1, ?2, ?3, ?4, ?4, 0, 1, 0, ?5, ?6, 0, 0, ?7, 1, ?8, ?9, ?4, ?10)");
    const QByteArray utf8 = text.toUtf8();
    statement.bindBlob(1, idOf('m', m_count + (qint64(m_size.seed) << 32)));
    statement.bind(2, conversation);
    if (isMine && kind != 1)
        statement.bindNull(3);
    else
        statement.bind(3, conversation);
    statement.bind(4, time);
    statement.bind(5, kind);
    statement.bind(6, kind == 1 ? 1 : 0);
    statement.bind(7, utf8.size());
    statement.bind(8, isMine && kind != 1 ? 3 : 0);
    statement.bindText(9, utf8);
    statement.bind(10, below(1000) == 0 ? 1 : 0);
    return statement.run();
}

Result<void> HistoryMaker::addMessages(Database &database, qint64 count)
{
    for (const qint64 end = m_count + count; m_count < end;) {
        auto done = database.execute("BEGIN IMMEDIATE");
        for (const qint64 pause = std::min(m_count + Batch, end); done && m_count < pause;)
            done = addMessage(database, End - Extent + Extent / m_size.messages * m_count + below(1000));
        if (done)
            done = database.execute("COMMIT");
        if (!done)
            return done;
    }
    return {};
}

Result<void> completeIndex(Database &database)
{
    for (;;) {
        if (const auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
            return begun;
        const auto isMore = SearchIndex(database).advance(QDeadlineTimer(100));
        if (!isMore)
            return tl::unexpected(isMore.error());
        if (const auto done = database.execute("COMMIT"); !done || !*isMore)
            return done;
    }
}

Result<void> makeHistoryFile(const QString &file, HistoryMaker::Size size)
{
    HistoryMaker maker(size);
    return openHistory(file).and_then([&](std::unique_ptr<Database> &&database) {
        return database->execute("PRAGMA synchronous = OFF")
            .and_then([&] { return maker.addPeople(*database); })
            .and_then([&] { return maker.addMessages(*database, size.messages); })
            .and_then([&] { return completeIndex(*database); });
    });
}

} // namespace kith
