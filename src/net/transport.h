// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/error.h"
#include "core/plaintextoptions.h"
#include "core/strongid.h"
#include "protocol/received.h"

#include <QMetaType>
#include <QObject>
#include <QString>

#include <optional>

namespace kith {

/// A text on its way out, known by its message id.
struct Outgoing {
    MessageId id;
    QString text;
};

/// How a conversation is left.
enum class Farewell {
    SayQ,    ///< `q` alone, after what is on its way was answered or a bounded wait passed; then an orderly end.
    Silently ///< An orderly end without a word.
};

/// Why a peer is gone.
struct Departure {
    enum class Kind {
        SaidQ,  ///< It sent exactly `q`.
        Closed, ///< It ended the connection in an orderly way.
        WeLeft, ///< We closed it.
        Failed  ///< `error` says why; also when a connection could not be made at all.
    };
    Kind kind = Kind::Closed;
    std::optional<Error> error;
    friend bool operator==(const Departure &, const Departure &) = default;
};

/// How far a message got; the later ones replace the earlier ones.
struct Progress {
    enum class Step {
        Waiting, ///< Behind a message that the peer has not answered yet.
        Partly,  ///< `sent` of `pieces` have left; the next one waits for an answer.
        Sent,    ///< All of it was given to the system's network.
        NotSent, ///< The peer went before a byte of it left. It may be sent later.
        Failed   ///< The peer went, or an error came, in the middle of it; `error` says why.
    };
    Step step = Step::Sent;
    int sent = 0;
    int pieces = 1;
    std::optional<Error> error;
    friend bool operator==(const Progress &, const Progress &) = default;
};

/// One way to exchange texts with peers: a listening port, one outgoing connection, or one datagram socket.
///
/// A transport lives on the network thread. Its commands may be called from any thread and run there, in the order
/// of the calls; its signals arrive by queued connections. A peer is named by the endpoint at which it is reached:
/// for an outgoing connection the one that was asked for, else the address and port that the bytes came from.
class Transport : public QObject {
    Q_OBJECT

public:
    enum class State { Closed, Opening, Open };
    Q_ENUM(State)

    /// Bytes received and not yet reported as consumed at which a transport stops reading, over all its peers.
    static constexpr qint64 MaxUnconsumedBytes = 1024 * 1024;
    /// How long leaving waits for answers and for the last bytes to go, in milliseconds.
    static constexpr int FarewellMilliseconds = 2000;

    /// Starts listening, connecting or binding; stateChanged(Open), or failed() and stateChanged(Closed), follow.
    void open();
    /// Sends `message` to `peer`; a progress() with Sent, NotSent or Failed follows, maybe others before it.
    /// A datagram transport takes any peer, the others only one that is online.
    void send(const Endpoint &peer, const Outgoing &message);
    /// Sends at once what waits for an answer, and never waits for this peer again.
    void sendNow(const Endpoint &peer);
    /// Changes how `peer` is spoken with from now on.
    void setOptions(const Endpoint &peer, const PlainTextOptions &options);
    /// Says that `bytes` of what was received from `peer` are safely stored, so that reading may go on.
    void consumed(const Endpoint &peer, qint64 bytes);
    /// Ends the conversation with `peer`; peerOffline follows if it was online.
    void leave(const Endpoint &peer, Farewell farewell);
    /// Leaves every peer and closes; stateChanged(Closed) is the last signal.
    void close(Farewell farewell);

Q_SIGNALS:
    /// `local` is our own endpoint, with the port that the system chose where 0 was asked for.
    void stateChanged(kith::Transport::State state, const kith::Endpoint &local);
    /// `peer` can be written to.
    void peerOnline(const kith::Endpoint &peer);
    /// Everything that was not sent to it has been reported before this.
    void peerOffline(const kith::Endpoint &peer, const kith::Departure &departure);
    void received(const kith::Endpoint &peer, const kith::Received &message);
    void progress(const kith::Endpoint &peer, const kith::MessageId &id, const kith::Progress &progress);
    /// The peer showed that it is no turn-taking script, or sendNow was asked: nothing waits for it any more.
    void turnsEnded(const kith::Endpoint &peer);
    /// Opening failed, or the transport as a whole cannot go on: stateChanged(Closed) follows at once.
    void failed(const kith::Error &error);
    /// Something is wrong that mends itself, such as no descriptor for a further connection; nullopt: mended.
    void impaired(const std::optional<kith::Error> &error);

protected:
    explicit Transport(QObject *parent = nullptr);

    // The commands, on the transport's own thread.
    virtual void doOpen() = 0;
    virtual void doSend(const Endpoint &peer, const Outgoing &message) = 0;
    virtual void doSendNow(const Endpoint &peer) = 0;
    virtual void doSetOptions(const Endpoint &peer, const PlainTextOptions &options) = 0;
    virtual void doConsumed(const Endpoint &peer, qint64 bytes) = 0;
    virtual void doLeave(const Endpoint &peer, Farewell farewell) = 0;
    virtual void doClose(Farewell farewell) = 0;
};

} // namespace kith

Q_DECLARE_METATYPE(kith::Departure)
Q_DECLARE_METATYPE(kith::Progress)
Q_DECLARE_METATYPE(std::optional<kith::Error>)
