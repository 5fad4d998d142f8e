// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/choicechips.h"

#include <QButtonGroup>
#include <QPushButton>
#include <QResizeEvent>

namespace kith {

namespace {

constexpr int Gap = 5;

} // namespace

ChoiceChips::ChoiceChips(const QStringList &names, const QStringList &words, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this))
{
    for (int i = 0; i < words.size(); ++i) {
        auto *chip = new QPushButton(words.at(i), this);
        chip->setObjectName(names.at(i));
        chip->setProperty("kind", QStringLiteral("chip"));
        chip->setCheckable(true);
        chip->setAccessibleName(words.at(i));
        m_group->addButton(chip, i);
    }
    m_group->button(0)->setChecked(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_group, &QButtonGroup::idToggled, this, [this](int choice, bool isOn) {
        if (isOn)
            Q_EMIT chosen(choice);
    });
}

void ChoiceChips::setCurrent(int choice)
{
    const QSignalBlocker quiet(m_group);
    m_group->button(choice)->setChecked(true);
}

int ChoiceChips::current() const
{
    return m_group->checkedId();
}

int ChoiceChips::heightForWidth(int width) const
{
    return arrange(width, false);
}

QSize ChoiceChips::sizeHint() const
{
    return {200, arrange(200, false)};
}

void ChoiceChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange(width(), true);
}

int ChoiceChips::arrange(int width, bool moves) const
{
    int x = 0;
    int y = 0;
    int height = 0;
    for (QAbstractButton *chip : m_group->buttons()) {
        const QSize size = chip->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += height + Gap;
        }
        if (moves)
            chip->setGeometry(QRect(QPoint(x, y), size));
        x += size.width() + Gap;
        height = size.height();
    }
    return y + height;
}

} // namespace kith
