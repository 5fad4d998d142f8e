// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chatpane.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/findbar.h"
#include "ui/fulltextdialog.h"
#include "ui/highlight.h"
#include "ui/keybar.h"
#include "ui/linkdialog.h"
#include "ui/messageview.h"
#include "ui/noticebar.h"
#include "ui/phrases.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QMetaMethod>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

ChatHeader::Protection protectionOf(Contact::Trust trust)
{
    switch (trust) {
    case Contact::Trust::Seen:
        return ChatHeader::Protection::Encrypted;
    case Contact::Trust::Verified:
        return ChatHeader::Protection::Verified;
    case Contact::Trust::Changed:
        break;
    }
    return ChatHeader::Protection::KeyChanged;
}

} // namespace

/// Parts that are on their way to the clipboard.
struct ChatPane::Copying {
    QList<TranscriptPart> parts;
    TranscriptForm form = TranscriptForm::Plain;
    QString name;
    qsizetype next = 0; ///< The first part that has not been looked at.
    qsizetype characters = 0;
};

ChatPane::ChatPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_timeline(messenger)
    , m_header(new ChatHeader(theme, this))
    , m_keyBar(new KeyBar(messenger, theme, this))
    , m_notice(new NoticeBar(theme, this))
    , m_find(new FindBar(messenger, theme, this))
    , m_undo(new NoticeBar(theme, this))
    , m_view(new MessageView(m_timeline, theme, this))
    , m_composer(new Composer(settings, theme, this))
{
    setObjectName(u"chatPane"_s);
    setProperty("ground", u"pane"_s);
    m_undo->setNames(u"undoBar"_s, u"undoLabel"_s, u"undoButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_keyBar);
    layout->addWidget(m_find);
    layout->addWidget(m_notice);
    layout->addWidget(m_undo);
    layout->addWidget(m_view, 1);
    layout->addSpacing(8);
    layout->addWidget(m_composer);
    connectParts();
}

void ChatPane::setConversation(const ConversationId &conversation)
{
    if (conversation == m_timeline.conversation())
        return;
    keepDraft();
    m_messenger.peers().setTyping(m_timeline.conversation(), false);
    m_find->finish();
    clearHighlight();
    m_timeline.setConversation(conversation);
    const auto value = m_messenger.conversation(conversation);
    m_composer->setText(value ? value->draft : QString());
    refresh();
    markReadIfSeen();
}

void ChatPane::focusInput()
{
    m_composer->focusInput();
}

void ChatPane::keepDraft()
{
    const auto value = m_messenger.conversation(m_timeline.conversation());
    if (value && value->draft != m_composer->text())
        m_messenger.setDraft(value->id, m_composer->text());
}

void ChatPane::startFind()
{
    m_find->start(m_timeline.conversation());
}

void ChatPane::findNext()
{
    if (m_find->isVisible())
        m_find->goOlder();
    else
        startFind();
}

void ChatPane::findPrevious()
{
    if (m_find->isVisible())
        m_find->goNewer();
    else
        startFind();
}

bool ChatPane::closeFind()
{
    if (!m_find->isVisible())
        return false;
    m_find->finish();
    clearHighlight();
    focusInput();
    return true;
}

void ChatPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    markReadIfSeen();
}

bool ChatPane::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        markReadIfSeen();
    return QWidget::event(event);
}

