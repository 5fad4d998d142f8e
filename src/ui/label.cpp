// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label.h"

#include "core/displaytext.h"

#include <QLabel>
#include <QStyle>

namespace kith {

using namespace Qt::StringLiterals;

QLabel *makeLabel(const QString &text, const QString &tone, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setOpenExternalLinks(false);
    if (!tone.isEmpty())
        label->setProperty("tone", tone);
    label->setText(text);
    return label;
}

QString toolTipText(const QString &text)
{
    // Qt asks mightBeRichText(); escaped inside one element of our own, nothing is left to guess.
    return u"<span>%1</span>"_s.arg(displayLine(text).toHtmlEscaped());
}

void setStyleProperty(QWidget &widget, const char *name, const QString &value)
{
    if (widget.property(name).toString() == value)
        return;
    widget.setProperty(name, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace kith
