// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace kith {

class Theme;

/// A drawing to click, with a count at its corner.
class BadgeButton final : public QToolButton {
    Q_OBJECT

public:
    BadgeButton(const Theme &theme, const QString &icon, QWidget *parent = nullptr);

    void setCount(int count);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_count = 0;
};

} // namespace kith
