// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTimer;

namespace kith {

class MessageInput;

/// Where a message is typed, with the buttons below it.
class Composer final : public QFrame {
    Q_OBJECT

public:
    Composer(Settings &settings, const Theme &theme, QWidget *parent = nullptr);

    void setText(const QString &text);
    void clear();
    /// Says why what was typed is not sent; nothing when empty.
    void showHint(const QString &sentence);
    void focusInput();
    /// Whether `q` ends the conversation, as it does in plain text.
    void setPlainText(bool isPlainText);

    QString text() const;

Q_SIGNALS:
    void sendRequested(const QString &text);
    void closeRequested();
    void historyRequested();
    /// Begun, gone on with or given up. Text that was put here by setText() was not typed.
    void typingChanged(bool typing);
    void draftChanged(const QString &text); ///< Some time after the last key, or when the input loses the focus.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeActions(const Theme &theme);
    void addSendMenu();
    bool handleKey(const QKeyEvent &event);
    void adaptHeight();
    void showSendKey();
    void send();

    Settings &m_settings;
    MessageInput *m_input;
    QLabel *m_hint = nullptr;
    QPushButton *m_closeButton = nullptr;
    QPushButton *m_sendButton = nullptr;
    QPushButton *m_sendMenuButton = nullptr;
    QTimer *m_draftTimer;
    bool m_isFilling = false; ///< By setText().
};

} // namespace kith
