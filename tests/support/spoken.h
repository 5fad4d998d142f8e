// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>
#include <QAccessible>
#include <QList>
#include <QStringList>
#include <QWidget>

namespace kith::test {

/// The items of a list as a screen reader finds them, from the top.
inline QList<QAccessibleInterface *> itemsOf(QWidget *list)
{
    QList<QAccessibleInterface *> items;
    QAccessibleInterface *found = list ? QAccessible::queryAccessibleInterface(list) : nullptr;
    for (int i = 0; found && i < found->childCount(); ++i) {
        if (QAccessibleInterface *child = found->child(i); child && child->role() == QAccessible::ListItem)
            items.append(child);
    }
    return items;
}

/// What it says of each. Of Qt's own lists the model is asked: without a screen reader at work, Qt does not tell their
/// accessible children that rows moved.
inline QStringList spokenOf(QWidget *list)
{
    QStringList spoken;
    if (const auto *view = qobject_cast<const QAbstractItemView *>(list)) {
        for (int row = 0; row < view->model()->rowCount(); ++row)
            spoken += view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return spoken;
    }
    for (const QAccessibleInterface *item : itemsOf(list))
        spoken += item->text(QAccessible::Name);
    return spoken;
}

/// Those of them that are on the screen.
inline QList<QAccessibleInterface *> itemsInSight(QWidget *list)
{
    QList<QAccessibleInterface *> items = itemsOf(list);
    items.removeIf([](const QAccessibleInterface *item) { return item->state().offscreen; });
    return items;
}

} // namespace kith::test
