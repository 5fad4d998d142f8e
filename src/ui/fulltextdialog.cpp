// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fulltextdialog.h"

#include "core/displaytext.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// A line longer than this is shown as several, so that a line of a megabyte is never laid out in one go.
constexpr qsizetype LongestLine = 2000;

QString brokenUp(const QString &text)
{
    QString broken;
    broken.reserve(text.size() + text.size() / LongestLine + 1);
    qsizetype inLine = 0;
    for (const QChar c : text) {
        inLine = c == u'\n' ? 0 : inLine + 1;
        broken += c;
        if (inLine >= LongestLine && !c.isHighSurrogate()) {
            broken += u'\n';
            inLine = 0;
        }
    }
    return broken;
}

} // namespace

FullTextDialog::FullTextDialog(const QString &sender, QWidget *parent)
    : QDialog(parent), m_edit(new QPlainTextEdit(this)), m_size(makeLabel({}, u"small"_s, this))
{
    setObjectName(u"fullTextDialog"_s);
    setWindowTitle(tr("The whole message of %1").arg(sender));
    resize(680, 520);
    m_edit->setObjectName(u"fullTextEdit"_s);
    m_edit->setAccessibleName(tr("The whole message"));
    m_edit->setReadOnly(true);
    m_edit->setProperty("boxed", true);
    auto *copy = new QPushButton(tr("Copy all"), this);
    copy->setObjectName(u"copyAllButton"_s);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"closeButton"_s);
    close->setProperty("kind", u"primary"_s);
    close->setDefault(true);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text); });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_size, 1);
    buttons->addWidget(copy);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(14);
    layout->addWidget(m_edit, 1);
    layout->addLayout(buttons);
}

void FullTextDialog::setText(const QString &text)
{
    m_text = text;
    m_edit->setPlainText(brokenUp(displayText(text)));
    m_size->setText(tr("%1 characters").arg(QLocale().toString(text.size())));
}

} // namespace kith
