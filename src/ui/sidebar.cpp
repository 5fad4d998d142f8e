// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar.h"

#include "messenger/messenger.h"
#include "models/pinyin.h"
#include "ui/conversationview.h"
#include "ui/friendview.h"
#include "ui/hitsection.h"
#include "ui/hitview.h"
#include "ui/icons.h"
#include "ui/introductioncards.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QTreeView>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// The row at the very bottom, as far as groups are unfolded.
QModelIndex lastOf(const QAbstractItemView &view)
{
    const QAbstractItemModel &model = *view.model();
    const QModelIndex last = model.index(model.rowCount() - 1, 0);
    const auto *tree = qobject_cast<const QTreeView *>(&view);
    if (tree && tree->isExpanded(last) && model.hasChildren(last))
        return model.index(model.rowCount(last) - 1, 0, last);
    return last;
}

} // namespace

SideBar::SideBar(Messenger &messenger, ConversationListModel &conversations, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_friends(messenger)
{
    setProperty("ground", u"list"_s);
    setMinimumWidth(220);
    setMaximumWidth(400);
    m_shownConversations.setSourceModel(&conversations);
    m_shownFriends.setSourceModel(&m_friends);

    auto *content = new QWidget;
    content->setProperty("ground", u"list"_s);
    m_introductions = new IntroductionCards(messenger, theme, content);
    m_conversationView = new ConversationView(conversations, m_shownConversations, theme, content);
    m_friendView = new FriendView(m_shownFriends, theme, content);
    m_hits = new HitSection(messenger, theme, content);
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 8);
    rows->setSpacing(4);
    rows->addWidget(m_introductions);
    rows->addWidget(m_conversationView);
    rows->addWidget(m_friendView);
    rows->addWidget(m_hits);
    rows->addStretch();

    m_column = new QScrollArea(this);
    m_column->setWidgetResizable(true);
    m_column->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_column->setFocusPolicy(Qt::NoFocus);
    m_column->setWidget(content);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTop(theme));
    layout->addWidget(m_column, 1);
    connectViews(messenger);
}

void SideBar::setPage(Page page)
{
    m_page = page;
    m_conversationView->setVisible(page == Page::Chats);
}

void SideBar::setCurrent(const ConversationId &conversation)
{
    m_conversationView->setCurrent(conversation);
}

void SideBar::setCurrent(const HostId &host)
{
    m_conversationView->setCurrent(host);
}

void SideBar::clearCurrent()
{
    m_conversationView->clearCurrent();
}

void SideBar::startSearch()
{
    Pinyin::prepare();
    m_searchEdit->setFocus(Qt::ShortcutFocusReason);
    m_searchEdit->selectAll();
}

bool SideBar::endSearch()
{
    if (m_searchEdit->text().isEmpty())
        return false;
    m_searchEdit->clear();
    m_searchEdit->setFocus(Qt::OtherFocusReason);
    return true;
}

void SideBar::focusList()
{
    m_conversationView->setFocus(Qt::OtherFocusReason);
}

ConversationId SideBar::neighbour(int step) const
{
    return m_conversationView->neighbour(step);
}

