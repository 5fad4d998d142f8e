// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "models/pinyin.h"

#include <QAbstractListModel>
#include <QList>
#include <QTimer>

namespace kith {

class Messenger;

/// Where one can look in the history: everywhere, then each person with a name, then each address without one, the
/// latest activity first. Names are found by their sound, too.
class HistoryPlacesModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum class Row { Everywhere, PeopleHeading, AddressesHeading, Conversation };
    enum Role {
        RowRole = Qt::UserRole + 1, ///< int(Row)
        ConversationRole,           ///< kith::ConversationId; null: everywhere
        NameRole,                   ///< QString, made harmless; of a conversation
        ColourKeyRole,              ///< uint
        NamedRole                   ///< bool
    };

    explicit HistoryPlacesModel(Messenger &messenger, QObject *parent = nullptr);

    /// Keeps only the conversations whose name or address contains `needle`.
    void setNeedle(const QString &needle);
    QModelIndex indexOf(const ConversationId &conversation) const; ///< Of everywhere for a null one.

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Entry {
        Row row = Row::Conversation;
        ConversationId conversation;
        QString name;
        uint colourKey = 0;
        bool isNamed = false;
    };

    void reload();
    QList<Entry> wanted();

    Messenger &m_messenger;
    Pinyin m_pinyin;
    QString m_needle; ///< Folded.
    QList<Entry> m_rows;
    QTimer m_reloadTimer;
};

} // namespace kith
