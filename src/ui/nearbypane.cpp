// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/nearbypane.h"

#include "core/displaytext.h"
#include "core/invitation.h"
#include "core/nickname.h"
#include "messenger/messenger.h"
#include "ui/label.h"
#include "ui/nearbydelegate.h"
#include "ui/ownpresence.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;
using Relation = NearbyModel::Relation;
using Visibility = Peers::Visibility;

namespace {

constexpr int MaxWords = 200;
constexpr int LabelWidth = 110;
constexpr int ShownRows = 3;
constexpr int MinWidth = 520;

QGridLayout *makeGrid(QWidget *parent)
{
    auto *grid = new QGridLayout(parent);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(7);
    grid->setColumnMinimumWidth(0, LabelWidth);
    grid->setColumnStretch(1, 1);
    return grid;
}

} // namespace

NearbyPane::NearbyPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_settings(settings)
    , m_model(messenger)
    , m_name(new QLineEdit(this))
    , m_visibility(new QComboBox(this))
    , m_view(new QListView(this))
    , m_empty(new QWidget(this))
    , m_doctor(new QPushButton(this))
    , m_emptyLabel(makeLabel({}, u"muted"_s, m_empty))
    , m_words(new QLineEdit(this))
    , m_invitation(new QLineEdit(this))
    , m_error(makeLabel({}, u"bad"_s, this))
{
    setMinimumWidth(MinWidth);
    m_presenter.setSourceModel(&m_model);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeSelf());
    layout->addWidget(makeList(theme));
    layout->addWidget(makeDoctor(), 0, Qt::AlignRight);
    layout->addWidget(makeWords());
    connectParts();
    showSelf();
    showList();
}

void NearbyPane::act()
{
    showError({});
    if (!canAct())
        return;
    if (!m_invitation->text().trimmed().isEmpty())
        return followInvitation();
    const ConversationId conversation = m_messenger.peers().greet(chosen(), m_words->text().trimmed());
    if (!conversation.isNull())
        Q_EMIT opened(conversation);
}

QList<QWidget *> NearbyPane::fields() const
{
    return {m_name, m_visibility, m_view, m_doctor, m_words, m_invitation, m_ownInvitation};
}

bool NearbyPane::canAct() const
{
    return m_messenger.peers().isRunning() && (!m_invitation->text().trimmed().isEmpty() || !chosen().isNull());
}

bool NearbyPane::actsOnReturn(const QWidget *field) const
{
    return field == m_words || field == m_invitation || field == m_view;
}

QString NearbyPane::actionText() const
{
    if (!m_invitation->text().trimmed().isEmpty())
        return tr("Use the invitation");
    switch (relation()) {
    case Relation::Friend:
        return tr("Open");
    case Relation::Asks:
        return tr("Accept");
    case Relation::Asked:
        return tr("Greet again");
    case Relation::Stranger:
        break;
    }
    return tr("Greet");
}

QWidget *NearbyPane::makeSelf()
{
    m_name->setObjectName(u"ownNameEdit"_s);
    m_name->setAccessibleName(tr("Your name"));
    m_name->setToolTip(tr("Everybody near you sees this name"));
    m_name->setMaxLength(int(MaxNicknameLength));
    m_visibility->setObjectName(u"visibilityCombo"_s);
    m_visibility->setAccessibleName(tr("Who sees you"));
    m_visibility->setToolTip(tr("Whether others find this computer"));
    m_visibility->addItems({tr("Seen by everybody"), tr("Invisible"), tr("Off")});
    m_visibility->setItemData(1, tr("Only your contacts meet you, and you see nobody else"), Qt::ToolTipRole);
    m_visibility->setItemData(2, tr("Nobody finds you, and you find nobody"), Qt::ToolTipRole);
    auto *row = new QWidget(this);
    QGridLayout *grid = makeGrid(row);
    QLabel *name = makeLabel(tr("Your name"), {}, row);
    name->setBuddy(m_name);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_name, 1);
    fields->addWidget(m_visibility);
    grid->addWidget(name, 0, 0);
    grid->addLayout(fields, 0, 1);
    return row;
}

