// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/protectionchip.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "messenger/messenger.h"

#include <QBoxLayout>

#include <chrono>

namespace kith {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// After the last letter, before a name is looked up.
constexpr auto TypingPause = 200ms;
constexpr int MaxNameWidth = 220;

} // namespace

ProtectionChip::ProtectionChip(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_messenger(messenger), m_chip(new Chip(theme, {}, this))
{
    m_chip->setObjectName(u"protectionChip"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_chip);
    layout->addStretch();
    m_pause.setSingleShot(true);
    m_pause.setInterval(TypingPause);
    connect(&m_pause, &QTimer::timeout, this, &ProtectionChip::look);
    const Peers &peers = messenger.peers();
    connect(&peers, &Peers::nearbyChanged, this, &ProtectionChip::lookAgain);
    connect(&peers, &Peers::nearbyGone, this, &ProtectionChip::lookAgain);
    showPlainText();
}

void ProtectionChip::showPlainText()
{
    m_remote.reset();
    m_pause.stop();
    m_looking.cancel();
    show(Chip::Kind::Warning, tr("Plain text is not encrypted: anyone on this network can read it"));
}

void ProtectionChip::showHosting(Protocol protocol)
{
    showPlainText();
    if (protocol != Protocol::PlainText && m_messenger.peers().isRunning())
        show(Chip::Kind::Warning, tr("Kith is encrypted; plain text anyone on this network can read"));
}

void ProtectionChip::showJoining(Protocol protocol, const std::optional<Endpoint> &remote)
{
    showPlainText();
    if (protocol == Protocol::Encrypted)
        return show(Chip::Kind::Encrypted, tr("Encrypted, or no connection at all"));
    if (protocol != Protocol::Automatic)
        return;
    m_remote = remote;
    if (!m_remote)
        return show(Chip::Kind::Warning, tr("Plain text, unless a Kith is known at the address"));
    if (!m_remote->hasName())
        return look();
    m_looking.cancel();
    m_pause.start();
    show(Chip::Kind::Warning, tr("Looking whether a Kith is there…"));
}

void ProtectionChip::show(Chip::Kind kind, const QString &text)
{
    m_chip->setShown(kind, text);
}

void ProtectionChip::lookAgain()
{
    if (m_remote && !m_pause.isActive())
        look();
}

/// A name is looked up only where a Kith is known that could have it.
void ProtectionChip::look()
{
    m_looking.cancel();
    if (!m_remote)
        return;
    m_looking = m_messenger.peers().kithAt(*m_remote);
    if (m_looking.isFinished())
        return showThere(m_looking.result());
    whenFinished(m_looking, this, [this](const KithThere &there) { showThere(there); });
}

void ProtectionChip::showThere(const KithThere &there)
{
    if (there.peer.isNull())
        return show(Chip::Kind::Warning,
                    tr("Plain text: no Kith is known there, anyone on this network can read it"));
    const QString name = nameOf(there.peer);
    if (m_messenger.peers().nearby(there.peer))
        show(Chip::Kind::Encrypted, tr("Encrypted: %1's Kith is there").arg(name));
    else
        show(Chip::Kind::Encrypted, tr("Encrypted: waits until %1's Kith is back").arg(name));
}

QString ProtectionChip::nameOf(const PeerId &peer) const
{
    const auto contact = m_messenger.contact(m_messenger.peers().contactOf(peer));
    const auto near = m_messenger.peers().nearby(peer);
    QString name = contact ? contact->displayName() : near ? near->name : QString();
    if (name.isEmpty())
        name = peer.shortForm();
    return fontMetrics().elidedText(displayName(name), Qt::ElideRight, MaxNameWidth);
}

} // namespace kith
