// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chip.h"

#include "ui/iconwidget.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>

namespace kith {

Chip::Chip(const Theme &theme, const QString &text, QWidget *parent) : QFrame(parent)
{
    setProperty("chip", QStringLiteral("warn"));
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(9, 2, 9, 2);
    layout->setSpacing(5);
    layout->addWidget(new IconWidget(theme, QStringLiteral("warn"), &Tokens::warn, 13, this));
    layout->addWidget(makeLabel(text, {}, this));
}

} // namespace kith
