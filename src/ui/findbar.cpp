// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/findbar.h"

#include "ui/icons.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 80ms;
constexpr int PageSize = 200;

} // namespace

FindBar::FindBar(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_model(messenger)
    , m_edit(new QLineEdit(this))
    , m_count(makeLabel({}, u"small"_s, this))
    , m_inside(new QPushButton(tr("Look inside words"), this))
    , m_older(makeButton(theme, u"findNextButton"_s, u"up"_s, tr("Next, older hit (Enter or F3)")))
    , m_newer(makeButton(theme, u"findPreviousButton"_s, u"down"_s,
                         tr("Previous, newer hit (Shift+Enter or Shift+F3)")))
{
    setObjectName(u"findBar"_s);
    setAccessibleName(tr("Search in this conversation"));
    setProperty("bar", u"plain"_s);
    m_edit->setObjectName(u"findEdit"_s);
    m_edit->setPlaceholderText(tr("Search in this conversation"));
    m_edit->setAccessibleName(tr("Search in this conversation"));
    addSearchIcon(*m_edit, theme);
    m_edit->installEventFilter(this);
    m_count->setObjectName(u"findCountLabel"_s);
    m_inside->setObjectName(u"findInsideButton"_s);
    m_inside->setProperty("kind", u"link"_s);
    QToolButton *close = makeButton(theme, u"findCloseButton"_s, u"x"_s, tr("Close the search (Esc)"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(17, 5, 14, 5);
    layout->setSpacing(6);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_inside);
    layout->addWidget(m_count);
    layout->addWidget(m_older);
    layout->addWidget(m_newer);
    layout->addWidget(close);
    m_pause.setSingleShot(true);
    m_pause.setInterval(TypingPause);
    connect(&m_pause, &QTimer::timeout, this, &FindBar::look);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_isInsideWords = false;
        m_pause.start();
    });
    connect(m_inside, &QPushButton::clicked, this, &FindBar::lookInside);
    connect(m_older, &QToolButton::clicked, this, &FindBar::goOlder);
    connect(m_newer, &QToolButton::clicked, this, &FindBar::goNewer);
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
    connect(&m_model, &HistoryModel::firstPageLoaded, this, [this] { choose(0); });
    connect(&m_model, &HistoryModel::stateChanged, this, &FindBar::countOn);
    hide();
}

void FindBar::start(const ConversationId &conversation)
{
    if (m_conversation != conversation) {
        m_conversation = conversation;
        m_model.clear();
    }
    QFrame::show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
    look();
}

void FindBar::finish()
{
    m_pause.stop();
    m_model.clear();
    m_current = {};
    hide();
}

void FindBar::goOlder()
{
    step(1);
}

void FindBar::goNewer()
{
    step(-1);
}

QString FindBar::text() const
{
    return m_edit->text().trimmed();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool backwards = key->modifiers().testFlag(Qt::ShiftModifier);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(backwards ? -1 : 1);
        return true;
    case Qt::Key_Up:
        goOlder();
        return true;
    case Qt::Key_Down:
        goNewer();
        return true;
    case Qt::Key_Escape:
        Q_EMIT closed();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

QToolButton *FindBar::makeButton(const Theme &theme, const QString &name, const QString &icon,
                                 const QString &words)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setProperty("kind", u"icon"_s);
    button->setIcon(themedIcon(theme, icon, &Tokens::muted));
    button->setIconSize({16, 16});
    button->setFixedSize(28, 28);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(words);
    button->setToolTip(words);
    return button;
}

void FindBar::look()
{
    m_pause.stop();
    m_wantsOlder = false;
    if (text().isEmpty()) {
        m_model.clear();
        return choose(-1);
    }
    SearchQuery query;
    query.text = text();
    query.conversations = {m_conversation};
    query.insideWords = m_isInsideWords;
    query.limit = PageSize;
    m_model.setQuery(query);
}

void FindBar::lookInside()
{
    m_isInsideWords = true;
    m_edit->setFocus(Qt::OtherFocusReason);
    look();
}

void FindBar::step(int by)
{
    if (m_pause.isActive())
        return look(); // what was typed first; its newest hit is gone to
    const int row = m_model.indexOf(m_current).row() + by;
    if (row >= 0 && row < m_model.rowCount())
        return choose(row);
    if (row < 0 || m_model.rowCount() == 0)
        return;
    m_wantsOlder = m_model.canFetchMore({});
    m_model.fetchMore({});
}

void FindBar::choose(int row)
{
    const bool isHit = row >= 0 && row < m_model.rowCount();
    const Message hit = isHit ? m_model.hitAt(row).message : Message();
    m_current = hit.id;
    showState();
    Q_EMIT hitChosen(hit, isHit ? text() : QString());
}

void FindBar::countOn()
{
    if (m_wantsOlder && !m_model.canFetchMore({}) && m_model.state() != HistoryModel::State::Done)
        m_wantsOlder = false;
    const int row = m_model.indexOf(m_current).row();
    if (m_wantsOlder && row + 1 < m_model.rowCount()) {
        m_wantsOlder = false;
        return choose(row + 1);
    }
    if (m_model.rowCount() < MostCounted)
        m_model.fetchMore({});
    showState();
}

void FindBar::showState()
{
    const HistoryModel::State state = m_model.state();
    const int count = m_model.rowCount();
    const int row = m_model.indexOf(m_current).row();
    const bool isDone = state == HistoryModel::State::Done;
    const bool isEmpty = isDone && count == 0;
    m_inside->setVisible(isEmpty && !m_isInsideWords);
    m_older->setEnabled(row + 1 < count || m_model.canFetchMore({}));
    m_newer->setEnabled(row > 0);
    setStyleProperty(*m_count, "tone", state == HistoryModel::State::Failed ? u"bad"_s : u"small"_s);
    const QLocale locale;
    if (state == HistoryModel::State::Failed)
        m_count->setText(sentence(m_model.error().value_or(Error{Error::Kind::StoreFailed, {}, {}})));
    else if (state == HistoryModel::State::Looking)
        m_count->setText(m_isInsideWords ? tr("searching…") : m_count->text());
    else if (state == HistoryModel::State::Idle)
        m_count->clear();
    else if (isEmpty)
        m_count->setText(tr("Nothing found"));
    else
        m_count->setText(tr("%1 of %2")
                             .arg(locale.toString(row + 1),
                                  locale.toString(count) + (m_model.isComplete() ? QString() : u"+"_s)));
}

} // namespace kith
