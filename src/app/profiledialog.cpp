// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/profiledialog.h"

#include "ui/label.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

ProfileDialog::ProfileDialog(const QString &directory, const QStringList &names, QWidget *parent)
    : QDialog(parent), m_names(new QComboBox(this))
{
    setObjectName(u"profileDialog"_s);
    setWindowTitle(u"Kith"_s);
    setMinimumWidth(460);
    QLabel *sentence = makeLabel(tr("Kith is already open with the profile in %1.").arg(directory), {}, this);
    sentence->setWordWrap(true);
    m_names->setObjectName(u"profileCombo"_s);
    m_names->setEditable(true);
    m_names->addItems(names);
    m_names->setCurrentText({});
    m_names->lineEdit()->setPlaceholderText(tr("Name of another profile"));
    m_names->setAccessibleName(tr("Name of another profile"));
    auto *other = new QPushButton(tr("Open another profile"), this);
    other->setObjectName(u"otherProfileButton"_s);
    other->setEnabled(false);
    auto *show = new QPushButton(tr("Show it"), this);
    show->setObjectName(u"showButton"_s);
    show->setProperty("kind", u"primary"_s);
    show->setDefault(true);
    connect(m_names, &QComboBox::currentTextChanged, other,
            [other](const QString &text) { other->setEnabled(!text.trimmed().isEmpty()); });
    connect(show, &QPushButton::clicked, this, &ProfileDialog::showRequested);
    connect(other, &QPushButton::clicked, this,
            [this] { Q_EMIT profileChosen(m_names->currentText().trimmed()); });

    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(other);
    buttons->addWidget(show);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(14);
    layout->addWidget(makeLabel(tr("This profile is open"), u"heading"_s, this));
    layout->addWidget(sentence);
    layout->addWidget(m_names);
    layout->addLayout(buttons);
}

} // namespace kith
