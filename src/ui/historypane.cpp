// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historypane.h"

#include "core/displaytext.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "ui/historyactions.h"
#include "ui/historydelegate.h"
#include "ui/hitpresenter.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/noticebar.h"
#include "ui/phrases.h"
#include "ui/theme.h"
#include "ui/undobar.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 80ms;

/// A button that does what `action` does, with its words and its key in the tool tip.
QPushButton *makeButton(QAction *action, const QString &name)
{
    auto *button = new QPushButton;
    button->setObjectName(name);
    button->setProperty("kind", u"small"_s);
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setAccessibleName(action->text());
        button->setToolTip(
            u"%1 (%2)"_s.arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
        button->setEnabled(action->isEnabled());
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

HistoryPane::HistoryPane(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_model(messenger)
    , m_presenter(new HitPresenter(this))
    , m_notice(new NoticeBar(theme, this))
    , m_stack(new QStackedWidget(this))
    , m_list(new QListView(this))
    , m_undo(new UndoBar(this))
{
    setProperty("ground", u"pane"_s);
    m_presenter->setSourceModel(&m_model);
    m_list->setObjectName(u"historyList"_s);
    m_list->setAccessibleName(tr("Messages"));
    m_list->setModel(m_presenter);
    m_list->setItemDelegate(new HistoryDelegate(theme, this));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setMouseTracking(true);
    m_list->verticalScrollBar()->setSingleStep(HistoryDelegate::RowHeight);
    m_actions = new HistoryActions(messenger, m_model, *m_list);
    m_stack->addWidget(m_list);
    m_stack->addWidget(makeEmpty());
    m_pause.setSingleShot(true);
    m_pause.setInterval(TypingPause);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(8);
    layout->addWidget(makeField(theme));
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_undo);
    layout->addWidget(makeActions());
    // As one reads: the field, what was found, and what can be done with it.
    setTabOrder(m_edit, m_list);
    setTabOrder(m_list, m_inside);
    connectParts();
}

void HistoryPane::setFilters(const SearchQuery &filters, bool isNarrow)
{
    m_filters = filters;
    m_isNarrow = isNarrow;
    m_isInsideWords = false;
    look();
}

void HistoryPane::setText(const QString &text)
{
    m_edit->setText(text);
    m_edit->selectAll();
}

void HistoryPane::setTotal(qint64 total)
{
    m_total = total;
    showCount();
}

void HistoryPane::focusField()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void HistoryPane::rest()
{
    m_pause.stop();
    m_model.clear();
}

QString HistoryPane::text() const
{
    return m_edit->text().trimmed();
}

bool HistoryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut))
        setStyleProperty(*m_edit->parentWidget(), "focused",
                         event->type() == QEvent::FocusIn ? u"true"_s : u"false"_s);
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if ((key == Qt::Key_Down || key == Qt::Key_PageDown) && m_model.rowCount() > 0) {
        m_list->setFocus(Qt::TabFocusReason);
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_presenter->index(0, 0));
        return true;
    }
    if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
        m_edit->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QWidget *HistoryPane::makeField(const Theme &theme)
{
    auto *frame = new QFrame;
    frame->setProperty("field", u"search"_s);
    m_edit = new QLineEdit;
    m_edit->setObjectName(u"historySearchEdit"_s);
    m_edit->setProperty("kind", u"bare"_s);
    m_edit->setPlaceholderText(tr("Search messages"));
    m_edit->setAccessibleName(tr("Search messages"));
    m_edit->setToolTip(tr("Search messages (Ctrl+F)"));
    addSearchIcon(*m_edit, theme);
    m_edit->installEventFilter(this);
    m_count = makeLabel({}, u"small"_s);
    m_count->setObjectName(u"historyCountLabel"_s);
    auto *row = new QHBoxLayout(frame);
    row->setContentsMargins(2, 1, 10, 1);
    row->setSpacing(8);
    row->addWidget(m_edit, 1);
    row->addWidget(m_count);
    return frame;
}

QWidget *HistoryPane::makeActions()
{
    m_actionRow = new QWidget;
    m_selected = makeLabel({}, u"small"_s);
    m_selected->setObjectName(u"selectedLabel"_s);
    auto *row = new QHBoxLayout(m_actionRow);
    row->setContentsMargins(2, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_selected, 1);
    row->addWidget(makeButton(m_actions->star(), u"starButton"_s));
    row->addWidget(makeButton(m_actions->comment(), u"commentButton"_s));
    row->addWidget(makeButton(m_actions->copy(), u"copyButton"_s));
    row->addWidget(makeButton(m_actions->remove(), u"deleteButton"_s));
    row->addWidget(makeButton(m_actions->goTo(), u"goToButton"_s));
    m_actionRow->hide();
    return m_actionRow;
}

