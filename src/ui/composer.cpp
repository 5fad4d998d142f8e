// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/composer.h"

#include "ui/icons.h"
#include "ui/label.h"
#include "ui/messageinput.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTimer>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int MinInputHeight = 58;
constexpr int MaxInputHeight = 168;
constexpr auto DraftPause = 1500ms;

} // namespace

Composer::Composer(Settings &settings, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_settings(settings), m_input(new MessageInput(this)), m_draftTimer(new QTimer(this))
{
    setProperty("ground", u"pane"_s);
    setProperty("edge", u"top"_s);
    m_input->setObjectName(u"messageInput"_s);
    m_input->setAccessibleName(tr("Message"));
    setPlainText(true);
    m_input->setTabChangesFocus(true);
    m_input->setFixedHeight(MinInputHeight);
    m_input->document()->setDocumentMargin(2);
    m_input->installEventFilter(this);
    m_draftTimer->setSingleShot(true);
    m_draftTimer->setInterval(DraftPause);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 12);
    layout->setSpacing(4);
    layout->addWidget(makeTools());
    layout->addWidget(m_input);
    layout->addWidget(makeActions(theme));
    addSendMenu();
    showSendKey();

    connect(m_input, &QPlainTextEdit::textChanged, this, [this] {
        showHint({});
        adaptHeight();
        m_draftTimer->start();
        if (!m_isFilling)
            Q_EMIT typingChanged(!text().isEmpty());
    });
    connect(m_draftTimer, &QTimer::timeout, this, [this] { Q_EMIT draftChanged(text()); });
    connect(&settings, &Settings::sendKeyChanged, this, &Composer::showSendKey);
}

void Composer::setText(const QString &text)
{
    m_isFilling = true;
    if (m_input->toPlainText() != text)
        m_input->replaceText(text);
    m_isFilling = false;
    m_input->moveCursor(QTextCursor::End);
    m_draftTimer->stop();
    showHint({});
}

void Composer::clear()
{
    setText({});
    Q_EMIT typingChanged(false);
}

void Composer::showHint(const QString &sentence)
{
    setStyleProperty(*m_hint, "tone", sentence.isEmpty() ? u"small"_s : u"bad"_s);
    if (sentence.isEmpty())
        showSendKey();
    else
        m_hint->setText(sentence);
}

void Composer::focusInput()
{
    m_input->setFocus(Qt::OtherFocusReason);
}

void Composer::setPlainText(bool isPlainText)
{
    m_input->setPlaceholderText(isPlainText ? tr("Message. Type q to end this conversation.") : tr("Message"));
}

QString Composer::text() const
{
    return m_input->toPlainText();
}

bool Composer::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_input && event->type() == QEvent::KeyPress && handleKey(*static_cast<QKeyEvent *>(event)))
        return true;
    if (watched == m_input && event->type() == QEvent::FocusOut && m_draftTimer->isActive()) {
        m_draftTimer->stop();
        Q_EMIT draftChanged(text());
    }
    return QFrame::eventFilter(watched, event);
}

QWidget *Composer::makeTools()
{
    auto *history = new QPushButton(tr("History ^H"));
    history->setObjectName(u"historyButton"_s);
    history->setProperty("kind", u"quiet"_s);
    history->setAccessibleName(tr("History"));
    history->setToolTip(tr("Everything that was said here (Ctrl+H)"));
    connect(history, &QPushButton::clicked, this, &Composer::historyRequested);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(history);
    return row;
}

QWidget *Composer::makeActions(const Theme &theme)
{
    m_hint = makeLabel({}, u"small"_s);
    m_hint->setObjectName(u"hintLabel"_s);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

    m_closeButton = new QPushButton(tr("Close"));
    m_closeButton->setObjectName(u"closeConversationButton"_s);
    m_closeButton->setAccessibleName(tr("Close the conversation"));
    m_closeButton->setToolTip(tr("Close the conversation (Alt+C)"));
    m_closeButton->setShortcut(QKeySequence(Qt::ALT | Qt::Key_C));
    connect(m_closeButton, &QPushButton::clicked, this, &Composer::closeRequested);

    m_sendButton = new QPushButton(tr("Send"));
    m_sendButton->setObjectName(u"sendButton"_s);
    m_sendButton->setAccessibleName(tr("Send"));
    m_sendButton->setProperty("kind", u"primary"_s);
    m_sendButton->setProperty("joined", u"left"_s);
    m_sendButton->setShortcut(QKeySequence(Qt::ALT | Qt::Key_S));
    connect(m_sendButton, &QPushButton::clicked, this, &Composer::send);

    m_sendMenuButton = new QPushButton;
    m_sendMenuButton->setObjectName(u"sendMenuButton"_s);
    m_sendMenuButton->setAccessibleName(tr("Choose which key sends"));
    m_sendMenuButton->setToolTip(tr("Choose which key sends"));
    m_sendMenuButton->setProperty("kind", u"primary"_s);
    m_sendMenuButton->setProperty("joined", u"right"_s);
    m_sendMenuButton->setIcon(themedIcon(theme, u"down"_s, &Tokens::onAccent));
    m_sendMenuButton->setIconSize({14, 14});

    auto *send = new QHBoxLayout;
    send->setSpacing(0);
    send->addWidget(m_sendButton);
    send->addWidget(m_sendMenuButton);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_hint, 1);
    layout->addWidget(m_closeButton);
    layout->addLayout(send);
    return row;
}

void Composer::addSendMenu()
{
    auto *menu = new QMenu(m_sendMenuButton);
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &text, SendKey key) {
        QAction *action = menu->addAction(text, this, [this, key] { m_settings.setSendKey(key); });
        action->setCheckable(true);
        action->setChecked(m_settings.sendKey() == key);
        group->addAction(action);
        connect(&m_settings, &Settings::sendKeyChanged, action,
                [this, action, key] { action->setChecked(m_settings.sendKey() == key); });
    };
    add(tr("Enter sends, Shift+Enter makes a new line"), SendKey::Enter);
    add(tr("Ctrl+Enter sends, Enter makes a new line"), SendKey::ControlEnter);
    m_sendMenuButton->setMenu(menu);
}

bool Composer::handleKey(const QKeyEvent &event)
{
    if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter)
        return false;
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool sends =
        m_settings.sendKey() == SendKey::Enter ? modifiers == Qt::NoModifier : modifiers == Qt::ControlModifier;
    if (sends) {
        send();
        return true;
    }
    if (modifiers == Qt::ShiftModifier || modifiers == Qt::ControlModifier) {
        m_input->insertPlainText(u"\n"_s);
        return true;
    }
    return false;
}

void Composer::adaptHeight()
{
    // The layout of a plain-text document counts lines, not pixels.
    const int lines = qMin(8, int(m_input->document()->size().height()));
    const int wanted = lines * m_input->fontMetrics().lineSpacing() + 10;
    m_input->setFixedHeight(qBound(MinInputHeight, wanted, MaxInputHeight));
}

void Composer::showSendKey()
{
    const bool isEnter = m_settings.sendKey() == SendKey::Enter;
    m_hint->setText(isEnter ? tr("Enter to send") : tr("Ctrl+Enter to send"));
    m_sendButton->setToolTip(isEnter ? tr("Send (Enter or Alt+S)") : tr("Send (Ctrl+Enter or Alt+S)"));
}

void Composer::send()
{
    m_draftTimer->stop();
    Q_EMIT sendRequested(text());
    focusInput();
}

} // namespace kith
