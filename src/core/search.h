// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>

namespace kith {

/// A run of UTF-16 units in a text.
struct TextSpan {
    qsizetype start = 0;
    qsizetype length = 0;
    qsizetype end() const { return start + length; }
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

/// What a person looks for in the history. An empty text lists what the other conditions let through.
struct SearchQuery {
    enum class Who { Anybody, Me, Them };
    enum class Kind { Any, Text, Images, Files, Links };

    QString text;                        ///< By the rule of core/searchrule.h.
    QList<ConversationId> conversations; ///< Empty: all.
    Who who = Who::Anybody;
    Kind kind = Kind::Any;
    QDateTime from; ///< Not before this; invalid: open.
    QDateTime to;   ///< Before this; invalid: open.
    bool starredOnly = false;
    bool insideWords = false;  ///< The slower second look: "eren" finds "serendipity".
    qint64 beforeSequence = 0; ///< The next page: only messages with a lower sequence; 0: from the newest on.
    int limit = 50;            ///< At most MaxHits.

    static constexpr int MaxHits = 1000;

    friend bool operator==(const SearchQuery &, const SearchQuery &) = default;
};

/// A message that matches, its text cut down to what stands around the first match.
struct SearchHit {
    static constexpr qsizetype ContextCharacters = 200;

    Message message;         ///< The text is the context: at most ContextCharacters; without raw bytes.
    QList<TextSpan> matches; ///< In message.text, in order, not overlapping; those outside the context left out.
    bool cutBefore = false;  ///< The whole text begins before the context.
    bool cutAfter = false;   ///< It goes on behind it.

    friend bool operator==(const SearchHit &, const SearchHit &) = default;
};

/// Hits, newest first.
struct SearchPage {
    QList<SearchHit> hits;
    bool complete = true; ///< There is no further hit behind these.
};

} // namespace kith

Q_DECLARE_METATYPE(kith::SearchHit)
