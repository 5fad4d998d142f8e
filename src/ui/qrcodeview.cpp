// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/qrcodeview.h"

#include <QPainter>

namespace kith {

namespace {

constexpr int UsualPixels = 5; ///< Of a module.

} // namespace

QrCodeView::QrCodeView(QWidget *parent) : QWidget(parent) {}

void QrCodeView::setText(const QString &text)
{
    m_code = QrCode::of(text);
    setFixedSize(sizeHint());
    update();
}

QSize QrCodeView::sizeHint() const
{
    const int pixels = m_code ? (m_code->size() + 2 * QrCode::QuietZone) * UsualPixels : 0;
    return {pixels, pixels};
}

void QrCodeView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::white);
    if (!m_code)
        return;
    const qreal ratio = painter.deviceTransform().m11();
    painter.scale(1 / ratio, 1 / ratio); // from here on in pixels of the screen
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    const int modules = m_code->size() + 2 * QrCode::QuietZone;
    const int module = qMin(pixels.width(), pixels.height()) / modules;
    const int left = (pixels.width() - module * m_code->size()) / 2;
    const int top = (pixels.height() - module * m_code->size()) / 2;
    for (int row = 0; row < m_code->size(); ++row) {
        for (int column = 0; column < m_code->size(); ++column) {
            if (m_code->isDark(column, row))
                painter.fillRect(left + column * module, top + row * module, module, module, Qt::black);
        }
    }
}

} // namespace kith
