// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "messenger/link.h"
#include "models/timelinemodel.h"
#include "ui/bubblelayout.h"
#include "ui/settings.h"
#include "ui/transcript.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>

namespace kith {

class ChatHeader;
class Composer;
class FindBar;
class KeyBar;
class MessageView;
class Messenger;
class NoticeBar;

/// One conversation: who it is with, what was said, and where the next message is typed.
class ChatPane final : public QWidget {
    Q_OBJECT

public:
    /// Of long texts, as many UTF-16 units are read for the clipboard; further ones are copied as far as they are shown.
    static constexpr qsizetype MaxCopiedCharacters = 16 * 1024 * 1024;

    ChatPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent = nullptr);

    void setConversation(const ConversationId &conversation);
    void focusInput();
    /// Keeps what was typed with the conversation.
    void keepDraft();
    /// Shows the message at `place` of this conversation and marks it for a moment; `words` are marked wherever they
    /// stand.
    void jumpTo(const Place &place, const QStringList &words = {});
    void clearHighlight();
    void showDate(const QDateTime &instant);
    Place currentPlace() const;
    /// Opens the bar that searches in this conversation; goes on to the next hit when it is open.
    void startFind();
    void findNext();
    void findPrevious();
    /// Closes that bar and returns to the input; false when there is none.
    bool closeFind();

    const ConversationId &conversation() const { return m_timeline.conversation(); }

Q_SIGNALS:
    void menuRequested(const kith::ConversationId &conversation, const QPoint &globalPosition);
    void commentRequested(const kith::Message &message);
    void historyRequested(const kith::Place &place); ///< Of this conversation; a null place: from its end.
    void leaveRequested(); ///< The person is done with a conversation that is not connected.

protected:
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;
    void connectNotify(const QMetaMethod &signal) override;

private:
    void connectParts();
    void refresh();
    void showNotice(const Link &link, const std::optional<Contact> &contact);
    void showNoticeOf(const Contact &person, const Link &link);
    void pressNotice();
    void send(const QString &text);
    void close();
    void act(BubbleAction action, const Message &message);
    struct Copying;
    void copy(const QList<TranscriptPart> &parts, TranscriptForm form);
    void copyWhole(const std::shared_ptr<Copying> &copying);
    void offerUndo(int count);
    void openLink(const QUrl &url);
    void showWhole(const Message &message);
    bool isSeen() const;
    void markReadIfSeen();

    Messenger &m_messenger;
    TimelineModel m_timeline;
    ChatHeader *m_header;
    KeyBar *m_keyBar;
    NoticeBar *m_notice;
    FindBar *m_find;
    NoticeBar *m_undo;
    MessageView *m_view;
    Composer *m_composer;
};

} // namespace kith
