// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/networksdialog.h"

#include "core/displaytext.h"
#include "messenger/peers.h"
#include "ui/dialogparts.h"
#include "ui/label.h"
#include "ui/settings.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace kith {

using namespace Qt::StringLiterals;

using Kind = NearbyNetwork::Kind;

namespace {

class Phrases {
    Q_DECLARE_TR_FUNCTIONS(kith::NetworksDialog)

public:
    /// What stands in the second line.
    static QString stateOf(const NearbyNetwork &network)
    {
        if (network.isUsed && network.kind == Kind::Loopback)
            return tr("This computer alone");
        if (network.isUsed)
            return network.isUsedByDefault() ? tr("Used by default")
                                             : tr("Used by your choice: a VPN, containers or virtual machines");
        return network.isUsedByDefault() ? tr("Left out by your choice")
                                         : tr("Left out by default: a VPN, containers or virtual machines");
    }
};

/// As the text of a button, where & would underline the next letter.
QString lineOf(const NearbyNetwork &network)
{
    QString line =
        u"%1 · %2"_s.arg(displayLine(network.interface), QLocale().createSeparatedList(network.addresses));
    return line.replace(u'&', u"&&"_s);
}

} // namespace

void NetworksDialog::open(Peers &peers, Settings &settings, QWidget *parent)
{
    (new NetworksDialog(peers, settings, parent->window()))->open();
}

NetworksDialog::NetworksDialog(Peers &peers, Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_peers(peers)
    , m_settings(settings)
    , m_list(new QWidget(this))
    , m_rows(new QVBoxLayout(m_list))
    , m_empty(makeLabel(tr("This computer is in no network."), u"muted"_s, this))
    , m_done(new QPushButton(tr("Done"), this))
{
    setObjectName(u"networksDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Networks"));
    m_empty->setObjectName(u"networksEmptyLabel"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    layOut();
    connect(&peers, &Peers::networksChanged, this, &NetworksDialog::reload);
    reload();
    if (auto *first = m_list->findChild<QCheckBox *>())
        first->setFocus(Qt::OtherFocusReason);
}

void NetworksDialog::layOut()
{
    QLabel *explanation = makeLabel(
        tr("Kith looks for people in the networks that are chosen here, and is found there. A friend who "
           "is connected stays connected, whichever way."),
        u"muted"_s, this);
    explanation->setWordWrap(true);
    m_rows->setContentsMargins(8, 6, 8, 6);
    m_rows->setSpacing(0);
    m_rows->addWidget(m_empty, 1);
    m_rows->addStretch();
    m_list->setProperty("ground", u"pane"_s);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"networksArea"_s);
    scroll->setAccessibleName(tr("Networks"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus); // it follows the focus of what is in it
    scroll->setWidget(m_list);
    m_done->setObjectName(u"closeButton"_s);
    m_done->setToolTip(tr("Close (Esc)"));
    m_done->setProperty("kind", u"primary"_s);
    m_done->setDefault(true);
    connect(m_done, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_done);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(explanation);
    layout->addWidget(makeBox(*this, {scroll}), 1);
    layout->addLayout(buttons);
    resize(460, 380);
}

/// Rows that stay are the same as before, so that the focus stays where it is.
void NetworksDialog::reload()
{
    const QList<NearbyNetwork> networks = m_peers.networks();
    for (const QString &known : m_networks.keys()) {
        const auto isKnown = [&](const NearbyNetwork &network) { return network.interface == known; };
        if (std::any_of(networks.cbegin(), networks.cend(), isKnown))
            continue;
        const Row gone = m_networks.take(known);
        if (gone.check->hasFocus())
            focusNextChild(); // before it is gone
        delete gone.widget;
    }
    QWidget *before = m_done;
    for (int at = 0; at < networks.size(); ++at) {
        const NearbyNetwork &network = networks.at(at);
        if (!m_networks.contains(network.interface))
            m_networks.insert(network.interface, makeRow(network.interface));
        const Row row = m_networks.value(network.interface);
        row.check->setText(lineOf(network));
        row.check->setChecked(network.isUsed);
        row.state->setText(Phrases::stateOf(network));
        row.check->setAccessibleDescription(row.state->text());
        m_rows->insertWidget(at, row.widget);
        setTabOrder(before, row.check);
        before = row.check;
    }
    m_empty->setVisible(networks.isEmpty());
}

NetworksDialog::Row NetworksDialog::makeRow(const QString &interface)
{
    auto *widget = new QWidget(m_list);
    auto *check = new QCheckBox(widget);
    check->setObjectName(u"network-%1-check"_s.arg(interface));
    QLabel *state = makeLabel({}, u"small"_s, widget);
    state->setObjectName(u"network-%1-label"_s.arg(interface));
    state->setIndent(24); // under the words, not under the box
    state->setWordWrap(true);
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 6, 0, 6);
    layout->setSpacing(2);
    layout->addWidget(check);
    layout->addWidget(state);
    connect(check, &QCheckBox::clicked, this, [this, interface](bool used) { choose(interface, used); });
    return {widget, check, state};
}

void NetworksDialog::choose(const QString &interface, bool used)
{
    const QList<NearbyNetwork> networks = m_peers.networks();
    const auto network = std::find_if(networks.cbegin(), networks.cend(),
                                      [&](const NearbyNetwork &one) { return one.interface == interface; });
    if (network == networks.cend())
        return reload(); // it went meanwhile
    QHash<QString, Peers::Switch> switches = m_settings.networkSwitches();
    if (used == network->isUsedByDefault())
        switches.remove(interface);
    else
        switches.insert(interface, used ? Peers::Switch::On : Peers::Switch::Off);
    m_settings.setNetworkSwitches(switches);
}

} // namespace kith
