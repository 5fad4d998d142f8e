// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historyfilters.h"

#include "core/future.h"
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "ui/choicechips.h"
#include "ui/daygrid.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// The choices of the chips, in their order.
enum Kind { All, Pictures, Files, Links, Starred };

QToolButton *makeArrow(const Theme &theme, const QString &name, const QString &icon, const QString &words)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setProperty("kind", u"icon"_s);
    button->setIcon(themedIcon(theme, icon, &Tokens::muted));
    button->setIconSize({14, 14});
    button->setFixedSize(24, 24);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(words);
    button->setToolTip(words);
    return button;
}

} // namespace

HistoryFilters::HistoryFilters(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_messenger(messenger)
    , m_days(new DayGrid(theme, this))
    , m_range(makeLabel({}, u"small"_s, this))
    , m_clear(new QPushButton(tr("Clear"), this))
    , m_kind(
          new ChoiceChips({u"allKindsChip"_s, u"picturesChip"_s, u"filesChip"_s, u"linksChip"_s, u"starredChip"_s},
                          {tr("All"), tr("Pictures"), tr("Files"), tr("Links"), tr("Starred")}, this))
    , m_who(new ChoiceChips({u"anybodyChip"_s, u"meChip"_s, u"themChip"_s}, {tr("Anybody"), tr("Me"), tr("Them")},
                            this))
{
    setFixedWidth(231);
    m_days->setObjectName(u"historyCalendar"_s);
    m_range->setObjectName(u"rangeLabel"_s);
    m_range->setWordWrap(true);
    m_clear->setObjectName(u"clearDaysButton"_s);
    m_clear->setProperty("kind", u"link"_s);
    m_clear->setAccessibleName(tr("Show every day"));
    auto *range = new QHBoxLayout;
    range->addWidget(m_range, 1);
    range->addWidget(m_clear, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(11, 10, 12, 12);
    layout->setSpacing(6);
    layout->addWidget(makeMonthRow(theme));
    layout->addWidget(m_days);
    layout->addLayout(range);
    layout->addSpacing(6);
    layout->addWidget(makeLabel(tr("Kind"), u"small"_s, this));
    layout->addWidget(m_kind);
    layout->addSpacing(6);
    layout->addWidget(makeLabel(tr("Who"), u"small"_s, this));
    layout->addWidget(m_who);
    layout->addStretch(1);
    connect(m_days, &DayGrid::monthChanged, this, &HistoryFilters::showMonth);
    connect(m_days, &DayGrid::chosen, this, &HistoryFilters::choose);
    connect(m_clear, &QPushButton::clicked, this, [this] {
        m_days->setFocus(Qt::OtherFocusReason); // the button goes
        choose({}, {});
    });
    connect(m_kind, &ChoiceChips::chosen, this, &HistoryFilters::changed);
    connect(m_who, &ChoiceChips::chosen, this, &HistoryFilters::changed);
    auto *soon = new QTimer(this); // a day that gets its first message is marked, too
    soon->setSingleShot(true);
    soon->setInterval(1000);
    connect(soon, &QTimer::timeout, this, &HistoryFilters::readDays);
    const auto readSoon = [this, soon] {
        if (isVisible() && !soon->isActive())
            soon->start();
    };
    connect(&messenger, &Messenger::messageAdded, this, readSoon);
    connect(&messenger, &Messenger::messageRemoved, this, readSoon);
    connect(&messenger, &Messenger::conversationRemoved, this, readSoon);
    connect(&messenger, &Messenger::historyReplaced, this, readSoon);
    connect(&messenger.history(), &History::changed, this, readSoon);
    showMonth();
    showRange();
}

void HistoryFilters::setConversations(const QList<ConversationId> &conversations)
{
    if (m_conversations == conversations && isVisible())
        return;
    m_conversations = conversations;
    readDays();
}

void HistoryFilters::reset()
{
    m_first = m_last = {};
    m_kind->setCurrent(All);
    m_who->setCurrent(0);
    showRange();
}

void HistoryFilters::setDay(const QDate &day)
{
    m_days->setMonth(day);
    choose(day, day);
}

void HistoryFilters::apply(SearchQuery &query) const
{
    using Wanted = SearchQuery::Kind;
    query.who = SearchQuery::Who(m_who->current());
    query.starredOnly = m_kind->current() == Starred;
    switch (m_kind->current()) {
    case Pictures:
        query.kind = Wanted::Images;
        break;
    case Files:
        query.kind = Wanted::Files;
        break;
    case Links:
        query.kind = Wanted::Links;
        break;
    default:
        query.kind = Wanted::Any;
    }
    query.from = m_first.isValid() ? m_first.startOfDay() : QDateTime();
    query.to = m_last.isValid() ? m_last.addDays(1).startOfDay() : QDateTime();
}

bool HistoryFilters::isNarrow() const
{
    return m_first.isValid() || m_kind->current() != All || m_who->current() != 0;
}

void HistoryFilters::addBelow(QWidget *widget)
{
    layout()->addWidget(widget);
}

QWidget *HistoryFilters::makeMonthRow(const Theme &theme)
{
    QToolButton *previous = makeArrow(theme, u"previousMonthButton"_s, u"left"_s, tr("The month before"));
    QToolButton *next = makeArrow(theme, u"nextMonthButton"_s, u"right"_s, tr("The month after"));
    m_month = new QPushButton;
    m_month->setObjectName(u"monthButton"_s);
    m_month->setProperty("kind", u"quiet"_s);
    m_month->setToolTip(tr("Choose the whole month"));
    connect(previous, &QToolButton::clicked, this, [this] { m_days->setMonth(m_days->cursor().addMonths(-1)); });
    connect(next, &QToolButton::clicked, this, [this] { m_days->setMonth(m_days->cursor().addMonths(1)); });
    connect(m_month, &QPushButton::clicked, this, &HistoryFilters::chooseMonth);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(previous);
    layout->addWidget(m_month);
    layout->addWidget(next);
    layout->addStretch(1);
    return row;
}

void HistoryFilters::showMonth()
{
    //: The heading of a month in a calendar, as QLocale::toString() takes it
    const QString month = QLocale().toString(m_days->month(), tr("MMMM yyyy"));
    m_month->setText(month);
    m_month->setAccessibleName(tr("%1: choose the whole month").arg(month));
    m_days->setMarked({});
    readDays();
}

void HistoryFilters::showRange()
{
    m_days->setChosen(m_first, m_last);
    m_clear->setVisible(m_first.isValid());
    const auto words = [](const QDate &day) { return QLocale().toString(day, QLocale::LongFormat); };
    if (!m_first.isValid())
        m_range->setText(tr("Every day. Shift+click chooses several."));
    else if (m_first == m_last)
        m_range->setText(words(m_first));
    else
        m_range->setText(tr("%1 to %2").arg(words(m_first), words(m_last)));
}

void HistoryFilters::chooseMonth()
{
    choose(m_days->month(), m_days->month().addMonths(1).addDays(-1));
}

void HistoryFilters::choose(const QDate &first, const QDate &last)
{
    m_first = first;
    m_last = last;
    showRange();
    Q_EMIT changed();
}

void HistoryFilters::readDays()
{
    const quint64 generation = ++m_generation;
    const QDate first = m_days->month();
    whenFinished(m_messenger.history().days(m_conversations, first, first.addMonths(1).addDays(-1)), this,
                 [this, generation](const Result<QList<QDate>> &days) {
                     if (generation != m_generation || !days)
                         return;
                     m_days->setMarked(QSet<QDate>(days->begin(), days->end()));
                 });
}

} // namespace kith
