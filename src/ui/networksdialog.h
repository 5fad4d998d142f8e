// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QHash>
#include <QString>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace kith {

class Peers;
class Settings;
struct NearbyNetwork;

/// The networks that this computer is in, and in which of them people are looked for. Each choice is taken at once.
class NetworksDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows it over the window of `parent`. What is chosen goes to the settings; whoever follows them tells Peers.
    static void open(Peers &peers, Settings &settings, QWidget *parent);

private:
    /// One network.
    struct Row {
        QWidget *widget;
        QCheckBox *check;
        QLabel *state;
    };

    NetworksDialog(Peers &peers, Settings &settings, QWidget *parent);

    void layOut();
    void reload();
    Row makeRow(const QString &interface);
    void choose(const QString &interface, bool used);

    Peers &m_peers;
    Settings &m_settings;
    QHash<QString, Row> m_networks; ///< By interface.
    QWidget *m_list;
    QVBoxLayout *m_rows;
    QLabel *m_empty;
    QPushButton *m_done;
};

} // namespace kith
