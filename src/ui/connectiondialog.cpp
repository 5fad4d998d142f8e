// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connectiondialog.h"

#include "core/future.h"
#include "messenger/messenger.h"
#include "ui/icons.h"
#include "ui/label.h"
#include "ui/nearbypane.h"
#include "ui/protectionchip.h"
#include "ui/rolecard.h"
#include "ui/settings.h"
#include "ui/theme.h"
#include "ui_connectiondialog.h"

#include <QButtonGroup>
#include <QCompleter>
#include <QKeyEvent>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

const QString EveryAddress = u"0.0.0.0"_s;
const QString ThisComputer = u"127.0.0.1"_s;

} // namespace

ConnectionDialog::ConnectionDialog(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_messenger(messenger), m_settings(settings), m_ui(std::make_unique<Ui::ConnectionDialog>())
{
    m_ui->setupUi(this);
    makeNearby(theme);
    makeRoles(theme);
    makeFields(theme);
    offerRemembered(theme);
    connect(m_ui->connectButton, &QPushButton::clicked, this, &ConnectionDialog::start);
    connect(m_ui->cancelButton, &QPushButton::clicked, this, &ConnectionDialog::reject);
    connect(&messenger, &Messenger::hostChanged, this, &ConnectionDialog::hostChanged);
    connect(&messenger, &Messenger::linkChanged, this, &ConnectionDialog::linkChanged);
    connect(&messenger.peers(), &Peers::listening, this, &ConnectionDialog::showProtection);
    setRole(Role::Nearby);
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::setRole(Role role)
{
    m_role = role;
    RoleCard *const cards[] = {m_nearbyCard, m_hostCard, m_joinCard, m_directCard};
    cards[int(role)]->setChecked(true);
    cards[int(role)]->setFocus(Qt::OtherFocusReason);
    showRole();
}

void ConnectionDialog::reject()
{
    const HostId host = std::exchange(m_host, {});
    if (!host.isNull())
        m_messenger.stopHost(host);
    m_joining.cancel();
    const ConversationId conversation = std::exchange(m_conversation, {});
    if (!conversation.isNull())
        m_messenger.close(conversation);
    QDialog::reject();
}

void ConnectionDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isReturn && m_role == Role::Nearby && !m_nearby->actsOnReturn(focusWidget()))
        return; // nobody is greeted by a key that was meant for something else
    QDialog::keyPressEvent(event);
}

void ConnectionDialog::makeNearby(const Theme &theme)
{
    m_nearby = new NearbyPane(m_messenger, m_settings, theme, this);
    m_ui->verticalLayout->insertWidget(m_ui->verticalLayout->indexOf(m_ui->fieldsBox), m_nearby);
    connect(m_nearby, &NearbyPane::actionChanged, this, &ConnectionDialog::showNearbyAction);
    connect(m_nearby, &NearbyPane::doctorAsked, this, &ConnectionDialog::doctorAsked);
    connect(m_nearby, &NearbyPane::invitationAsked, this, &ConnectionDialog::invitationAsked);
    connect(m_nearby, &NearbyPane::opened, this, [this](const ConversationId &conversation) {
        accept();
        Q_EMIT opened(conversation);
    });
}

void ConnectionDialog::makeRoles(const Theme &theme)
{
    auto *group = new QButtonGroup(this);
    const auto add = [&](const QString &name, const QString &icon, const QString &title, const QString &sentence,
                         Role role) {
        auto *card = new RoleCard(theme, icon, title, sentence, this);
        card->setObjectName(name);
        card->setCheckable(true);
        group->addButton(card);
        m_ui->rolesLayout->addWidget(card);
        connect(card, &QAbstractButton::clicked, this, [this, role] { setRole(role); });
        return card;
    };
    m_nearbyCard = add(u"roleNearby"_s, u"radar"_s, tr("Nearby"),
                       tr("Find people on this network. Encrypted. Nothing to set up."), Role::Nearby);
    m_hostCard = add(u"roleHost"_s, u"host"_s, tr("Host"),
                     tr("This window is the server: others connect to your address and port."), Role::Host);
    m_joinCard = add(u"roleJoin"_s, u"plug"_s, tr("Join"),
                     tr("This window is a client: connect to a host by address and port."), Role::Join);
    m_directCard = add(u"roleDirect"_s, u"mail"_s, tr("Direct (UDP)"),
                       tr("Talk to any address and port, no connection."), Role::Direct);
    QList<QWidget *> order{m_nearbyCard, m_hostCard, m_joinCard, m_directCard};
    order += m_nearby->fields();
    order += m_ui->addressEdit;
    for (qsizetype at = 1; at < order.size(); ++at)
        setTabOrder(order.at(at - 1), order.at(at));
}

