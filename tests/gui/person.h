// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/profile.h"
#include "store/store.h"
#include "support/spoken.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTest>

namespace kith::test {

/// Somebody in front of a Kith window: reads what it shows, presses its keys and buttons, knows nothing of its parts
/// but their object names.
class Person {
public:
    explicit Person(const QString &directory)
        : m_settings(directory + QStringLiteral("/settings.ini"))
        , m_store(directory + QStringLiteral("/kith.db"))
        , m_messenger(m_store, m_network, m_transports)
        , m_window(m_messenger, m_settings, m_theme)
    {
        m_messenger.open();
        m_window.show();
        m_window.activateWindow();
        if (!waitUntil([this] { return m_messenger.isOpen() && m_window.isVisible(); }))
            qFatal("the window does not open");
    }

    /// Closes the window as the window manager does, and waits until everything is said.
    void quit()
    {
        m_window.close();
        auto ended = m_messenger.shutDown();
        if (!waitUntil([&] { return ended.isFinished(); }))
            qFatal("no end");
    }

    template <typename T = QWidget>
    T *see(const QString &name)
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->objectName() == name && qobject_cast<T *>(top) && top->isVisible())
                return qobject_cast<T *>(top);
            const auto found = top->findChildren<T *>(name);
            for (T *widget : found) {
                if (widget->isVisible())
                    return widget;
            }
        }
        return nullptr;
    }
    template <typename T = QWidget>
    T *waitFor(const QString &name)
    {
        T *widget = nullptr;
        if (!waitUntil([&] { return (widget = see<T>(name)) != nullptr; }))
            qFatal("there is no %s", qPrintable(name));
        return widget;
    }

    /// Presses a shortcut of the window.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        m_window.activateWindow();
        if (!waitUntil([this] { return m_window.isActiveWindow(); }))
            qFatal("the window is not active");
        QTest::keyClick(&m_window, key, modifiers);
    }
    void click(const QString &name) { QTest::mouseClick(waitFor<QAbstractButton>(name), Qt::LeftButton); }

    void say(const QString &text)
    {
        auto *input = waitFor<QPlainTextEdit>(QStringLiteral("messageInput"));
        // As an input method commits it: a keyboard has no key for 你.
        QInputMethodEvent event;
        event.setCommitString(text);
        QApplication::sendEvent(input, &event);
        QTest::keyClick(input, Qt::Key_Return);
    }

    /// Opens the dialog by keyboard, fills it and confirms.
    void connectAs(const QString &role, const QString &host, quint16 port)
    {
        press(Qt::Key_N, Qt::ControlModifier);
        waitFor<QDialog>(QStringLiteral("connectionDialog"));
        click(role);
        auto *address = waitFor<QLineEdit>(QStringLiteral("addressEdit"));
        address->selectAll();
        QTest::keyClicks(address, host);
        auto *spin = waitFor<QSpinBox>(QStringLiteral("portSpin"));
        spin->selectAll();
        QTest::keyClicks(spin, QString::number(port));
        click(QStringLiteral("connectButton"));
        if (!waitUntil([this] { return !see<QDialog>(QStringLiteral("connectionDialog")); }))
            qFatal("the dialog stays: %s", qPrintable(see<QLabel>(QStringLiteral("errorLabel"))->text()));
    }

    /// What a screen reader says of each line of a list, from the top.
    QStringList lines(const QString &list) { return spokenOf(see(list)); }
    bool sees(const QString &text)
    {
        return waitUntil([&] { return lines(QStringLiteral("messageView")).filter(text).size() == 1; });
    }
    QString label(const QString &name) { return waitFor<QLabel>(name)->text(); }

    template <typename Condition>
    static bool waitUntil(Condition condition)
    {
        return QTest::qWaitFor(condition, 15'000);
    }

    Messenger &messenger() { return m_messenger; }
    MainWindow &window() { return m_window; }

private:
    Settings m_settings;
    Theme m_theme{*qApp};
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;
    Store m_store;
    Messenger m_messenger;
    MainWindow m_window;
};

} // namespace kith::test
