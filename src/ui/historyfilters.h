// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/search.h"

#include <QDate>
#include <QFrame>
#include <QFuture>

class QLabel;
class QPushButton;

namespace kith {

class ChoiceChips;
class DayGrid;
class Messenger;
class Theme;

/// What narrows the history: a day or a run of days in a calendar that marks those with messages, the kind, and who
/// said it.
class HistoryFilters final : public QFrame {
    Q_OBJECT

public:
    HistoryFilters(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    /// Whose days are marked; empty: everybody's.
    void setConversations(const QList<ConversationId> &conversations);
    /// Chooses one day, as a click on it does.
    void setDay(const QDate &day);
    /// Looks again which days have messages.
    void refresh() { readDays(); }
    /// Everything is let through again.
    void reset();
    /// Puts what was chosen into `query`.
    void apply(SearchQuery &query) const;
    /// Whether anything is kept back.
    bool isNarrow() const;
    /// Below the filters: what else belongs to the whole history.
    void addBelow(QWidget *widget);

Q_SIGNALS:
    void changed();

private:
    QWidget *makeMonthRow(const Theme &theme);
    void showMonth();
    void showRange();
    void chooseMonth();
    void choose(const QDate &first, const QDate &last);
    void readDays();

    Messenger &m_messenger;
    QList<ConversationId> m_conversations;
    QPushButton *m_month = nullptr;
    DayGrid *m_days;
    QLabel *m_range;
    QPushButton *m_clear;
    ChoiceChips *m_kind;
    ChoiceChips *m_who;
    QDate m_first;
    QDate m_last;
    quint64 m_generation = 0; ///< Tells the days of an earlier month from those of this.
};

} // namespace kith
