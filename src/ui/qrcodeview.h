// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/qrcode.h"

#include <QWidget>

namespace kith {

/// Draws a QR code: black on white in every theme, for cameras, with its quiet zone, and each module as many whole pixels
/// of the screen as there is room for.
class QrCodeView final : public QWidget {
    Q_OBJECT

public:
    explicit QrCodeView(QWidget *parent = nullptr);

    /// What it says; white when no code holds it.
    void setText(const QString &text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<QrCode> m_code;
};

} // namespace kith
