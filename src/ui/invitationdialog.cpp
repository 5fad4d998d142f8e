// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invitationdialog.h"

#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/childdialog.h"
#include "ui/dialogparts.h"
#include "ui/label.h"
#include "ui/qrcodeview.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

void InvitationDialog::open(Messenger &messenger, QWidget *parent)
{
    QWidget *window = parent->window();
    auto *dialog = childDialog<InvitationDialog>(*window);
    if (!dialog)
        dialog = new InvitationDialog(messenger, window);
    showInFront(*dialog);
}

InvitationDialog::InvitationDialog(Messenger &messenger, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_explanation(makeLabel({}, u"muted"_s, this))
    , m_which(new QWidget(this))
    , m_address(new QComboBox(m_which))
    , m_link(new QPlainTextEdit(this))
    , m_picture(new QrCodeView(this))
    , m_none(makeLabel({}, {}, this))
    , m_copy(new QPushButton(tr("Copy link"), this))
    , m_done(new QPushButton(tr("Done"), this))
{
    setObjectName(u"invitationDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Your invitation"));
    m_explanation->setText(
        tr("Whoever has this link can greet you; your key is checked with it. Show it, or send it "
           "in a way in which nobody can exchange it."));
    m_explanation->setWordWrap(true);
    m_address->setObjectName(u"invitationAddressCombo"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setToolTip(tr("The address of this computer at which you are reached"));
    m_link->setObjectName(u"invitationLinkEdit"_s);
    m_link->setAccessibleName(tr("Invitation link"));
    m_link->setProperty("boxed", true);
    m_link->setReadOnly(true);
    m_link->setTabChangesFocus(true);
    m_link->setFont(Theme::monospace(13));
    m_link->setWordWrapMode(QTextOption::WrapAnywhere);
    m_link->setFixedHeight(74);
    m_picture->setObjectName(u"invitationPicture"_s);
    m_picture->setAccessibleName(tr("The link as a QR code"));
    m_none->setObjectName(u"noInvitationLabel"_s);
    m_none->setWordWrap(true);
    m_copy->setObjectName(u"copyInvitationButton"_s);
    m_copy->setProperty("kind", u"primary"_s);
    m_copy->setDefault(true);
    m_done->setObjectName(u"closeButton"_s);
    m_done->setToolTip(tr("Close (Esc)"));
    layOut();
    connect(m_address, &QComboBox::currentIndexChanged, this, &InvitationDialog::showLink);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_link->toPlainText()); });
    connect(m_done, &QPushButton::clicked, this, &QDialog::close);
    connect(&messenger.peers(), &Peers::listening, this, &InvitationDialog::reload);
    connect(&messenger.peers(), &Peers::impaired, this, [this](const std::optional<Error> &error) {
        m_error = error;
        reload();
    });
    reload();
    m_copy->setFocus();
}

void InvitationDialog::layOut()
{
    auto *which = new QHBoxLayout(m_which);
    which->setContentsMargins(0, 0, 0, 0);
    which->setSpacing(10);
    which->addWidget(makeLabel(tr("Address"), u"muted"_s, m_which));
    which->addWidget(m_address, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(m_done);
    buttons->addWidget(m_copy);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(m_explanation);
    layout->addWidget(m_picture, 0, Qt::AlignHCenter);
    layout->addWidget(m_which);
    layout->addWidget(m_link);
    layout->addWidget(m_none);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(440);
}

void InvitationDialog::reload()
{
    const Endpoint chosen = m_invitations.value(m_address->currentIndex()).endpoint;
    m_invitations = m_messenger.peers().invitations();
    int index = 0; // the likeliest
    m_address->clear();
    for (const Invitation &invitation : std::as_const(m_invitations)) {
        if (invitation.endpoint == chosen)
            index = m_address->count();
        m_address->addItem(invitation.endpoint.hostAndPort());
    }
    const bool hasOne = !m_invitations.isEmpty();
    m_address->setCurrentIndex(hasOne ? index : -1);
    m_explanation->setVisible(hasOne);
    m_which->setVisible(m_invitations.size() > 1);
    m_link->setVisible(hasOne);
    m_picture->setVisible(hasOne);
    m_copy->setEnabled(hasOne);
    m_none->setVisible(!hasOne);
    m_none->setText(m_error
                        ? sentence(*m_error)
                        : tr("Nobody can connect to this Kith yet. As soon as somebody can, the link is here."));
    showLink();
}

void InvitationDialog::showLink()
{
    const Invitation invitation = m_invitations.value(m_address->currentIndex());
    const QString link = invitation.peer.isNull() ? QString() : invitation.toString();
    m_link->setPlainText(link);
    m_picture->setText(link);
}

} // namespace kith
