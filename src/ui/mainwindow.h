// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/peers.h"
#include "models/conversationlistmodel.h"
#include "ui/connectiondialog.h"
#include "ui/sidebar.h"

#include <QMainWindow>

#include <memory>

class QSplitter;
class QStackedWidget;

namespace kith {

class ChatPane;
class ConversationMenu;
class HistoryWindow;
class HostPane;
class Messenger;
class NavRail;
class NoticeBar;
class OwnPresence;
class PeopleBar;
class Settings;
class WelcomePane;

/// The window: pages at the very left, the list beside them, and what was chosen there.
class MainWindow final : public QMainWindow {
    Q_OBJECT

public:
    /// Narrower than this, the list and what was chosen take turns.
    static constexpr int NarrowWidth = 720;

    MainWindow(Messenger &messenger, Settings &settings, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    void showConversation(const ConversationId &conversation);
    void showHost(const HostId &host);
    /// Shows a message where it was said, with what `needle` finds in it marked.
    void showMessage(const Message &message, const QString &needle);
    /// Opens the history of `conversation`, everybody's when null, and looks for `needle` in it.
    void showHistory(const ConversationId &conversation, const QString &needle = {});
    /// Goes among people with the key in `directory`; the window works on without them. To be called once Messenger is
    /// open. The name, the visibility and the port are those of the settings.
    void openPeople(const QString &directory, const Peers::Options &options = {});
    /// Goes to whoever is at `remote` and shows the conversation, or why there is none.
    void joinEncrypted(const Endpoint &remote);
    /// Comes to the front, as a second start of the program asks for.
    void comeForward();

Q_SIGNALS:
    void closed(); ///< The person closed the window; it is hidden.

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    void connectParts();
    void addShortcuts();
    void showWelcome();
    void showPage(SideBar::Page page);
    void showPane(QWidget *pane);
    void openContact(const ContactId &contact);
    void openConnectionDialog(ConnectionDialog::Role role);
    void openSettings();
    void step(int by);
    void escape();
    ChatPane *shownChat() const; ///< Null while something else is shown.
    void adaptToWidth();
    void showUnread(int unread);
    void confirmClose();
    void warn(const Error &error);

    Messenger &m_messenger;
    Settings &m_settings;
    Theme &m_theme;
    OwnPresence *m_self;
    ConversationListModel m_conversations;
    NavRail *m_rail;
    SideBar *m_sideBar;
    NoticeBar *m_notice;
    NoticeBar *m_storeNotice;
    NoticeBar *m_peopleNotice;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    WelcomePane *m_welcome;
    ChatPane *m_chat = nullptr;     ///< Made when the first conversation is shown.
    HostPane *m_hostPane = nullptr; ///< Made when the first host is shown.
    ConversationMenu *m_menu;
    PeopleBar *m_peopleBar;
    std::unique_ptr<HistoryWindow> m_history; ///< Made when it is first opened.
    bool m_mayLoseUnkept = false;             ///< The person was asked.
};

} // namespace kith
