// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/strongid.h"

#include <QAccessibleWidget>
#include <QHash>

namespace kith {

class TimelineView;

/// The timeline as a screen reader meets it: a list whose items are the messages that are held, those in sight not
/// marked as off the screen. Their names are what phrases::spoken() says.
class TimelineAccessible final : public QAccessibleWidget {
public:
    explicit TimelineAccessible(TimelineView &view);
    ~TimelineAccessible() override;

    using Teller = void (*)(QAccessibleEvent *event);

    /// Lets Qt find it for every TimelineView.
    static void install();
    /// Where events go from now on, QAccessible::updateAccessibility() unless told otherwise; returns where they went.
    /// For tests: Qt hands nothing on as long as no screen reader runs.
    static Teller setTeller(Teller teller);
    // What the view tells; does nothing while no screen reader listens.
    static void tellFocus(TimelineView &view, int row);
    static void tellInserted(TimelineView &view, int first, int count);
    static void tellRemoved(TimelineView &view, int first, int count);
    static void tellReset(TimelineView &view);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *focusChild() const override;
    QString text(QAccessible::Text text) const override;

private:
    void forget(const MessageId &message);

    TimelineView &m_view;
    mutable QHash<MessageId, QAccessible::Id> m_items;
};

} // namespace kith
