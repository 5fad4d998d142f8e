// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/doctordialog.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "ui/childdialog.h"
#include "ui/dialogparts.h"
#include "ui/invitationdialog.h"
#include "ui/label.h"
#include "ui/networksdialog.h"
#include "ui/theme.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace kith {

using namespace Qt::StringLiterals;

using doctor::Finding;

namespace {

constexpr int SymbolPixels = 18;

QString symbolOf(Finding::Weight weight)
{
    switch (weight) {
    case Finding::Weight::Good:
        return u"good"_s;
    case Finding::Weight::Hint:
        return u"hint"_s;
    case Finding::Weight::Problem:
        break;
    }
    return u"problem"_s;
}

QLabel *makeWrapped(const QString &name, const QString &text, const QString &tone, QWidget *parent)
{
    QLabel *label = makeLabel(text, tone, parent);
    label->setObjectName(name);
    label->setWordWrap(true);
    return label;
}

} // namespace

void DoctorDialog::open(Messenger &messenger, Settings &settings, QWidget *parent)
{
    QWidget *window = parent->window();
    auto *dialog = childDialog<DoctorDialog>(*window);
    if (!dialog)
        dialog = new DoctorDialog(messenger, settings, window);
    showInFront(*dialog);
}

DoctorDialog::DoctorDialog(Messenger &messenger, Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_settings(settings)
    , m_state(makeLabel({}, u"muted"_s, this))
    , m_progress(new QProgressBar(this))
    , m_list(new QWidget(this))
    , m_rows(new QVBoxLayout(m_list))
    , m_copy(new QPushButton(tr("Copy report"), this))
    , m_invitation(new QPushButton(tr("Invitation link…"), this))
    , m_done(new QPushButton(tr("Done"), this))
    , m_again(new QPushButton(tr("Look again"), this))
{
    setObjectName(u"doctorDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Why don't I see anyone?"));
    m_state->setObjectName(u"doctorLabel"_s);
    m_state->setWordWrap(true);
    m_progress->setObjectName(u"doctorProgress"_s);
    m_progress->setAccessibleName(tr("Looking"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_copy->setObjectName(u"copyReportButton"_s);
    m_copy->setToolTip(tr("Copy what was found, without names and addresses"));
    m_invitation->setObjectName(u"invitationButton"_s);
    m_invitation->setToolTip(tr("Let somebody connect who does not see you"));
    m_done->setObjectName(u"closeButton"_s);
    m_done->setToolTip(tr("Close (Esc)"));
    m_again->setObjectName(u"lookAgainButton"_s);
    m_again->setProperty("kind", u"primary"_s);
    m_again->setDefault(true);
    layOut();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(doctorphrases::report(m_findings, ports())); });
    connect(m_invitation, &QPushButton::clicked, this,
            [this] { InvitationDialog::open(m_messenger, parentWidget()); });
    connect(m_done, &QPushButton::clicked, this, &QDialog::close);
    connect(m_again, &QPushButton::clicked, this, &DoctorDialog::look);
    connect(&messenger.peers(), &Peers::examined, this, &DoctorDialog::showFindings);
    m_done->setFocus();
    look();
}

void DoctorDialog::layOut()
{
    m_rows->setContentsMargins(0, 0, 8, 0);
    m_rows->setSpacing(0);
    m_list->setProperty("ground", u"pane"_s);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"findingsArea"_s);
    scroll->setAccessibleName(tr("What was found"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_list);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_invitation);
    buttons->addStretch();
    buttons->addWidget(m_done);
    buttons->addWidget(m_again);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(m_state);
    layout->addWidget(m_progress);
    layout->addWidget(scroll, 1);
    layout->addLayout(buttons);
    resize(580, 460);
}

