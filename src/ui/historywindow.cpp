// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historywindow.h"

#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "ui/historyfilters.h"
#include "ui/historypane.h"
#include "ui/historyplaces.h"
#include "ui/label.h"
#include "ui/settings.h"
#include "ui/transferbar.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFrame>
#include <QLabel>

#include <memory>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

HistoryWindow::HistoryWindow(Messenger &messenger, Settings &settings, const Theme &theme)
    : m_messenger(messenger)
    , m_settings(settings)
    , m_places(new HistoryPlaces(messenger, theme, this))
    , m_pane(new HistoryPane(messenger, theme, this))
    , m_filters(new HistoryFilters(messenger, theme, this))
    , m_transfer(new TransferBar(messenger, this))
{
    setObjectName(u"historyWindow"_s);
    setWindowTitle(tr("History"));
    setAccessibleName(tr("History"));
    setProperty("ground", u"pane"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_filters->addBelow(m_transfer);
    layOut();
    resize(1080, 560);
    setMinimumSize(760, 480);
    restoreGeometry(settings.historyGeometry());
    m_countTimer.setSingleShot(true);
    m_countTimer.setInterval(300ms);
    connect(&m_countTimer, &QTimer::timeout, this, &HistoryWindow::countAgain);
    connect(m_places, &HistoryPlaces::currentChanged, this, [this] {
        applyFilters();
        count();
    });
    connect(m_filters, &HistoryFilters::changed, this, &HistoryWindow::applyFilters);
    connect(m_pane, &HistoryPane::goToRequested, this, &HistoryWindow::goToRequested);
    connect(m_transfer, &TransferBar::imported, this, [this] {
        applyFilters();
        m_filters->refresh();
        count();
    });
    const auto countSoon = [this] {
        if (isVisible() && !m_countTimer.isActive())
            m_countTimer.start();
    };
    connect(&messenger, &Messenger::messageAdded, this, countSoon);
    connect(&messenger, &Messenger::messageRemoved, this, countSoon);
    connect(&messenger, &Messenger::conversationRemoved, this, countSoon);
    connect(&messenger, &Messenger::historyReplaced, this, countSoon);
    connect(&messenger.history(), &History::changed, this, countSoon);
}

void HistoryWindow::showFor(const ConversationId &conversation, const QString &needle)
{
    m_filters->reset();
    m_places->setCurrent(conversation);
    m_pane->setText(needle);
    applyFilters();
    count();
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    m_pane->focusField();
}

void HistoryWindow::showDay(const Place &place)
{
    if (!place.isNull())
        m_filters->setDay(QDateTime::fromMSecsSinceEpoch(place.time).date());
}

void HistoryWindow::closeEvent(QCloseEvent *event)
{
    m_settings.setHistoryGeometry(saveGeometry());
    m_pane->rest();
    m_countTimer.stop();
    QWidget::closeEvent(event);
}

void HistoryWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void HistoryWindow::layOut()
{
    auto *box = new QFrame(this);
    box->setProperty("boxed", true);
    auto *line = new QFrame(box);
    line->setProperty("edge", u"left"_s);
    line->setFixedWidth(1);
    auto *columns = new QHBoxLayout(box);
    columns->setContentsMargins(1, 1, 1, 1);
    columns->setSpacing(0);
    columns->addWidget(m_places);
    columns->addWidget(m_pane, 1);
    columns->addWidget(line);
    columns->addWidget(m_filters);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 20);
    layout->setSpacing(10);
    layout->addWidget(makeLabel(tr("History"), u"heading"_s, this));
    layout->addWidget(box, 1);
}

void HistoryWindow::applyFilters()
{
    SearchQuery query;
    if (!m_places->current().isNull())
        query.conversations = {m_places->current()};
    m_filters->apply(query);
    m_filters->setConversations(query.conversations);
    ExportRequest scope;
    scope.conversations = query.conversations;
    scope.from = query.from;
    scope.to = query.to;
    m_transfer->setScope(scope);
    m_pane->setFilters(query, m_filters->isNarrow());
}

/// What came while it was being counted is counted next: counting takes its time, and more than one at a time would
/// hold up whoever searches.
void HistoryWindow::countAgain()
{
    if (m_counts.isEmpty())
        count();
    else
        m_mustCountAgain = true;
}

void HistoryWindow::count()
{
    for (auto &earlier : m_counts) // of another place
        earlier.cancel();
    m_counts.clear();
    m_mustCountAgain = false;
    QList<ConversationId> wanted;
    if (m_places->current().isNull()) {
        for (const Conversation &conversation : m_messenger.conversations())
            wanted.append(conversation.id);
    } else {
        wanted.append(m_places->current());
    }
    auto total = std::make_shared<qint64>(0);
    auto left = std::make_shared<qsizetype>(wanted.size());
    if (wanted.isEmpty())
        m_pane->setTotal(0);
    for (const ConversationId &id : std::as_const(wanted)) {
        m_counts.append(m_messenger.history().span(id));
        whenFinished(m_counts.constLast(), this, [this, total, left](const auto &span) {
            if (span)
                *total += span->count;
            if (--*left > 0)
                return;
            m_counts.clear();
            m_pane->setTotal(*total);
            if (m_mustCountAgain)
                m_countTimer.start();
        });
    }
}

} // namespace kith
