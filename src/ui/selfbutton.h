// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/presence.h"

#include <QAbstractButton>

class QMenu;

namespace kith {

class OwnPresence;
class Settings;
class Theme;

/// This person, with a menu of what it is to others: its presence, its words, whether it is found.
class SelfButton final : public QAbstractButton {
    Q_OBJECT

public:
    SelfButton(const Theme &theme, OwnPresence &self, Settings &settings, QWidget *parent = nullptr);

    QSize sizeHint() const override;

Q_SIGNALS:
    void nameRequested(); ///< The person wants another name.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void popUp();
    void addPresences(QMenu &menu);
    void askStatus();
    void setStatus(const QString &status);
    void refresh();

    const Theme &m_theme;
    OwnPresence &m_self;
    Settings &m_settings;
};

} // namespace kith
