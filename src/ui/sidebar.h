// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/message.h"
#include "core/strongid.h"
#include "models/conversationlistmodel.h"
#include "models/friendlistmodel.h"
#include "ui/conversationpresenter.h"
#include "ui/friendpresenter.h"

#include <QFrame>

class QAbstractItemView;
class QLineEdit;
class QScrollArea;

namespace kith {

class ConversationView;
class FriendView;
class HitSection;
class IntroductionCards;
class Messenger;
class Theme;

/// The left column: search, "new connection", and below them the conversations, the people and, while one searches, the
/// messages in one scrolling column.
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
    /// Shows everything again; false when nothing was searched for.
    bool endSearch();
    void focusList();
    ConversationId neighbour(int step) const;

Q_SIGNALS:
    void conversationChosen(const kith::ConversationId &conversation);
    void hostChosen(const kith::HostId &host);
    void contactChosen(const kith::ContactId &contact);
    void menuRequested(const kith::ConversationId &conversation, const QPoint &globalPosition);
    void newConnectionRequested();
    void hitChosen(const kith::Message &message, const QString &needle);
    void historyRequested(const QString &needle);
    void introductionsChanged(int count);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeTop(const Theme &theme);
    void connectViews(Messenger &messenger);
    void search(const QString &needle);
    void goToFirstHit();
    /// Moves the keyboard from the end of one list to the beginning of the next; false where it is not at an end.
    bool leaveList(QObject *list, int key);
    /// The lists with something in them, from the top.
    QList<QAbstractItemView *> filledLists() const;

    FriendListModel m_friends;
    ConversationPresenter m_shownConversations;
    FriendPresenter m_shownFriends;
    IntroductionCards *m_introductions = nullptr;
    QLineEdit *m_searchEdit = nullptr;
    ConversationView *m_conversationView = nullptr;
    FriendView *m_friendView = nullptr;
    HitSection *m_hits = nullptr;
    QScrollArea *m_column = nullptr;
    Page m_page = Page::Chats;
};

} // namespace kith
