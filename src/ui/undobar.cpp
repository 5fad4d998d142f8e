// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/undobar.h"

#include "ui/label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

UndoBar::UndoBar(QWidget *parent)
    : QFrame(parent), m_sentence(makeLabel({}, {}, this)), m_button(new QPushButton(tr("Undo"), this))
{
    setObjectName(u"historyUndoBar"_s);
    setProperty("bar", u"undo"_s);
    m_sentence->setObjectName(u"historyUndoLabel"_s);
    m_button->setObjectName(u"historyUndoButton"_s);
    m_button->setProperty("kind", u"small"_s);
    m_button->setAccessibleName(tr("Undo"));
    m_button->setToolTip(tr("Bring them back (Ctrl+Z)"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(10);
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_button);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(m_button, &QPushButton::clicked, this, &UndoBar::undo);
    hide();
}

void UndoBar::offer(const QString &sentence, std::chrono::milliseconds time)
{
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
    m_timer.start(time);
    show();
}

void UndoBar::undo()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    hide();
    Q_EMIT undone();
}

} // namespace kith
