// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/search.h"

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QFuture>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>

namespace kith {

class Messenger;

/// What a look into the history found, newest first: the first page soon after the query was set, older ones as they
/// are asked for. Follows what is sent, received, starred, deleted and brought back meanwhile.
///
/// The last query counts: a new one ends the look that is under way. While it looks, the rows of the one before stay,
/// so that a list does not blink at every key.
class HistoryModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        HitRole = Qt::UserRole + 1, ///< kith::SearchHit
        MessageRole,                ///< kith::Message
        SenderRole,                 ///< QString, made harmless; empty: this person
        ConversationNameRole,       ///< QString, made harmless
        ColourKeyRole,              ///< uint of the other side
        NamedRole                   ///< bool: the person gave the other side a name
    };
    enum class State { Idle, Looking, Done, Failed };

    static constexpr int PageSize = 100;
    /// As many rows at most are looked at again when something changed behind the newest ones.
    static constexpr int RefreshedRows = 1000;

    explicit HistoryModel(Messenger &messenger, QObject *parent = nullptr);
    ~HistoryModel() override;

    /// Looks for `query` from its newest hit on; its `limit` is the size of a page.
    void setQuery(const SearchQuery &query);
    /// Loads no further page once there are so many rows; 0: no limit.
    void setMostRows(int rows) { m_mostRows = rows; }
    /// Forgets the query and its rows.
    void clear();
    /// Every message that the query lets through, also those that are not loaded, page by page; not at all when the
    /// query changes meanwhile.
    void collectAll(const std::function<void(const Result<QList<Message>> &)> &then);

    const SearchQuery &query() const { return m_query; }
    State state() const { return m_state; }
    bool isComplete() const { return m_isComplete; } ///< Whether the oldest hit is loaded.
    /// How long the first page took.
    std::chrono::nanoseconds took() const { return m_took; }
    const std::optional<Error> &error() const { return m_error; }
    QModelIndex indexOf(const MessageId &message) const;
    SearchHit hitAt(int row) const { return m_rows.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void stateChanged(); ///< State, completeness, error or the number of rows.
    void firstPageLoaded();

private:
    using Page = Result<SearchPage>;

    void look(const SearchQuery &query, const std::function<void(const Page &)> &then);
    void collectMore(const SearchQuery &query, QList<Message> found,
                     const std::function<void(const Result<QList<Message>> &)> &then);
    void fill(const SearchPage &page);
    void append(const SearchPage &page);
    void refresh();
    void merge(const SearchPage &page);
    void change(const Message &message);
    void removeGone();
    void setState(State state, const std::optional<Error> &error = std::nullopt);
    qint64 oldest() const;

    Messenger &m_messenger;
    SearchQuery m_query;
    QList<SearchHit> m_rows;
    QFuture<Page> m_pending;
    QElapsedTimer m_clock;
    std::chrono::nanoseconds m_took{0};
    State m_state = State::Idle;
    std::optional<Error> m_error;
    int m_mostRows = 0;
    bool m_isComplete = true;
    bool m_isFetching = false;
    bool m_mayHaveGaps = false; ///< Messages came back, perhaps between rows that are loaded.
    quint64 m_generation = 0;   ///< Tells an answer to an earlier query from one to this.
    QSet<MessageId> m_gone;     ///< Removed, and to be taken out of the rows together.
    QTimer m_refreshTimer;
    QTimer m_goneTimer;
};

} // namespace kith
