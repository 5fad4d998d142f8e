// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "messenger/messenger.h"

#include <QJsonObject>
#include <QObject>

namespace kith {

/// The commands of the JSON front end that write the history to a file or bring one in.
class TransferCommands final : public QObject {
    Q_OBJECT

public:
    /// `messenger` is borrowed.
    explicit TransferCommands(Messenger &messenger, QObject *parent = nullptr);

    /// `conversation` is the one that the command names; null: all of them.
    void exportHistory(const QJsonObject &command, const ConversationId &conversation);
    void importHistory(const QJsonObject &command);
    /// Whether a file is still being written or read.
    bool isWorking() const { return m_running > 0; }

Q_SIGNALS:
    void answered(const QJsonObject &event);
    void failed(const QString &where, const kith::Error &error);

private:
    template <typename Summary>
    void answer(const QFuture<Result<Summary>> &future, const QString &where, const QString &file);

    Messenger &m_messenger;
    int m_running = 0;
};

} // namespace kith
