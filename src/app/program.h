// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "app/signalwatcher.h"
#include "app/singleinstance.h"
#include "messenger/messenger.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/profile.h"
#include "store/store.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"
#include "ui/systemscheme.h"
#include "ui/theme.h"

#include <QObject>

namespace kith {

/// One run of the window on one profile: everything it is made of, from its start to its orderly end.
class Program final : public QObject {
    Q_OBJECT

public:
    /// `settings` are the profile's own.
    Program(Profile profile, Settings &settings, Theme &theme, Options options);

    /// Shows the window; all that can wait comes after its first paint.
    void start();

private:
    void connectAtStart();
    void joinEncrypted();
    void end();

    Profile m_profile;
    Settings &m_settings;
    Theme &m_theme;
    Options m_options;
    Store m_store;
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;
    Messenger m_messenger;
    MainWindow m_window;
    SingleInstance m_instance;
    SignalWatcher m_signals;
    SystemScheme m_system;
    bool m_isEnding = false;
};

} // namespace kith
