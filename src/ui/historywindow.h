// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "messenger/history.h"

#include <QFuture>
#include <QList>
#include <QTimer>
#include <QWidget>

namespace kith {

class HistoryFilters;
class HistoryPane;
class HistoryPlaces;
class Messenger;
class Settings;
class Theme;
class TransferBar;

/// Everything that was ever said: whose, in which days and of which kind, searched, starred, commented on, deleted,
/// exported and imported. A window of its own beside the main one.
class HistoryWindow final : public QWidget {
    Q_OBJECT

public:
    HistoryWindow(Messenger &messenger, Settings &settings, const Theme &theme);

    /// Comes to the front with the history of `conversation`, everybody's when null, and with what was searched for.
    void showFor(const ConversationId &conversation, const QString &needle = {});
    /// Narrows it to the day of `place`; to none when that is null.
    void showDay(const Place &place);

Q_SIGNALS:
    /// The person wants to see a message where it was said, with `needle` marked.
    void goToRequested(const kith::Message &message, const QString &needle);

protected:
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void layOut();
    void applyFilters();
    void count();
    void countAgain();

    Messenger &m_messenger;
    Settings &m_settings;
    HistoryPlaces *m_places;
    HistoryPane *m_pane;
    HistoryFilters *m_filters;
    TransferBar *m_transfer;
    QTimer m_countTimer;
    QList<QFuture<Result<History::Span>>> m_counts; ///< Under way, of the place that is shown.
    bool m_mustCountAgain = false;
};

} // namespace kith
