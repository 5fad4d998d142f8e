// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/startup.h"

#include "app/profiledialog.h"

#include <QApplication>
#include <QDir>

#include <cstdio>

namespace kith {

Startup::Startup(QApplication &application, Options options)
    : m_application(application), m_options(std::move(options))
{
}

Startup::~Startup() = default;

void Startup::begin()
{
    open(Profile::directoryFor(m_options.profile));
}

void Startup::open(const QString &directory)
{
    auto profile = Profile::acquire(directory);
    if (profile)
        return run(std::move(*profile));
    if (profile.error().kind == Error::Kind::ProfileInUse)
        return askAboutProfile(directory);
    std::fprintf(stderr, "kith: %s\n", qPrintable(sentence(profile.error())));
    m_application.exit(2);
}

void Startup::run(Profile profile)
{
    dropDialog();
    prepareLook(profile.settingsFile());
    m_program = std::make_unique<Program>(std::move(profile), *m_settings, *m_theme, m_options);
    m_program->start();
}

void Startup::askAboutProfile(const QString &directory)
{
    dropDialog();
    prepareLook({});
    m_dialog = std::make_unique<ProfileDialog>(QDir::toNativeSeparators(directory), Profile::names());
    ProfileDialog *dialog = m_dialog.get();
    connect(dialog, &QDialog::rejected, &m_application, &QCoreApplication::quit);
    connect(dialog, &ProfileDialog::profileChosen, this,
            [this](const QString &name) { open(Profile::directoryFor(name)); });
    connect(dialog, &ProfileDialog::showRequested, this, [this, directory, dialog] {
        auto *instance = new SingleInstance(directory, dialog);
        connect(instance, &SingleInstance::asked, &m_application, &QCoreApplication::quit);
        connect(instance, &SingleInstance::failed, &m_application, &QCoreApplication::quit);
        instance->ask();
    });
    dialog->show();
}

void Startup::dropDialog()
{
    if (!m_dialog)
        return;
    m_dialog->hide();
    m_dialog.release()->deleteLater(); // it may be its button that brought us here
}

void Startup::prepareLook(const QString &settingsFile)
{
    m_settings = std::make_unique<Settings>(settingsFile);
    if (!m_language)
        m_language = std::make_unique<Language>(m_settings->language());
    if (!m_theme)
        m_theme = std::make_unique<Theme>(m_application);
    m_theme->setSystemScheme(m_settings->lastSystemScheme());
    m_theme->setChoice(m_settings->theme());
}

} // namespace kith