QWidget *NearbyPane::makeList(const Theme &theme)
{
    m_view->setObjectName(u"nearbyList"_s);
    m_view->setAccessibleName(tr("People near you"));
    m_view->setItemDelegate(new NearbyDelegate(theme, m_view));
    // Before the view hears of it, and moves on to another row.
    connect(&m_presenter, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_isLosing = true; });
    m_view->setModel(&m_presenter);
    m_view->setCurrentIndex({}); // so that the focus alone chooses nobody
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setMouseTracking(true);
    m_view->setUniformItemSizes(true);

    m_emptyLabel->setObjectName(u"nearbyEmptyLabel"_s);
    m_emptyLabel->setAlignment(Qt::AlignCenter);
    m_emptyLabel->setWordWrap(true);
    auto *middle = new QVBoxLayout(m_empty);
    middle->addStretch();
    middle->addWidget(m_emptyLabel);
    middle->addStretch();

    auto *frame = new QFrame(this);
    frame->setProperty("ground", u"list"_s);
    frame->setProperty("boxed", true);
    frame->setFixedHeight(ShownRows * NearbyDelegate::RowHeight + 12);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 6, 1, 6);
    layout->addWidget(m_view);
    layout->addWidget(m_empty);
    return frame;
}

QPushButton *NearbyPane::makeDoctor()
{
    m_doctor->setObjectName(u"doctorButton"_s);
    m_doctor->setToolTip(tr("Look for the reason"));
    m_doctor->setProperty("kind", u"link"_s);
    m_doctor->setAutoDefault(false);
    connect(m_doctor, &QPushButton::clicked, this, &NearbyPane::doctorAsked);
    return m_doctor;
}

QPushButton *NearbyPane::makeOwnInvitation(QWidget *parent)
{
    auto *own = new QPushButton(tr("Invite…"), parent);
    own->setObjectName(u"ownInvitationButton"_s);
    own->setAccessibleName(tr("Your own invitation"));
    own->setToolTip(tr("Shows the link and the picture with which others find you"));
    own->setAutoDefault(false);
    connect(own, &QPushButton::clicked, this, &NearbyPane::invitationAsked);
    m_ownInvitation = own;
    return own;
}

QWidget *NearbyPane::makeWords()
{
    m_words->setObjectName(u"wordsEdit"_s);
    m_words->setAccessibleName(tr("A few words"));
    m_words->setPlaceholderText(tr("Who you are, if your name does not say it"));
    m_words->setMaxLength(MaxWords);
    m_invitation->setObjectName(u"invitationEdit"_s);
    m_invitation->setAccessibleName(tr("Invitation"));
    m_invitation->setToolTip(tr("The kith:// line that somebody sent you"));
    m_invitation->setPlaceholderText(tr("Paste an invitation: kith://…"));
    m_invitation->setMaxLength(int(Invitation::MaxLength));
    m_error->setObjectName(u"invitationErrorLabel"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *rows = new QWidget(this);
    QGridLayout *grid = makeGrid(rows);
    QLabel *words = makeLabel(tr("A few words"), {}, rows);
    words->setBuddy(m_words);
    QLabel *invitation = makeLabel(tr("Invitation"), {}, rows);
    invitation->setBuddy(m_invitation);
    grid->addWidget(words, 0, 0);
    grid->addWidget(m_words, 0, 1);
    grid->addWidget(invitation, 1, 0);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_invitation, 1);
    fields->addWidget(makeOwnInvitation(rows));
    grid->addLayout(fields, 1, 1);
    grid->addWidget(m_error, 2, 1);
    return rows;
}

