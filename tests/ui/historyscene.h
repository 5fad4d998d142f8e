// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/kepthistory.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace kith::test {

/// A main window over a history, and whoever looks for its parts, and those of the other windows, by their names.
class HistoryScene {
public:
    explicit HistoryScene(Theme &theme, int messages = 260)
        : kept(messages)
        , settings(kept.path(QStringLiteral("settings.ini")))
        , window(*kept.messenger, settings, theme)
    {
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not open");
    }

    template <typename T = QWidget>
    static T *see(const char *name)
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->objectName() == QLatin1String(name) && top->isVisible())
                return qobject_cast<T *>(top);
            for (T *widget : top->findChildren<T *>(QString::fromLatin1(name))) {
                if (widget->isVisible())
                    return widget;
            }
        }
        return nullptr;
    }
    template <typename T = QWidget>
    static T *waitFor(const char *name)
    {
        T *widget = nullptr;
        if (!QTest::qWaitFor([&] { return (widget = see<T>(name)) != nullptr; }))
            qFatal("there is no %s", name);
        return widget;
    }
    static void click(const char *name) { QTest::mouseClick(waitFor<QAbstractButton>(name), Qt::LeftButton); }
    static QString label(const char *name) { return waitFor<QLabel>(name)->text(); }
    /// What a screen reader says of each loaded line of a list.
    static QStringList lines(const char *name)
    {
        QStringList spoken;
        if (auto *view = see<QAbstractItemView>(name)) {
            for (int row = 0; row < view->model()->rowCount(); ++row)
                spoken += view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        }
        return spoken;
    }
    /// Types as an input method commits: a keyboard has no key for 字.
    static void type(QWidget *into, const QString &text)
    {
        for (const QChar c : text) {
            QInputMethodEvent event;
            event.setCommitString(c);
            QApplication::sendEvent(into, &event);
        }
    }
    int count(const std::function<bool(const Message &)> &is) const { return int(kept.newestFirst(is).size()); }

    KeptHistory kept;
    Settings settings;
    MainWindow window;
};

} // namespace kith::test
