// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/historyplacesmodel.h"

#include <QFrame>
#include <QIdentityProxyModel>

class QLineEdit;
class QListView;

namespace kith {

class Theme;

/// The left column of the history: everywhere, people, addresses, with a field that finds them.
class HistoryPlaces final : public QFrame {
    Q_OBJECT

public:
    HistoryPlaces(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    void setCurrent(const ConversationId &conversation); ///< Null: everywhere.
    const ConversationId &current() const { return m_current; }

Q_SIGNALS:
    void currentChanged(const kith::ConversationId &conversation);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void select();

    HistoryPlacesModel m_model;
    QIdentityProxyModel *m_presenter;
    QLineEdit *m_edit;
    QListView *m_list;
    ConversationId m_current;
    bool m_isSelecting = false;
};

} // namespace kith
