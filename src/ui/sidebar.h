// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "models/conversationlistmodel.h"
#include "models/friendlistmodel.h"
#include "ui/conversationpresenter.h"
#include "ui/friendpresenter.h"

#include <QFrame>

class QLineEdit;
class QScrollArea;

namespace kith {

class ConversationView;
class FriendView;
class Messenger;
class Theme;

/// The left column: search, "new connection", and below them the conversations and the people in one scrolling column.
class SideBar final : public QFrame {
    Q_OBJECT

public:
    enum class Page { Chats, People };

    SideBar(Messenger &messenger, ConversationListModel &conversations, const Theme &theme,
            QWidget *parent = nullptr);

    void setPage(Page page);
    void setCurrent(const ConversationId &conversation);
    void setCurrent(const HostId &host);
    void clearCurrent();
    /// Puts the cursor into the search field; Enter there goes to the first hit.
    void startSearch();
    void focusList();
    ConversationId neighbour(int step) const;

Q_SIGNALS:
    void conversationChosen(const kith::ConversationId &conversation);
    void hostChosen(const kith::HostId &host);
    void contactChosen(const kith::ContactId &contact);
    void menuRequested(const kith::ConversationId &conversation, const QPoint &globalPosition);
    void newConnectionRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeTop(const Theme &theme);
    void connectViews(Messenger &messenger);
    void search(const QString &needle);
    void goToFirstHit();

    FriendListModel m_friends;
    ConversationPresenter m_shownConversations;
    FriendPresenter m_shownFriends;
    QLineEdit *m_searchEdit = nullptr;
    ConversationView *m_conversationView = nullptr;
    FriendView *m_friendView = nullptr;
    QScrollArea *m_column = nullptr;
    Page m_page = Page::Chats;
};

} // namespace kith
