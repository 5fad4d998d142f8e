// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace kith {

/// A text as a QR code, module by module.
class QrCode final {
public:
    /// How many light modules a reader wants around it, on each side (ISO/IEC 18004).
    static constexpr int QuietZone = 4;

    /// The smallest that holds `text`, as UTF-8, with a seventh of it restorable (level M). Nothing for an empty text and
    /// for one that no code holds: more than some 2,300 bytes.
    static std::optional<QrCode> of(const QString &text);

    /// Modules on each side, without the quiet zone: 21 to 177.
    int size() const { return m_size; }
    /// Columns from the left, rows from the top. Light outside of the code.
    bool isDark(int column, int row) const;

private:
    QrCode(int size, QByteArray modules);

    int m_size;
    QByteArray m_modules; ///< Row by row; not 0: dark.
};

} // namespace kith
