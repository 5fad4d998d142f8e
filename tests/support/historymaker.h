// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>
#include <QtGlobal>

#include <random>
#include <vector>

namespace kith {

class Database;

/// A history to measure and to search: Chinese, English and both mixed, emoji, short and long, some files, links and
/// lines of the program; a few conversations hold most of it. The same seed gives the same history everywhere.
class HistoryMaker final {
public:
    struct Size {
        qint64 messages = 1'000'000;
        int conversations = 200;
        quint32 seed = 20240229;
    };
    /// Each stands in every `every`-th message.
    struct Planted {
        QString word;
        int every;
    };
    static const std::vector<Planted> &planted();

    explicit HistoryMaker(Size size);

    /// Adds the contacts and the conversations to an empty history.
    Result<void> addPeople(Database &database);
    /// Adds the next `count` messages; all of them fill three years.
    Result<void> addMessages(Database &database, qint64 count);
    /// The text of the next message.
    QString nextText();

private:
    enum class Language { Chinese, English, Mixed };

    double unit();
    quint32 below(quint32 limit);
    size_t pick(const std::vector<double> &distribution);
    QString chineseWord(std::mt19937 &random) const;
    QString englishWord(std::mt19937 &random) const;
    void addWord(QString &text, Language language);
    void plant(QString &text) const;
    Result<void> addMessage(Database &database, qint64 time);

    Size m_size;
    std::mt19937 m_random; // its numbers, unlike those of the distributions of std, are the same everywhere
    std::vector<QString> m_chinese, m_english;
    std::vector<double> m_chineseWords, m_englishWords, m_shares;
    qint64 m_count = 0;
};

/// A new file with such a history, its index complete.
Result<void> makeHistoryFile(const QString &file, HistoryMaker::Size size);
/// Brings the index up to the last message.
Result<void> completeIndex(Database &database);

} // namespace kith
