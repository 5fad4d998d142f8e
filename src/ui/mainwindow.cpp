// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "core/future.h"
#include "messenger/messenger.h"
#include "ui/backupdialog.h"
#include "ui/blockeddialog.h"
#include "ui/chatpane.h"
#include "ui/commentdialog.h"
#include "ui/conversationmenu.h"
#include "ui/doctordialog.h"
#include "ui/highlight.h"
#include "ui/historywindow.h"
#include "ui/hostpane.h"
#include "ui/invitationdialog.h"
#include "ui/navrail.h"
#include "ui/noticebar.h"
#include "ui/ownpresence.h"
#include "ui/peoplebar.h"
#include "ui/persondialog.h"
#include "ui/question.h"
#include "ui/settings.h"
#include "ui/settingsdialog.h"
#include "ui/storebar.h"
#include "ui/welcomepane.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

namespace kith {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Messenger &messenger, Settings &settings, Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_messenger(messenger)
    , m_settings(settings)
    , m_theme(theme)
    , m_self(new OwnPresence(messenger.peers(), settings, this))
    , m_conversations(messenger)
    , m_rail(new NavRail(theme, *m_self, settings, this))
    , m_sideBar(new SideBar(messenger, m_conversations, theme, this))
    , m_notice(new NoticeBar(theme, this))
    , m_storeNotice(new NoticeBar(theme, this))
    , m_peopleNotice(new NoticeBar(theme, this))
    , m_splitter(new QSplitter(this))
    , m_stack(new QStackedWidget(this))
    , m_welcome(new WelcomePane(theme, this))
    , m_menu(new ConversationMenu(messenger, *this))
    , m_peopleBar(new PeopleBar(messenger.peers(), settings, *m_self, *m_peopleNotice, this))
{
    setObjectName(u"mainWindow"_s);
    setAccessibleName(u"Kith"_s);
    layOut();
    new StoreBar(messenger, *m_storeNotice, this);
    PersonDialog::openWhenAsked(messenger, *this);
    connectParts();
    addShortcuts();
    showUnread(0);
    resize(1080, 700);
    setMinimumSize(380, 420);
    restoreGeometry(settings.geometry());
    m_splitter->setSizes({settings.listWidth(), 10000});
    m_sideBar->focusList();
}

MainWindow::~MainWindow() = default;

void MainWindow::showConversation(const ConversationId &conversation)
{
    if (!m_messenger.conversation(conversation))
        return;
    if (!m_chat) {
        m_chat = new ChatPane(m_messenger, m_settings, m_theme, this);
        m_stack->addWidget(m_chat);
        connect(m_chat, &ChatPane::menuRequested, m_menu, &ConversationMenu::popUp);
        connect(m_chat, &ChatPane::commentRequested, this,
                [this](const Message &message) { CommentDialog::ask(m_messenger, message, this); });
        connect(m_chat, &ChatPane::historyRequested, this, [this](const Place &place) {
            showHistory(m_chat->conversation());
            m_history->showDay(place);
        });
        connect(m_chat, &ChatPane::leaveRequested, this, &MainWindow::showWelcome);
    }
    m_chat->setConversation(conversation);
    m_sideBar->setCurrent(conversation);
    showPane(m_chat);
    m_chat->focusInput();
}

void MainWindow::showHost(const HostId &host)
{
    if (!m_messenger.host(host))
        return;
    if (!m_hostPane) {
        m_hostPane = new HostPane(m_messenger, m_theme, this);
        m_stack->addWidget(m_hostPane);
        connect(m_hostPane, &HostPane::conversationChosen, this, &MainWindow::showConversation);
        connect(m_hostPane, &HostPane::hostReplaced, this, &MainWindow::showHost);
    }
    m_hostPane->setHost(host);
    m_sideBar->setCurrent(host);
    showPane(m_hostPane);
}

void MainWindow::showMessage(const Message &message, const QString &needle)
{
    showConversation(message.conversation);
    if (m_chat && m_chat->conversation() == message.conversation)
        m_chat->jumpTo(message.place, searchWords(needle));
}

void MainWindow::showHistory(const ConversationId &conversation, const QString &needle)
{
    if (!m_history) {
        m_history = std::make_unique<HistoryWindow>(m_messenger, m_settings, m_theme);
        connect(m_history.get(), &HistoryWindow::goToRequested, this,
                [this](const Message &message, const QString &text) {
                    comeForward();
                    showMessage(message, text);
                });
    }
    m_history->showFor(conversation, needle);
}

void MainWindow::openPeople(const QString &directory, const Peers::Options &options)
{
    m_peopleBar->open(directory, options);
}

void MainWindow::joinEncrypted(const Endpoint &remote)
{
    whenFinished(m_messenger.peers().join(remote), this, [this](const Result<ConversationId> &conversation) {
        if (conversation)
            showConversation(*conversation);
        else
            warn(conversation.error());
    });
}

void MainWindow::comeForward()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_messenger.health() != StoreHealth::Fine && !m_mayLoseUnkept) {
        event->ignore();
        return confirmClose();
    }
    if (m_chat)
        m_chat->keepDraft();
    m_settings.setGeometry(saveGeometry());
    if (m_sideBar->isVisible() && width() >= NarrowWidth)
        m_settings.setListWidth(m_sideBar->width());
    if (m_history)
        m_history->close();
    event->accept();
    hide();
    Q_EMIT closed();
}

