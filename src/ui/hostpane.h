// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/host.h"
#include "models/conversationlistmodel.h"
#include "ui/hostclients.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace kith {

class ClientView;
class Messenger;
class NoticeBar;
class Theme;

/// A port that this window hosts: what to tell others, who is connected, and how to stop.
class HostPane final : public QWidget {
    Q_OBJECT

public:
    HostPane(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    void setHost(const HostId &host);
    const HostId &host() const { return m_host; }

Q_SIGNALS:
    void conversationChosen(const kith::ConversationId &conversation);
    void hostReplaced(const kith::HostId &host); ///< Hosting began again under a new id.

private:
    QWidget *makeHeader();
    void refresh();
    void showAddresses(const QList<Endpoint> &addresses);
    void showClients(const Host &host);
    void stopOrStart();

    Messenger &m_messenger;
    const Theme &m_theme;
    ConversationListModel m_conversations; ///< Of its own: here nothing is folded in.
    HostClients m_clients;
    HostId m_host;
    QList<Endpoint> m_addresses;
    NoticeBar *m_notice;
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QPushButton *m_stopButton = nullptr;
    QPushButton *m_removeButton = nullptr;
    QVBoxLayout *m_addressLayout;
    QLabel *m_countLabel;
    QLabel *m_emptyLabel;
    ClientView *m_clientView;
};

} // namespace kith
