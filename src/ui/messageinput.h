// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace kith {

/// The editor of a message. Breaking a long run without a space at word boundaries takes Qt quadratic time (a megabyte:
/// a minute), so such a text is broken anywhere.
class MessageInput final : public QPlainTextEdit {
    Q_OBJECT

public:
    /// A run longer than this is not looked through for a place to break it.
    static constexpr qsizetype LongestRun = 4096;

    using QPlainTextEdit::QPlainTextEdit;

    void replaceText(const QString &text);

protected:
    void insertFromMimeData(const QMimeData *source) override;

private:
    void prepareFor(const QString &text);
};

} // namespace kith
