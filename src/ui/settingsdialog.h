// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace Ui {
class SettingsDialog;
}

namespace kith {

class Peers;
class Settings;
class Theme;

/// What a person can choose. Each choice is taken at once; there is nothing to confirm.
class SettingsDialog final : public QDialog {
    Q_OBJECT

public:
    /// All are borrowed.
    SettingsDialog(Peers &peers, Settings &settings, Theme &theme, QWidget *parent = nullptr);
    ~SettingsDialog() override;

Q_SIGNALS:
    void backupsRequested();
    void blockedRequested();

private:
    void fill();
    void fillSelf();
    void connectSelf();
    void showKey();

    Peers &m_peers;
    Settings &m_settings;
    Theme &m_theme;
    std::unique_ptr<Ui::SettingsDialog> m_ui;
};

} // namespace kith
