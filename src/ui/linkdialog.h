// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QUrl>

namespace kith {

/// Asks before an address from a message is opened: it shows where it leads, as a machine reads it.
class LinkDialog final : public QDialog {
    Q_OBJECT

public:
    explicit LinkDialog(const QUrl &url, QWidget *parent = nullptr);

private:
    void openLink();

    QUrl m_url;
};

} // namespace kith
