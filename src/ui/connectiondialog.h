// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/strongid.h"
#include "messenger/host.h"
#include "messenger/link.h"
#include "ui/protocolchoice.h"

#include <QDialog>
#include <QFuture>

#include <memory>

namespace Ui {
class ConnectionDialog;
}

namespace kith {

class Messenger;
class NearbyPane;
class ProtectionChip;
class RoleCard;
class Settings;
class Theme;

/// "New connection": greet somebody nearby, host, join, or write directly. It stays open until the connection stands, and says in place what
/// is wrong.
class ConnectionDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Role { Nearby, Host, Join, Direct };

    ConnectionDialog(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

    void setRole(Role role);

    void reject() override;

Q_SIGNALS:
    void hosted(const kith::HostId &host);
    void opened(const kith::ConversationId &conversation);
    void doctorAsked();     ///< The person wants to know why nobody is seen.
    void invitationAsked(); ///< The person wants to hand out its own.

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Field { Address, Port, OwnPort, Protocol };
    using Protocol = ProtocolChoice::Protocol;

    void makeRoles(const Theme &theme);
    void makeNearby(const Theme &theme);
    void makeFields(const Theme &theme);
    void offerRemembered(const Theme &theme);
    void takeApart(const QString &typed);
    void showRole();
    void showNearbyAction();
    void showProtocol();
    void showProtection();
    void start();
    void startHost();
    void startJoin();
    void startDirect();
    void joined(const Result<ConversationId> &conversation);
    void hostChanged(const Host &host);
    void linkChanged(const ConversationId &conversation, const Link &link);
    void setPending(bool isPending);
    void showError(const Error &error);
    void showError(Field field, const QString &sentence);
    void clearError();
    Result<Endpoint> typedEndpoint(Endpoint::Scheme scheme, Endpoint::Use use) const;
    PlainTextOptions plainTextOptions() const;

    Messenger &m_messenger;
    Settings &m_settings;
    std::unique_ptr<Ui::ConnectionDialog> m_ui;
    NearbyPane *m_nearby = nullptr;
    ProtectionChip *m_chip = nullptr;
    ProtocolChoice *m_protocol = nullptr;
    RoleCard *m_nearbyCard = nullptr;
    RoleCard *m_hostCard = nullptr;
    RoleCard *m_joinCard = nullptr;
    RoleCard *m_directCard = nullptr;
    Role m_role = Role::Nearby;
    HostId m_host;                 ///< Opening, as asked for here.
    ConversationId m_conversation; ///< Connecting, as asked for here.
    QFuture<Result<ConversationId>> m_joining;
};

} // namespace kith