void ConnectionDialog::makeFields(const Theme &theme)
{
    m_protocol = new ProtocolChoice(*m_ui->protocolCombo);
    m_ui->charsetCombo->addItem(u"UTF-8"_s);
    m_ui->charsetCombo->addItem(u"GB18030"_s);
    m_ui->clientsCombo->addItem(tr("Serve everyone at once"));
    m_ui->clientsCombo->addItem(tr("One at a time, the others wait"));
    m_ui->waitingSpin->setRange(HostOptions::MinWaiting, HostOptions::MaxWaiting);
    m_ui->waitingSpin->setValue(HostOptions{}.waiting);
    m_ui->waitingSpin->setEnabled(false);
    m_chip = new ProtectionChip(m_messenger, theme, this);
    m_ui->chipLayout->addWidget(m_chip);
    m_ui->connectButton->setProperty("kind", u"primary"_s);
    for (QSpinBox *spin : {m_ui->portSpin, m_ui->ownPortSpin})
        connect(spin, &QSpinBox::textChanged, this, &ConnectionDialog::clearError);
    connect(m_ui->addressEdit, &QLineEdit::textEdited, this, &ConnectionDialog::clearError);
    connect(m_ui->clientsCombo, &QComboBox::currentIndexChanged, m_ui->waitingSpin,
            [this](int index) { m_ui->waitingSpin->setEnabled(index == 1); });
    connect(m_ui->addressEdit, &QLineEdit::textChanged, this, &ConnectionDialog::showProtection);
    connect(m_ui->portSpin, &QSpinBox::valueChanged, this, &ConnectionDialog::showProtection);
    connect(m_protocol, &ProtocolChoice::changed, this, &ConnectionDialog::showProtocol);
    clearError();
}

void ConnectionDialog::offerRemembered(const Theme &theme)
{
    const QStringList remembered = m_settings.remembered();
    connect(m_ui->addressEdit, &QLineEdit::editingFinished, this,
            [this] { takeApart(m_ui->addressEdit->text().trimmed()); });
    if (remembered.isEmpty())
        return;
    auto *completer = new QCompleter(remembered, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_ui->addressEdit->setCompleter(completer);
    connect(completer, qOverload<const QString &>(&QCompleter::activated), this, &ConnectionDialog::takeApart,
            Qt::QueuedConnection);
    QAction *all =
        m_ui->addressEdit->addAction(themedIcon(theme, u"down"_s, &Tokens::muted), QLineEdit::TrailingPosition);
    all->setToolTip(tr("Addresses used before"));
    connect(all, &QAction::triggered, completer, [completer] {
        completer->setCompletionPrefix({});
        completer->complete();
    });
}

void ConnectionDialog::takeApart(const QString &typed)
{
    if (const auto encrypted = Endpoint::parseEncrypted(typed); encrypted && m_role != Role::Host) {
        setRole(Role::Join);
        m_protocol->choose(Protocol::Encrypted);
        m_ui->addressEdit->setText(encrypted->host());
        m_ui->portSpin->setValue(encrypted->port());
        return;
    }
    const bool hasScheme = typed.contains(u"://"_s);
    const bool hasPort = typed.count(u':') == 1 || typed.contains(u"]:"_s);
    if (!hasScheme && !hasPort)
        return;
    const auto endpoint = Endpoint::parse(hasScheme ? typed : u"tcp://"_s + typed,
                                          m_role == Role::Host ? Endpoint::Use::Local : Endpoint::Use::Remote);
    if (!endpoint)
        return;
    if (hasScheme && endpoint->scheme() == Endpoint::Scheme::Udp && m_role == Role::Join)
        setRole(Role::Direct);
    else if (hasScheme && endpoint->scheme() == Endpoint::Scheme::Tcp && m_role == Role::Direct)
        setRole(Role::Join);
    m_ui->addressEdit->setText(endpoint->host());
    m_ui->portSpin->setValue(endpoint->port());
}

void ConnectionDialog::showRole()
{
    const QString typed = m_ui->addressEdit->text();
    if (typed.isEmpty() || typed == EveryAddress || typed == ThisComputer)
        m_ui->addressEdit->setText(m_role == Role::Host ? EveryAddress : ThisComputer);
    m_ui->addressLabel->setText(m_role == Role::Host ? tr("Listen at") : tr("Address"));
    const auto show = [](bool isShown, std::initializer_list<QWidget *> widgets) {
        for (QWidget *widget : widgets)
            widget->setVisible(isShown);
    };
    show(m_role == Role::Nearby, {m_nearby});
    show(m_role != Role::Nearby, {m_ui->fieldsBox, m_chip});
    show(m_role != Role::Direct, {m_ui->protocolLabel, m_ui->protocolCombo});
    show(m_role == Role::Host, {m_ui->clientsLabel, m_ui->clientsCombo, m_ui->waitingSpin});
    show(m_role == Role::Direct, {m_ui->ownPortLabel, m_ui->ownPortSpin});
    if (m_role == Role::Host || m_role == Role::Join)
        m_protocol->setPurpose(m_role == Role::Host ? ProtocolChoice::Purpose::Host
                                                    : ProtocolChoice::Purpose::Join);
    m_ui->connectButton->setEnabled(true);
    m_ui->connectButton->setText(m_role == Role::Host   ? tr("Start hosting")
                                 : m_role == Role::Join ? tr("Connect")
                                                        : tr("Open"));
    showProtocol();
    showNearbyAction();
}

void ConnectionDialog::showProtocol()
{
    const Protocol protocol = m_protocol->protocol();
    const bool mayBePlain = m_role != Role::Join || protocol != Protocol::Encrypted;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ui->charsetLabel, m_ui->charsetCombo})
        widget->setVisible(mayBePlain);
    m_ui->turnsCheck->setVisible(m_role != Role::Host && mayBePlain);
    m_ui->turnsCheck->setChecked(m_role == Role::Join &&
                                 protocol != Protocol::Lines); // netcat and telnet never wait
    clearError();
    showProtection();
}

