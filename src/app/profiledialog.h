// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QComboBox;

namespace kith {

/// A second start on a profile that is open: show that window, or open another profile.
class ProfileDialog final : public QDialog {
    Q_OBJECT

public:
    ProfileDialog(const QString &directory, const QStringList &names, QWidget *parent = nullptr);

Q_SIGNALS:
    void showRequested();
    void profileChosen(const QString &name);

private:
    QComboBox *m_names;
};

} // namespace kith
