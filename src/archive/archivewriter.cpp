// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archivewriter.h"

#include "archive/htmlarchivewriter.h"
#include "archive/jsonarchivewriter.h"
#include "archive/textarchivewriter.h"

namespace kith {

std::unique_ptr<ArchiveWriter> ArchiveWriter::make(ExportRequest::Format format, QByteArray &out)
{
    switch (format) {
    case ExportRequest::Format::Json:
        return std::make_unique<JsonArchiveWriter>(out);
    case ExportRequest::Format::Html:
        return std::make_unique<HtmlArchiveWriter>(out);
    case ExportRequest::Format::Text:
        break;
    }
    return std::make_unique<TextArchiveWriter>(out);
}

} // namespace kith