void ConnectionDialog::showProtection()
{
    if (m_role == Role::Host)
        return m_chip->showHosting(m_protocol->protocol());
    if (m_role != Role::Join)
        return m_chip->showPlainText();
    const auto remote = typedEndpoint(Endpoint::Scheme::Tcp, Endpoint::Use::Remote);
    m_chip->showJoining(m_protocol->protocol(), remote ? std::optional(*remote) : std::nullopt);
}

void ConnectionDialog::showNearbyAction()
{
    if (m_role != Role::Nearby)
        return;
    m_ui->connectButton->setText(m_nearby->actionText());
    m_ui->connectButton->setEnabled(m_nearby->canAct());
}

void ConnectionDialog::start()
{
    if (m_role == Role::Nearby)
        return m_nearby->act();
    takeApart(m_ui->addressEdit->text().trimmed());
    clearError();
    switch (m_role) {
    case Role::Nearby:
        return;
    case Role::Host:
        return startHost();
    case Role::Join:
        return startJoin();
    case Role::Direct:
        return startDirect();
    }
}

void ConnectionDialog::startHost()
{
    const auto local = typedEndpoint(Endpoint::Scheme::Tcp, Endpoint::Use::Local);
    if (!local)
        return showError(local.error());
    HostOptions options;
    options.clients = m_ui->clientsCombo->currentIndex() == 1 ? HostOptions::Clients::OneAtATime
                                                              : HostOptions::Clients::Together;
    options.waiting = m_ui->waitingSpin->value();
    options.plainText = plainTextOptions();
    options.links =
        m_protocol->protocol() == Protocol::PlainText ? HostOptions::Links::Refused : HostOptions::Links::Taken;
    setPending(true);
    m_host = m_messenger.host(*local, options);
    if (const auto host = m_messenger.host(m_host))
        hostChanged(*host);
}

void ConnectionDialog::startJoin()
{
    const auto remote = typedEndpoint(Endpoint::Scheme::Tcp, Endpoint::Use::Remote);
    if (!remote)
        return showError(remote.error());
    m_settings.remember(remote->toString());
    setPending(true);
    switch (m_protocol->protocol()) {
    case Protocol::Automatic:
        m_joining = m_messenger.joinAutomatically(*remote, plainTextOptions());
        break;
    case Protocol::Encrypted:
        m_joining = m_messenger.peers().join(*remote);
        break;
    case Protocol::PlainText:
    case Protocol::Lines:
        return joined(m_messenger.join(*remote, plainTextOptions()));
    }
    whenFinished(m_joining, this, [this](const Result<ConversationId> &conversation) { joined(conversation); });
}

/// What is said to a person waits for it; a plain-text conversation is shown once it stands.
void ConnectionDialog::joined(const Result<ConversationId> &id)
{
    if (!id) {
        setPending(false);
        return showError(id.error());
    }
    const auto conversation = m_messenger.conversation(*id);
    if (conversation && conversation->endpoint.isNull()) {
        accept();
        Q_EMIT opened(*id);
        return;
    }
    m_conversation = *id;
    linkChanged(*id, m_messenger.link(*id));
}

