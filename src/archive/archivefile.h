// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QString>

#include <memory>

namespace kith {

/// A file that appears whole or not at all: written under another name beside its own (mode 0600), then renamed.
/// Errors: FileNotWritable, FileFull.
class ArchiveFile final {
public:
    static Result<std::unique_ptr<ArchiveFile>> create(const QString &name);
    ~ArchiveFile(); ///< Leaves nothing behind unless it was finished.
    ArchiveFile(const ArchiveFile &) = delete;
    ArchiveFile &operator=(const ArchiveFile &) = delete;

    Result<void> write(QByteArrayView bytes);
    /// Takes the place of what stood under the name, once all is on the disk.
    Result<void> finish();
    qint64 size() const { return m_size; }

private:
    ArchiveFile(QString name, QByteArray temporary, int descriptor);
    tl::unexpected<Error> failed(int systemError) const;

    QString m_name;
    QByteArray m_temporary; // empty: renamed
    int m_descriptor;
    qint64 m_size = 0;
};

} // namespace kith
