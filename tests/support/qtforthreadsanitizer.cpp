// SPDX-License-Identifier: GPL-3.0-or-later
// ThreadSanitizer does not see how Qt hands things from one thread to another: the distribution's Qt is not built for
// it. This tells it, and no more than what Qt promises: a slot runs after its signal was emitted, a call after it was
// asked for, an event after it was posted, a deferred deletion after it was wished for, a future's reader after its
// result, and who has waited for a thread comes after all that the thread did. Nothing else that two threads do counts
// as ordered. Linked into tests only, by the preset `tsan`, and itself not watched.
#include <QCoreApplication>
#include <QEvent>
#include <QFutureInterface>
#include <QMetaObject>
#include <QSemaphore>
#include <QThread>
#include <QThreadPool>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <array>
#include <cstdint>
#include <functional>
#include <future>
#include <utility>

extern "C" {
void __tsan_ignore_thread_begin(); // NOLINT: ThreadSanitizer's own names
void __tsan_ignore_thread_end();
}

namespace {

/// What two threads meet at, for each object one that outlives it. Few share one.
std::array<std::uint64_t, 1 << 16> places;

void *placeOf(const void *object)
{
    const auto mixed = (reinterpret_cast<std::uintptr_t>(object) >> 4) * 0x9E3779B97F4A7C15U;
    return &places[mixed >> 48];
}

/// What this thread did until now is done for whoever comes to acquire() the same.
void release(const void *object)
{
    __tsan_release(placeOf(object));
}

void acquire(const void *object)
{
    __tsan_acquire(placeOf(object));
}

const char AnyFuture = 0; ///< Where watchers of futures meet those who report.

/// While Qt works inside our call of it, what it does by our templates is its own: it copies the arguments of a signal
/// for the receivers in other threads, and hands them over behind a lock that is not seen.
thread_local int insideQt = 0;

class InsideQt {
public:
    InsideQt()
    {
        ++insideQt;
        __tsan_ignore_thread_begin();
    }
    ~InsideQt()
    {
        __tsan_ignore_thread_end();
        --insideQt;
    }
    Q_DISABLE_COPY_MOVE(InsideQt)
};

/// While it runs what is ours again.
class OutsideQt {
public:
    OutsideQt() : m_depth(std::exchange(insideQt, 0))
    {
        for (int i = 0; i < m_depth; ++i)
            __tsan_ignore_thread_end();
    }
    ~OutsideQt()
    {
        for (int i = 0; i < m_depth; ++i)
            __tsan_ignore_thread_begin();
        insideQt = m_depth;
    }
    Q_DISABLE_COPY_MOVE(OutsideQt)

private:
    int m_depth;
};

/// Stands in front of what shall be called, from whichever thread: knows when it was made, called and let go of.
class Slot : public QtPrivate::QSlotObjectBase {
public:
    Slot(const void *sender, QtPrivate::QSlotObjectBase *real)
        : QSlotObjectBase(&handle), m_sender(sender), m_real(real)
    {
        release(this);
    }

private:
    static void handle(int which, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *isSame)
    {
        auto *self = static_cast<Slot *>(base);
        switch (which) {
        case Destroy:
            acquire(self);
            self->m_real->destroyIfLastRef();
            delete self;
            return;
        case Call:
            self->run(receiver, arguments);
            return;
        case Compare:
            *isSame = self->m_real->compare(arguments);
            return;
        default:
            return;
        }
    }
    void run(QObject *receiver, void **arguments)
    {
        const OutsideQt ours;
        acquire(this);
        acquire(m_sender);
        m_real->call(receiver, arguments);
        release(this);
        release(QThread::currentThread());
    }

    const void *m_sender;
    QtPrivate::QSlotObjectBase *m_real;
};

bool eventGiven(void **given)
{
    const auto *receiver = static_cast<QObject *>(given[0]);
    const auto *event = static_cast<QEvent *>(given[1]);
    acquire(event);
    acquire(QThread::currentThread()); // what was moved here
    if (event->type() == QEvent::DeferredDelete)
        acquire(receiver);
    if (event->type() == QEvent::FutureCallOut)
        acquire(&AnyFuture);
    return false; // Qt goes on with it
}

[[maybe_unused]] const bool IsRegistered = QInternal::registerCallback(QInternal::EventNotifyCallback, eventGiven);

/// What stands behind our own definition: Qt's.
template <typename Function>
Function original(const char *symbol)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, symbol));
}

} // namespace