void DoctorDialog::look()
{
    clearRows();
    m_findings.clear();
    if (!m_messenger.peers().isRunning()) {
        m_progress->hide();
        m_copy->setEnabled(false);
        return say(tr("Kith is not among people yet: it has not opened your key."));
    }
    say(tr("Looking… This takes up to 20 seconds."));
    m_progress->show();
    if (m_again->hasFocus() || m_copy->hasFocus())
        m_done->setFocus(); // before they go grey
    m_again->setEnabled(false);
    m_copy->setEnabled(false);
    m_messenger.peers().examine();
}

void DoctorDialog::showFindings(const QList<Finding> &findings)
{
    clearRows();
    m_findings = findings;
    for (const Finding &finding : findings)
        addRow(finding);
    m_rows->addStretch();
    const auto problems = std::count_if(findings.cbegin(), findings.cend(), [](const Finding &finding) {
        return weightOf(finding.kind) == Finding::Weight::Problem;
    });
    say(problems > 0 ? tr("Found %Ln problem(s).", nullptr, int(problems))
                     : tr("Found no problem on this computer."));
    m_progress->hide();
    m_again->setEnabled(true);
    m_copy->setEnabled(true);
}

void DoctorDialog::addRow(const Finding &finding)
{
    const Finding::Weight weight = weightOf(finding.kind);
    auto *row = new QFrame(m_list);
    row->setObjectName(u"findingRow"_s);
    row->setProperty("edge", u"bottom"_s);
    auto *symbol = makeLabel({}, {}, row);
    symbol->setObjectName(u"findingSymbol"_s);
    symbol->setFixedSize(SymbolPixels, SymbolPixels);
    symbol->setProperty("symbol", symbolOf(weight));
    symbol->setAccessibleName(doctorphrases::weight(weight));
    symbol->setToolTip(symbol->accessibleName());
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(
        makeWrapped(u"findingLabel"_s, doctorphrases::sentence(finding, nameOf(finding.peer)), u"strong"_s, row));
    if (const QString advice = doctorphrases::advice(finding, ports()); !advice.isEmpty())
        words->addWidget(makeWrapped(u"adviceLabel"_s, advice, u"muted"_s, row));
    if (const QString text = doctorphrases::command(finding, ports()); !text.isEmpty()) {
        QLabel *command = makeWrapped(u"commandLabel"_s, text, {}, row);
        command->setFont(Theme::monospace(12));
        command->setAccessibleDescription(tr("Command for a terminal"));
        command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        command->setFocusPolicy(Qt::StrongFocus);
        auto *copy = new QPushButton(tr("Copy the command"), row);
        copy->setObjectName(u"copyCommandButton"_s);
        copy->setProperty("kind", u"link"_s);
        connect(copy, &QPushButton::clicked, this, [text] { QGuiApplication::clipboard()->setText(text); });
        words->addWidget(command);
        words->addWidget(copy, 0, Qt::AlignLeft);
    }
    if (finding.kind == Finding::Kind::LeftOut || finding.kind == Finding::Kind::AllLeftOut) {
        auto *networks = new QPushButton(tr("Networks…"), row);
        networks->setObjectName(u"networksButton"_s);
        networks->setProperty("kind", u"link"_s);
        networks->setToolTip(tr("Choose in which networks people are looked for"));
        connect(networks, &QPushButton::clicked, this,
                [this] { NetworksDialog::open(m_messenger.peers(), m_settings, this); });
        words->addWidget(networks, 0, Qt::AlignLeft);
    }
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 10, 0, 10);
    layout->setSpacing(12);
    layout->addWidget(symbol, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    m_rows->addWidget(row);
}

void DoctorDialog::clearRows()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void DoctorDialog::say(const QString &sentence)
{
    m_state->setText(sentence);
    QAccessibleEvent event(m_state, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

QString DoctorDialog::nameOf(const PeerId &peer) const
{
    const auto contact = m_messenger.contact(m_messenger.peers().contactOf(peer));
    return contact ? displayName(contact->displayName()) : QString();
}

doctorphrases::Ports DoctorDialog::ports() const
{
    doctorphrases::Ports ports;
    if (const quint16 links = m_messenger.peers().local().port(); links != 0)
        ports.links = links;
    return ports;
}

} // namespace kith
