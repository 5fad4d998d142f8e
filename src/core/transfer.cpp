// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transfer.h"

namespace kith {

std::optional<ExportRequest::Format> ExportRequest::formatOf(const QString &file)
{
    const QString suffix = file.section(u'/', -1).section(u'.', 1).section(u'.', -1).toLower();
    if (suffix == u"json")
        return Format::Json;
    if (suffix == u"html" || suffix == u"htm")
        return Format::Html;
    if (suffix == u"txt")
        return Format::Text;
    return std::nullopt;
}

} // namespace kith
