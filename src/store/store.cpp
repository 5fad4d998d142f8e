// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include "store/addressbook.h"
#include "store/bin.h"
#include "store/messagetable.h"
#include "store/overview.h"
#include "store/places.h"
#include "store/placewalk.h"
#include "store/searchindex.h"
#include "store/searchrun.h"
#include "store/storecare.h"
#include "store/storereader.h"
#include "store/storeworker.h"

namespace kith {

namespace {

template <typename T, typename Function>
QFuture<Result<T>> ask(StoreWorker *worker, StoreRequest::Kind kind, Function function)
{
    auto request = std::make_unique<StoreRequestOf<T, Function>>(std::move(function));
    const auto future = request->future();
    worker->post(std::move(request), kind);
    return future;
}

/// Passes the worker, behind the writes that came before it, on its way to the reader.
class LookRequest final : public StoreRequest {
public:
    LookRequest(std::unique_ptr<StoreLook> look, StoreReader *reader) : m_look(std::move(look)), m_reader(reader)
    {
    }
    void run(Database &) override { m_reader->post(std::move(m_look)); }
    void fail(const Error &error) override { m_look->fail(error); }
    const Error *error() const override { return nullptr; }
    void finish() override {}

private:
    std::unique_ptr<StoreLook> m_look;
    StoreReader *m_reader;
};
/// Calls `function` on the thread of `object`, behind what that was asked before.
template <typename T, typename Function>
QFuture<T> callOn(QObject *object, Function function)
{
    const auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    QMetaObject::invokeMethod(
        object,
        [promise, function = std::move(function)] {
            if constexpr (std::is_void_v<T>)
                function();
            else
                promise->addResult(function());
            promise->finish();
        },
        Qt::QueuedConnection);
    return promise->future();
}

using Kind = StoreRequest::Kind;

} // namespace

Store::Store(const QString &file)
    : m_file(file), m_worker(new StoreWorker(file)), m_care(std::make_unique<StoreCare>(file))
{
    m_worker->moveToThread(m_thread.thread());
    m_worker->setAskForRoom([care = m_care.get()] { care->interrupt(); });
    connect(m_thread.thread(), &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &StoreWorker::recovered, this, &Store::recovered);
    m_care->moveToThread(m_careThread.thread());
    connect(m_care.get(), &StoreCare::damageFound, m_worker, &StoreWorker::mend);
    connect(m_care.get(), &StoreCare::backupMade, this, &Store::backupMade);
    connect(m_care.get(), &StoreCare::backupFailed, this, &Store::backupFailed);
    QMetaObject::invokeMethod(
        m_care.get(), [] { becomeModest(); }, Qt::QueuedConnection);
}

Store::~Store()
{
    QMetaObject::invokeMethod(
        m_care.get(),
        [care = m_care.get(), thread = m_careThread.thread()] {
            care->stop();
            thread->quit();
        },
        Qt::QueuedConnection);
    do
        m_care->interrupt();
    while (!m_careThread.thread()->wait(20));
    // Queued like everything else, so that it comes last.
    QMetaObject::invokeMethod(
        m_worker,
        [this] {
            m_readerThread
                .reset(); // before the worker, so that the last connection to close is the one that tidies up
            m_worker->close();
            m_thread.thread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.thread()->wait();
}

StoreReader *Store::reader()
{
    if (!m_readerThread) {
        m_readerThread = std::make_unique<WorkerThread>(QStringLiteral("reader"));
        m_reader = new StoreReader(m_file);
        m_reader->moveToThread(m_readerThread->thread());
        connect(m_readerThread->thread(), &QThread::finished, m_reader, &QObject::deleteLater);
        connect(m_worker, &StoreWorker::fileReplaced, m_reader, &StoreReader::close);
        connect(m_reader, &StoreReader::damageFound, m_worker, &StoreWorker::mend);
    }
    return m_reader;
}

template <typename T, typename Run>
QFuture<Result<T>> Store::look(Run run, std::function<Result<T>(Run &run, Database &database)> answer)
{
    auto look = std::make_unique<StoreLookOf<T, Run>>(std::move(run), std::move(answer));
    const auto future = look->future();
    m_worker->post(std::make_unique<LookRequest>(std::move(look), reader()), Kind::Read);
    return future;
}

QFuture<Result<SearchPage>> Store::search(const SearchQuery &query)
{
    return look<SearchPage, SearchRun>(SearchRun(query),
                                       [](SearchRun &run, Database &) { return run.takePage(); });
}

QFuture<Result<Store::Overview>> Store::open()
{
    return callOn<Result<Overview>>(m_worker, [worker = m_worker, care = m_care.get()] {
        auto overview = worker->open();
        if (overview)
            QMetaObject::invokeMethod(care, &StoreCare::start, Qt::QueuedConnection);
        return overview;
    });
}

QFuture<Result<void>> Store::tryAgain()
{
    return callOn<Result<void>>(m_worker, [worker = m_worker] { return worker->tryAgain(); });
}

QFuture<QList<Backup>> Store::backups()
{
    return callOn<QList<Backup>>(m_care.get(), [care = m_care.get()] { return care->backups(); });
}

QFuture<Result<Store::Overview>> Store::restore(const QString &backup)
{
    return callOn<Result<Overview>>(m_worker, [worker = m_worker, backup] { return worker->restore(backup); });
}

QFuture<Result<void>> Store::removeBackups()
{
    return callOn<Result<void>>(m_care.get(), [care = m_care.get()] { return care->removeBackups(); });
}

QFuture<Result<void>> Store::backUp()
{
    return callOn<Result<void>>(m_care.get(), [care = m_care.get()] { return care->backUp(); });
}

QFuture<void> Store::look()
{
    return callOn<void>(m_care.get(), [care = m_care.get()] { care->look(); });
}

QFuture<Result<void>> Store::check()
{
    return callOn<Result<void>>(m_care.get(), [care = m_care.get()] { return care->check(); });
}

QFuture<Result<Place>> Store::append(const Message &message)
{
    return ask<Place>(m_worker, Kind::Write, [message](Database &database) -> Result<Place> {
        MessageTable messages(database);
        const auto place = messages.append(message);
        if (!place || message.state != Message::State::Queued)
            return place;
        // It may stand there as being sent, from a commit of which nobody knew how it ended.
        return messages.setState(message.id, message.state, std::nullopt, message.pieces).map([&] {
            return *place;
        });
    });
}

QFuture<Result<Store::Kept>> Store::receive(const Message &message)
{
    return ask<Kept>(m_worker, Kind::Write,
                     [message](Database &database) { return MessageTable(database).receive(message); });
}

QFuture<Result<QList<Message>>> Store::outbox(const ConversationId &conversation, qint64 afterCounter, int limit)
{
    return ask<QList<Message>>(m_worker, Kind::Read, [=](Database &database) {
        return MessageTable(database).outbox(conversation, afterCounter, limit);
    });
}

QFuture<Result<QList<MessageId>>> Store::markReadByPeer(const ConversationId &conversation, qint64 counter)
{
    return ask<QList<MessageId>>(m_worker, Kind::Write, [=](Database &database) {
        return MessageTable(database).markReadByPeer(conversation, counter);
    });
}

QFuture<Result<void>> Store::setState(const MessageId &id, Message::State state,
                                      std::optional<Error::Kind> failure, int pieces)
{
    const Kind kind = state == Message::State::Sending ? Kind::Write : Kind::Lazy;
    return ask<void>(m_worker, kind, [=](Database &database) {
        return MessageTable(database).setState(id, state, failure, pieces);
    });
}

QFuture<Result<void>> Store::setDecoding(const MessageId &id, const QString &text, const QByteArray &raw,
                                         Charset charset, bool malformed)
{
    return ask<void>(m_worker, Kind::Write, [=](Database &database) {
        SearchIndex index(database);
        return index.forget(id)
            .and_then([&] { return MessageTable(database).setDecoding(id, text, raw, charset, malformed); })
            .and_then([&] { return index.renew(id); });
    });
}

QFuture<Result<void>> Store::remove(const MessageId &id)
{
    return ask<void>(m_worker, Kind::Removal, [id](Database &database) {
        return SearchIndex(database).forget(id).and_then([&] { return MessageTable(database).remove(id); });
    });
}

QFuture<Result<void>> Store::setStarred(const QList<MessageId> &ids, bool starred)
{
    return ask<void>(m_worker, Kind::Write,
                     [=](Database &database) { return MessageTable(database).setStarred(ids, starred); });
}

QFuture<Result<void>> Store::setComment(const MessageId &id, const QString &comment)
{
    return ask<void>(m_worker, Kind::Write,
                     [=](Database &database) { return MessageTable(database).setComment(id, comment); });
}

QFuture<Result<void>> Store::bin(const QList<MessageId> &ids)
{
    return ask<void>(m_worker, Kind::Write, [ids](Database &database) { return Bin(database).add(ids); });
}

QFuture<Result<void>> Store::restoreFromBin(const QList<MessageId> &ids)
{
    return ask<void>(m_worker, Kind::Write, [ids](Database &database) { return Bin(database).takeBack(ids); });
}

QFuture<Result<void>> Store::emptyBin()
{
    return ask<void>(m_worker, Kind::Removal, [](Database &database) { return Bin(database).empty(); });
}

QFuture<Result<HistoryMerged>> Store::merge(const HistoryBatch &batch)
{
    return ask<HistoryMerged>(m_worker, Kind::Write,
                              [batch](Database &database) { return HistoryMerge(database).merge(batch); });
}

QFuture<Result<QString>> Store::committedFile()
{
    return ask<QString>(m_worker, Kind::Read, [file = m_file](Database &) { return file; });
}

QFuture<Result<void>> Store::commitNow()
{
    return ask<void>(m_worker, Kind::Read, [](Database &) { return Result<void>(); }); // which sees all of it
}

QFuture<Result<void>> Store::wipeLog()
{
    return ask<void>(m_worker, Kind::Removal, [](Database &) { return Result<void>(); });
}

QFuture<Result<void>> Store::save(const Contact &contact)
{
    return ask<void>(m_worker, Kind::Write,
                     [contact](Database &database) { return AddressBook(database).save(contact); });
}

QFuture<Result<void>> Store::setSelf(const PeerId &self)
{
    return ask<void>(m_worker, Kind::Write,
                     [self](Database &database) { return AddressBook(database).saveSelf(self); });
}

QFuture<Result<void>> Store::save(const Conversation &conversation)
{
    return ask<void>(m_worker, Kind::Write,
                     [conversation](Database &database) { return AddressBook(database).save(conversation); });
}

QFuture<Result<void>> Store::remove(const ContactId &id)
{
    return ask<void>(m_worker, Kind::Removal, [id](Database &database) {
        return MessageTable(database)
            .reserveSequences()
            .and_then([&] { return SearchIndex(database).forget(id); })
            .and_then([&] { return AddressBook(database).remove(id); });
    });
}

QFuture<Result<QList<Message>>> Store::latest(const ConversationId &conversation, int limit)
{
    return ask<QList<Message>>(m_worker, Kind::Read, [=](Database &database) {
        return MessageTable(database).latest(conversation, limit);
    });
}

QFuture<Result<QList<Message>>> Store::before(const ConversationId &conversation, const Place &place, int limit)
{
    return ask<QList<Message>>(m_worker, Kind::Read, [=](Database &database) {
        return MessageTable(database).before(conversation, place, limit);
    });
}

QFuture<Result<QList<Message>>> Store::after(const ConversationId &conversation, const Place &place, int limit)
{
    return ask<QList<Message>>(m_worker, Kind::Read, [=](Database &database) {
        return MessageTable(database).after(conversation, place, limit);
    });
}

QFuture<Result<QList<Message>>> Store::around(const ConversationId &conversation, const Place &place, int limit)
{
    return ask<QList<Message>>(m_worker, Kind::Read, [=](Database &database) {
        return MessageTable(database).around(conversation, place, limit);
    });
}

QFuture<Result<qint64>> Store::newestSequence()
{
    return ask<qint64>(m_worker, Kind::Read,
                       [](Database &database) { return MessageTable(database).newestSequence(); });
}

QFuture<Result<Store::Overview>> Store::overview()
{
    return ask<Overview>(m_worker, Kind::Read, readOverview);
}

QFuture<Result<Store::Span>> Store::span(const ConversationId &conversation)
{
    return look<Span, PlaceWalk>(PlaceWalk(conversation), [conversation](PlaceWalk &walk, Database &database) {
        return Places(database).first(conversation).and_then([&](const Place &first) {
            return Places(database).last(conversation).map([&](const Place &last) {
                return Span{walk.count(), first, last};
            });
        });
    });
}

QFuture<Result<qint64>> Store::rank(const ConversationId &conversation, const Place &place)
{
    return look<qint64, PlaceWalk>(PlaceWalk(conversation, place),
                                   [](PlaceWalk &walk, Database &) { return walk.count(); });
}

QFuture<Result<Place>> Store::placeAt(const ConversationId &conversation, qint64 rank)
{
    return look<Place, PlaceWalk>(PlaceWalk(conversation, Place::last(), rank),
                                  [](PlaceWalk &walk, Database &) { return walk.place(); });
}

QFuture<Result<Place>> Store::firstFrom(const ConversationId &conversation, const QDateTime &instant)
{
    return ask<Place>(m_worker, Kind::Read,
                      [=](Database &database) { return Places(database).firstFrom(conversation, instant); });
}

QFuture<Result<QList<QDate>>> Store::days(const QList<ConversationId> &conversations, const QDate &first,
                                          const QDate &last)
{
    return ask<QList<QDate>>(m_worker, Kind::Read, [=](Database &database) {
        return Places(database).days(conversations, first, last);
    });
}

QFuture<Result<QList<Message>>> Store::queued(const ConversationId &conversation)
{
    return ask<QList<Message>>(m_worker, Kind::Read,
                               [=](Database &database) { return MessageTable(database).queued(conversation); });
}

QFuture<Result<Message>> Store::message(const MessageId &id)
{
    return ask<Message>(m_worker, Kind::Read,
                        [id](Database &database) { return MessageTable(database).message(id); });
}

} // namespace kith
