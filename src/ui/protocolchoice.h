// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QComboBox;

namespace kith {

/// How "New connection" hosts or joins, as its combo box offers it. What was chosen for the one stays while the other is
/// looked at.
class ProtocolChoice final : public QObject {
    Q_OBJECT

public:
    enum class Purpose { Host, Join };
    enum class Protocol {
        Automatic, ///< Encrypted with Kith, plain text with others.
        Encrypted, ///< Or no connection at all; only to join.
        PlainText,
        Lines ///< As netcat and telnet send; hosted, Kith is still encrypted.
    };

    explicit ProtocolChoice(QComboBox &combo); ///< Which owns it.

    void setPurpose(Purpose purpose);
    void choose(Protocol protocol);
    Protocol protocol() const;

Q_SIGNALS:
    void changed(kith::ProtocolChoice::Protocol protocol);

private:
    void offer();

    QComboBox &m_combo;
    Purpose m_purpose = Purpose::Join;
    Protocol m_chosen[2] = {Protocol::Automatic, Protocol::Automatic}; // by purpose
};

} // namespace kith
