// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selfbutton.h"

#include "core/displaytext.h"
#include "ui/avatar.h"
#include "ui/label.h"
#include "ui/linedialog.h"
#include "ui/ownpresence.h"
#include "ui/phrases.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QKeySequence>
#include <QMenu>
#include <QPainter>

namespace kith {

using namespace Qt::StringLiterals;
using Availability = Presence::Availability;
using Visibility = Peers::Visibility;

namespace {

constexpr uint OwnColour = 4;

} // namespace

SelfButton::SelfButton(const Theme &theme, OwnPresence &self, Settings &settings, QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_self(self), m_settings(settings)
{
    setObjectName(u"selfButton"_s);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setShortcut(QKeySequence(Qt::CTRL | Qt::Key_0));
    connect(this, &QAbstractButton::clicked, this, &SelfButton::popUp);
    connect(&self, &OwnPresence::changed, this, &SelfButton::refresh);
    refresh();
}

QSize SelfButton::sizeHint() const
{
    return {46, 46};
}

void SelfButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens.accent, 1.5));
        painter.drawEllipse(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
    const QString name = m_settings.ownName();
    paintAvatar(
        painter, QRectF(3, 3, 40, 40),
        {name.isEmpty() ? phrases::me() : name, OwnColour, Link::Phase::Online, m_self.shown().availability},
        tokens, tokens.rail);
}

void SelfButton::popUp()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"selfMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addPresences(*menu);
    menu->addSeparator();
    const Presence chosen = m_settings.ownPresence();
    QAction *status =
        menu->addAction(chosen.status.isEmpty() ? tr("Say something about yourself…")
                                                : tr("Change “%1”…").arg(displayLine(chosen.status, 24)),
                        this, &SelfButton::askStatus);
    status->setObjectName(u"statusAction"_s);
    if (!chosen.status.isEmpty())
        menu->addAction(tr("Say nothing"), this, [this] { setStatus({}); })->setObjectName(u"noStatusAction"_s);
    menu->addAction(tr("Change name…"), this, &SelfButton::nameRequested)->setObjectName(u"nameAction"_s);
    menu->addSeparator();
    QAction *seen = menu->addAction(tr("Found by people nearby"));
    seen->setObjectName(u"visibleAction"_s);
    seen->setCheckable(true);
    seen->setChecked(m_self.visibility() == Visibility::On);
    seen->setEnabled(chosen.availability !=
                     Availability::Invisible); // which nobody finds, whatever is chosen here
    connect(seen, &QAction::toggled, this, [this](bool on) {
        m_settings.setVisibility(on ? Visibility::On : Visibility::Invisible);
        m_settings.setIntroduced();
    });
    menu->popup(mapToGlobal(QPoint(width() + 4, 0)));
}

void SelfButton::addPresences(QMenu &menu)
{
    auto *group = new QActionGroup(&menu);
    const std::pair<Availability, QString> choices[] = {{Availability::Online, u"onlineAction"_s},
                                                        {Availability::Away, u"awayAction"_s},
                                                        {Availability::Busy, u"busyAction"_s},
                                                        {Availability::Invisible, u"invisibleAction"_s}};
    for (const auto &[availability, name] : choices) {
        QAction *action = menu.addAction(phrases::presenceWord(availability));
        action->setObjectName(name);
        action->setCheckable(true);
        action->setChecked(m_settings.ownPresence().availability == availability);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen = availability] {
            Presence presence = m_settings.ownPresence();
            presence.availability = chosen;
            m_settings.setOwnPresence(presence);
        });
    }
}

void SelfButton::askStatus()
{
    LineDialog::ask(this,
                    {.name = u"statusDialog"_s,
                     .title = tr("About yourself"),
                     .text = tr("Friends see it below your name."),
                     .label = tr("For example: back at four"),
                     .value = m_settings.ownPresence().status,
                     .answer = tr("Say it"),
                     .maxLength = int(Presence::MaxStatusLength)},
                    [this](const QString &typed) { setStatus(typed); });
}

void SelfButton::setStatus(const QString &status)
{
    Presence presence = m_settings.ownPresence();
    presence.status = status;
    m_settings.setOwnPresence(presence);
}

void SelfButton::refresh()
{
    const QString presence = phrases::presence(m_self.shown());
    const QString name = displayName(m_self.shownName());
    const QString who = name.isEmpty() ? tr("You: %1").arg(presence) : tr("%1 (you): %2").arg(name, presence);
    setAccessibleName(who);
    setToolTip(toolTipText(tr("%1. Click to change it (Ctrl+0)").arg(who)));
    update();
}

} // namespace kith
