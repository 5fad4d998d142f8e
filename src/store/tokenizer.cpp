// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/tokenizer.h"

#include "core/foldedtext.h"
#include "core/searchrule.h"

#include <QString>
#include <QVarLengthArray>

#include <sqlite3.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::tokenizer {

namespace {

using Class = FoldedText::Class;
using Characters = std::u32string_view;
using Bytes = QVarLengthArray<char, 4 * LongestWord + 1>;

constexpr int TokensVersion = 2;
constexpr qsizetype PieceBytes = 16 * 1024;

// Control characters stand in no word: what has them is confused with none. The digits of a conversation become such.
constexpr char ConversationMark = '\x01';
constexpr char BeginningMark = '\x02';
constexpr char DigitZero = '\x10';
constexpr qsizetype LongestConversation = 21;

void append(Bytes &bytes, char32_t c)
{
    const auto put = [&bytes](char32_t byte) { bytes.append(char(byte)); };
    if (c < 0x80)
        return put(c);
    if (c < 0x800) {
        put(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            put(0xE0 | c >> 12);
        } else {
            put(0xF0 | c >> 18);
            put(0x80 | (c >> 12 & 0x3F));
        }
        put(0x80 | (c >> 6 & 0x3F));
    }
    put(0x80 | (c & 0x3F));
}

Bytes bytesOf(Characters characters)
{
    Bytes bytes;
    for (const char32_t c : characters)
        append(bytes, c);
    return bytes;
}

Bytes beginning(Characters characters)
{
    Bytes bytes;
    bytes.append(BeginningMark);
    for (const char32_t c : characters)
        append(bytes, c);
    return bytes;
}

size_t endOfRun(const FoldedText &text, size_t from)
{
    size_t end = from;
    while (end < text.size() && text.classAt(end) == text.classAt(from))
        ++end;
    return end;
}

/// Hands the tokens of one text to FTS5 until it says stop.
class Emitter {
public:
    using Function = int (*)(void *, int, const char *, int, int, int);

    Emitter(void *context, Function function) : m_context(context), m_function(function) {}

    int code() const { return m_code; }
    void token(const char *bytes, qsizetype size)
    {
        if (m_code == SQLITE_OK) // the places are of no use to an index that keeps none
            m_code = m_function(m_context, 0, bytes, int(size), 0, int(size));
    }
    void token(const Bytes &bytes) { token(bytes.constData(), bytes.size()); }

    void signs(Characters run)
    {
        for (size_t i = 0; i < run.size(); ++i) {
            token(bytesOf(run.substr(i, 1)));
            if (i + 1 < run.size())
                token(bytesOf(run.substr(i, 2)));
        }
    }
    void word(Characters word)
    {
        for (size_t length = 1; length <= std::min(word.size(), LongestBeginning); ++length)
            token(beginning(word.substr(0, length)));
        if (word.size() > LongestBeginning)
            token(bytesOf(word.substr(0, LongestWord)));
    }
    /// Emits what is complete in a piece of a text and returns where the next piece is to begin, which is the last run
    /// again when it may go on behind `piece`.
    qsizetype piece(const FoldedText &piece, qsizetype length, bool isLast)
    {
        for (size_t i = 0, end = 0; i < piece.size() && m_code == SQLITE_OK; i = end) {
            end = endOfRun(piece, i);
            const Class classOf = piece.classAt(i);
            const bool goesOn = end == piece.size() && !isLast;
            if (goesOn && i > 0)
                return piece.span(i, 0).start;
            const Characters run = piece.characters().substr(i, end - i);
            if (classOf == Class::Sign)
                signs(run);
            else if (classOf == Class::Word && !std::exchange(m_isInWord, false))
                word(run);
            if (goesOn && classOf == Class::Sign && run.size() > 1)
                return piece.span(end - 1, 0).start; // its pair with the next one
            m_isInWord = goesOn && classOf == Class::Word;
        }
        return length;
    }

private:
    void *m_context;
    Function m_function;
    int m_code = SQLITE_OK;
    bool m_isInWord = false; // the beginning of a word without end was emitted; what follows is no word
};

// The end of the last whole character within the first `most` bytes.
qsizetype pieceEnd(QByteArrayView text, qsizetype most)
{
    qsizetype end = std::min(text.size(), most);
    while (end < text.size() && end > most - 4 && (text[end] & 0xC0) == 0x80)
        --end;
    return end;
}

qsizetype utf8Size(QStringView text)
{
    qsizetype size = 0;
    for (const QChar c : text)
        size += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 || c.isSurrogate() ? 2 : 3;
    return size;
}

// A text of a megabyte is taken in pieces, so that it does not leave a dozen megabytes of memory behind.
void emitText(Emitter &emitter, FoldedText &folded, QByteArrayView text)
{
    while (!text.isEmpty() && emitter.code() == SQLITE_OK) {
        const qsizetype end = pieceEnd(text, PieceBytes);
        const QString piece = QString::fromUtf8(text.first(end));
        folded.assign(piece);
        const qsizetype done = emitter.piece(folded, piece.size(), end == text.size());
        // In a damaged file the bytes need not be those of the characters.
        text = text.sliced(
            done == piece.size() ? end : std::clamp<qsizetype>(utf8Size(QStringView(piece).first(done)), 1, end));
    }
}

int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *bytes, int size,
             Emitter::Function function)
{
    Emitter emitter(context, function);
    const QByteArrayView text(bytes, bytes ? size : 0);
    if (flags & FTS5_TOKENIZE_QUERY) {
        emitter.token(text.data(), text.size()); // question() made it a token already
        return emitter.code();
    }
    // A received text that pretends to be a conversation brings its own row under suspicion, no more.
    if (text.startsWith(ConversationMark))
        emitter.token(text.data(), std::min(text.size(), LongestConversation));
    emitText(emitter, *reinterpret_cast<FoldedText *>(tokenizer), text);
    return emitter.code();
}

