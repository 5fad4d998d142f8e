// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hitsection.h"

#include "core/displaytext.h"
#include "ui/hitpresenter.h"
#include "ui/hitview.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 80ms;

QPushButton *makeLink(const QString &name, const QString &words)
{
    auto *button = new QPushButton(words);
    button->setObjectName(name);
    button->setProperty("kind", u"link"_s);
    button->setAccessibleName(words);
    return button;
}

} // namespace

HitSection::HitSection(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_model(messenger)
    , m_presenter(new HitPresenter(this))
    , m_view(new HitView(*m_presenter, theme, this))
    , m_heading(makeLabel(tr("Messages"), u"small"_s))
    , m_state(makeLabel({}, u"small"_s))
    , m_inside(makeLink(u"searchInsideButton"_s, tr("Look inside words as well")))
    , m_all(makeLink(u"allHitsButton"_s, tr("Show all in History")))
{
    m_presenter->setSourceModel(&m_model);
    m_model.setMostRows(MostHits);
    m_state->setObjectName(u"hitStateLabel"_s);
    m_state->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->setContentsMargins(14, 0, 12, 0);
    words->setSpacing(4);
    words->addWidget(m_heading);
    words->addWidget(m_state);
    words->addWidget(m_inside, 0, Qt::AlignLeft);
    auto *below = new QHBoxLayout;
    below->setContentsMargins(10, 4, 12, 4);
    below->addWidget(m_all);
    below->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(words);
    layout->addWidget(m_view);
    layout->addLayout(below);
    m_pause.setSingleShot(true);
    m_pause.setInterval(TypingPause);
    connect(&m_pause, &QTimer::timeout, this, &HitSection::look);
    connect(&m_model, &HistoryModel::stateChanged, this, &HitSection::showState);
    connect(m_view, &HitView::chosen, this,
            [this](const Message &message) { Q_EMIT hitChosen(message, m_needle); });
    connect(m_inside, &QPushButton::clicked, this, [this] {
        m_isInsideWords = true;
        look();
        Q_EMIT insideRequested();
    });
    connect(m_all, &QPushButton::clicked, this, [this] { Q_EMIT historyRequested(m_needle); });
    hide();
}

void HitSection::search(const QString &needle)
{
    const QString typed = needle.trimmed();
    if (typed == m_needle)
        return;
    m_needle = typed;
    m_isInsideWords = false;
    setVisible(!typed.isEmpty());
    if (!typed.isEmpty())
        return m_pause.start();
    m_pause.stop();
    m_model.clear();
}

void HitSection::chooseFirst()
{
    if (m_model.rowCount() > 0)
        Q_EMIT hitChosen(m_model.hitAt(0).message, m_needle);
}

void HitSection::look()
{
    SearchQuery query;
    query.text = m_needle;
    query.insideWords = m_isInsideWords;
    query.limit = MostHits;
    m_model.setQuery(query);
}

void HitSection::showState()
{
    const HistoryModel::State state = m_model.state();
    const bool isEmpty = m_model.rowCount() == 0;
    const bool isLooking = state == HistoryModel::State::Looking;
    QString words;
    if (m_model.error())
        words = sentence(*m_model.error());
    else if (isLooking && m_isInsideWords)
        words = tr("Searching inside words…");
    else if (isEmpty && m_isInsideWords)
        words = tr("Nothing found for “%1”, inside words neither.").arg(displayLine(m_needle, 60));
    else if (isEmpty && state == HistoryModel::State::Done)
        words = tr("Nothing found for “%1”. Look inside words as well?").arg(displayLine(m_needle, 60));
    setStyleProperty(*m_state, "tone", m_model.error() ? u"bad"_s : u"small"_s);
    m_state->setText(words);
    m_state->setVisible(!words.isEmpty());
    m_inside->setVisible(isEmpty && state == HistoryModel::State::Done && !m_isInsideWords);
    m_all->setVisible(!isEmpty);
    m_all->setText(m_model.isComplete() ? tr("Show all in History") : tr("More in History…"));
    m_view->setVisible(!isEmpty);
}

} // namespace kith
