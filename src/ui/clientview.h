// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"

#include <QListView>

namespace kith {

class ClientDelegate;
class Theme;

/// The clients of a host: a click or Enter opens one, "Close" or Delete ends its conversation.
class ClientView final : public QListView {
    Q_OBJECT

public:
    ClientView(QAbstractItemModel &clients, const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void chosen(const kith::ConversationId &conversation);
    void closeRequested(const kith::ConversationId &conversation);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    ClientDelegate *m_delegate;
};

} // namespace kith
