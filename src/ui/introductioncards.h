// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"
#include "messenger/peers.h"

#include <QHash>
#include <QWidget>

#include <optional>

class QPushButton;
class QVBoxLayout;

namespace kith {

class Messenger;
class Theme;

/// Whoever greets this person, a card each, to be answered; hidden while there is nobody. More than a few are collected
/// behind their number.
class IntroductionCards final : public QWidget {
    Q_OBJECT

public:
    static constexpr int MaxUnasked = 2; ///< Cards that open by themselves.

    IntroductionCards(Messenger &messenger, const Theme &theme, QWidget *parent = nullptr);

    int count() const { return int(m_cards.size()); }

Q_SIGNALS:
    void accepted(const kith::ConversationId &conversation);
    void countChanged(int count);

private:
    void add(const Introduction &introduction);
    void remove(const PeerId &peer);
    QWidget *makeCard(const Introduction &introduction);
    void show();

    Messenger &m_messenger;
    const Theme &m_theme;
    QPushButton *m_heading;
    QWidget *m_list;
    QVBoxLayout *m_rows;
    QHash<PeerId, QWidget *> m_cards;
    std::optional<bool> m_isUnfolded; ///< As the person wants it.
};

} // namespace kith
