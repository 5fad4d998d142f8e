// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "messenger/peers.h"

#include <QAbstractListModel>

#include <optional>

namespace kith {

class Messenger;

/// The people on this network who let themselves be seen, in the order in which they came; blocked ones are not there.
class NearbyModel final : public QAbstractListModel {
    Q_OBJECT

public:
    /// What there is between this person and one nearby.
    enum class Relation {
        Stranger,
        Asks,  ///< It has introduced itself and waits for our answer.
        Asked, ///< We wait for its answer.
        Friend
    };
    enum Role {
        PeerRole = Qt::UserRole + 1, ///< kith::PeerId
        NameRole,                    ///< QString, made harmless; also Qt::DisplayRole
        NamedRole,                   ///< bool: it has a name, and NameRole is not the beginning of its id
        ShortIdRole,                 ///< QString
        PresenceRole,                ///< kith::Presence
        AddressRole,                 ///< QString: where its bytes come from
        RelationRole,                ///< int(Relation)
        SimilarRole,                 ///< QString: whom it could be mistaken for, made harmless; empty: nobody
        ColourKeyRole                ///< uint, the same as its contact's when there is one
    };

    explicit NearbyModel(Messenger &messenger, QObject *parent = nullptr);

    QModelIndex indexOf(const PeerId &peer) const; ///< Invalid when it is not there.

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    /// A colour key for somebody who is no contact.
    static uint colourKey(const PeerId &peer);

private:
    struct Entry {
        NearbyPeer peer;
        std::optional<Contact> contact;
        bool asks = false;
        QString similar;
    };

    void reload();
    void refresh(const PeerId &peer);
    void remove(const PeerId &peer);
    void compareSoon();
    void compareNames();
    std::optional<Entry> wanted(const PeerId &peer) const;
    QString similarTo(const QString &name, const PeerId &peer) const;
    int rowOf(const PeerId &peer) const;

    Messenger &m_messenger;
    Peers &m_peers;
    QList<Entry> m_rows;
    bool m_comparePending = false;
};

} // namespace kith