// What waits for the disk is nowhere else.
void MainWindow::confirmClose()
{
    const auto *asked = findChild<QWidget *>(u"unkeptDialog"_s);
    if (asked && asked->isVisible())
        return;
    ask(this,
        {.name = u"unkeptDialog"_s,
         .title = tr("Not saved"),
         .text = tr("What was written last could not be saved, because the disk does not take it."),
         .more = tr("If you quit now, it is lost. Keep Kith open until the disk takes it again."),
         .answer = tr("Quit and lose it"),
         .cancel = tr("Keep open")},
        [this] {
            m_mayLoseUnkept = true;
            close();
        });
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    adaptToWidth();
}

void MainWindow::layOut()
{
    m_stack->addWidget(m_welcome);
    auto *right = new QWidget(this);
    right->setProperty("ground", u"pane"_s);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_storeNotice);
    column->addWidget(m_peopleNotice);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    m_splitter->addWidget(m_sideBar);
    m_splitter->addWidget(right);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    auto *central = new QWidget(this);
    auto *layout = new QHBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addWidget(m_splitter, 1);
    setCentralWidget(central);
}

void MainWindow::connectParts()
{
    connect(m_rail, &NavRail::pageChosen, this, &MainWindow::showPage);
    connect(m_rail, &NavRail::nameRequested, m_peopleBar, &PeopleBar::changeName);
    connect(m_rail, &NavRail::settingsRequested, this, &MainWindow::openSettings);
    connect(m_sideBar, &SideBar::conversationChosen, this, &MainWindow::showConversation);
    connect(m_sideBar, &SideBar::hostChosen, this, &MainWindow::showHost);
    connect(m_sideBar, &SideBar::contactChosen, this, &MainWindow::openContact);
    connect(m_sideBar, &SideBar::menuRequested, m_menu, &ConversationMenu::popUp);
    connect(m_sideBar, &SideBar::hitChosen, this, &MainWindow::showMessage);
    connect(m_sideBar, &SideBar::historyRequested, this,
            [this](const QString &needle) { showHistory({}, needle); });
    connect(m_sideBar, &SideBar::introductionsChanged, m_rail, &NavRail::setGreetings);
    connect(m_sideBar, &SideBar::newConnectionRequested, this,
            [this] { openConnectionDialog(ConnectionDialog::Role::Nearby); });
    connect(m_menu, &ConversationMenu::unreadRequested, this, [this](const ConversationId &id) {
        if (m_chat && m_chat->conversation() == id)
            showWelcome(); // what is looked at is read
        m_messenger.markUnread(id);
    });
    connect(m_welcome, &WelcomePane::roleChosen, this, &MainWindow::openConnectionDialog);
    connect(&m_conversations, &ConversationListModel::totalUnreadChanged, this, &MainWindow::showUnread);
    connect(&m_messenger, &Messenger::storeFailed, this, &MainWindow::warn);
    connect(&m_messenger, &Messenger::historyReplaced, this, [this] {
        if (m_chat && !m_messenger.conversation(m_chat->conversation()))
            showWelcome();
    });
    connect(&m_messenger, &Messenger::conversationRemoved, this, [this](const ConversationId &id) {
        if (m_chat && m_chat->conversation() == id)
            showWelcome();
    });
    connect(&m_messenger, &Messenger::hostRemoved, this, [this](const HostId &id) {
        if (m_hostPane && m_hostPane->host() == id && m_stack->currentWidget() == m_hostPane)
            showWelcome();
    });
}

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_N), [this] { openConnectionDialog(ConnectionDialog::Role::Nearby); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] {
        showPage(SideBar::Page::Chats);
        m_sideBar->startSearch();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        if (ChatPane *chat = shownChat())
            chat->startFind();
    });
    add(QKeySequence(Qt::Key_F3), [this] {
        if (ChatPane *chat = shownChat())
            chat->findNext();
    });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] {
        if (ChatPane *chat = shownChat())
            chat->findPrevious();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_H),
        [this] { showHistory(shownChat() ? m_chat->conversation() : ConversationId()); });
    add(QKeySequence(Qt::ALT | Qt::Key_Down), [this] { step(1); });
    add(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { step(-1); });
    add(QKeySequence(Qt::Key_Escape), [this] { escape(); });
}

