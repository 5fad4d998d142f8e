// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace kith {

class Theme;

/// A way to connect, to choose: a drawing, a name and a sentence on a card.
class RoleCard final : public QAbstractButton {
    Q_OBJECT

public:
    RoleCard(const Theme &theme, const QString &icon, const QString &title, const QString &sentence,
             QWidget *parent = nullptr);

    QSize sizeHint() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QRect sentenceRect(int width) const;

    const Theme &m_theme;
    QString m_icon;
    QString m_sentence;
};

} // namespace kith