void QMetaObject::activate(QObject *sender, const QMetaObject *object, int signal, void **arguments)
{
    using Activate = void (*)(QObject *, const QMetaObject *, int, void **);
    static const auto real = original<Activate>("_ZN11QMetaObject8activateEP7QObjectPKS_iPPv");
    release(sender);
    const InsideQt inside;
    real(sender, object, signal, arguments);
}

QMetaObject::Connection QObject::connectImpl(const QObject *sender, void **signal, const QObject *receiver,
                                             void **member, QtPrivate::QSlotObjectBase *slot,
                                             Qt::ConnectionType type, const int *types,
                                             const QMetaObject *senderMetaObject)
{
    using Connect = QMetaObject::Connection (*)(const QObject *, void **, const QObject *, void **,
                                                QtPrivate::QSlotObjectBase *, Qt::ConnectionType, const int *,
                                                const QMetaObject *);
    static const auto real =
        original<Connect>("_ZN7QObject11connectImplEPKS_PPvS1_S3_"
                          "PN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPKiPK11QMetaObject");
    return real(sender, signal, receiver, member, new Slot(sender, slot), type, types, senderMetaObject);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *returned)
{
    using Invoke = bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static const auto real = original<Invoke>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    auto *const call = new Slot(object, slot);
    const bool isDone = real(object, call, type, returned);
    if (type == Qt::BlockingQueuedConnection)
        acquire(call); // has waited for it
    return isDone;
}

void QCoreApplication::postEvent(QObject *receiver, QEvent *event, int priority)
{
    using Post = void (*)(QObject *, QEvent *, int);
    static const auto real = original<Post>("_ZN16QCoreApplication9postEventEP7QObjectP6QEventi");
    release(event);
    real(receiver, event, priority);
}

void QObject::deleteLater()
{
    using Delete = void (*)(QObject *);
    static const auto real = original<Delete>("_ZN7QObject11deleteLaterEv");
    release(this);
    real(this);
}

void QObject::moveToThread(QThread *thread)
{
    using Move = void (*)(QObject *, QThread *);
    static const auto real = original<Move>("_ZN7QObject12moveToThreadEP7QThread");
    release(thread);
    real(this, thread);
}

/// The destructor of what derives from QObject: the last that a thread does for its objects, also when it ends.
extern "C" void endOfObject(QObject *object) asm("_ZN7QObjectD2Ev");
extern "C" void endOfObject(QObject *object)
{
    using End = void (*)(QObject *);
    static const auto real = original<End>("_ZN7QObjectD2Ev");
    real(object);
    release(QThread::currentThread());
}

/// A thread that runs one function, after which it says that it has finished.
QThread *QThread::createThreadImpl(std::future<void> &&work)
{
    using Create = QThread *(*)(std::future<void> &&);
    static const auto real = original<Create>("_ZN7QThread16createThreadImplEOSt6futureIvE");
    return real(std::async(std::launch::deferred, [work = std::move(work)]() mutable {
        work.get();
        release(QThread::currentThread());
    }));
}

/// What a pool runs knows all that whoever gave it knew.
void QThreadPool::start(std::function<void()> work, int priority)
{
    using Start = void (*)(QThreadPool *, std::function<void()>, int);
    static const auto real = original<Start>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    auto *const given = new std::function<void()>(std::move(work));
    release(given);
    const auto run = [given] {
        acquire(given);
        (*given)();
        delete given;
    };
    real(this, run, priority);
}

void QThread::quit()
{
    using Quit = void (*)(QThread *);
    static const auto real = original<Quit>("_ZN7QThread4quitEv");
    release(this);
    real(this);
}

bool QThread::wait(QDeadlineTimer deadline)
{
    using Wait = bool (*)(QThread *, QDeadlineTimer);
    static const auto real = original<Wait>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool isOver = real(this, deadline);
    acquire(this);
    return isOver;
}

void QSemaphore::release(int count)
{
    using Release = void (*)(QSemaphore *, int);
    static const auto real = original<Release>("_ZN10QSemaphore7releaseEi");
    ::release(this);
    real(this, count);
}

