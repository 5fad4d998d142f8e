// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sidebar.h"

#include "messenger/messenger.h"
#include "ui/conversationview.h"
#include "ui/friendview.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>

namespace kith {

using namespace Qt::StringLiterals;

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
    m_conversationView = new ConversationView(conversations, m_shownConversations, theme, content);
    m_friendView = new FriendView(m_shownFriends, theme, content);
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 8);
    rows->setSpacing(4);
    rows->addWidget(m_conversationView);
    rows->addWidget(m_friendView);
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
    m_searchEdit->setFocus(Qt::ShortcutFocusReason);
    m_searchEdit->selectAll();
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
        if (key == Qt::Key_Down) {
            (m_page == Page::Chats && m_shownConversations.rowCount() > 0
                 ? static_cast<QWidget *>(m_conversationView)
                 : m_friendView)
                ->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (key == Qt::Key_Escape && !m_searchEdit->text().isEmpty()) {
            m_searchEdit->clear();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

QWidget *SideBar::makeTop(const Theme &theme)
{
    m_searchEdit = new QLineEdit;
    m_searchEdit->setObjectName(u"searchEdit"_s);
    m_searchEdit->setPlaceholderText(tr("Search"));
    m_searchEdit->setAccessibleName(tr("Search conversations and people"));
    m_searchEdit->setToolTip(tr("Jump to a conversation (Ctrl+K)"));
    m_searchEdit->setClearButtonEnabled(false);
    m_searchEdit->addAction(themedIcon(theme, u"search"_s, &Tokens::muted), QLineEdit::LeadingPosition);
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
}

void SideBar::search(const QString &needle)
{
    m_shownConversations.setNeedle(needle);
    m_shownFriends.setNeedle(needle);
    m_friendView->showAll(!needle.trimmed().isEmpty());
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
        return;
    }
    m_searchEdit->clear();
}

} // namespace kith
