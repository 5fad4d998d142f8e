// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chatpane.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "ui/chatheader.h"
#include "ui/composer.h"
#include "ui/fulltextdialog.h"
#include "ui/messageview.h"
#include "ui/noticebar.h"
#include "ui/phrases.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>

namespace kith {

using namespace Qt::StringLiterals;

ChatPane::ChatPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_timeline(messenger)
    , m_header(new ChatHeader(theme, this))
    , m_notice(new NoticeBar(theme, this))
    , m_view(new MessageView(m_timeline, theme, this))
    , m_composer(new Composer(settings, theme, this))
{
    setObjectName(u"chatPane"_s);
    setProperty("ground", u"pane"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_notice);
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
    connect(&m_messenger, &Messenger::messageAdded, this, [this, mine](const Message &message) {
        if (mine(message.conversation))
            markReadIfSeen();
    });
    connect(&m_timeline, &TimelineModel::readFailed, this,
            [this](const Error &error) { m_notice->say(NoticeBar::Tone::Bad, sentence(error)); });
    connect(m_notice, &NoticeBar::clicked, this, [this] { m_messenger.reconnect(m_timeline.conversation()); });
    connect(m_header, &ChatHeader::menuRequested, this,
            [this](const QPoint &position) { Q_EMIT menuRequested(m_timeline.conversation(), position); });
    connect(m_composer, &Composer::sendRequested, this, &ChatPane::send);
    connect(m_composer, &Composer::closeRequested, this, &ChatPane::close);
    connect(m_composer, &Composer::draftChanged, this, &ChatPane::keepDraft);
    connect(m_view, &MessageView::actionRequested, this, &ChatPane::act);
    connect(m_view, &MessageView::copyRequested, this, &ChatPane::copy);
    connect(m_view, &MessageView::discardRequested, this,
            [this](const Message &message) { m_messenger.discard(message.id, message.conversation); });
}

void ChatPane::refresh()
{
    const auto value = m_messenger.conversation(m_timeline.conversation());
    if (!value)
        return;
    const auto contact = m_messenger.contact(value->contact);
    const QString name = displayName(contact ? contact->displayName() : value->endpoint.hostAndPort());
    const bool isNamed = contact && !contact->name.isEmpty();
    const Link link = m_messenger.link(value->id);
    m_header->setShown({isNamed ? name : QString(), uint(value->contact.value().data1), link.phase}, name,
                       phrases::presence(link, value->endpoint));
    m_view->setName(name);
    showNotice(link);
}

void ChatPane::showNotice(const Link &link)
{
    if (link.phase != Link::Phase::Offline)
        m_notice->hide();
    else if (link.error)
        m_notice->say(NoticeBar::Tone::Bad, sentence(*link.error), tr("Connect"));
    else
        m_notice->say(NoticeBar::Tone::Plain, tr("Not connected. What you send waits until you connect."),
                      tr("Connect"));
}

void ChatPane::send(const QString &text)
{
    const auto sent = m_messenger.send(m_timeline.conversation(), text);
    if (!sent)
        return m_composer->showHint(sentence(sent.error()));
    m_composer->clear();
    keepDraft();
    m_view->goToNewest();
}

void ChatPane::close()
{
    keepDraft();
    if (m_messenger.link(m_timeline.conversation()).phase == Link::Phase::Offline)
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
    case BubbleAction::None:
        return;
    }
}

void ChatPane::copy(const QList<Message> &messages)
{
    if (messages.size() == 1 && messages.first().isExcerpt) {
        whenFinished(m_messenger.history().message(messages.first().id), this, [](const Result<Message> &whole) {
            if (whole)
                QGuiApplication::clipboard()->setText(whole->text);
        });
        return;
    }
    QStringList texts;
    for (const Message &message : messages)
        texts += message.text;
    QGuiApplication::clipboard()->setText(texts.join(u'\n'));
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

void ChatPane::markReadIfSeen()
{
    if (!m_timeline.conversation().isNull() && isVisible() && isActiveWindow())
        m_messenger.markRead(m_timeline.conversation());
}

} // namespace kith
