// SPDX-License-Identifier: GPL-3.0-or-later
// ThreadSanitizer does not see how Qt hands events and results from one thread to another: the distribution's Qt is not
// built for it. This tells it. Whatever a thread did before it emits, posts or ends a future is done when another
// thread is given an event or a future's result; all of that is one place, so that more counts as ordered than is, and
// nothing that is ordered counts as a race. Linked into tests only, by the preset `tsan`.
#include <QCoreApplication>
#include <QFutureInterface>
#include <QMetaObject>
#include <QThread>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

char handedOver; // its address is the place

void release()
{
    __tsan_release(&handedOver);
}

void acquire()
{
    __tsan_acquire(&handedOver);
}

bool eventGiven(void **)
{
    acquire();
    release();    // what came of the event before is done
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
    release();
    real(sender, object, signal, arguments);
}

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type,
                                   void *returned)
{
    using Invoke = bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static const auto real = original<Invoke>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    release();
    const bool isDone = real(object, slot, type, returned);
    acquire(); // a blocking call has waited for it
    return isDone;
}

void QCoreApplication::postEvent(QObject *receiver, QEvent *event, int priority)
{
    using Post = void (*)(QObject *, QEvent *, int);
    static const auto real = original<Post>("_ZN16QCoreApplication9postEventEP7QObjectP6QEventi");
    release();
    real(receiver, event, priority);
}

bool QObject::disconnect(const QObject *sender, const char *signal, const QObject *receiver, const char *member)
{
    using Disconnect = bool (*)(const QObject *, const char *, const QObject *, const char *);
    static const auto real = original<Disconnect>("_ZN7QObject10disconnectEPKS_PKcS1_S3_");
    const bool isDone = real(sender, signal, receiver, member);
    release();
    return isDone;
}

void QObject::deleteLater()
{
    using Delete = void (*)(QObject *);
    static const auto real = original<Delete>("_ZN7QObject11deleteLaterEv");
    release();
    real(this);
}

void QThread::quit()
{
    using Quit = void (*)(QThread *);
    static const auto real = original<Quit>("_ZN7QThread4quitEv");
    release();
    real(this);
    release();
}

bool QThread::wait(QDeadlineTimer deadline)
{
    using Wait = bool (*)(QThread *, QDeadlineTimer);
    static const auto real = original<Wait>("_ZN7QThread4waitE14QDeadlineTimer");
    const bool isOver = real(this, deadline);
    acquire();
    return isOver;
}

void QFutureInterfaceBase::reportResultsReady(int begin, int end)
{
    using Report = void (*)(QFutureInterfaceBase *, int, int);
    static const auto real = original<Report>("_ZN20QFutureInterfaceBase18reportResultsReadyEii");
    release();
    real(this, begin, end);
}

void QFutureInterfaceBase::reportFinished()
{
    using Report = void (*)(QFutureInterfaceBase *);
    static const auto real = original<Report>("_ZN20QFutureInterfaceBase14reportFinishedEv");
    release();
    real(this);
}

void QFutureInterfaceBase::waitForFinished()
{
    using Wait = void (*)(QFutureInterfaceBase *);
    static const auto real = original<Wait>("_ZN20QFutureInterfaceBase15waitForFinishedEv");
    real(this);
    acquire();
}

void QFutureInterfaceBase::waitForResult(int index)
{
    using Wait = void (*)(QFutureInterfaceBase *, int);
    static const auto real = original<Wait>("_ZN20QFutureInterfaceBase13waitForResultEi");
    real(this, index);
    acquire();
}

bool QFutureInterfaceBase::derefT() const
{
    using Deref = bool (*)(const QFutureInterfaceBase *);
    static const auto real = original<Deref>("_ZNK20QFutureInterfaceBase6derefTEv");
    release();
    const bool isLeft = real(this);
    acquire(); // what the others did who have let go of it
    return isLeft;
}
