// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transcriptwords.h"

#include <QCoreApplication>

namespace kith::transcriptwords {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(kith::Transcript)
};

} // namespace

QString title()
{
    return Words::tr("Kith history");
}

QString exportedAt(const QString &time)
{
    return Words::tr("Exported %1").arg(time);
}

QString me()
{
    return Words::tr("Me");
}

QString event(Message::Event event, const QString &name)
{
    switch (event) {
    case Message::Event::Online:
        return Words::tr("%1 is online").arg(name);
    case Message::Event::SaidQ:
        return Words::tr("%1 is offline: left with q").arg(name);
    case Message::Event::Closed:
        return Words::tr("%1 is offline").arg(name);
    case Message::Event::Lost:
        return Words::tr("%1 is offline: the connection was lost").arg(name);
    case Message::Event::KeyChanged:
        return Words::tr("Another key was in the place of %1").arg(name);
    case Message::Event::NewKey:
        return Words::tr("You took the new key for that of %1").arg(name);
    case Message::Event::Verified:
        return Words::tr("You made sure that the key is that of %1").arg(name);
    case Message::Event::OlderHere:
        return Words::tr("This history is older than what %1 has from you: some of it may be missing here")
            .arg(name);
    case Message::Event::OlderThere:
        return Words::tr("%1 has gone back to an older history").arg(name);
    case Message::Event::None:
        break;
    }
    return needsNewerKith();
}

QString file(const QString &name)
{
    return Words::tr("File: %1").arg(name);
}

QString image(const QString &name)
{
    return Words::tr("Picture: %1").arg(name);
}

QString needsNewerKith()
{
    return Words::tr("This message needs a newer Kith.");
}

QString state(Message::State state)
{
    switch (state) {
    case Message::State::Queued:
    case Message::State::Sending:
        return Words::tr("not sent yet");
    case Message::State::Failed:
        return Words::tr("not sent");
    default:
        return {};
    }
}

QString draft(const QString &text)
{
    return Words::tr("Draft: %1").arg(text);
}

} // namespace kith::transcriptwords
