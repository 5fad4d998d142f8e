// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

namespace kith {

Transport::Transport(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<kith::Endpoint>();
    qRegisterMetaType<kith::Error>();
    qRegisterMetaType<kith::MessageId>();
    qRegisterMetaType<std::optional<kith::Error>>();
}

void Transport::open()
{
    QMetaObject::invokeMethod(this, [this] { doOpen(); });
}

void Transport::send(const Endpoint &peer, const Outgoing &message)
{
    QMetaObject::invokeMethod(this, [this, peer, message] { doSend(peer, message); });
}

void Transport::sendNow(const Endpoint &peer)
{
    QMetaObject::invokeMethod(this, [this, peer] { doSendNow(peer); });
}

void Transport::setOptions(const Endpoint &peer, const PlainTextOptions &options)
{
    QMetaObject::invokeMethod(this, [this, peer, options] { doSetOptions(peer, options); });
}

void Transport::consumed(const Endpoint &peer, qint64 bytes)
{
    QMetaObject::invokeMethod(this, [this, peer, bytes] { doConsumed(peer, bytes); });
}

void Transport::leave(const Endpoint &peer, Farewell farewell)
{
    QMetaObject::invokeMethod(this, [this, peer, farewell] { doLeave(peer, farewell); });
}

void Transport::close(Farewell farewell)
{
    QMetaObject::invokeMethod(this, [this, farewell] { doClose(farewell); });
}

} // namespace kith
