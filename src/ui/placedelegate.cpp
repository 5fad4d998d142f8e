// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/placedelegate.h"

#include "models/historyplacesmodel.h"
#include "ui/avatar.h"
#include "ui/conversationdelegate.h"
#include "ui/icons.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QPainter>

namespace kith {

using namespace Qt::StringLiterals;
using Model = HistoryPlacesModel;

namespace {

bool isHeading(Model::Row row)
{
    return row == Model::Row::PeopleHeading || row == Model::Row::AddressesHeading;
}

Model::Row rowOf(const QModelIndex &index)
{
    return Model::Row(index.data(Model::RowRole).toInt());
}

} // namespace

PlaceDelegate::PlaceDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void PlaceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const Tokens &tokens = m_theme.tokens();
    const QString words = index.data().toString();
    const QRect rect = option.rect.adjusted(12, 0, -12, 0);
    if (isHeading(rowOf(index))) {
        paintLine(*painter, rect.adjusted(2, 6, 0, 0), words, Theme::font(12), tokens.muted);
        painter->restore();
        return;
    }
    const QColor ground = paintRowGround(*painter, option, m_theme);
    const QRectF picture(rect.left(), rect.top() + 9, 40, 40);
    if (rowOf(index) == Model::Row::Everywhere) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens.theirs);
        painter->drawEllipse(picture);
        paintIcon(*painter, picture.adjusted(10, 10, -10, -10), u"clock"_s, tokens.muted);
    } else {
        paintAvatar(*painter, picture,
                    {index.data(Model::NamedRole).toBool() ? words : QString(),
                     index.data(Model::ColourKeyRole).toUInt(), Link::Phase::Offline},
                    tokens, ground);
    }
    paintLine(*painter, rect.adjusted(50, 0, 0, 0), words, Theme::font(14, QFont::Medium), tokens.text);
    painter->restore();
}

QSize PlaceDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {0, isHeading(rowOf(index)) ? ConversationDelegate::HeadingHeight : ConversationDelegate::RowHeight};
}

} // namespace kith
