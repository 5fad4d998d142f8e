// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storebar.h"

#include "messenger/messenger.h"
#include "ui/noticebar.h"

#include <QFileInfo>
#include <QLocale>

namespace kith {

using namespace Qt::StringLiterals;

StoreBar::StoreBar(Messenger &messenger, NoticeBar &bar, QObject *parent)
    : QObject(parent), m_messenger(messenger), m_bar(bar)
{
    bar.setNames(u"storeBar"_s, u"storeLabel"_s, u"storeButton"_s);
    connect(&messenger, &Messenger::healthChanged, this, &StoreBar::show);
    connect(&messenger, &Messenger::historyRecovered, this, [this](const Recovery &recovery) {
        m_recovery = recovery;
        show();
    });
    connect(&bar, &NoticeBar::clicked, this, &StoreBar::press);
    show();
}

void StoreBar::show()
{
    switch (m_messenger.health()) {
    case StoreHealth::Full:
        return m_bar.say(NoticeBar::Tone::Bad,
                         tr("The disk is full. What you write is kept here and saved when there is space again."),
                         tr("Try again"));
    case StoreHealth::ReadOnly:
        return m_bar.say(
            NoticeBar::Tone::Bad,
            tr("The disk is read-only. What you write is kept here and saved when it can be written."),
            tr("Try again"));
    case StoreHealth::WriteFailed:
        return m_bar.say(
            NoticeBar::Tone::Bad,
            tr("The disk reported an error, and nothing more is written to it. What you write is kept "
               "here until you try again."),
            tr("Try again"));
    case StoreHealth::Fine:
        break;
    }
    if (!m_recovery)
        return m_bar.hide();
    const QString kept = QFileInfo(m_recovery->keptAs).fileName();
    m_bar.say(NoticeBar::Tone::Bad,
              tr("The history was damaged. %Ln message(s) were recovered; the damaged file was kept as %1.",
                 nullptr, int(qMin<qint64>(m_recovery->messages, 1 << 30)))
                  .arg(kept),
              tr("Close"));
}

void StoreBar::press()
{
    if (m_messenger.health() != StoreHealth::Fine)
        return m_messenger.tryStoreAgain();
    m_recovery.reset();
    show();
}

} // namespace kith
