// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historyactions.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "models/historymodel.h"
#include "ui/commentdialog.h"
#include "ui/phrases.h"
#include "ui/question.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPointer>

#include <algorithm>
#include <memory>

namespace kith {

using namespace Qt::StringLiterals;

HistoryActions::HistoryActions(Messenger &messenger, HistoryModel &model, QListView &view)
    : QObject(&view)
    , m_messenger(messenger)
    , m_model(model)
    , m_view(view)
    , m_star(add(u"starAction"_s, tr("Star"), QKeySequence(Qt::CTRL | Qt::Key_D)))
    , m_comment(add(u"commentAction"_s, tr("Comment…"), QKeySequence(Qt::Key_F2)))
    , m_copy(add(u"copyAction"_s, tr("Copy"), QKeySequence::Copy))
    , m_goTo(add(u"goToAction"_s, tr("Go to message"), QKeySequence(Qt::Key_Return)))
    , m_remove(add(u"deleteAction"_s, tr("Delete"), QKeySequence::Delete))
    , m_selectAll(add(u"selectAllAction"_s, tr("Select all"), QKeySequence::SelectAll))
{
    connect(m_star, &QAction::triggered, this, &HistoryActions::starChosen);
    connect(m_comment, &QAction::triggered, this, &HistoryActions::commentChosen);
    connect(m_copy, &QAction::triggered, this, &HistoryActions::copyChosen);
    connect(m_goTo, &QAction::triggered, this, [this] {
        if (const QList<Message> chosen = selected(); chosen.size() == 1)
            Q_EMIT goToRequested(chosen.first());
    });
    connect(m_remove, &QAction::triggered, this, &HistoryActions::removeChosen);
    connect(m_selectAll, &QAction::triggered, this, &HistoryActions::selectEverything);
    m_updateTimer.setSingleShot(true);
    m_updateTimer.setInterval(0);
    connect(&m_updateTimer, &QTimer::timeout, this, &HistoryActions::update);
    connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_isSelectingAll)
            m_isWhole = false;
        update();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        m_isWhole = false;
        update();
    });
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isWhole)
            selectEverything();
    });
    connect(&model, &QAbstractItemModel::dataChanged, this, &HistoryActions::updateSoon);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &HistoryActions::updateSoon);
    update();
}

void HistoryActions::fillMenu(QMenu &menu)
{
    menu.addAction(m_goTo);
    menu.addSeparator();
    menu.addActions({m_star, m_comment, m_copy, m_remove});
    menu.addSeparator();
    menu.addAction(m_selectAll);
}

int HistoryActions::count() const
{
    return int(m_view.selectionModel()->selectedIndexes().size());
}

QAction *HistoryActions::add(const QString &name, const QString &text, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_view.addAction(action);
    return action;
}

void HistoryActions::update()
{
    const QList<Message> chosen = selected();
    const bool isAny = !chosen.isEmpty();
    const bool isOne = chosen.size() == 1 && !m_isWhole;
    m_star->setEnabled(isAny);
    m_star->setText(isAny && std::all_of(chosen.begin(), chosen.end(), [](const Message &m) { return m.starred; })
                        ? tr("Remove star")
                        : tr("Star"));
    m_comment->setEnabled(isOne);
    m_copy->setEnabled(isAny);
    m_goTo->setEnabled(isOne);
    m_remove->setEnabled(isAny);
    m_selectAll->setEnabled(m_model.rowCount() > 0);
    Q_EMIT selectionChanged();
}

void HistoryActions::updateSoon()
{
    m_updateTimer.start();
}

void HistoryActions::selectEverything()
{
    m_isSelectingAll = true;
    m_isWhole = true;
    m_view.selectAll();
    m_isSelectingAll = false;
    update();
}

void HistoryActions::starChosen()
{
    const QList<Message> shown = selected();
    const bool stars = std::any_of(shown.begin(), shown.end(), [](const Message &m) { return !m.starred; });
    withChosen([this, stars](const QList<Message> &chosen) {
        QList<MessageId> ids;
        for (const Message &message : chosen)
            ids.append(message.id);
        m_messenger.history().setStarred(ids, stars);
    });
}

void HistoryActions::commentChosen()
{
    const QList<Message> chosen = selected();
    if (chosen.size() == 1)
        CommentDialog::ask(m_messenger, chosen.first(), m_view.window());
}

void HistoryActions::copyChosen()
{
    const QList<Message> chosen = selected();
    const auto count = qMin<qsizetype>(chosen.size(), MaxCopied);
    // The rows hold excerpts: the texts are read, the oldest message first, as one reads.
    auto texts = std::make_shared<QStringList>(count);
    auto left = std::make_shared<qsizetype>(count);
    for (qsizetype i = 0; i < count; ++i) {
        const Message &message = chosen.at(count - 1 - i);
        const auto contact = m_messenger.contact(message.sender);
        const QString head = u"%1 %2\n"_s.arg(contact ? displayName(contact->displayName()) : tr("Me"),
                                              phrases::stamp(message.receivedAt));
        whenFinished(m_messenger.history().message(message.id), this, [=](const Result<Message> &whole) {
            const QString text = whole ? whole->text : QString();
            texts->replace(i, count == 1 ? text : head + text);
            if (--*left == 0)
                QGuiApplication::clipboard()->setText(texts->join(u'\n'));
        });
    }
}

void HistoryActions::removeChosen()
{
    const bool asks = m_isWhole;
    withChosen([this, asks](const QList<Message> &chosen) {
        if (chosen.isEmpty())
            return;
        if (asks)
            confirmRemoval(chosen);
        else
            removeNow(chosen);
    });
}

void HistoryActions::confirmRemoval(const QList<Message> &messages)
{
    ask(&m_view,
        {.name = u"deleteDialog"_s,
         .title = tr("Delete"),
         .text = tr("Delete all %Ln message(s) that this list holds?", nullptr, int(messages.size())),
         .more = tr("Also those further down that are not shown yet."),
         .answer = tr("Delete")},
        [actions = QPointer(this), messages] {
            if (actions)
                actions->removeNow(messages);
        });
}

void HistoryActions::removeNow(const QList<Message> &messages)
{
    m_isWhole = false; // what is brought back is not chosen
    const QModelIndex current = m_view.currentIndex();
    QHash<ConversationId, QList<MessageId>> ids;
    for (const Message &message : messages)
        ids[message.conversation].append(message.id);
    for (auto it = ids.cbegin(); it != ids.cend(); ++it)
        m_messenger.history().remove(it.key(), it.value());
    m_view.setCurrentIndex(current); // whoever goes on with the keyboard stays where they were
    Q_EMIT removed(messages.size());
}

template <typename Then>
void HistoryActions::withChosen(Then then)
{
    if (!m_isWhole)
        return then(selected());
    m_model.collectAll([this, then](const Result<QList<Message>> &all) {
        if (all)
            then(*all);
        else
            Q_EMIT failed(all.error());
    });
}

QList<Message> HistoryActions::selected() const
{
    QModelIndexList rows = m_view.selectionModel()->selectedIndexes();
    std::sort(rows.begin(), rows.end());
    QList<Message> messages;
    messages.reserve(rows.size());
    for (const QModelIndex &index : std::as_const(rows))
        messages.append(index.data(HistoryModel::MessageRole).value<Message>());
    return messages;
}

} // namespace kith
