// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include "ui/stylesheet.h"

#include <QApplication>
#include <QStyleFactory>

#include <array>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

const Tokens &light()
{
    static const Tokens tokens{
        .rail = QColor(0xeef3f8),
        .list = QColor(0xf7f9fb),
        .pane = QColor(0xffffff),
        .line = QColor(0xe3e8ee),
        .text = QColor(0x1d2733),
        .muted = QColor(0x5f6b78),
        .accent = QColor(0x0a74c0),
        .accentSoft = QColor(0xdceefb),
        .accentHover = QColor(0x0866a9),
        .onAccent = QColor(0xffffff),
        .mine = QColor(0x0a74c0),
        .mineText = QColor(0xffffff),
        .theirs = QColor(0xeef1f5),
        .online = QColor(0x27b36a),
        .away = QColor(0xf0a528),
        .busy = QColor(0xe2504a),
        .warn = QColor(0x8a5200),
        .warnSoft = QColor(0xfff4de),
        .bad = QColor(0xa02320),
        .badSoft = QColor(0xfde8e7),
        .quiet = QColor(0x68737f),
        .mark = QColor(0xffe58a),
        .markText = QColor(0x1d2733),
        .star = QColor(0xc98a00),
        .hover = QColor(0xedf2f7),
    };
    return tokens;
}

const Tokens &dark()
{
    static const Tokens tokens{
        .rail = QColor(0x15191f),
        .list = QColor(0x1b2028),
        .pane = QColor(0x20262f),
        .line = QColor(0x2d3540),
        .text = QColor(0xe6ebf1),
        .muted = QColor(0x9aa6b4),
        .accent = QColor(0x3ba3ee),
        .accentSoft = QColor(0x233a4f),
        .accentHover = QColor(0x58b2f2),
        .onAccent = QColor(0x0d1a26),
        .mine = QColor(0x1f78bd),
        .mineText = QColor(0xffffff),
        .theirs = QColor(0x2c343f),
        .online = QColor(0x27b36a),
        .away = QColor(0xf0a528),
        .busy = QColor(0xe2504a),
        .warn = QColor(0xf2b755),
        .warnSoft = QColor(0x3a3020),
        .bad = QColor(0xff9d97),
        .badSoft = QColor(0x432726),
        .quiet = QColor(0x5d6875),
        .mark = QColor(0x6b5718),
        .markText = QColor(0xfff3cf),
        .star = QColor(0xf2b755),
        .hover = QColor(0x262d37),
    };
    return tokens;
}

const QStringList &sansFamilies()
{
    static const QStringList families{u"Inter"_s, u"Noto Sans"_s, u"Segoe UI"_s, u"Noto Sans CJK SC"_s,
                                      u"Noto Color Emoji"_s};
    return families;
}

} // namespace

Theme::Theme(QApplication &application, QObject *parent) : QObject(parent), m_application(application)
{
    application.setStyle(QStyleFactory::create(u"Fusion"_s));
    application.setFont(font(14));
}

void Theme::setChoice(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

void Theme::setSystemScheme(Scheme scheme)
{
    m_system = scheme;
    apply();
}

Theme::Scheme Theme::scheme() const
{
    switch (m_choice) {
    case ThemeChoice::Light:
        return Scheme::Light;
    case ThemeChoice::Dark:
        return Scheme::Dark;
    case ThemeChoice::System:
        break;
    }
    return m_system;
}

const Tokens &Theme::tokens() const
{
    return scheme() == Scheme::Dark ? dark() : light();
}

QFont Theme::font(int pixels, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(sansFamilies());
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QFont Theme::monospace(int pixels, QFont::Weight weight)
{
    QFont font;
    font.setFamilies({u"Noto Sans Mono"_s, u"DejaVu Sans Mono"_s, u"monospace"_s, u"Noto Sans CJK SC"_s});
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QColor Theme::avatarColour(uint key)
{
    static constexpr std::array<QRgb, 12> Colours{0x00897b, 0xc65d3e, 0x0a78c2, 0xb2577a, 0x6c5ce7, 0x2e8b57,
                                                  0x8a6d3b, 0x5a6fc0, 0xa14fa8, 0x4d7c8a, 0xb5544c, 0x6b7d3a};
    return QColor(Colours.at(key % Colours.size()));
}

void Theme::apply()
{
    if (m_isApplied && m_applied == scheme())
        return;
    m_isApplied = true;
    m_applied = scheme();
    m_application.setPalette(palette());
    m_application.setStyleSheet(styleSheet(tokens()));
    Q_EMIT changed();
}

QPalette Theme::palette() const
{
    const Tokens &t = tokens();
    QPalette p(t.text, t.pane, t.pane.lighter(120), t.line.darker(150), t.line, t.text, t.text, t.pane, t.pane);
    p.setColor(QPalette::AlternateBase, t.list);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.onAccent);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::ToolTipBase, t.theirs);
    p.setColor(QPalette::ToolTipText, t.text);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.muted);
    return p;
}

} // namespace kith
