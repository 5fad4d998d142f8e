// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QString>

namespace kith {

/// A database file that takes the place of another one, which is set aside and never deleted. It is made under a name
/// of its own; from then on a crash at any point leaves something that finish() brings to its end.
class Replacement final {
public:
    enum class Reason {
        Damaged, ///< Set aside as FILE.damaged-DATE-TIME.
        Restore  ///< Set aside as FILE.before-restore-DATE-TIME.
    };

    Replacement(QString file, Reason reason);

    /// Where the new database is to be made, and closed. What an earlier try left there is removed.
    QString draft() const;
    /// Puts the draft in the place of the file, and returns the name of the one set aside. Nobody has it open.
    Result<QString> install();

    /// Ends a replacement that was interrupted after its draft was complete, and removes drafts that were not.
    static Result<void> finish(const QString &file);

private:
    QString ready() const;
    Result<QString> swap();

    QString m_file;
    Reason m_reason;
};

} // namespace kith
