// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcomepane.h"

#include "ui/iconwidget.h"
#include "ui/label.h"
#include "ui/rolecard.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>

namespace kith {

using namespace Qt::StringLiterals;
using Role = ConnectionDialog::Role;

WelcomePane::WelcomePane(const Theme &theme, QWidget *parent) : QWidget(parent)
{
    setObjectName(u"welcomePane"_s);
    setProperty("ground", u"pane"_s);
    QLabel *title = makeLabel(tr("Start a conversation"), u"title"_s, this);
    title->setAlignment(Qt::AlignHCenter);
    QLabel *sentence = makeLabel(tr("Choose how this window connects, or pick somebody on the left. Nothing you "
                                    "write leaves this network."),
                                 u"muted"_s, this);
    sentence->setAlignment(Qt::AlignHCenter);
    sentence->setWordWrap(true);

    auto *cards = new QVBoxLayout;
    cards->setSpacing(10);
    const auto add = [&](const QString &name, const QString &icon, const QString &text, const QString &what,
                         Role role) {
        auto *card = new RoleCard(theme, icon, text, what, this);
        card->setObjectName(name);
        connect(card, &QAbstractButton::clicked, this, [this, role] { Q_EMIT roleChosen(role); });
        cards->addWidget(card);
    };
    add(u"welcomeNearby"_s, u"radar"_s, tr("Nearby"), tr("Greet people on this network. Encrypted."),
        Role::Nearby);
    add(u"welcomeHost"_s, u"host"_s, tr("Host"), tr("Be the server: others connect to you."), Role::Host);
    add(u"welcomeJoin"_s, u"plug"_s, tr("Join"), tr("Connect to a host by its address and port."), Role::Join);
    add(u"welcomeDirect"_s, u"mail"_s, tr("Direct (UDP)"),
        tr("Write to any address and port, without a connection."), Role::Direct);

    auto *column = new QWidget(this);
    column->setFixedWidth(430);
    auto *inner = new QVBoxLayout(column);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(6);
    inner->addWidget(new IconWidget(theme, u"chat"_s, &Tokens::accent, 44, column), 0, Qt::AlignHCenter);
    inner->addSpacing(8);
    inner->addWidget(title);
    inner->addWidget(sentence);
    inner->addSpacing(14);
    inner->addLayout(cards);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(column, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

} // namespace kith