int create(void *, const char **, int, Fts5Tokenizer **tokenizer)
{
    *tokenizer = reinterpret_cast<Fts5Tokenizer *>(new FoldedText);
    return SQLITE_OK;
}

void destroy(Fts5Tokenizer *tokenizer)
{
    delete reinterpret_cast<FoldedText *>(tokenizer);
}

/// What of a query the index can be asked.
class Questions {
public:
    explicit Questions(Asked asked) : m_asked(asked) {}

    QByteArray all() const { return m_words.join(" AND "); }

    void ask(const Bytes &token, bool isBeginning = false)
    {
        QByteArray quoted(token.constData(), token.size());
        quoted = '"' + quoted.replace('"', "\"\"") + (isBeginning ? "\"*" : "\"");
        if (m_words.size() < qsizetype(MostAsked) && !m_words.contains(quoted))
            m_words.append(quoted);
    }
    void signs(Characters run)
    {
        if (run.size() == 1)
            ask(bytesOf(run));
        for (size_t i = 0; i + 1 < run.size(); ++i)
            ask(bytesOf(run.substr(i, 2)));
    }
    void word(Characters word, bool isWhole)
    {
        if (word.size() <= LongestBeginning || (m_asked == Asked::Beginning && !isWhole))
            ask(beginning(word.substr(0, LongestBeginning)));
        else
            ask(bytesOf(word.substr(0, LongestWord)), !isWhole && word.size() < LongestWord);
    }
    void term(const SearchRule::Term &term, SearchRule::Words words)
    {
        const bool isInside = words == SearchRule::Words::Inside;
        const FoldedText text(QString::fromUcs4(term.characters.data(), qsizetype(term.characters.size())));
        for (size_t i = 0, end = 0; i < text.size(); i = end) {
            end = endOfRun(text, i);
            const Characters run = text.characters().substr(i, end - i);
            if (text.classAt(i) == Class::Sign)
                signs(run);
            else if (text.classAt(i) == Class::Word && !(isInside && i == 0))
                word(run, term.kind == SearchRule::Term::Kind::Exact &&
                              (end < text.size() || (!term.isOpen && !isInside)));
        }
    }

private:
    Asked m_asked;
    QList<QByteArray> m_words;
};

QByteArray conversationQuestion(const QList<qint64> &conversations)
{
    QByteArrayList names;
    for (const qint64 key : conversations)
        names.append('"' + conversation(key) + '"');
    return names.join(" OR ");
}

} // namespace

int version()
{
    return TokensVersion * 1'000'000 + FoldedText::version();
}

int install(sqlite3 *handle)
{
    sqlite3_stmt *statement = nullptr;
    int code = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr);
    if (code != SQLITE_OK)
        return code;
    fts5_api *api = nullptr;
    sqlite3_bind_pointer(statement, 1, static_cast<void *>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
    if (code != SQLITE_OK || !api)
        return code == SQLITE_OK ? SQLITE_ERROR : code;
    fts5_tokenizer functions{create, destroy, tokenize};
    return api->xCreateTokenizer(api, Name, nullptr, &functions, nullptr);
}

QByteArray conversation(qint64 key)
{
    QByteArray word(1, ConversationMark);
    for (const char digit : QByteArray::number(key))
        word += char(digit - '0' + DigitZero);
    return word;
}

QByteArray question(const SearchRule &rule, const QList<qint64> &conversations, Asked asked)
{
    Questions questions(asked);
    for (const SearchRule::Term &term : rule.terms())
        questions.term(term, rule.words());
    const QByteArray all = questions.all();
    if (all.isEmpty() || conversations.isEmpty() || conversations.size() > MostConversations)
        return all;
    return '(' + conversationQuestion(conversations) + ") AND " + all;
}

QByteArray linkQuestion()
{
    return "(\"http\" OR \"https\" OR \"mailto\")";
}

} // namespace kith::tokenizer
