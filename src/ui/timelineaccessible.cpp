// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timelineaccessible.h"

#include "models/timelinemodel.h"
#include "ui/messageview.h"
#include "ui/phrases.h"

#include <QToolButton>
#include <QWindow>

#include <utility>

namespace kith {

namespace {

/// One message of the timeline. It finds its row anew each time: rows move, messages do not change their ids.
class TimelineItem final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    TimelineItem(TimelineView &view, const MessageId &message) : m_view(view), m_message(message) {}

    int row() const { return m_view.timeline().rowOf(m_message); }
    const MessageId &message() const { return m_message; }

    bool isValid() const override { return row() >= 0; }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view.window()->windowHandle(); }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(&m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    QString text(QAccessible::Text text) const override
    {
        const int at = row();
        if (text != QAccessible::Name || at < 0)
            return {};
        const TimelineModel &timeline = m_view.timeline();
        return phrases::spoken(timeline.message(at), m_view.name(),
                               timeline.index(at).data(TimelineModel::WaitingRole).toBool());
    }

    QRect rect() const override
    {
        const QRect inView = m_view.rectOf(row());
        return inView.isEmpty() ? QRect() : inView.translated(m_view.viewport()->mapToGlobal(QPoint()));
    }

    QAccessible::State state() const override
    {
        const int at = row();
        QAccessible::State state;
        state.readOnly = state.focusable = state.selectable = state.multiSelectable = true;
        state.invalid = at < 0;
        state.offscreen = rect().isEmpty();
        state.selected = m_view.isSelected(at);
        state.focused = at >= 0 && at == m_view.currentRow() && m_view.hasFocus();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ActionInterface)
            return static_cast<QAccessibleActionInterface *>(this);
        return nullptr;
    }
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &action) override
    {
        if (action == setFocusAction()) {
            m_view.setFocus(Qt::TabFocusReason);
            m_view.setCurrentRow(row());
        } else if (auto *messages = qobject_cast<MessageView *>(&m_view); messages && action == pressAction()) {
            messages->activate(row(), -1);
        }
    }

private:
    TimelineView &m_view;
    MessageId m_message;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *view = qobject_cast<TimelineView *>(object);
    return view ? new TimelineAccessible(*view) : nullptr;
}

/// Null while nobody has asked for the list: then nobody listens either.
TimelineAccessible *of(TimelineView &view)
{
    if (QAccessible::isActive())
        return static_cast<TimelineAccessible *>(QAccessible::queryAccessibleInterface(&view));
    return view.accessible();
}

TimelineAccessible::Teller teller = QAccessible::updateAccessibility;

void tell(QAccessibleInterface *item, QAccessible::Event type)
{
    if (!item)
        return;
    QAccessibleEvent event(item, type);
    teller(&event);
}

} // namespace

TimelineAccessible::TimelineAccessible(TimelineView &view)
    : QAccessibleWidget(&view, QAccessible::List), m_view(view)
{
    view.setAccessible(this);
}

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : std::as_const(m_items))
        QAccessible::deleteAccessibleInterface(id);
}

void TimelineAccessible::install()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

TimelineAccessible::Teller TimelineAccessible::setTeller(Teller wanted)
{
    return std::exchange(teller, wanted);
}

void TimelineAccessible::tellFocus(TimelineView &view, int row)
{
    if (auto *list = of(view); list && row >= 0 && view.hasFocus())
        tell(list->child(row), QAccessible::Focus);
}

void TimelineAccessible::tellInserted(TimelineView &view, int first, int count)
{
    auto *list = of(view);
    if (!list)
        return;
    // A new message is told by itself; a page of old ones as a list that has grown.
    if (count > 1)
        return tell(list, QAccessible::ObjectReorder);
    tell(list->child(first), QAccessible::ObjectCreated);
}

void TimelineAccessible::tellRemoved(TimelineView &view, int first, int count)
{
    auto *list = of(view);
    if (!list)
        return;
    for (int row = first; row < first + count; ++row) {
        if (count == 1)
            tell(list->child(row), QAccessible::ObjectDestroyed);
        list->forget(view.timeline().message(row).id);
    }
    if (count > 1)
        tell(list, QAccessible::ObjectReorder);
}

void TimelineAccessible::tellReset(TimelineView &view)
{
    auto *list = of(view);
    if (!list)
        return;
    for (const QAccessible::Id id : std::exchange(list->m_items, {}))
        QAccessible::deleteAccessibleInterface(id);
    tell(list, QAccessible::ObjectReorder);
}

int TimelineAccessible::childCount() const
{
    return m_view.timeline().rowCount() + (m_view.newestButton()->isVisible() ? 1 : 0);
}

QAccessibleInterface *TimelineAccessible::child(int index) const
{
    if (index == m_view.timeline().rowCount() && m_view.newestButton()->isVisible())
        return QAccessible::queryAccessibleInterface(m_view.newestButton());
    if (index < 0 || index >= m_view.timeline().rowCount())
        return nullptr;
    const MessageId message = m_view.timeline().message(index).id;
    if (const auto known = m_items.constFind(message); known != m_items.constEnd())
        return QAccessible::accessibleInterface(*known);
    auto *item = new TimelineItem(m_view, message);
    m_items.insert(message, QAccessible::registerAccessibleInterface(item));
    return item;
}

QAccessibleInterface *TimelineAccessible::childAt(int x, int y) const
{
    const QPoint position = m_view.viewport()->mapFromGlobal(QPoint(x, y));
    if (m_view.newestButton()->isVisible() &&
        m_view.newestButton()->geometry().contains(m_view.mapFromGlobal(QPoint(x, y))))
        return QAccessible::queryAccessibleInterface(m_view.newestButton());
    return m_view.viewport()->rect().contains(position) ? child(m_view.rowAt(position)) : nullptr;
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    if (child->object() == m_view.newestButton())
        return m_view.timeline().rowCount();
    const auto *item = dynamic_cast<const TimelineItem *>(child);
    return item ? item->row() : -1;
}

QAccessibleInterface *TimelineAccessible::focusChild() const
{
    return m_view.hasFocus() ? child(m_view.currentRow()) : QAccessibleWidget::focusChild();
}

QString TimelineAccessible::text(QAccessible::Text text) const
{
    return text == QAccessible::Value ? QString() : QAccessibleWidget::text(text);
}

void TimelineAccessible::forget(const MessageId &message)
{
    if (const auto id = m_items.constFind(message); id != m_items.constEnd()) {
        QAccessible::deleteAccessibleInterface(*id);
        m_items.erase(id);
    }
}

} // namespace kith
