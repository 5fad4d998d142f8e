// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/link.h"
#include "models/timelinemodel.h"
#include "ui/bubblelayout.h"
#include "ui/settings.h"

#include <QWidget>

namespace kith {

class ChatHeader;
class Composer;
class MessageView;
class Messenger;
class NoticeBar;

/// One conversation: who it is with, what was said, and where the next message is typed.
class ChatPane final : public QWidget {
    Q_OBJECT

public:
    ChatPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent = nullptr);

    void setConversation(const ConversationId &conversation);
    void focusInput();
    /// Keeps what was typed with the conversation.
    void keepDraft();

    const ConversationId &conversation() const { return m_timeline.conversation(); }

Q_SIGNALS:
    void menuRequested(const kith::ConversationId &conversation, const QPoint &globalPosition);
    void leaveRequested(); ///< The person is done with a conversation that is not connected.

protected:
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;

private:
    void connectParts();
    void refresh();
    void showNotice(const Link &link);
    void send(const QString &text);
    void close();
    void act(BubbleAction action, const Message &message);
    void copy(const QList<Message> &messages);
    void showWhole(const Message &message);
    void markReadIfSeen();

    Messenger &m_messenger;
    TimelineModel m_timeline;
    ChatHeader *m_header;
    NoticeBar *m_notice;
    MessageView *m_view;
    Composer *m_composer;
};

} // namespace kith