void ConnectionDialog::startDirect()
{
    const auto remote = typedEndpoint(Endpoint::Scheme::Udp, Endpoint::Use::Remote);
    if (!remote)
        return showError(remote.error());
    Endpoint local;
    if (m_ui->ownPortSpin->value() != 0) {
        const bool isIPv6 = remote->host().contains(u':');
        const auto own = Endpoint::make(Endpoint::Scheme::Udp, isIPv6 ? u"::"_s : EveryAddress,
                                        m_ui->ownPortSpin->value(), Endpoint::Use::Local);
        if (!own)
            return showError(Field::OwnPort, sentence(own.error()));
        local = *own;
    }
    m_settings.remember(remote->toString());
    setPending(true);
    m_conversation = m_messenger.direct(*remote, local, plainTextOptions());
    if (m_messenger.link(m_conversation).isOnline())
        linkChanged(m_conversation, m_messenger.link(m_conversation));
}

void ConnectionDialog::hostChanged(const Host &host)
{
    if (m_host.isNull() || host.id != m_host)
        return;
    if (host.state == Host::State::Listening) {
        m_host = {};
        accept();
        Q_EMIT hosted(host.id);
    } else if (host.state == Host::State::Stopped) {
        const HostId failed = std::exchange(m_host, {});
        setPending(false);
        showError(host.error.value_or(Error{Error::Kind::NetworkFailed, host.local.toString(), {}}));
        m_messenger.removeHost(failed);
    }
}

void ConnectionDialog::linkChanged(const ConversationId &conversation, const Link &link)
{
    if (m_conversation.isNull() || conversation != m_conversation)
        return;
    if (link.isOnline()) {
        m_conversation = {};
        accept();
        Q_EMIT opened(conversation);
    } else if (link.phase == Link::Phase::Offline) {
        m_conversation = {};
        setPending(false);
        if (link.error)
            showError(*link.error);
    }
}

void ConnectionDialog::setPending(bool isPending)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_nearbyCard, m_hostCard, m_joinCard, m_directCard,
                                                            m_ui->connectButton, m_ui->fieldsBox})
        widget->setEnabled(!isPending);
    m_ui->waitLabel->setText(isPending ? tr("Connecting…") : QString());
}

void ConnectionDialog::showError(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::BadPort:
    case Error::Kind::PortNotAllowed:
    case Error::Kind::PortInUse:
    case Error::Kind::ConnectionRefused: {
        const bool isOwn = m_role == Role::Direct && m_ui->ownPortSpin->value() != 0 &&
                           (error.kind == Error::Kind::PortInUse || error.kind == Error::Kind::PortNotAllowed);
        return showError(isOwn ? Field::OwnPort : Field::Port, sentence(error));
    }
    case Error::Kind::NotEncrypted:
    case Error::Kind::IdentityNotOpen:
        return showError(Field::Protocol, sentence(error));
    default:
        return showError(Field::Address, sentence(error));
    }
}

void ConnectionDialog::showError(Field field, const QString &sentence)
{
    QWidget *widget = m_ui->addressEdit;
    if (field == Field::Port)
        widget = m_ui->portSpin;
    else if (field == Field::OwnPort)
        widget = m_ui->ownPortSpin;
    else if (field == Field::Protocol)
        widget = m_ui->protocolCombo;
    int row = 0;
    int column = 0;
    int rows = 0;
    int columns = 0;
    m_ui->fieldsLayout->getItemPosition(m_ui->fieldsLayout->indexOf(widget), &row, &column, &rows, &columns);
    m_ui->fieldsLayout->removeWidget(m_ui->errorLabel);
    m_ui->fieldsLayout->addWidget(m_ui->errorLabel, row + 1, 1);
    m_ui->errorLabel->setText(sentence);
    m_ui->errorLabel->show();
    setStyleProperty(*widget, "wrong", u"true"_s);
    widget->setFocus(Qt::OtherFocusReason);
}

void ConnectionDialog::clearError()
{
    m_ui->errorLabel->clear();
    m_ui->errorLabel->hide();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_ui->addressEdit, m_ui->portSpin, m_ui->ownPortSpin,
                                                            m_ui->protocolCombo})
        setStyleProperty(*widget, "wrong", u"false"_s);
}

Result<Endpoint> ConnectionDialog::typedEndpoint(Endpoint::Scheme scheme, Endpoint::Use use) const
{
    return Endpoint::make(scheme, m_ui->addressEdit->text().trimmed(), m_ui->portSpin->value(), use);
}

PlainTextOptions ConnectionDialog::plainTextOptions() const
{
    PlainTextOptions options;
    const bool hasLines = m_role != Role::Direct && m_protocol->protocol() == Protocol::Lines;
    options.framing = hasLines ? Framing::Lines : Framing::QuietGap;
    options.charset = m_ui->charsetCombo->currentIndex() == 1 ? Charset::Gb18030 : Charset::Utf8;
    options.turns = m_role != Role::Host && m_ui->turnsCheck->isChecked() ? Turns::Take : Turns::Free;
    return options;
}

} // namespace kith
