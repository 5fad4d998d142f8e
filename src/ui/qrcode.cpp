// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/qrcode.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace kith {

std::optional<QrCode> QrCode::of(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    if (bytes.isEmpty() || bytes.contains('\0')) // the library reads up to the first
        return std::nullopt;
    // Not QRcode_encodeData(): in a string the library finds what takes less room than bytes, such as the ID.
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(bytes.constData(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
    if (!code)
        return std::nullopt;
    QByteArray modules(qsizetype(code->width) * code->width, Qt::Uninitialized);
    constexpr unsigned char Dark = 1; // the lowest bit; the others say what a module is for
    std::transform(code->data, code->data + modules.size(), modules.begin(),
                   [](unsigned char module) { return char(module & Dark); });
    return QrCode(code->width, modules);
}

QrCode::QrCode(int size, QByteArray modules) : m_size(size), m_modules(std::move(modules)) {}

bool QrCode::isDark(int column, int row) const
{
    const bool isInside = column >= 0 && column < m_size && row >= 0 && row < m_size;
    return isInside && m_modules.at(qsizetype(row) * m_size + column) != 0;
}

} // namespace kith
