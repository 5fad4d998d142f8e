// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "messenger/peers.h"
#include "ui/chip.h"
#include "ui/protocolchoice.h"

#include <QFuture>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace kith {

class Messenger;
class Theme;

/// What "New connection" says below its fields: who will be able to read what is written there. For somebody who joins,
/// that depends on who is known at the address, and is said while it is typed.
class ProtectionChip final : public QWidget {
    Q_OBJECT

public:
    using Protocol = ProtocolChoice::Protocol;

    ProtectionChip(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    void showPlainText();
    void showHosting(Protocol protocol);
    /// `remote`: nothing while what is typed is no address.
    void showJoining(Protocol protocol, const std::optional<Endpoint> &remote);

private:
    void show(Chip::Kind kind, const QString &text);
    void lookAgain();
    void look();
    void showThere(const KithThere &there);
    QString nameOf(const PeerId &peer) const;

    Messenger &m_messenger;
    Chip *m_chip;
    std::optional<Endpoint> m_remote; ///< That is joined automatically.
    QFuture<KithThere> m_looking;
    QTimer m_pause; ///< While somebody types.
};

} // namespace kith
