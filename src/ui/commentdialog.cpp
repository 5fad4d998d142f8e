// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commentdialog.h"

#include "core/firstunits.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

CommentDialog::CommentDialog(const QString &comment, QWidget *parent)
    : QDialog(parent), m_edit(new QPlainTextEdit(this)), m_count(makeLabel({}, u"small"_s, this))
{
    setObjectName(u"commentDialog"_s);
    setWindowTitle(tr("Comment"));
    resize(440, 220);
    m_edit->setObjectName(u"commentEdit"_s);
    m_edit->setAccessibleName(tr("Comment"));
    m_edit->setPlaceholderText(tr("Only you see it."));
    m_edit->setProperty("boxed", true);
    m_edit->setTabChangesFocus(true);
    m_edit->installEventFilter(this);
    m_edit->setPlainText(comment);
    m_edit->moveCursor(QTextCursor::End);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancelButton"_s);
    auto *keep = new QPushButton(tr("Save"), this);
    keep->setObjectName(u"saveCommentButton"_s);
    keep->setProperty("kind", u"primary"_s);
    keep->setDefault(true);
    keep->setToolTip(tr("Save (Ctrl+Enter)"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(keep, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_count, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(keep);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(14);
    layout->addWidget(m_edit, 1);
    layout->addLayout(buttons);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &CommentDialog::limit);
    limit();
}

void CommentDialog::ask(Messenger &messenger, const Message &message, QWidget *parent)
{
    auto *dialog = new CommentDialog(message.comment, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, &messenger,
            [&messenger, dialog, id = message.id] { messenger.history().setComment(id, dialog->comment()); });
    dialog->open();
}

QString CommentDialog::comment() const
{
    return m_edit->toPlainText().trimmed();
}

bool CommentDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
            key->modifiers().testFlag(Qt::ControlModifier)) {
            accept();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommentDialog::limit()
{
    QString text = m_edit->toPlainText();
    if (shorten(text, Message::MaxComment)) {
        const int at = m_edit->textCursor().position();
        m_edit->setPlainText(text); // comes back here with a text that fits
        QTextCursor cursor = m_edit->textCursor();
        cursor.setPosition(qMin(at, int(text.size())));
        m_edit->setTextCursor(cursor);
        return;
    }
    m_count->setText(tr("%1 of %2 characters").arg(text.size()).arg(Message::MaxComment));
}

} // namespace kith
