// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/peerid.h"

#include <QDialog>
#include <QList>

class QLabel;
class QListWidget;
class QPushButton;

namespace kith {

class Messenger;

/// The people of whom nothing is heard, and hearing of one again.
class BlockedDialog final : public QDialog {
    Q_OBJECT

public:
    using QDialog::open;
    /// Shows it over the window of `parent`.
    static void open(Messenger &messenger, QWidget *parent);

private:
    BlockedDialog(Messenger &messenger, QWidget *parent);

    void layOut();
    void reload();
    void unblock();

    Messenger &m_messenger;
    QList<PeerId> m_people; ///< Row by row.
    QListWidget *m_list;
    QLabel *m_empty;
    QPushButton *m_unblock;
};

} // namespace kith
