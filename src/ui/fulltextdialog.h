// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPlainTextEdit;

namespace kith {

/// The whole of a long message, as plain text to read and copy.
class FullTextDialog final : public QDialog {
    Q_OBJECT

public:
    explicit FullTextDialog(const QString &sender, QWidget *parent = nullptr);

    void setText(const QString &text);

private:
    QPlainTextEdit *m_edit;
    QLabel *m_size;
    QString m_text;
};

} // namespace kith