QWidget *HistoryPane::makeEmpty()
{
    auto *page = new QWidget;
    m_empty = makeLabel({}, u"muted"_s);
    m_empty->setObjectName(u"historyEmptyLabel"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_inside = new QPushButton(tr("Look inside words as well"));
    m_inside->setObjectName(u"lookInsideButton"_s);
    m_inside->setProperty("kind", u"small"_s);
    connect(m_inside, &QPushButton::clicked, this, [this] {
        m_isInsideWords = true;
        look();
    });
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 0, 24, 48);
    layout->setSpacing(12);
    layout->addStretch(1);
    layout->addWidget(m_empty);
    layout->addWidget(m_inside, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

void HistoryPane::connectParts()
{
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_isInsideWords = false;
        m_pause.start();
    });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        if (m_pause.isActive())
            look();
    });
    connect(&m_pause, &QTimer::timeout, this, &HistoryPane::look);
    connect(&m_model, &HistoryModel::stateChanged, this, &HistoryPane::showState);
    connect(&m_model, &HistoryModel::firstPageLoaded, m_list, &QListView::scrollToTop);
    connect(m_list, &QListView::customContextMenuRequested, this, &HistoryPane::popUpMenu);
    connect(m_list, &QListView::doubleClicked, m_actions->goTo(), &QAction::trigger);
    connect(m_actions, &HistoryActions::selectionChanged, this, &HistoryPane::showActions);
    connect(m_actions, &HistoryActions::goToRequested, this,
            [this](const Message &message) { Q_EMIT goToRequested(message, text()); });
    connect(m_actions, &HistoryActions::failed, this,
            [this](const Error &error) { m_notice->say(NoticeBar::Tone::Bad, sentence(error)); });
    connect(m_actions, &HistoryActions::removed, this, [this](qsizetype count) {
        m_undo->offer(tr("%Ln message(s) deleted.", nullptr, int(count)), History::UndoTime);
    });
    connect(m_undo, &UndoBar::undone, this, [this] { m_messenger.history().undoRemove(); });
    connect(&m_messenger.history(), &History::removedCountChanged, this, [this](int count) {
        if (count == 0)
            m_undo->hide(); // gone for good, or taken back elsewhere
    });
    const auto add = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this, nullptr, nullptr, Qt::WindowShortcut), &QShortcut::activated, this,
                action);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { focusField(); });
    add(QKeySequence::Undo, [this] { m_undo->undo(); });
}

void HistoryPane::look()
{
    m_pause.stop();
    SearchQuery query = m_filters;
    query.text = text();
    query.insideWords = m_isInsideWords;
    query.limit = HistoryModel::PageSize;
    m_model.setQuery(query);
}

void HistoryPane::showState()
{
    if (m_model.error())
        m_notice->say(NoticeBar::Tone::Bad, sentence(*m_model.error()));
    else
        m_notice->hide();
    if (m_model.rowCount() > 0) {
        m_stack->setCurrentIndex(0);
    } else if (m_model.state() == HistoryModel::State::Done || m_isInsideWords) {
        showEmpty();
        m_stack->setCurrentIndex(1);
    } // while it looks, what was shown stays
    const QScrollBar *bar = m_list->verticalScrollBar();
    if (bar->maximum() > 0 && bar->value() == bar->maximum())
        m_model.fetchMore({}); // at the end already: no scrolling will ask for it
    showCount();
}

void HistoryPane::showEmpty()
{
    const bool isLooking = m_model.state() == HistoryModel::State::Looking;
    const QString shown = displayLine(text(), 60);
    if (isLooking)
        m_empty->setText(tr("Searching inside words…"));
    else if (shown.isEmpty())
        m_empty->setText(m_isNarrow ? tr("No message fits these filters.") : tr("Nothing was said here yet."));
    else if (m_isInsideWords)
        m_empty->setText(tr("Nothing found for “%1”, inside words neither.").arg(shown));
    else
        m_empty->setText(tr("Nothing found for “%1”. Look inside words as well? That takes longer.").arg(shown));
    m_inside->setVisible(!isLooking && !shown.isEmpty() && !m_isInsideWords);
}

void HistoryPane::showCount()
{
    const QLocale locale;
    const QString total = locale.toString(m_total);
    if (m_model.state() == HistoryModel::State::Looking && m_isInsideWords)
        return m_count->setText(tr("searching…"));
    if (m_model.query().text.isEmpty() && !m_isNarrow)
        return m_count->setText(tr("%1 messages").arg(total));
    const QString found = locale.toString(m_model.rowCount()) + (m_model.isComplete() ? QString() : u"+"_s);
    m_count->setText(tr("%1 of %2 · %3").arg(found, total, phrases::took(m_model.took())));
}

void HistoryPane::showActions()
{
    const int count = m_actions->count();
    m_actionRow->setVisible(count > 0);
    m_selected->setText(m_actions->isWhole() && !m_model.isComplete() ? tr("All that were found")
                                                                      : tr("%n selected", nullptr, count));
}

void HistoryPane::popUpMenu(const QPoint &position)
{
    if (m_actions->count() == 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"historyMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(*menu);
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

} // namespace kith
