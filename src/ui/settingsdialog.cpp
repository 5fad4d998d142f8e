// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settingsdialog.h"

#include "ui/settings.h"
#include "ui/theme.h"
#include "ui_settingsdialog.h"

namespace kith {

using namespace Qt::StringLiterals;

SettingsDialog::SettingsDialog(Settings &settings, Theme &theme, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_theme(theme), m_ui(std::make_unique<Ui::SettingsDialog>())
{
    m_ui->setupUi(this);
    m_ui->closeButton->setProperty("kind", u"primary"_s);
    m_ui->languageHintLabel->hide();
    fill();
    connect(m_ui->backupsButton, &QPushButton::clicked, this, &SettingsDialog::backupsRequested);
    connect(m_ui->blockedButton, &QPushButton::clicked, this, &SettingsDialog::blockedRequested);
    connect(m_ui->themeCombo, &QComboBox::activated, this, [this](int index) {
        m_settings.setTheme(ThemeChoice(index));
        m_theme.setChoice(ThemeChoice(index));
    });
    connect(m_ui->languageCombo, &QComboBox::activated, this, [this](int index) {
        m_settings.setLanguage(m_ui->languageCombo->itemData(index).toString());
        m_ui->languageHintLabel->show();
    });
    connect(m_ui->sendKeyCombo, &QComboBox::activated, this,
            [this](int index) { m_settings.setSendKey(SendKey(index)); });
}

SettingsDialog::~SettingsDialog() = default;

void SettingsDialog::fill()
{
    m_ui->themeCombo->addItems({tr("Like the system"), tr("Light"), tr("Dark")});
    m_ui->themeCombo->setCurrentIndex(int(m_settings.theme()));
    m_ui->languageCombo->addItem(tr("Like the system"), QString());
    m_ui->languageCombo->addItem(u"English"_s, u"en"_s);
    m_ui->languageCombo->addItem(u"简体中文"_s, u"zh_CN"_s);
    m_ui->languageCombo->setCurrentIndex(qMax(0, m_ui->languageCombo->findData(m_settings.language())));
    m_ui->sendKeyCombo->addItems({tr("Enter"), tr("Ctrl+Enter")});
    m_ui->sendKeyCombo->setCurrentIndex(int(m_settings.sendKey()));
}

} // namespace kith
