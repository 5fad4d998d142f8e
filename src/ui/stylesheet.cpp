// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stylesheet.h"

#include "ui/theme.h"

#include <utility>

namespace kith {

using namespace Qt::StringLiterals;

QString styleSheet(const Tokens &tokens)
{
    QString sheet = uR"(
QWidget[ground="rail"] { background: @rail; }
QWidget[ground="list"] { background: @list; }
QWidget[ground="pane"], QDialog { background: @pane; }
QFrame[edge="right"] { border: 0; border-right: 1px solid @line; }
QFrame[edge="bottom"] { border: 0; border-bottom: 1px solid @line; }
QFrame[edge="top"] { border: 0; border-top: 1px solid @line; }
QAbstractItemView { border: 0; background: transparent; outline: 0; }
QListWidget::item { border-radius: 5px; padding: 6px 9px; color: @text; }
QListWidget::item:hover { background: @hover; }
QListWidget::item:selected { background: @accentSoft; }
QListWidget::item:focus { border: 1px solid @accent; padding: 5px 8px; }
QAbstractScrollArea { border: 0; background: transparent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="small"] { color: @muted; font-size: 12px; }
QLabel[tone="warn"] { color: @warn; }
QLabel[tone="bad"] { color: @bad; }
QLabel[tone="title"] { font-size: 20px; font-weight: 600; }
QLabel[tone="heading"] { font-size: 16px; font-weight: 600; }
QLabel[tone="name"] { font-size: 15px; font-weight: 600; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[symbol="good"] { image: url(:/icons/@scheme/good.svg); }
QLabel[symbol="hint"] { image: url(:/icons/@scheme/hint.svg); }
QLabel[symbol="problem"] { image: url(:/icons/@scheme/problem.svg); }
QFrame[edge="left"] { border: 0; border-left: 1px solid @line; }
QFrame[boxed="true"] { border: 1px solid @line; border-radius: 9px; }
QFrame[corner="left"] { border-top-left-radius: 8px; border-bottom-left-radius: 8px; }
QFrame[field="search"] { background: @pane; border: 1px solid @line; border-radius: 7px; }
QFrame[field="search"][focused="true"] { border-color: @accent; }
QFrame[chip] { border-radius: 9px; }
QFrame[chip="warn"] { background: @warnSoft; }
QFrame[chip="bad"] { background: @badSoft; }
QFrame[chip="calm"] { background: @accentSoft; }
QFrame[chip] QLabel { background: transparent; font-size: 12px; }
QLabel[chip="warn"] { color: @warn; }
QLabel[chip="bad"] { color: @bad; }
QLabel[chip="calm"] { color: @accentHover; }
QFrame[bar="bad"] { background: @badSoft; border: 0; border-bottom: 1px solid @line; }
QFrame[bar="bad"] QLabel { color: @bad; font-size: 13px; }
QFrame[bar="plain"] { background: @list; border: 0; border-bottom: 1px solid @line; }
QFrame[bar="plain"] QLabel { color: @muted; font-size: 13px; }
QFrame[bar="undo"] { background: @theirs; border: 0; border-radius: 7px; }
QFrame[bar="undo"] QLabel { color: @text; font-size: 13px; }
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit[boxed="true"] {
    background: @pane; color: @text; border: 1px solid @line; border-radius: 7px; padding: 6px 10px; min-height: 20px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit#searchEdit { padding-left: 2px; }
QLineEdit#findEdit, QLineEdit#historyPeopleEdit { padding-left: 2px; padding-top: 4px; padding-bottom: 4px; }
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus { border: 0; background: transparent; padding: 6px 2px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit[boxed="true"]:focus { border-color: @accent; }
QLineEdit[wrong="true"], QSpinBox[wrong="true"], QComboBox[wrong="true"] { border-color: @busy; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { background: @list; color: @muted; }
QComboBox::drop-down { border: 0; width: 26px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url(:/icons/@scheme/down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @pane; border: 1px solid @line; padding: 4px;
    selection-background-color: @accentSoft; selection-color: @text; }
QPlainTextEdit { background: transparent; color: @text; border: 0; selection-background-color: @accent;
    selection-color: @onAccent; }
QPushButton {
    border: 1px solid @line; border-radius: 7px; padding: 6px 18px; background: @pane; color: @text; font-weight: 500;
    min-height: 20px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @accentSoft; }
QPushButton:disabled { color: @muted; }
QPushButton:focus, QToolButton[kind="icon"]:focus { border: 1px solid @accent; }
QPushButton[kind="primary"] { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:focus { border-color: @text; }
QPushButton[kind="primary"]:disabled { background: @line; border-color: @line; color: @muted; }
QPushButton[joined="left"] { border-top-right-radius: 0; border-bottom-right-radius: 0; padding-right: 10px; }
QPushButton[joined="right"] { border-top-left-radius: 0; border-bottom-left-radius: 0; padding: 6px 5px; min-width: 16px; }
QPushButton[joined="right"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="small"] { padding: 2px 12px; font-size: 13px; }
QPushButton[kind="chip"] { border: 1px solid transparent; border-radius: 10px; background: @theirs; color: @text; padding: 1px 9px;
    font-size: 12px; font-weight: 400; min-height: 16px; }
QPushButton[kind="chip"]:hover { background: @hover; border-color: @line; }
QPushButton[kind="chip"]:checked { background: @accentSoft; color: @accentHover; }
QPushButton[kind="chip"]:focus { border-color: @accent; }
QPushButton[kind="quiet"] { border: 1px solid transparent; border-radius: 5px; background: transparent; color: @muted; padding: 1px 5px;
    font-size: 12px; font-weight: 400; min-height: 16px; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:focus { border-color: @accent; }
QPushButton[kind="link"] { border: 1px solid transparent; border-radius: 4px; background: transparent; color: @accent; padding: 1px 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QToolButton[kind="icon"] { border: 1px solid transparent; border-radius: 7px; background: transparent; padding: 4px; }
QToolButton[kind="icon"]:hover { background: @hover; }
QToolButton[kind="icon"]::menu-indicator { image: none; }
QToolButton[kind="boxed"] { border: 1px solid @line; border-radius: 7px; background: @pane; }
QToolButton[kind="boxed"]:hover { background: @hover; }
QToolButton[kind="boxed"]:focus { border-color: @accent; }
QToolButton[kind="pill"] { border: 1px solid @scroll; border-radius: 17px; background: @pane; color: @text; padding: 0 8px; font-weight: 500; }
QToolButton[kind="pill"]:hover { background: @hover; }
QToolButton[kind="pill"]:focus { border-color: @accent; }
QToolButton[kind="rail"] { border: 1px solid transparent; border-radius: 9px; background: transparent; }
QToolButton[kind="rail"]:hover { background: @hover; }
QToolButton[kind="rail"]:checked { background: @accentSoft; }
QToolButton[kind="rail"]:focus { border-color: @accent; }
QAbstractButton[kind="card"] { border: 1px solid @line; border-radius: 9px; background: @pane; }
QCheckBox { spacing: 8px; color: @text; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @muted; border-radius: 4px; background: @pane; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/@scheme/ok.svg); }
QCheckBox::indicator:focus { border-color: @accent; }
QProgressBar { background: @line; border: 0; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QMenu { background: @pane; color: @text; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 28px; border-radius: 5px; }
QMenu::item:selected { background: @accentSoft; }
QMenu::item:disabled { color: @muted; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }
QMenu::indicator:checked { image: url(:/icons/@scheme/check.svg); }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QToolTip { background: @theirs; color: @text; border: 1px solid @line; padding: 4px 6px; }
QSplitter::handle { background: @line; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_s;
    const bool isDark = tokens.pane.lightness() < 128;
    const QColor scroll = isDark ? tokens.line.lighter(140) : tokens.line.darker(112);
    const std::pair<QStringView, QColor> colours[] = {
        // The longer of two names with one beginning comes first.
        {u"@accentSoft", tokens.accentSoft},
        {u"@accentHover", tokens.accentHover},
        {u"@accent", tokens.accent},
        {u"@onAccentScheme", {}},
        {u"@onAccent", tokens.onAccent},
        {u"@badSoft", tokens.badSoft},
        {u"@bad", tokens.bad},
        {u"@busy", tokens.busy},
        {u"@hover", tokens.hover},
        {u"@line", tokens.line},
        {u"@list", tokens.list},
        {u"@muted", tokens.muted},
        {u"@pane", tokens.pane},
        {u"@rail", tokens.rail},
        {u"@scroll", scroll},
        {u"@text", tokens.text},
        {u"@theirs", tokens.theirs},
        {u"@warnSoft", tokens.warnSoft},
        {u"@warn", tokens.warn},
    };
    sheet.replace(u"@scheme"_s, isDark ? u"dark"_s : u"light"_s);
    for (const auto &[name, colour] : colours)
        sheet.replace(name.toString(), colour.name());
    return sheet;
}

} // namespace kith
