// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/protocolchoice.h"

#include <QComboBox>
#include <QSignalBlocker>

namespace kith {

ProtocolChoice::ProtocolChoice(QComboBox &combo) : QObject(&combo), m_combo(combo)
{
    offer();
    connect(&m_combo, &QComboBox::currentIndexChanged, this, [this] {
        m_chosen[int(m_purpose)] = protocol();
        Q_EMIT changed(protocol());
    });
}

void ProtocolChoice::setPurpose(Purpose purpose)
{
    if (m_purpose == purpose)
        return;
    m_purpose = purpose;
    offer();
    Q_EMIT changed(protocol());
}

void ProtocolChoice::choose(Protocol protocol)
{
    if (const int index = m_combo.findData(int(protocol)); index >= 0)
        m_combo.setCurrentIndex(index);
}

ProtocolChoice::Protocol ProtocolChoice::protocol() const
{
    return Protocol(m_combo.currentData().toInt());
}

void ProtocolChoice::offer()
{
    const QSignalBlocker quiet(m_combo);
    const auto add = [this](const QString &text, Protocol protocol) { m_combo.addItem(text, int(protocol)); };
    m_combo.clear();
    if (m_purpose == Purpose::Host) {
        add(tr("Encrypted with Kith, plain text with others"), Protocol::Automatic);
        add(tr("Plain text only"), Protocol::PlainText);
    } else {
        add(tr("Automatic: encrypted with Kith, plain text with others"), Protocol::Automatic);
        add(tr("Encrypted only"), Protocol::Encrypted);
        add(tr("Plain text, compatible with simple socket programs"), Protocol::PlainText);
    }
    add(tr("Lines (netcat, telnet): one message a line"), Protocol::Lines);
    m_combo.setCurrentIndex(m_combo.findData(int(m_chosen[int(m_purpose)])));
}

} // namespace kith
