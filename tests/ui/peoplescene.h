// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "historyscene.h"
#include "support/node.h"

#include <QTemporaryDir>

namespace kith::test {

/// The main window of Ann, who is among people; Bob, on the loopback, is her friend.
class PeopleScene {
public:
    using Look = HistoryScene;

    explicit PeopleScene(Theme &theme)
        : settings(directory.filePath(QStringLiteral("settings.ini")))
        , window(ann.messenger, settings, theme)
        , bobKey(*Identity::create())
    {
        ann.goOnline(QStringLiteral("Ann"));
        bobComes();
        befriend(ann, *bob);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window does not open");
        window.showConversation(conversation());
    }
    ~PeopleScene()
    {
        const QFuture<void> end = ann.messenger.shutDown();
        [[maybe_unused]] const bool isDone = QTest::qWaitFor([&] { return end.isFinished(); });
    }

    static Identity copyOf(const Identity &identity)
    {
        return *Identity::fromPrivateKey(identity.privateKey().view());
    }
    /// `one` greets `other`, of whom it knows no more than where it is, and is accepted.
    static void befriend(Node &one, Node &other)
    {
        const PeerId asking = one.messenger.peers().self();
        const PeerId asked = other.messenger.peers().self();
        static_cast<void>(one.messenger.peers().befriend(other.invitation()));
        if (!QTest::qWaitFor([&] { return !other.messenger.peers().introductions().isEmpty(); }))
            qFatal("nobody introduced itself");
        other.messenger.peers().accept(asking);
        if (!QTest::qWaitFor([&] { return contactIn(one, asked).isFriend(); }))
            qFatal("they are no friends");
        one.messenger.peers().setVerified(contactIn(one, asked).id, false);
    }
    static Contact contactIn(Node &node, const PeerId &peer)
    {
        return node.messenger.contact(node.messenger.peers().contactOf(peer)).value_or(Contact());
    }

    void bobComes()
    {
        Peers::Options options = Node::quietly();
        options.port = port;
        bob = std::make_unique<Node>(there.path());
        bob->goOnline(QStringLiteral("Bob"), copyOf(bobKey), options);
        port = bob->messenger.peers().local().port();
    }
    void bobGoes() { bob.reset(); }
    /// Somebody with another key, at the port where Bob was.
    void somebodyElseComes()
    {
        Peers::Options options = Node::quietly();
        options.port = port;
        other = std::make_unique<Node>();
        other->goOnline(QStringLiteral("Bob"), options);
        if (!QTest::qWaitFor([this] { return contact().trust == Contact::Trust::Changed; }))
            qFatal("nobody noticed");
    }

    /// Bob, as Ann has him.
    Contact contact()
    {
        for (const Contact &contact : ann.messenger.contacts()) {
            if (contact.isPerson())
                return contact;
        }
        return {};
    }
    ContactId annThere() { return bob->messenger.peers().contactOf(ann.messenger.peers().self()); }
    ConversationId conversation() { return ann.messenger.find(contact().id); }
    Peers &peers() { return ann.messenger.peers(); }

    /// Tab from where the focus of its window is until `name` has it; false: it cannot be reached.
    static bool tabTo(const char *name)
    {
        auto *wanted = Look::waitFor(name);
        wanted->window()->activateWindow();
        if (!QTest::qWaitFor([&] { return QApplication::focusWidget() && wanted->window()->isActiveWindow(); }))
            return false;
        for (int i = 0; i < 60 && !wanted->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        return wanted->hasFocus();
    }

    QTemporaryDir directory;
    QTemporaryDir there;
    Node ann;
    Settings settings;
    MainWindow window;
    Identity bobKey;
    quint16 port = 0;
    std::unique_ptr<Node> bob;
    std::unique_ptr<Node> other;
};

} // namespace kith::test
