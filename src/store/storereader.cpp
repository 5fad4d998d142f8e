// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storereader.h"

#include "store/historyfile.h"

#include <QCoreApplication>
#include <QEvent>

namespace kith {

namespace {

constexpr auto LookEventType = QEvent::Type(QEvent::User + 1);
constexpr auto TurnEventType = QEvent::Type(QEvent::User + 2);

struct LookEvent : QEvent {
    explicit LookEvent(std::unique_ptr<StoreLook> l) : QEvent(LookEventType), look(std::move(l)) {}
    std::unique_ptr<StoreLook> look;
};

} // namespace

StoreReader::StoreReader(QString file) : m_file(std::move(file)) {}

StoreReader::~StoreReader() = default;

void StoreReader::post(std::unique_ptr<StoreLook> look)
{
    QCoreApplication::postEvent(this, new LookEvent(std::move(look)));
}

void StoreReader::customEvent(QEvent *event)
{
    if (event->type() == TurnEventType)
        return nextTurn();
    m_looks.push_back(std::move(static_cast<LookEvent *>(event)->look));
    if (m_looks.size() == 1)
        QCoreApplication::postEvent(this, new QEvent(TurnEventType));
}

void StoreReader::nextTurn()
{
    auto look = std::move(m_looks.front());
    m_looks.pop_front();
    // One that is cancelled is only dropped: that ends its future.
    if (!look->isCanceled()) {
        if (const auto opened = open(); !opened)
            look->fail(opened.error());
        else
            takeStep(std::move(look));
    }
    if (!m_looks.empty())
        QCoreApplication::postEvent(this, new QEvent(TurnEventType));
}

void StoreReader::takeStep(std::unique_ptr<StoreLook> look)
{
    const auto done = look->step(*m_database);
    if (!done) {
        look->fail(done.error());
        if (done.error().kind == Error::Kind::StoreCorrupt)
            Q_EMIT damageFound(done.error());
    } else if (!*done) {
        m_looks.push_back(std::move(look));
    }
}

void StoreReader::close()
{
    m_database.reset();
}

Result<void> StoreReader::open()
{
    if (m_database)
        return {};
    auto opened = openHistoryForReading(m_file);
    if (!opened)
        return tl::unexpected(opened.error());
    m_database = std::move(*opened);
    return {};
}

} // namespace kith