void ChatPane::connectParts()
{
    const auto mine = [this](const ConversationId &id) { return id == m_timeline.conversation() && !id.isNull(); };
    connect(&m_messenger, &Messenger::linkChanged, this, [this, mine](const ConversationId &id) {
        if (mine(id))
            refresh();
    });
    connect(&m_messenger, &Messenger::contactChanged, this, &ChatPane::refresh);
    connect(&m_messenger.peers(), &Peers::presenceChanged, this, &ChatPane::refresh);
    connect(&m_messenger.peers(), &Peers::typingChanged, this, &ChatPane::refresh);
    connect(&m_messenger.peers(), &Peers::listening, this, &ChatPane::refresh);
    connect(m_composer, &Composer::typingChanged, this,
            [this](bool typing) { m_messenger.peers().setTyping(m_timeline.conversation(), typing); });
    connect(&m_messenger, &Messenger::messageAdded, this, [this, mine](const Message &message) {
        if (!mine(message.conversation))
            return;
        if (!isSeen() && !message.isMine() && message.kind != Message::Kind::System)
            m_timeline.markUnread(message);
        markReadIfSeen();
    });
    connect(&m_timeline, &TimelineModel::readFailed, this,
            [this](const Error &error) { m_notice->say(NoticeBar::Tone::Bad, sentence(error)); });
    connect(m_notice, &NoticeBar::clicked, this, &ChatPane::pressNotice);
    connect(m_header, &ChatHeader::menuRequested, this,
            [this](const QPoint &position) { Q_EMIT menuRequested(m_timeline.conversation(), position); });
    connect(m_find, &FindBar::hitChosen, this, [this](const Message &hit, const QString &needle) {
        if (hit.id.isNull())
            clearHighlight();
        else
            jumpTo(hit.place, searchWords(needle));
    });
    connect(m_find, &FindBar::closed, this, &ChatPane::closeFind);
    connect(m_composer, &Composer::historyRequested, this, [this] { Q_EMIT historyRequested({}); });
    connect(m_composer, &Composer::sendRequested, this, &ChatPane::send);
    connect(m_composer, &Composer::closeRequested, this, &ChatPane::close);
    connect(m_composer, &Composer::draftChanged, this, &ChatPane::keepDraft);
    connect(m_view, &MessageView::actionRequested, this, &ChatPane::act);
    connect(m_view, &MessageView::copyRequested, this, &ChatPane::copy);
    connect(m_view, &MessageView::discardRequested, this,
            [this](const Message &message) { m_messenger.discard(message.id, message.conversation); });
    connect(m_view, &MessageView::linkRequested, this, &ChatPane::openLink);
    connect(m_view, &MessageView::starRequested, this, [this](const QList<MessageId> &messages, bool starred) {
        m_messenger.history().setStarred(messages, starred);
    });
    connect(m_view, &MessageView::removeRequested, this, [this](const QList<MessageId> &messages) {
        m_messenger.history().remove(m_timeline.conversation(), messages);
    });
    connect(&m_messenger.history(), &History::removedCountChanged, this, &ChatPane::offerUndo);
    connect(m_undo, &NoticeBar::clicked, this, [this] { m_messenger.history().undoRemove(); });
}

void ChatPane::connectNotify(const QMetaMethod &signal)
{
    // The view offers in its menu what somebody answers to.
    if (signal == QMetaMethod::fromSignal(&ChatPane::commentRequested))
        connect(m_view, &MessageView::commentRequested, this, &ChatPane::commentRequested, Qt::UniqueConnection);
    if (signal == QMetaMethod::fromSignal(&ChatPane::historyRequested))
        connect(m_view, &MessageView::historyRequested, this, &ChatPane::historyRequested, Qt::UniqueConnection);
}

void ChatPane::jumpTo(const Place &place, const QStringList &words)
{
    m_view->jumpTo(place, words);
}

void ChatPane::clearHighlight()
{
    m_view->clearHighlight();
}

void ChatPane::showDate(const QDateTime &instant)
{
    m_timeline.showDate(instant);
}

Place ChatPane::currentPlace() const
{
    return m_view->currentPlace();
}

void ChatPane::refresh()
{
    const auto value = m_messenger.conversation(m_timeline.conversation());
    m_keyBar->setContact(value ? value->contact : ContactId());
    if (!value)
        return;
    const auto contact = m_messenger.contact(value->contact);
    const QString name = displayName(contact ? contact->displayName() : value->endpoint.hostAndPort());
    const bool isNamed = contact && (contact->isPerson() || !contact->name.isEmpty());
    const Link link = m_messenger.link(value->id);
    const bool isPerson = contact && contact->isPerson();
    const bool isTyping = m_messenger.peers().isTyping(value->contact);
    const Presence presence = m_messenger.peers().presence(value->contact);
    const Link::Phase dot = isPerson && !presence.isThere() ? Link::Phase::Offline : link.phase;
    m_header->setShown({isNamed ? name : QString(), uint(value->contact.value().data1), dot,
                        isPerson ? presence.availability : Presence::Availability::Online},
                       name,
                       isTyping   ? phrases::typing(name)
                       : isPerson ? phrases::presence(*contact, presence)
                                  : phrases::presence(link, value->endpoint));
    m_header->setProtection(isPerson ? protectionOf(contact->trust) : ChatHeader::Protection::PlainText);
    m_composer->setPlainText(!isPerson);
    m_view->setName(name);
    showNotice(link, contact);
}

void ChatPane::showNotice(const Link &link, const std::optional<Contact> &contact)
{
    if (contact && contact->isPerson())
        return showNoticeOf(*contact, link);
    if (link.phase != Link::Phase::Offline)
        m_notice->hide();
    else if (link.error)
        m_notice->say(NoticeBar::Tone::Bad, sentence(*link.error), tr("Connect"));
    else
        m_notice->say(NoticeBar::Tone::Plain, tr("Not connected. What you send waits until you connect."),
                      tr("Connect"));
}

