// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hostpane.h"

#include "messenger/messenger.h"
#include "ui/clientview.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/noticebar.h"
#include "ui/phrases.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace kith {

using namespace Qt::StringLiterals;

HostPane::HostPane(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_messenger(messenger)
    , m_theme(theme)
    , m_conversations(messenger)
    , m_notice(new NoticeBar(theme, this))
    , m_addressLayout(new QVBoxLayout)
    , m_countLabel(makeLabel({}, u"strong"_s, this))
    , m_emptyLabel(makeLabel(tr("Nobody yet. Give one of the addresses above to the others."), u"muted"_s, this))
{
    setObjectName(u"hostPane"_s);
    setProperty("ground", u"pane"_s);
    m_clients.setSourceModel(&m_conversations);
    m_clientView = new ClientView(m_clients, theme, this);
    m_countLabel->setObjectName(u"connectedLabel"_s);
    m_addressLayout->setSpacing(4);

    auto *content = new QVBoxLayout;
    // The rows of the list have a margin of their own; the words above line up with what is in them.
    content->setContentsMargins(12, 20, 12, 20);
    content->setSpacing(10);
    QLabel *title = makeLabel(tr("Others connect to"), u"muted"_s, this);
    for (QLabel *label : {title, m_countLabel, m_emptyLabel})
        label->setContentsMargins(12, 0, 0, 0);
    m_addressLayout->setContentsMargins(12, 0, 0, 0);
    content->addWidget(title);
    content->addLayout(m_addressLayout);
    content->addSpacing(10);
    content->addWidget(m_countLabel);
    content->addWidget(m_emptyLabel);
    content->addWidget(m_clientView, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_notice);
    layout->addLayout(content, 1);

    connect(&messenger, &Messenger::hostChanged, this, [this](const Host &host) {
        if (host.id == m_host)
            refresh();
    });
    connect(m_clientView, &ClientView::chosen, this, &HostPane::conversationChosen);
    connect(m_clientView, &ClientView::closeRequested, this,
            [this](const ConversationId &conversation) { m_messenger.close(conversation); });
}

void HostPane::setHost(const HostId &host)
{
    m_host = host;
    m_clients.setHost(host);
    refresh();
}

QWidget *HostPane::makeHeader()
{
    auto *header = new QFrame(this);
    header->setProperty("ground", u"pane"_s);
    header->setProperty("edge", u"bottom"_s);
    header->setFixedHeight(60);
    m_title = makeLabel({}, u"name"_s, header);
    m_title->setObjectName(u"hostTitleLabel"_s);
    m_state = makeLabel({}, u"small"_s, header);
    m_state->setObjectName(u"hostStateLabel"_s);
    m_stopButton = new QPushButton(header);
    m_stopButton->setObjectName(u"stopHostButton"_s);
    connect(m_stopButton, &QPushButton::clicked, this, &HostPane::stopOrStart);
    m_removeButton = new QPushButton(tr("Remove"), header);
    m_removeButton->setObjectName(u"removeHostButton"_s);
    m_removeButton->setToolTip(tr("Take this host off the list"));
    connect(m_removeButton, &QPushButton::clicked, this, [this] { m_messenger.removeHost(m_host); });

    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(m_title);
    words->addWidget(m_state);
    words->addStretch();
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(24, 0, 14, 0);
    layout->setSpacing(8);
    layout->addLayout(words, 1);
    layout->addWidget(m_removeButton);
    layout->addWidget(m_stopButton);
    return header;
}

void HostPane::refresh()
{
    const auto host = m_messenger.host(m_host);
    if (!host)
        return;
    const bool isListening = host->state == Host::State::Listening;
    m_title->setText(tr("Your server on port %1").arg(host->local.port()));
    if (isListening)
        m_state->setText(tr("Listening since %1").arg(phrases::clock(host->since)));
    else
        m_state->setText(host->state == Host::State::Opening ? tr("Opening…") : tr("Stopped"));
    m_stopButton->setText(host->state == Host::State::Stopped ? tr("Start again") : tr("Stop hosting"));
    m_stopButton->setToolTip(host->state == Host::State::Stopped ? tr("Listen at the same address again")
                                                                 : tr("Stop listening and say q to every client"));
    m_removeButton->setVisible(host->state == Host::State::Stopped);
    if (host->error)
        m_notice->say(NoticeBar::Tone::Bad, sentence(*host->error));
    else
        m_notice->hide();
    showAddresses(host->reachable.isEmpty() ? QList<Endpoint>{host->local} : host->reachable);
    showClients(*host);
}

void HostPane::showAddresses(const QList<Endpoint> &addresses)
{
    if (addresses == m_addresses)
        return;
    m_addresses = addresses;
    while (QLayoutItem *item = m_addressLayout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Endpoint &endpoint : addresses) {
        const QString address = endpoint.toString();
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(8);
        QLabel *label = makeLabel(address, u"address"_s, row);
        label->setFont(Theme::monospace(m_addressLayout->isEmpty() ? 20 : 15));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto *copy = new QToolButton(row);
        copy->setObjectName(m_addressLayout->isEmpty() ? u"copyAddressButton"_s : QString());
        copy->setProperty("kind", u"icon"_s);
        copy->setIcon(themedIcon(m_theme, u"copy"_s, &Tokens::accent));
        copy->setFocusPolicy(Qt::StrongFocus);
        copy->setAccessibleName(tr("Copy %1").arg(address));
        copy->setToolTip(tr("Copy the address"));
        connect(copy, &QToolButton::clicked, this, [this, copy, address] {
            QGuiApplication::clipboard()->setText(address);
            copy->setIcon(themedIcon(m_theme, u"ok"_s, &Tokens::online));
        });
        layout->addWidget(label);
        layout->addWidget(copy);
        layout->addStretch();
        m_addressLayout->addWidget(row);
    }
}

void HostPane::showClients(const Host &host)
{
    m_countLabel->setText(tr("%n client(s) connected", nullptr, host.connected));
    m_emptyLabel->setVisible(host.connected == 0 && host.state == Host::State::Listening);
}

void HostPane::stopOrStart()
{
    const auto host = m_messenger.host(m_host);
    if (!host)
        return;
    if (host->state != Host::State::Stopped)
        return m_messenger.stopHost(m_host);
    m_messenger.removeHost(m_host);
    Q_EMIT hostReplaced(m_messenger.host(host->local, host->options));
}

} // namespace kith
