// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversationdelegate.h"

#include "core/contact.h"
#include "models/conversationlistmodel.h"
#include "ui/avatar.h"
#include "ui/conversationpresenter.h"
#include "ui/icons.h"
#include "ui/rowpainting.h"
#include "ui/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace kith {

using Model = ConversationListModel;
using Presenter = ConversationPresenter;
using namespace Qt::StringLiterals;

namespace {

constexpr int ProtectionSize = 14;

bool isHost(const QModelIndex &index)
{
    return index.data(Model::RowRole).toInt() == int(Model::Row::Host);
}

/// A small drawing that ends at `right`; returns where what stands before it has to end.
int paintMark(QPainter &painter, int right, int centre, const QString &icon, const QColor &colour)
{
    constexpr int Size = 14;
    paintIcon(painter, QRect(right - Size, centre - Size / 2, Size, Size), icon, colour);
    return right - Size - 6;
}

/// How the conversation with a person is protected; stands outside of the name, where no name can draw it.
void paintProtection(QPainter &painter, int left, int centre, const Contact &contact, const Tokens &tokens)
{
    const QRect place(left, centre - ProtectionSize / 2, ProtectionSize, ProtectionSize);
    switch (contact.trust) {
    case Contact::Trust::Seen:
        return paintIcon(painter, place, u"lock"_s, tokens.muted);
    case Contact::Trust::Verified:
        return paintIcon(painter, place, u"shield"_s, tokens.accent);
    case Contact::Trust::Changed:
        return paintIcon(painter, place, u"warn"_s, tokens.bad);
    }
}

} // namespace

ConversationDelegate::ConversationDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    painter->save();
    if (isHost(index))
        paintHeading(*painter, option, index);
    else
        paintRow(*painter, option, index);
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {0, isHost(index) ? HeadingHeight : RowHeight};
}

void ConversationDelegate::paintHeading(QPainter &painter, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    paintRowGround(painter, option, m_theme);
    const QRect rect = option.rect;
    const bool isFolded = index.data(Model::CollapsedRole).toBool();
    paintFold(painter, QRect(rect.left() + 10, rect.top(), 14, rect.height()), isFolded, tokens.muted);
    const Host host = index.data(Model::HostRole).value<Host>();
    int right = rect.right() - 13;
    if (isFolded) {
        const int badge =
            paintBadge(painter, right, rect.center().y(), index.data(Model::UnreadRole).toInt(), tokens.busy);
        right -= badge > 0 ? badge + 6 : 0;
    }
    const QFont font = Theme::font(12);
    const QString count = QString::number(host.connected);
    const int width = QFontMetrics(font).horizontalAdvance(count);
    paintLine(painter, QRect(right - width, rect.top(), width + 1, rect.height()), count, font, tokens.muted);
    paintLine(
        painter,
        QRect(rect.left() + FoldWidth, rect.top(), right - width - 8 - rect.left() - FoldWidth, rect.height()),
        index.data(Presenter::HeadingRole).toString(), font,
        host.state == Host::State::Stopped && host.error ? tokens.bad : tokens.muted);
}

void ConversationDelegate::paintRow(QPainter &painter, const QStyleOptionViewItem &option,
                                    const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const QColor ground = paintRowGround(painter, option, m_theme);
    const QRect rect = option.rect.adjusted(12, 9, -12, -9);
    const auto link = index.data(Model::LinkRole).value<Link>();
    const auto conversation = index.data(Model::ConversationRole).value<Conversation>();
    const QString name = index.data(Model::NameRole).toString();
    const auto contact = index.data(Model::ContactRole).value<Contact>();
    Presence presence{Presence::Availability::Online, {}};
    Link::Phase phase = link.phase;
    if (contact.isPerson()) {
        presence = index.data(Model::PresenceRole).value<Presence>();
        phase = presence.isThere() ? Link::Phase::Online : Link::Phase::Offline;
    }
    paintAvatar(painter, QRectF(rect.left(), rect.top(), 40, 40),
                {index.data(Model::NamedRole).toBool() ? name : QString(),
                 index.data(Model::ColourKeyRole).toUInt(), phase, presence.availability},
                tokens, ground);

    const int left = rect.left() + 50;
    const QString time = index.data(Presenter::TimeTextRole).toString();
    const QFont small = Theme::font(12);
    const int timeWidth = QFontMetrics(small).horizontalAdvance(time) + 1;
    int right = rect.right() + 1;
    paintLine(painter, QRect(right - timeWidth, rect.top(), timeWidth, 20), time, small, tokens.muted);
    right -= timeWidth + 8;
    if (conversation.pinned)
        right = paintMark(painter, right, rect.top() + 10, u"pin"_s, tokens.muted);
    const bool isGone = link.role == Link::Role::Client && !link.isOnline();
    const QFont strong = Theme::font(14, QFont::Medium);
    const int room = right - left - (contact.isPerson() ? ProtectionSize + 5 : 0);
    const int nameWidth = contact.isPerson() ? qMin(QFontMetrics(strong).horizontalAdvance(name) + 1, room) : room;
    paintLine(painter, QRect(left, rect.top(), nameWidth, 20), name, strong, isGone ? tokens.muted : tokens.text);
    if (contact.isPerson())
        paintProtection(painter, left + nameWidth + 5, rect.top() + 10, contact, tokens);

    right = rect.right() + 1;
    const int badge = paintBadge(painter, right, rect.top() + 30, index.data(Model::UnreadRole).toInt(),
                                 conversation.muted ? tokens.quiet : tokens.busy);
    right -= badge > 0 ? badge + 8 : 0;
    if (conversation.muted)
        right = paintMark(painter, right, rect.top() + 30, u"mute"_s, tokens.muted);
    paintLine(painter, QRect(left, rect.top() + 20, right - left, 20),
              index.data(Presenter::PreviewRole).toString(), Theme::font(13), tokens.muted);
}

} // namespace kith
