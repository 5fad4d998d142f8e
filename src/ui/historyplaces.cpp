// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/historyplaces.h"

#include "ui/icons.h"
#include "ui/placedelegate.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>

namespace kith {

using namespace Qt::StringLiterals;
using Model = HistoryPlacesModel;

namespace {

/// The places with the words that a window and a screen reader need.
class Presenter final : public QIdentityProxyModel {
public:
    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
            return QIdentityProxyModel::data(index, role);
        switch (Model::Row(index.data(Model::RowRole).toInt())) {
        case Model::Row::Everywhere:
            return HistoryPlaces::tr("All");
        case Model::Row::PeopleHeading:
            return HistoryPlaces::tr("People");
        case Model::Row::AddressesHeading:
            return HistoryPlaces::tr("Plain text");
        case Model::Row::Conversation:
            break;
        }
        return index.data(Model::NameRole);
    }
};

} // namespace

HistoryPlaces::HistoryPlaces(Messenger &messenger, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_model(messenger)
    , m_presenter(new Presenter(this))
    , m_edit(new QLineEdit(this))
    , m_list(new QListView(this))
{
    setProperty("ground", u"list"_s);
    setProperty("edge", u"right"_s);
    setProperty("corner", u"left"_s);
    setFixedWidth(211);
    m_presenter->setSourceModel(&m_model);
    m_edit->setObjectName(u"historyPeopleEdit"_s);
    m_edit->setPlaceholderText(tr("Find people"));
    m_edit->setAccessibleName(tr("Find people"));
    addSearchIcon(*m_edit, theme);
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"historyPeopleList"_s);
    m_list->setAccessibleName(tr("Whose history"));
    m_list->setModel(m_presenter);
    m_list->setItemDelegate(new PlaceDelegate(theme, this));
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 4);
    layout->setSpacing(4);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(12, 0, 12, 0);
    top->addWidget(m_edit);
    layout->addLayout(top);
    layout->addWidget(m_list, 1);
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) { m_model.setNeedle(text); });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        for (int row = 0; row < m_model.rowCount(); ++row) { // the first that was found
            if (m_presenter->index(row, 0).flags().testFlag(Qt::ItemIsSelectable))
                return m_list->setCurrentIndex(m_presenter->index(row, 0));
        }
    });
    connect(m_presenter, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_isSelecting = true; });
    connect(m_presenter, &QAbstractItemModel::modelReset, this, &HistoryPlaces::select);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &index) {
                if (m_isSelecting || !index.isValid())
                    return;
                m_current = index.data(Model::ConversationRole).value<ConversationId>();
                Q_EMIT currentChanged(m_current);
            });
    select();
}

void HistoryPlaces::setCurrent(const ConversationId &conversation)
{
    m_edit->clear();
    m_current = conversation;
    select();
    m_list->scrollTo(m_list->currentIndex());
}

bool HistoryPlaces::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down) {
            m_list->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
            m_edit->clear();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void HistoryPlaces::select()
{
    m_isSelecting = true;
    m_list->setCurrentIndex(m_presenter->mapFromSource(m_model.indexOf(m_current)));
    m_isSelecting = false;
}

} // namespace kith
