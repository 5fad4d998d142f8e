// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons.h"

#include <QWidget>

namespace kith {

/// A drawing that cannot be clicked, in one of the theme's colours.
class IconWidget final : public QWidget {
    Q_OBJECT

public:
    IconWidget(const Theme &theme, const QString &icon, Ink ink, int pixels, QWidget *parent = nullptr);

    void setIcon(const QString &icon, Ink ink);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_icon;
    Ink m_ink;
};

} // namespace kith