void MainWindow::showWelcome()
{
    if (m_chat)
        m_chat->setConversation({});
    m_sideBar->clearCurrent();
    showPane(m_welcome);
}

void MainWindow::showPage(SideBar::Page page)
{
    m_rail->setPage(page);
    m_sideBar->setPage(page);
    if (width() < NarrowWidth) {
        m_sideBar->show();
        m_splitter->widget(1)->hide();
    }
}

void MainWindow::showPane(QWidget *pane)
{
    m_stack->setCurrentWidget(pane);
    adaptToWidth();
}

void MainWindow::openContact(const ContactId &contact)
{
    const ConversationId conversation = m_messenger.find(contact);
    if (!conversation.isNull())
        return showConversation(conversation);
    // A person has a conversation as long as there is the contact.
    if (const auto known = m_messenger.contact(contact); known && !known->isPerson())
        showConversation(known->endpoint.scheme() == Endpoint::Scheme::Udp ? m_messenger.direct(known->endpoint)
                                                                           : m_messenger.join(known->endpoint));
}

void MainWindow::openConnectionDialog(ConnectionDialog::Role role)
{
    auto *dialog = new ConnectionDialog(m_messenger, m_settings, m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setRole(role);
    connect(dialog, &ConnectionDialog::hosted, this, &MainWindow::showHost);
    connect(dialog, &ConnectionDialog::opened, this, &MainWindow::showConversation);
    connect(dialog, &ConnectionDialog::doctorAsked, this, [this, dialog] {
        dialog->close();
        DoctorDialog::open(m_messenger, m_settings, this);
    });
    connect(dialog, &ConnectionDialog::invitationAsked, this, [this, dialog] {
        dialog->close();
        InvitationDialog::open(m_messenger, this);
    });
    dialog->open();
}

void MainWindow::openSettings()
{
    auto *dialog = new SettingsDialog(m_messenger.peers(), m_settings, m_theme, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::backupsRequested, this, [this, dialog] {
        dialog->close();
        auto *backups = new BackupDialog(m_messenger, this);
        backups->setAttribute(Qt::WA_DeleteOnClose);
        backups->open();
    });
    connect(dialog, &SettingsDialog::blockedRequested, this, [this, dialog] {
        dialog->close();
        BlockedDialog::open(m_messenger, this);
    });
    dialog->open();
}

void MainWindow::step(int by)
{
    const ConversationId next = m_sideBar->neighbour(by);
    if (!next.isNull())
        showConversation(next);
}

void MainWindow::escape()
{
    if (m_sideBar->isAncestorOf(focusWidget()) && m_sideBar->endSearch())
        return;
    if (ChatPane *chat = shownChat(); chat && chat->closeFind())
        return;
    if (m_stack->currentWidget() != m_welcome)
        showWelcome();
}

ChatPane *MainWindow::shownChat() const
{
    return m_chat && m_stack->currentWidget() == m_chat ? m_chat : nullptr;
}

void MainWindow::adaptToWidth()
{
    const bool isNarrow = width() < NarrowWidth;
    const bool hasPane = m_stack->currentWidget() != m_welcome;
    m_sideBar->setMaximumWidth(isNarrow ? QWIDGETSIZE_MAX : 400);
    m_sideBar->setVisible(!isNarrow || !hasPane);
    m_splitter->widget(1)->setVisible(!isNarrow || hasPane);
}

void MainWindow::showUnread(int unread)
{
    setWindowTitle(unread > 0 ? tr("(%1) Kith").arg(unread) : u"Kith"_s);
    m_rail->setUnread(unread);
}

void MainWindow::warn(const Error &error)
{
    m_notice->say(NoticeBar::Tone::Bad, sentence(error));
}

} // namespace kith
