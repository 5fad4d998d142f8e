// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/blockeddialog.h"

#include "core/displaytext.h"
#include "messenger/messenger.h"
#include "messenger/peers.h"
#include "ui/dialogparts.h"
#include "ui/label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

void BlockedDialog::open(Messenger &messenger, QWidget *parent)
{
    (new BlockedDialog(messenger, parent->window()))->open();
}

BlockedDialog::BlockedDialog(Messenger &messenger, QWidget *parent)
    : QDialog(parent)
    , m_messenger(messenger)
    , m_list(new QListWidget(this))
    , m_empty(makeLabel(tr("Nobody is blocked."), u"muted"_s, this))
    , m_unblock(new QPushButton(tr("Unblock"), this))
{
    setObjectName(u"blockedDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Blocked people"));
    m_list->setObjectName(u"blockedList"_s);
    m_list->setAccessibleName(tr("Blocked people"));
    m_empty->setObjectName(u"blockedEmptyLabel"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_unblock->setObjectName(u"unblockButton"_s);
    m_unblock->setToolTip(tr("Hear of this person again"));
    m_unblock->setAutoDefault(false);
    layOut();
    connect(m_unblock, &QPushButton::clicked, this, &BlockedDialog::unblock);
    connect(&messenger, &Messenger::contactAdded, this, &BlockedDialog::reload);
    connect(&messenger, &Messenger::contactChanged, this, &BlockedDialog::reload);
    connect(&messenger, &Messenger::contactRemoved, this, &BlockedDialog::reload);
    connect(&messenger, &Messenger::historyReplaced, this, &BlockedDialog::reload);
    reload();
}

void BlockedDialog::layOut()
{
    QLabel *explanation =
        makeLabel(tr("Nothing that they write arrives. Whoever is unblocked is a stranger, and may "
                     "say hello again."),
                  u"muted"_s, this);
    explanation->setWordWrap(true);
    auto *done = new QPushButton(tr("Done"), this);
    done->setObjectName(u"closeButton"_s);
    done->setProperty("kind", u"primary"_s);
    done->setDefault(true);
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_unblock);
    buttons->addStretch();
    buttons->addWidget(done);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(explanation);
    layout->addWidget(makeBox(*this, {m_list, m_empty}), 1);
    layout->addLayout(buttons);
    resize(420, 340);
}

void BlockedDialog::reload()
{
    const PeerId chosen = m_people.value(m_list->currentRow());
    QList<PeerId> people;
    QStringList lines;
    for (const Contact &contact : m_messenger.contacts()) {
        if (!contact.isPerson() || contact.standing != Contact::Standing::Blocked)
            continue;
        people += contact.peer;
        lines += u"%1 · %2"_s.arg(displayName(contact.displayName()), contact.peer.shortForm());
    }
    if (people.isEmpty() && (m_list->hasFocus() || m_unblock->hasFocus()))
        focusNextChild(); // before they are gone
    m_people = people;
    m_list->clear();
    m_list->addItems(lines);
    m_list->setCurrentRow(people.isEmpty() ? -1 : int(qMax(0, people.indexOf(chosen))));
    m_list->setVisible(!people.isEmpty());
    m_empty->setVisible(people.isEmpty());
    m_unblock->setEnabled(!people.isEmpty());
}

void BlockedDialog::unblock()
{
    const PeerId peer = m_people.value(m_list->currentRow());
    if (!peer.isNull())
        m_messenger.peers().unblock(peer);
}

} // namespace kith
