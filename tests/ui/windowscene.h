// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "historyscene.h"
#include "support/node.h"

#include <QLineEdit>
#include <QTemporaryDir>
#include <QUdpSocket>

namespace kith::test {

/// A main window over a whole Kith, without a history.
class WindowScene {
public:
    using Look = HistoryScene;

    explicit WindowScene(Theme &theme, const QString &directory = {})
        : place(directory.isEmpty() ? m_own.path() : directory)
        , node(place)
        , settings(place + QStringLiteral("/settings.ini"))
        , window(node.messenger, settings, theme)
    {
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not open");
    }
    ~WindowScene()
    {
        const QFuture<void> end = node.messenger.shutDown();
        [[maybe_unused]] const bool isDone = QTest::qWaitFor([&] { return end.isFinished(); });
    }

    /// At free ports, so that no other Kith of this computer meets it.
    static Peers::Options apart()
    {
        QUdpSocket socket;
        socket.bind(QHostAddress::LocalHost, 0);
        Peers::Options options = Node::quietly();
        options.discoveryPort = socket.localPort();
        return options;
    }
    /// Links with `other`, which dials.
    bool meet(Node &other)
    {
        if (!other.messenger.peers().befriend(node.invitation()))
            return false;
        return QTest::qWaitFor([&] { return !peers().nearby().isEmpty(); });
    }
    void fill(const char *edit, const QString &text)
    {
        auto *field = Look::waitFor<QLineEdit>(edit);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
    }
    Peers &peers() { return node.messenger.peers(); }

private:
    QTemporaryDir m_own;

public:
    QString place;
    Node node;
    Settings settings;
    MainWindow window;
};

} // namespace kith::test
