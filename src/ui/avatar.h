// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/presence.h"
#include "messenger/link.h"

#include <QColor>
#include <QString>
#include <QWidget>

class QPainter;

namespace kith {

class Theme;
struct Tokens;

/// How a person is pictured: an initial, or a plug for an address without a name, on a colour of their own.
struct Avatar {
    QString name; ///< Empty: an address without a name.
    uint colourKey = 0;
    Link::Phase phase = Link::Phase::Offline;
    Presence::Availability availability = Presence::Availability::Online; ///< While the link is online.

    friend bool operator==(const Avatar &, const Avatar &) = default;
};

/// Paints `avatar` into `rect`; the presence dot is cut out of `ground`. Online is a filled disc,
/// connecting and invisible a ring, away a disc with a hand of a clock, busy one with a bar.
void paintAvatar(QPainter &painter, const QRectF &rect, const Avatar &avatar, const Tokens &tokens,
                 const QColor &ground);

/// An avatar in a header or a card.
class AvatarWidget final : public QWidget {
    Q_OBJECT

public:
    AvatarWidget(const Theme &theme, QColor Tokens::*ground, QWidget *parent = nullptr);

    void setAvatar(const Avatar &avatar);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QColor Tokens::*m_ground;
    Avatar m_avatar;
};

} // namespace kith
