// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// A socket's path is short and a profile's may be long.
QString socketName(const QString &profileDirectory)
{
    const QByteArray path = QDir(profileDirectory).canonicalPath().toUtf8();
    return u"kith-"_s +
           QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().first(24));
}

} // namespace

SingleInstance::SingleInstance(const QString &profileDirectory, QObject *parent)
    : QObject(parent), m_name(socketName(profileDirectory))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(4);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        // That somebody of the same user connects is the whole question.
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromServer();
        }
        Q_EMIT showRequested();
    });
}

void SingleInstance::listen()
{
    if (m_server.listen(m_name))
        return;
    QLocalServer::removeServer(m_name); // left behind by a crash: the lock is ours
    m_server.listen(m_name);
}

void SingleInstance::ask()
{
    auto *socket = new QLocalSocket(this);
    connect(socket, &QLocalSocket::connected, this, &SingleInstance::asked);
    connect(socket, &QLocalSocket::errorOccurred, this, [this, socket](QLocalSocket::LocalSocketError error) {
        if (error != QLocalSocket::PeerClosedError)
            Q_EMIT failed();
        socket->deleteLater();
    });
    socket->connectToServer(m_name);
}

} // namespace kith