void NearbyPane::connectParts()
{
    connect(m_name, &QLineEdit::editingFinished, this, [this] {
        if (cleanNickname(m_name->text()) == m_settings.ownName())
            return;
        m_settings.setOwnName(m_name->text());
        m_settings.setIntroduced();
    });
    connect(m_visibility, &QComboBox::activated, this,
            [this](int index) { m_settings.setVisibility(Visibility(index)); });
    connect(&m_settings, &Settings::selfChanged, this, [this] {
        showSelf();
        showList();
    });
    connect(&m_messenger.peers(), &Peers::listening, this, [this] {
        showSelf();
        showList();
        Q_EMIT actionChanged();
    });
    connect(m_invitation, &QLineEdit::textChanged, this, [this] {
        showError({});
        Q_EMIT actionChanged();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &NearbyPane::choose);
    connect(m_view, &QAbstractItemView::doubleClicked, this, &NearbyPane::act);
    connect(&m_presenter, &QAbstractItemModel::dataChanged, this, &NearbyPane::actionChanged);
    connect(&m_presenter, &QAbstractItemModel::rowsInserted, this, &NearbyPane::showList);
    connect(&m_presenter, &QAbstractItemModel::rowsRemoved, this, &NearbyPane::forgetChosen);
    connect(&m_presenter, &QAbstractItemModel::modelReset, this, &NearbyPane::forgetChosen);
}

void NearbyPane::showSelf()
{
    const Peers &peers = m_messenger.peers();
    if (!m_name->hasFocus())
        m_name->setText(m_settings.ownName());
    const QString id = (peers.isRunning() ? peers.self() : peers.knownSelf()).shortForm();
    m_name->setPlaceholderText(id.isEmpty() ? QString() : tr("Others see %1").arg(id));
    m_visibility->setCurrentIndex(int(m_settings.visibility()));
}

void NearbyPane::showList()
{
    const bool isEmpty = m_presenter.rowCount() == 0;
    m_view->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_doctor->setText(isEmpty ? tr("Why don't I see anyone?") : tr("Is somebody missing?"));
    m_doctor->setAccessibleName(m_doctor->text());
    if (!m_messenger.peers().isRunning())
        m_emptyLabel->setText(tr("Not looking for people yet."));
    else if (m_settings.visibility() == Visibility::Off)
        m_emptyLabel->setText(tr("Nobody is looked for, because you switched it off."));
    else if (m_settings.visibility() == Visibility::Invisible ||
             m_settings.ownPresence().availability == Presence::Availability::Invisible)
        m_emptyLabel->setText(tr("You are invisible: only your contacts are shown."));
    else
        m_emptyLabel->setText(tr("Nobody here yet."));
    Q_EMIT actionChanged();
}

void NearbyPane::choose()
{
    if (!m_isLosing)
        m_chosen = current();
    Q_EMIT actionChanged();
}

/// When who was chosen is not there any more: what is typed was meant for nobody else.
void NearbyPane::forgetChosen()
{
    m_isLosing = false;
    if (m_chosen.isNull() || current() != m_chosen) {
        m_chosen = {};
        m_view->clearSelection();
        m_view->setCurrentIndex({});
    }
    showList();
}

void NearbyPane::followInvitation()
{
    const auto invitation = Invitation::parse(m_invitation->text());
    if (!invitation)
        return showError(sentence(invitation.error()));
    const auto conversation = m_messenger.peers().befriend(*invitation, m_words->text().trimmed());
    if (!conversation)
        return showError(sentence(conversation.error()));
    Q_EMIT opened(*conversation);
}

void NearbyPane::showError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    setStyleProperty(*m_invitation, "wrong", sentence.isEmpty() ? u"false"_s : u"true"_s);
    if (!sentence.isEmpty())
        m_invitation->setFocus(Qt::OtherFocusReason);
}

PeerId NearbyPane::chosen() const
{
    return current() == m_chosen ? m_chosen : PeerId();
}

PeerId NearbyPane::current() const
{
    return m_view->currentIndex().data(NearbyModel::PeerRole).value<PeerId>();
}

Relation NearbyPane::relation() const
{
    return Relation(m_view->currentIndex().data(NearbyModel::RelationRole).toInt());
}

} // namespace kith