bool SideBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_searchEdit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down)
            return leaveList(m_searchEdit, key);
        if (key == Qt::Key_Escape)
            return endSearch();
    } else if (event->type() == QEvent::KeyPress && leaveList(watched, static_cast<QKeyEvent *>(event)->key())) {
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

QWidget *SideBar::makeTop(const Theme &theme)
{
    m_searchEdit = new QLineEdit;
    m_searchEdit->setObjectName(u"searchEdit"_s);
    m_searchEdit->setPlaceholderText(tr("Search"));
    m_searchEdit->setAccessibleName(tr("Search conversations, people and messages"));
    m_searchEdit->setToolTip(tr("Jump to a conversation (Ctrl+K)"));
    m_searchEdit->setClearButtonEnabled(false);
    addSearchIcon(*m_searchEdit, theme);
    m_searchEdit->installEventFilter(this);

    auto *plus = new QToolButton;
    plus->setObjectName(u"newConnectionButton"_s);
    plus->setProperty("kind", u"boxed"_s);
    plus->setIcon(themedIcon(theme, u"plus"_s, &Tokens::accent));
    plus->setIconSize({18, 18});
    plus->setFixedSize(34, 34);
    plus->setAccessibleName(tr("New connection"));
    plus->setToolTip(tr("New connection (Ctrl+N)"));
    plus->setFocusPolicy(Qt::StrongFocus);
    connect(plus, &QToolButton::clicked, this, &SideBar::newConnectionRequested);

    auto *top = new QWidget;
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(12, 14, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_searchEdit, 1);
    layout->addWidget(plus);
    return top;
}

void SideBar::connectViews(Messenger &messenger)
{
    connect(m_introductions, &IntroductionCards::accepted, this, &SideBar::conversationChosen);
    connect(m_introductions, &IntroductionCards::countChanged, this, &SideBar::introductionsChanged);
    connect(m_searchEdit, &QLineEdit::textChanged, this, &SideBar::search);
    connect(m_searchEdit, &QLineEdit::returnPressed, this, &SideBar::goToFirstHit);
    connect(m_conversationView, &ConversationView::conversationChosen, this, &SideBar::conversationChosen);
    connect(m_conversationView, &ConversationView::hostChosen, this, &SideBar::hostChosen);
    connect(m_conversationView, &ConversationView::menuRequested, this, &SideBar::menuRequested);
    connect(m_friendView, &FriendView::contactChosen, this, &SideBar::contactChosen);
    connect(m_friendView, &FriendView::menuRequested, this,
            [this, &messenger](const ContactId &contact, const QPoint &position) {
                const ConversationId conversation = messenger.find(contact);
                if (!conversation.isNull())
                    Q_EMIT menuRequested(conversation, position);
            });
    const auto show = [this](const QWidget *view, const QRect &rect) {
        const QPoint top = view->mapTo(m_column->widget(), rect.topLeft());
        m_column->ensureVisible(0, top.y() + rect.height() / 2, 0, rect.height());
    };
    connect(m_conversationView, &ConversationView::rowToShow, this,
            [this, show](const QRect &rect) { show(m_conversationView, rect); });
    connect(m_friendView, &FriendView::rowToShow, this,
            [this, show](const QRect &rect) { show(m_friendView, rect); });
    connect(m_hits->view(), &HitView::rowToShow, this,
            [this, show](const QRect &rect) { show(m_hits->view(), rect); });
    connect(m_hits, &HitSection::hitChosen, this, &SideBar::hitChosen);
    connect(m_hits, &HitSection::historyRequested, this, &SideBar::historyRequested);
    connect(m_hits, &HitSection::insideRequested, this, [this] { m_searchEdit->setFocus(Qt::OtherFocusReason); });
    for (QAbstractItemView *list :
         {static_cast<QAbstractItemView *>(m_conversationView), static_cast<QAbstractItemView *>(m_friendView),
          static_cast<QAbstractItemView *>(m_hits->view())})
        list->installEventFilter(this);
}

void SideBar::search(const QString &needle)
{
    m_shownConversations.setNeedle(needle);
    m_shownFriends.setNeedle(needle);
    m_friendView->showAll(!needle.trimmed().isEmpty());
    m_hits->search(needle);
}

void SideBar::goToFirstHit()
{
    if (m_searchEdit->text().trimmed().isEmpty())
        return;
    const QModelIndex conversation = m_shownConversations.index(0, 0);
    const QModelIndex group = m_shownFriends.index(0, 0);
    if (m_page == Page::Chats && conversation.isValid()) {
        Q_EMIT conversationChosen(
            conversation.data(ConversationListModel::ConversationRole).value<Conversation>().id);
    } else if (group.isValid()) {
        const QModelIndex person = m_shownFriends.index(0, 0, group);
        Q_EMIT contactChosen(person.data(FriendListModel::ContactRole).value<Contact>().id);
    } else {
        return m_hits->chooseFirst();
    }
    m_searchEdit->clear();
}

bool SideBar::leaveList(QObject *list, int key)
{
    if (key != Qt::Key_Down && key != Qt::Key_Up)
        return false;
    const QList<QAbstractItemView *> lists = filledLists();
    const auto at = lists.indexOf(qobject_cast<QAbstractItemView *>(list)); // -1: the search field, above them
    if (at >= 0) {
        const QAbstractItemView *view = lists.at(at);
        const QModelIndex current = view->currentIndex();
        const QModelIndex beyond = key == Qt::Key_Down ? lastOf(*view) : view->model()->index(0, 0);
        if (current.isValid() && current != beyond)
            return false;
    }
    const auto next = at + (key == Qt::Key_Down ? 1 : -1);
    if (next < 0) {
        m_searchEdit->setFocus(Qt::BacktabFocusReason);
        return true;
    }
    if (next >= lists.size())
        return at < 0; // nothing to go to: the key does nothing in the field
    QAbstractItemView *view = lists.at(next);
    view->setFocus(Qt::TabFocusReason);
    view->setCurrentIndex(key == Qt::Key_Down ? view->model()->index(0, 0) : lastOf(*view));
    return true;
}

QList<QAbstractItemView *> SideBar::filledLists() const
{
    QList<QAbstractItemView *> lists;
    for (QAbstractItemView *list :
         {static_cast<QAbstractItemView *>(m_conversationView), static_cast<QAbstractItemView *>(m_friendView),
          static_cast<QAbstractItemView *>(m_hits->view())}) {
        if (list->isVisibleTo(this) && list->model()->rowCount() > 0)
            lists.append(list);
    }
    return lists;
}

} // namespace kith
