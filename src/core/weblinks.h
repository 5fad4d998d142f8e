// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>
#include <QUrl>

namespace kith {

/// An address inside a text.
struct WebLink {
    qsizetype start = 0; ///< In UTF-16 units.
    qsizetype length = 0;
    QUrl url;

    friend bool operator==(const WebLink &, const WebLink &) = default;
};

inline constexpr qsizetype MaxLinkLength = 2048;
inline constexpr qsizetype MaxLinks = 64; ///< In one text; the rest stays text.

/// The addresses in `text`, in order: http, https and mailto, nothing else. An address ends before white space, before
/// what is not ASCII (in a host name: before Chinese, Japanese or Korean that touches a Latin name), and without the
/// punctuation that belongs to the sentence around it. Takes time linear in the length.
QList<WebLink> findLinks(QStringView text);

/// Where the address leads, as a machine reads it: the host in punycode, for mailto the mailbox. Never prettified.
QString linkHost(const QUrl &url);
/// The whole address in ASCII.
QString linkAddress(const QUrl &url);

} // namespace kith
