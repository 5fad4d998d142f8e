// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/avatar.h"

#include <QFrame>

namespace kith {

class Chip;
class ElidedLabel;

/// Who a conversation is with, how it is connected and how well it is protected.
class ChatHeader final : public QFrame {
    Q_OBJECT

public:
    explicit ChatHeader(const Theme &theme, QWidget *parent = nullptr);

    /// How well the conversation is protected.
    enum class Protection { PlainText, Encrypted, Verified, KeyChanged };

    /// `name` is shown as it is: made harmless already.
    void setShown(const Avatar &avatar, const QString &name, const QString &presence);
    void setProtection(Protection protection);

Q_SIGNALS:
    void menuRequested(const QPoint &globalPosition);

private:
    AvatarWidget *m_avatar;
    ElidedLabel *m_name;
    ElidedLabel *m_presence;
    Chip *m_badge;
};

} // namespace kith