void QSemaphore::acquire(int count)
{
    using Acquire = void (*)(QSemaphore *, int);
    static const auto real = original<Acquire>("_ZN10QSemaphore7acquireEi");
    real(this, count);
    ::acquire(this);
}

bool QSemaphore::tryAcquire(int count, int timeout)
{
    using Acquire = bool (*)(QSemaphore *, int, int);
    static const auto real = original<Acquire>("_ZN10QSemaphore10tryAcquireEii");
    const bool isDone = real(this, count, timeout);
    ::acquire(this);
    return isDone;
}

/// The last that lets go of a future deletes what is behind it: Qt counts them.
extern "C" void endOfFuture(QFutureInterfaceBase *future) asm("_ZN20QFutureInterfaceBaseD2Ev");
extern "C" void endOfFuture(QFutureInterfaceBase *future)
{
    using End = void (*)(QFutureInterfaceBase *);
    static const auto real = original<End>("_ZN20QFutureInterfaceBaseD2Ev");
    const InsideQt inside;
    real(future);
}

void QFutureInterfaceBase::reportResultsReady(int begin, int end)
{
    using Report = void (*)(QFutureInterfaceBase *, int, int);
    static const auto real = original<Report>("_ZN20QFutureInterfaceBase18reportResultsReadyEii");
    release(d);
    release(&AnyFuture);
    real(this, begin, end);
}

void QFutureInterfaceBase::reportFinished()
{
    using Report = void (*)(QFutureInterfaceBase *);
    static const auto real = original<Report>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    release(d);
    release(&AnyFuture);
    real(this);
}

void QFutureInterfaceBase::setContinuation(std::function<void(const QFutureInterfaceBase &)> next)
{
    using Set = void (*)(QFutureInterfaceBase *, std::function<void(const QFutureInterfaceBase &)>);
    static const auto real = original<Set>("_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EE");
    acquire(d);
    release(d);
    real(this, std::move(next));
}

void QFutureInterfaceBase::setContinuation(std::function<void(const QFutureInterfaceBase &)> next,
                                           QFutureInterfaceBasePrivate *followed)
{
    using Set = void (*)(QFutureInterfaceBase *, std::function<void(const QFutureInterfaceBase &)>,
                         QFutureInterfaceBasePrivate *);
    static const auto real = original<Set>(
        "_ZN20QFutureInterfaceBase15setContinuationESt8functionIFvRKS_EEP27QFutureInterfaceBasePrivate");
    acquire(d);
    release(d);
    real(this, std::move(next), followed);
}

void QFutureInterfaceBase::runContinuation() const
{
    using Run = void (*)(const QFutureInterfaceBase *);
    static const auto real = original<Run>("_ZNK20QFutureInterfaceBase15runContinuationEv");
    acquire(d); // what the one did who said how it goes on
    real(this);
}

bool QFutureInterfaceBase::queryState(State state) const
{
    using Query = bool (*)(const QFutureInterfaceBase *, State);
    static const auto real = original<Query>("_ZNK20QFutureInterfaceBase10queryStateENS_5StateE");
    const bool isSo = real(this, state);
    acquire(d);
    return isSo;
}

bool QFutureInterfaceBase::isFinished() const
{
    using Query = bool (*)(const QFutureInterfaceBase *);
    static const auto real = original<Query>("_ZNK20QFutureInterfaceBase10isFinishedEv");
    const bool isSo = real(this);
    acquire(d);
    return isSo;
}

void QFutureInterfaceBase::waitForFinished()
{
    using Wait = void (*)(QFutureInterfaceBase *);
    static const auto real = original<Wait>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    real(this);
    acquire(d);
}

void QFutureInterfaceBase::waitForResult(int index)
{
    using Wait = void (*)(QFutureInterfaceBase *, int);
    static const auto real = original<Wait>("_ZN20QFutureInterfaceBase13waitForResultEi");
    real(this, index);
    acquire(d);
}

bool QFutureInterfaceBase::derefT() const noexcept
{
    using Deref = bool (*)(const QFutureInterfaceBase *);
    static const auto real = original<Deref>("_ZNK20QFutureInterfaceBase6derefTEv");
    release(d);
    const bool isLeft = real(this);
    acquire(d); // what the others did who have let go of it
    return isLeft;
}
