// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/noticebar.h"

#include "ui/iconwidget.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int RowWidth = 560;

} // namespace

NoticeBar::NoticeBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_layout(new QHBoxLayout(this))
    , m_buttons(new QHBoxLayout)
    , m_icon(new IconWidget(theme, u"warn"_s, &Tokens::bad, 18, this))
    , m_sentence(makeLabel({}, {}, this))
    , m_button(new QPushButton(this))
{
    setObjectName(u"noticeBar"_s);
    m_sentence->setObjectName(u"noticeLabel"_s);
    m_sentence->setWordWrap(true);
    m_button->setObjectName(u"connectAgainButton"_s);
    m_button->setProperty("kind", u"small"_s);
    auto *words = new QHBoxLayout;
    words->setSpacing(10);
    words->addWidget(m_icon);
    words->addWidget(m_sentence, 1);
    m_buttons->setSpacing(8);
    m_buttons->addStretch();
    m_buttons->addWidget(m_button);
    m_layout->addLayout(words, 1);
    m_layout->addLayout(m_buttons);
    arrange();
    connect(m_button, &QPushButton::clicked, this, &NoticeBar::clicked);
    hide();
}

void NoticeBar::setNames(const QString &bar, const QString &sentence, const QString &button)
{
    setObjectName(bar);
    m_sentence->setObjectName(sentence);
    m_button->setObjectName(button);
}

QPushButton *NoticeBar::addButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setProperty("kind", u"small"_s);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    button->hide();
    return button;
}

void NoticeBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void NoticeBar::arrange()
{
    const bool hasSeveral = m_buttons->count() > 2; // a stretch and one button
    const bool isRow = !hasSeveral || width() >= RowWidth;
    m_layout->setDirection(isRow ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_layout->setSpacing(isRow ? 10 : 6);
    m_layout->setContentsMargins(isRow ? 18 : 12, 7, isRow ? 14 : 8, 7);
}

void NoticeBar::say(Tone tone, const QString &sentence, const QString &button)
{
    setStyleProperty(*this, "bar", tone == Tone::Bad ? u"bad"_s : u"plain"_s);
    m_icon->setVisible(tone == Tone::Bad);
    m_sentence->setText(sentence);
    setStyleProperty(*m_sentence, "tone", tone == Tone::Bad ? u"bad"_s : u"muted"_s);
    m_button->setVisible(!button.isEmpty());
    m_button->setText(button);
    m_button->setAccessibleName(button);
    show();
}

} // namespace kith
