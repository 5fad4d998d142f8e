// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include "core/future.h"

#include <QCoreApplication>
#include <QTimer>

#include <utility>

namespace kith {

Program::Program(Profile profile, Settings &settings, Theme &theme, Options options)
    : m_profile(std::move(profile))
    , m_settings(settings)
    , m_theme(theme)
    , m_options(std::move(options))
    , m_store(m_profile.databaseFile())
    , m_messenger(m_store, m_network, m_transports)
    , m_window(m_messenger, settings, theme)
    , m_instance(m_profile.directory())
{
    connect(&m_messenger, &Messenger::opened, this, &Program::connectAtStart);
    connect(&m_window, &MainWindow::closed, this, &Program::end);
    connect(&m_signals, &SignalWatcher::endRequested, &m_window, &QWidget::close);
    connect(&m_signals, &SignalWatcher::endRequested, this, &Program::end);
    connect(&m_instance, &SingleInstance::showRequested, &m_window, &MainWindow::comeForward);
    connect(&m_system, &SystemScheme::changed, this, [this](Theme::Scheme scheme) {
        m_settings.setLastSystemScheme(scheme);
        m_theme.setSystemScheme(scheme);
    });
}

void Program::start()
{
    m_messenger.open(); // on the store's own thread: it reads while the window is painted
    m_window.show();
    QTimer::singleShot(0, this, [this] {
        m_instance.listen();
        m_system.start();
    });
}

void Program::connectAtStart()
{
    m_window.openPeople(m_profile.directory());
    for (const Endpoint &local : std::as_const(m_options.hosts))
        m_window.showHost(m_messenger.host(local));
    for (const Endpoint &remote : std::as_const(m_options.joins))
        m_window.showConversation(m_messenger.join(remote));
    connect(&m_messenger.peers(), &Peers::listening, this, &Program::joinEncrypted);
    connect(&m_messenger.peers(), &Peers::impaired, this, &Program::joinEncrypted);
    if (m_options.direct)
        m_window.showConversation(m_messenger.direct(m_options.direct->remote, m_options.direct->local));
}

/// Once the key is open, which may need a passphrase; also where nobody can call us.
void Program::joinEncrypted()
{
    for (const Endpoint &remote : std::exchange(m_options.encryptedJoins, {}))
        m_window.joinEncrypted(remote);
}

void Program::end()
{
    if (std::exchange(m_isEnding, true))
        return;
    whenFinished(m_messenger.shutDown(), this, [] { QCoreApplication::quit(); });
}

} // namespace kith