/// A link with a person comes and goes by itself: there is nothing to press, and nothing that failed.
void ChatPane::showNoticeOf(const Contact &person, const Link &link)
{
    const QString name = displayName(person.displayName());
    const bool isSaidAbove = person.trust == Contact::Trust::Changed;
    if (person.isBlocked())
        m_notice->say(NoticeBar::Tone::Plain, tr("You have blocked %1: nothing comes from there.").arg(name),
                      tr("Unblock"));
    else if (person.standing == Contact::Standing::Stranger && !isSaidAbove)
        m_notice->say(NoticeBar::Tone::Plain,
                      tr("%1 is not a friend: what you write waits until you are.").arg(name),
                      m_messenger.peers().isRunning() ? tr("Say hello") : QString());
    else if (person.isFriend() && link.phase == Link::Phase::Offline && !isSaidAbove)
        m_notice->say(NoticeBar::Tone::Plain,
                      tr("%1 is not there. What you send waits and goes by itself later.").arg(name));
    else
        m_notice->hide();
}

void ChatPane::pressNotice()
{
    const auto value = m_messenger.conversation(m_timeline.conversation());
    const auto contact = value ? m_messenger.contact(value->contact) : std::nullopt;
    if (contact && contact->isBlocked())
        m_messenger.peers().unblock(contact->peer);
    else if (contact && contact->isPerson() && contact->standing == Contact::Standing::Stranger)
        m_messenger.peers().greet(contact->peer);
    else
        m_messenger.reconnect(m_timeline.conversation());
}

void ChatPane::send(const QString &text)
{
    const auto sent = m_messenger.send(m_timeline.conversation(), text);
    if (!sent)
        return m_composer->showHint(sentence(sent.error()));
    m_composer->clear();
    keepDraft();
    if (!m_find->isVisible())
        clearHighlight(); // of a message that was jumped to
    m_view->goToNewest();
}

void ChatPane::close()
{
    keepDraft();
    const Link link = m_messenger.link(m_timeline.conversation());
    if (link.phase == Link::Phase::Offline || link.role == Link::Role::Peer) // a person stays connected
        Q_EMIT leaveRequested();
    else
        m_messenger.close(m_timeline.conversation());
}

void ChatPane::act(BubbleAction action, const Message &message)
{
    switch (action) {
    case BubbleAction::SendNow:
        return m_messenger.sendNow(message.conversation);
    case BubbleAction::SendAgain:
        return m_messenger.sendAgain(message.id, message.conversation);
    case BubbleAction::ShowAll:
        return showWhole(message);
    case BubbleAction::ShowQuoted:
    case BubbleAction::OpenLink:
    case BubbleAction::None:
        return;
    }
}

void ChatPane::copy(const QList<TranscriptPart> &parts, TranscriptForm form)
{
    const auto value = m_messenger.conversation(m_timeline.conversation());
    const auto contact = value ? m_messenger.contact(value->contact) : std::nullopt;
    const QString name = contact ? displayName(contact->displayName()) : QString();
    copyWhole(std::make_shared<Copying>(Copying{parts, form, name}));
}

/// Reads the texts of which only the beginning is held, one after the other, and then fills the clipboard.
void ChatPane::copyWhole(const std::shared_ptr<Copying> &copying)
{
    while (copying->next < copying->parts.size()) {
        TranscriptPart &part = copying->parts[copying->next++];
        if (!part.isWhole || !part.message.isExcerpt || copying->characters > MaxCopiedCharacters)
            continue;
        return whenFinished(m_messenger.history().message(part.message.id), this,
                            [this, copying](const Result<Message> &whole) {
                                if (whole) {
                                    copying->parts[copying->next - 1].text = whole->text;
                                    copying->characters += whole->text.size();
                                }
                                copyWhole(copying);
                            });
    }
    QGuiApplication::clipboard()->setText(transcript(copying->parts, copying->form, copying->name));
}

void ChatPane::offerUndo(int count)
{
    if (count == 0)
        m_undo->hide();
    else
        m_undo->say(NoticeBar::Tone::Plain, tr("%Ln message(s) deleted.", nullptr, count), tr("Undo"));
}

void ChatPane::openLink(const QUrl &url)
{
    auto *dialog = new LinkDialog(url, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ChatPane::showWhole(const Message &message)
{
    const auto contact = m_messenger.contact(message.sender);
    const QString sender = contact ? displayName(contact->displayName()) : tr("me");
    whenFinished(m_messenger.history().message(message.id), this, [this, sender](const Result<Message> &whole) {
        if (!whole)
            return m_notice->say(NoticeBar::Tone::Bad, sentence(whole.error()));
        auto *dialog = new FullTextDialog(sender, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setText(whole->text);
        dialog->open();
    });
}

bool ChatPane::isSeen() const
{
    return isVisible() && isActiveWindow();
}

void ChatPane::markReadIfSeen()
{
    if (!m_timeline.conversation().isNull() && isSeen())
        m_messenger.markRead(m_timeline.conversation());
}

} // namespace kith
