// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace kith {

class Theme;

/// A sentence below a header that says what is wrong, with the button that mends it.
class NoticeBar final : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Plain, Bad };

    explicit NoticeBar(const Theme &theme, QWidget *parent = nullptr);

    /// Object names other than "noticeBar", "noticeLabel" and "connectAgainButton", where a pane has several.
    void setNames(const QString &bar, const QString &sentence, const QString &button);
    /// A further button, before the one of say(); hidden at first, and shown by whoever added it.
    QPushButton *addButton(const QString &name, const QString &text);
    /// Without `button` there is none.
    void say(Tone tone, const QString &sentence, const QString &button = {});

Q_SIGNALS:
    void clicked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// One row, or the buttons below the sentence where several would leave no room for it.
    void arrange();

    QBoxLayout *m_layout;
    QBoxLayout *m_buttons;
    QWidget *m_icon;
    QLabel *m_sentence;
    QPushButton *m_button;
};

} // namespace kith
