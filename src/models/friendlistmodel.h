// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contact.h"
#include "core/presence.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace kith {

class Messenger;

/// The address book as a tree: groups, and in each its people by name. A group exists while somebody is in it. Blocked
/// people are not there.
class FriendListModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    /// In the order in which they are shown; the custom ones by name.
    enum class Group { Friends, Custom, Strangers };
    enum Role {
        IsGroupRole = Qt::UserRole + 1, ///< bool
        GroupRole,                      ///< int(Group), of a group
        NameRole,                       ///< QString, made harmless; of a default group empty
        AddressRole,                    ///< QString: the endpoint, or the beginning of a person's id
        ContactRole,                    ///< kith::Contact, of a person
        OnlineRole,                     ///< of a group int: how many are online; of a person bool
        TotalRole,                      ///< int, of a group
        ColourKeyRole,                  ///< uint, of a person
        NamedRole,                      ///< bool, of a person: it has a name or a key
        PresenceRole                    ///< kith::Presence, of a person; of an address no more than its link
    };

    explicit FriendListModel(Messenger &messenger, QObject *parent = nullptr);
    ~FriendListModel() override;

    QModelIndex indexOf(const ContactId &contact) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Folder {
        Group group = Group::Friends;
        QString name; ///< Of a custom group.
        std::vector<Contact> people;
    };
    static Group groupOf(const Contact &contact);
    static bool before(const Contact &a, const Contact &b);

    void reload();
    void add(const Contact &contact);
    void change(const Contact &contact);
    void remove(const ContactId &contact);
    void refresh(const ContactId &contact);
    int folderFor(const Contact &contact);
    int rowOf(const Folder *folder) const;
    QModelIndex folderIndex(int row) const;
    Presence presence(const Contact &contact) const;
    QVariant folderData(const Folder &folder, int role) const;
    QVariant personData(const Contact &contact, int role) const;

    Messenger &m_messenger;
    std::vector<std::unique_ptr<Folder>> m_folders;
    QHash<ContactId, Folder *> m_where;
};

} // namespace kith
