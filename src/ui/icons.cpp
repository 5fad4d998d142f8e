// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"

#include "ui/theme.h"

#include <QAction>
#include <QFile>
#include <QIconEngine>
#include <QLineEdit>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

QPixmap drawing(const QString &name, const QColor &colour, const QSize &pixels)
{
    const QString key = u"kith/%1/%2/%3x%4"_s.arg(name, colour.name()).arg(pixels.width()).arg(pixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(u":/icons/%1.svg"_s.arg(name));
    QByteArray svg;
    if (file.open(QIODevice::ReadOnly))
        svg = file.readAll();
    svg.replace("#000", colour.name().toLatin1());
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class ThemedIconEngine final : public QIconEngine {
public:
    ThemedIconEngine(const Theme &theme, const QString &name, Ink ink, Ink inkWhenOn)
        : m_theme(theme), m_name(name), m_ink(ink), m_inkWhenOn(inkWhenOn ? inkWhenOn : ink)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        paintIcon(*painter, rect, m_name, colour(mode, state));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return drawing(m_name, colour(mode, state), size);
    }
    QIconEngine *clone() const override { return new ThemedIconEngine(m_theme, m_name, m_ink, m_inkWhenOn); }

private:
    QColor colour(QIcon::Mode mode, QIcon::State state) const
    {
        const Tokens &tokens = m_theme.tokens();
        if (mode == QIcon::Disabled)
            return tokens.muted;
        return tokens.*(state == QIcon::On ? m_inkWhenOn : m_ink);
    }

    const Theme &m_theme;
    QString m_name;
    Ink m_ink;
    Ink m_inkWhenOn;
};

} // namespace

QIcon themedIcon(const Theme &theme, const QString &name, Ink ink, Ink inkWhenOn)
{
    return QIcon(new ThemedIconEngine(theme, name, ink, inkWhenOn));
}

void addSearchIcon(QLineEdit &edit, const Theme &theme)
{
    edit.addAction(themedIcon(theme, u"search"_s, &Tokens::muted), QLineEdit::LeadingPosition)
        ->setText(edit.accessibleName());
}

void paintIcon(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = drawing(name, colour, (rect.size() * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

} // namespace kith
