// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/safetynumber.h"

#include <QCryptographicHash>

#include <utility>

namespace kith {

namespace {

constexpr int Groups = 12;
constexpr int GroupDigits = 5;
constexpr quint32 GroupValues = 100'000;

/// Divides the big-endian number by GroupValues; answers the remainder.
quint32 divide(QByteArray &number)
{
    quint32 rest = 0;
    for (char &byte : number) {
        rest = rest << 8 | quint8(byte);
        byte = char(rest / GroupValues);
        rest %= GroupValues;
    }
    return rest;
}

} // namespace

QString safetyNumber(const PeerId &one, const PeerId &other)
{
    if (one.isNull() || other.isNull())
        return {};
    const auto [first, second] = one < other ? std::pair(one, other) : std::pair(other, one);
    QByteArray number =
        QCryptographicHash::hash("kith-safety-1" + first.toBytes() + second.toBytes(), QCryptographicHash::Sha256);
    QString text;
    for (int group = 0; group < Groups; ++group) {
        const QString digits = QString::number(divide(number)).rightJustified(GroupDigits, u'0');
        text.prepend(group == 0 ? digits : digits + u' ');
    }
    return text;
}

} // namespace kith
