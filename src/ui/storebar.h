// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recovery.h"
#include "core/storehealth.h"

#include <QObject>

#include <optional>

namespace kith {

class Messenger;
class NoticeBar;

/// Says in a bar how the history does: that the disk is full or fails, for as long as it is so, and that a damaged
/// history was recovered, until the person has read it.
class StoreBar final : public QObject {
    Q_OBJECT

public:
    /// Both are borrowed.
    StoreBar(Messenger &messenger, NoticeBar &bar, QObject *parent = nullptr);

private:
    void show();
    void press();

    Messenger &m_messenger;
    NoticeBar &m_bar;
    std::optional<Recovery> m_recovery; ///< Not read yet.
};

} // namespace kith
