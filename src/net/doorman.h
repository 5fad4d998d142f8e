// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/platform.h"
#include "net/socketwatch.h"
#include "protocol/language.h"

#include <QBasicTimer>
#include <QObject>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace kith {

/// Stands at a port that serves two languages and listens which one is spoken. It takes nothing: the first byte is only
/// looked at. A client of TLS speaks at once, so whoever is silent for Patience is no such client.
class Doorman final : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Patience{400};

    /// Nothing: whoever is there was silent.
    using Decided = std::function<void(platform::Socket, const platform::Address &, std::optional<Language>)>;
    explicit Doorman(Decided decided);
    ~Doorman() override;

    void admit(platform::Socket socket, const platform::Address &from);
    void sendAllAway();
    int waiting() const { return int(m_guests.size()); }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Guest {
        platform::Socket socket;
        platform::Address from;
        SocketWatch spoke;
        Clock::time_point until;
    };

    void listenTo(int descriptor);
    void letIn(std::vector<Guest>::iterator guest, std::optional<Language> language);
    void watch();

    Decided m_decided;
    std::vector<Guest> m_guests; // the one that waits longest first
    QBasicTimer m_timer;
};

} // namespace kith
