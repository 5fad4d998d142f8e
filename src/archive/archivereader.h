// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QIODevice>

#include <memory>
#include <optional>
#include <variant>

namespace kith {

/// Reads an exported file entry by entry, whatever stands in it: one entry is held, never the file, and each call goes
/// forward. What an entry says is not looked at here.
class ArchiveReader {
public:
    enum class Section { Contacts, Conversations, Messages };

    struct Entry {
        Section section;
        QByteArray json; ///< At most entry::MaxEntryBytes; not checked.
        qint64 line;     ///< Where it begins, from 1.
    };
    /// Something that is no entry, up to where the next one may begin.
    struct Damage {
        qint64 line;
    };
    struct End {
        bool isCut; ///< The end of the file came before the end of what it says.
    };
    /// Not an exported file: nothing after `line` can be understood.
    struct Refusal {
        qint64 line;
    };
    using Item = std::variant<Entry, Damage, End, Refusal>;

    /// The reader for what `device` begins with; null for nothing that Kith exports. The device is borrowed and not
    /// sequential.
    static std::unique_ptr<ArchiveReader> open(QIODevice &device);
    virtual ~ArchiveReader() = default;

    /// After End or Refusal nothing follows.
    virtual Item next() = 0;
    /// The version that the file names, as far as it was read; none: it does not say that Kith exported it.
    std::optional<int> version() const { return m_version; }

protected:
    std::optional<int> m_version;
};

} // namespace kith
