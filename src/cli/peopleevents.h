// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/messenger.h"
#include "messenger/peers.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

namespace kith {

/// What the JSON front end says about people: who is there, what they are to us, and how a comparison goes.
class PeopleEvents final : public QObject {
    Q_OBJECT

public:
    /// `messenger` is borrowed.
    explicit PeopleEvents(Messenger &messenger, QObject *parent = nullptr);

    /// Tells what `peer` is, changed or not.
    void show(const PeerId &peer);
    /// The same if it is another than was told last.
    void update(const PeerId &peer);

    /// How often people were told of so far.
    int count() const { return m_count; }
    /// What `peer` is to us: nearby, asking, asked, friend, stranger, blocked or changed; gone where it is nothing.
    QString stateOf(const PeerId &peer) const;
    static QString nameOf(Presence::Availability availability);

Q_SIGNALS:
    void happened(const QJsonObject &event);

private:
    QJsonObject eventOf(const PeerId &peer) const;
    std::optional<Contact> contactOf(const PeerId &peer) const;
    std::optional<Introduction> introductionOf(const PeerId &peer) const;
    void onGone(const PeerId &peer);
    void onPresence(const ContactId &contact, const Presence &presence);
    void onComparison(const ContactId &contact, const ComparisonProgress &progress);

    Messenger &m_messenger;
    Peers &m_peers;
    QHash<PeerId, QJsonObject> m_told; ///< Of those who are something to us or near.
    int m_count = 0;
};

} // namespace kith
