// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/strongid.h"
#include "messenger/host.h"
#include "messenger/link.h"

#include <QDialog>

#include <memory>

namespace Ui {
class ConnectionDialog;
}

namespace kith {

class Messenger;
class RoleCard;
class Settings;
class Theme;

/// "New connection": host, join, or write directly. It stays open until the connection stands, and says in place what
/// is wrong.
class ConnectionDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Role { Host, Join, Direct };

    ConnectionDialog(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent = nullptr);
    ~ConnectionDialog() override;

    void setRole(Role role);

    void reject() override;

Q_SIGNALS:
    void hosted(const kith::HostId &host);
    void opened(const kith::ConversationId &conversation);

private:
    enum class Field { Address, Port, OwnPort };

    void makeRoles(const Theme &theme);
    void makeFields(const Theme &theme);
    void offerRemembered(const Theme &theme);
    void takeApart(const QString &typed);
    void showRole();
    void start();
    void startHost();
    void startJoin();
    void startDirect();
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
    RoleCard *m_hostCard = nullptr;
    RoleCard *m_joinCard = nullptr;
    RoleCard *m_directCard = nullptr;
    Role m_role = Role::Host;
    HostId m_host;                 ///< Opening, as asked for here.
    ConversationId m_conversation; ///< Connecting, as asked for here.
};

} // namespace kith
