// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "app/program.h"
#include "core/error.h"
#include "store/profile.h"
#include "ui/language.h"

#include <QObject>

#include <optional>

class QApplication;

namespace kith {

class ProfileDialog;

/// From the command line to a window on a profile, with a question in between when the profile is open elsewhere.
class Startup final : public QObject {
    Q_OBJECT

public:
    Startup(QApplication &application, Options options);
    ~Startup() override;

    void begin();

private:
    void open(const QString &directory);
    void run(Profile profile);
    void askAboutProfile(const QString &directory);
    void dropDialog();
    void prepareLook(const QString &settingsFile);

    QApplication &m_application;
    Options m_options;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Language> m_language;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Program> m_program;
    std::unique_ptr<ProfileDialog> m_dialog;
};

} // namespace kith
