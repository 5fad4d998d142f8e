// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogparts.h"

#include "ui/label.h"

#include <QBoxLayout>
#include <QDialog>
#include <QFrame>
#include <QLabel>

namespace kith {

QVBoxLayout *makeColumn(QDialog &dialog, QLabel *heading)
{
    auto *column = new QVBoxLayout(&dialog);
    column->setContentsMargins(20, 18, 20, 20);
    column->setSpacing(12);
    column->addWidget(heading);
    return column;
}

QVBoxLayout *makeColumn(QDialog &dialog)
{
    return makeColumn(dialog, makeLabel(dialog.windowTitle(), QStringLiteral("heading"), &dialog));
}

QFrame *makeBox(QDialog &dialog, std::initializer_list<QWidget *> content)
{
    auto *box = new QFrame(&dialog);
    box->setProperty("boxed", true);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(5, 5, 5, 5);
    for (QWidget *widget : content)
        layout->addWidget(widget);
    return box;
}

} // namespace kith
