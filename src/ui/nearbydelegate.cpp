// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nearbydelegate.h"

#include "models/nearbymodel.h"
#include "ui/avatar.h"
#include "ui/icons.h"
#include "ui/nearbypresenter.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using Model = NearbyModel;
using Presenter = NearbyPresenter;
using namespace Qt::StringLiterals;

NearbyDelegate::NearbyDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
{
}

void NearbyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Tokens &tokens = m_theme.tokens();
    const QColor ground = paintRowGround(*painter, option, m_theme);
    const QRect rect = option.rect.adjusted(10, 7, -12, -7);
    const QString name = index.data(Model::NameRole).toString();
    const bool isNamed = index.data(Model::NamedRole).toBool();
    const auto presence = index.data(Model::PresenceRole).value<Presence>();
    paintAvatar(*painter, QRectF(rect.left(), rect.top(), 40, 40),
                {name, index.data(Model::ColourKeyRole).toUInt(), Link::Phase::Online, presence.availability},
                tokens, ground);

    const int left = rect.left() + 50;
    int right = rect.right() + 1;
    const QFont small = Theme::font(12);
    const QString note = index.data(Presenter::NoteRole).toString();
    const int noteWidth = QFontMetrics(small).horizontalAdvance(note) + 1;
    paintLine(*painter, QRect(right - noteWidth, rect.top(), noteWidth, 20), note, small, tokens.muted);
    right -= noteWidth + 10;
    const QFont strong = Theme::font(14, QFont::Medium);
    const QFont digits = Theme::monospace(11);
    const QString id = isNamed ? index.data(Model::ShortIdRole).toString() : QString();
    const int idWidth = id.isEmpty() ? 0 : QFontMetrics(digits).horizontalAdvance(id) + 1;
    // The id is the part of it that nobody can choose: a long name never pushes it out of sight.
    const int nameWidth = qMin(QFontMetrics(strong).horizontalAdvance(name) + 1, right - left - idWidth - 8);
    paintLine(*painter, QRect(left, rect.top(), nameWidth, 20), name, strong, tokens.text);
    paintLine(*painter, QRect(left + nameWidth + 8, rect.top() + 1, idWidth, 20), id, digits, tokens.muted);

    const bool isSimilar = !index.data(Model::SimilarRole).toString().isEmpty();
    const int mark = isSimilar ? 20 : 0;
    if (isSimilar)
        paintIcon(*painter, QRectF(left, rect.top() + 22, 15, 15), u"warn"_s, tokens.warn);
    paintLine(*painter, QRect(left + mark, rect.top() + 20, rect.right() - left - mark, 20),
              index.data(Presenter::LineRole).toString(), Theme::font(13), isSimilar ? tokens.warn : tokens.muted);
    painter->restore();
}

QSize NearbyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, RowHeight};
}

} // namespace kith
