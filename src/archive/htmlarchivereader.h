// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archivereader.h"
#include "archive/bytesource.h"

namespace kith {

// What the page carries: the version on the element of the whole page, the entries on those that show them.
inline constexpr char HtmlVersionAttribute[] = "data-kith-history";
inline constexpr char HtmlContactAttribute[] = "data-kith-contact";
inline constexpr char HtmlConversationAttribute[] = "data-kith-conversation";
inline constexpr char HtmlMessageAttribute[] = "data-kith-message";

/// Finds the entries of an HTML export: the values of four attributes. Everything else on the page is passed over,
/// whatever it is; it is no browser's idea of HTML that counts here but what Kith writes, and what a browser makes of
/// that when it saves the page.
class HtmlArchiveReader final : public ArchiveReader {
public:
    explicit HtmlArchiveReader(QIODevice &device) : m_source(device) {}

    Item next() override;

private:
    std::optional<Item> readMarkup();
    std::optional<Item> readTag();
    std::optional<Item> readAttribute();
    std::optional<Item> takeValue(const QByteArray &name, const QByteArray &value, qint64 line);
    std::optional<QByteArray> readValue(bool isKept);
    QByteArray readName(qsizetype limit);
    bool skipComment();

    ByteSource m_source;
    bool m_inTag = false;
    bool m_isWhole = false; ///< </html> was there.
    bool m_isRefused = false;
};

} // namespace kith
