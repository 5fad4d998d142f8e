// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chip.h"

#include "ui/iconwidget.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>

namespace kith {

using namespace Qt::StringLiterals;

Chip::Chip(const Theme &theme, const QString &text, QWidget *parent)
    : QFrame(parent)
    , m_icon(new IconWidget(theme, u"warn"_s, &Tokens::warn, 13, this))
    , m_text(makeLabel({}, {}, this))
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(9, 2, 9, 2);
    layout->setSpacing(5);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    setShown(Kind::Warning, text);
}

void Chip::setShown(Kind kind, const QString &text)
{
    setAccessibleName(text);
    m_text->setText(text);
    switch (kind) {
    case Kind::Warning:
        setStyleProperty(*this, "chip", u"warn"_s);
        m_icon->setIcon(u"warn"_s, &Tokens::warn);
        break;
    case Kind::Danger:
        setStyleProperty(*this, "chip", u"bad"_s);
        m_icon->setIcon(u"warn"_s, &Tokens::bad);
        break;
    case Kind::Encrypted:
        setStyleProperty(*this, "chip", u"calm"_s);
        m_icon->setIcon(u"lock"_s, &Tokens::accentHover);
        break;
    case Kind::Verified:
        setStyleProperty(*this, "chip", u"calm"_s);
        m_icon->setIcon(u"shield"_s, &Tokens::accentHover);
        break;
    }
    // A property of an ancestor decides the colour of the words.
    setStyleProperty(*m_text, "chip", property("chip").toString());
}

} // namespace kith
