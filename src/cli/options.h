// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"
#include "core/error.h"
#include "core/invitation.h"
#include "core/plaintextoptions.h"
#include "messenger/host.h"
#include "messenger/peers.h"

#include <QList>
#include <QStringList>

#include <variant>

namespace kith {

/// What the command line of the terminal front end asks for.
struct Options {
    enum class Role { Host, Join, Direct, Nearby };
    enum class Output { Terminal, Json };
    enum class Keep { History, Nothing };

    Role role = Role::Join;
    Output output = Output::Terminal;
    Keep keep = Keep::History;
    QString profile; ///< As given; empty: the default one.
    QList<Endpoint>
        endpoints; ///< At least one; none with Role::Nearby, maybe none where something below is named.
    QList<Invitation> invitations; ///< With Role::Join.
    QList<Endpoint> encrypted;     ///< The same: whoever is there, by an encrypted link.
    Endpoint bind;                 ///< Null: chosen by the system.
    HostOptions host;              ///< With Role::Host; its plainText holds for every role.
    bool plainTextGiven = false;   ///< Framing or charset was named: it replaces what a conversation has kept.
    Peers::Options people;         ///< Used where goesAmongPeople().
    QString passphraseFile;        ///< Whose first line opens a sealed key; empty: none.

    bool goesAmongPeople() const { return role == Role::Nearby || !invitations.isEmpty() || !encrypted.isEmpty(); }
};

/// What a command line can also be: a question that ends the program with a text and status 0.
struct Information {
    QString text;
};

/// Reads the arguments, the program's own name left out. Errors: a sentence that says what is wrong, for status 2.
tl::expected<std::variant<Options, Information>, QString> parseArguments(const QStringList &arguments);

} // namespace kith
