// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settingsdialog.h"

#include "core/nickname.h"
#include "messenger/peers.h"
#include "ui/networksdialog.h"
#include "ui/passphrasedialog.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui_settingsdialog.h"

namespace kith {

using namespace Qt::StringLiterals;

SettingsDialog::SettingsDialog(Peers &peers, Settings &settings, Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_peers(peers)
    , m_settings(settings)
    , m_theme(theme)
    , m_ui(std::make_unique<Ui::SettingsDialog>())
{
    m_ui->setupUi(this);
    m_ui->closeButton->setProperty("kind", u"primary"_s);
    m_ui->languageHintLabel->hide();
    fill();
    fillSelf();
    connectSelf();
    showKey();
    connect(m_ui->networksButton, &QPushButton::clicked, this,
            [this] { NetworksDialog::open(m_peers, m_settings, this); });
    connect(m_ui->passphraseButton, &QPushButton::clicked, this,
            [this] { PassphraseDialog::open(m_peers, this); });
    connect(&peers, &Peers::listening, this, &SettingsDialog::showKey); // the key is open from here on
    connect(&peers, &Peers::sealed, this, &SettingsDialog::showKey);
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

void SettingsDialog::fillSelf()
{
    m_ui->ownNameEdit->setMaxLength(int(MaxNicknameLength));
    m_ui->ownNameEdit->setText(m_settings.ownName());
    m_ui->ownNameEdit->setPlaceholderText(tr("Others see the beginning of your id"));
    m_ui->visibilityCombo->addItems({tr("Seen by everybody"), tr("Invisible"), tr("Off")});
    m_ui->visibilityCombo->setCurrentIndex(int(m_settings.visibility()));
    const Courtesies courtesies = m_settings.courtesies();
    m_ui->tellReadCheck->setChecked(courtesies.tellsReceipts);
    m_ui->showReadCheck->setChecked(courtesies.showsReceipts);
    m_ui->tellTypingCheck->setChecked(courtesies.tellsTyping);
    m_ui->showTypingCheck->setChecked(courtesies.showsTyping);
}

void SettingsDialog::showKey()
{
    const bool isOpen = m_peers.isRunning();
    m_ui->passphraseButton->setEnabled(isOpen);
    m_ui->passphraseButton->setText(isOpen && m_peers.isSealed() ? tr("Change passphrase…")
                                                                 : tr("Set passphrase…"));
    m_ui->passphraseStateLabel->setText(!isOpen              ? tr("Your key is not open now")
                                        : m_peers.isSealed() ? tr("Protects your key")
                                                             : tr("None"));
}

void SettingsDialog::connectSelf()
{
    connect(m_ui->ownNameEdit, &QLineEdit::editingFinished, this, [this] {
        if (cleanNickname(m_ui->ownNameEdit->text()) == m_settings.ownName())
            return;
        m_settings.setOwnName(m_ui->ownNameEdit->text());
        m_settings.setIntroduced();
    });
    connect(m_ui->visibilityCombo, &QComboBox::activated, this,
            [this](int index) { m_settings.setVisibility(Peers::Visibility(index)); });
    for (QCheckBox *check :
         {m_ui->tellReadCheck, m_ui->showReadCheck, m_ui->tellTypingCheck, m_ui->showTypingCheck})
        connect(check, &QCheckBox::toggled, this, [this] {
            m_settings.setCourtesies({m_ui->tellReadCheck->isChecked(), m_ui->showReadCheck->isChecked(),
                                      m_ui->tellTypingCheck->isChecked(), m_ui->showTypingCheck->isChecked()});
        });
}

} // namespace kith
