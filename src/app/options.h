// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"

#include <QList>
#include <QStringList>

#include <optional>
#include <variant>

namespace kith {

/// What the command line asks for.
struct Options {
    struct Direct {
        Endpoint remote;
        Endpoint local; ///< Null: chosen by the system.
    };

    /// Text to print instead of starting, and the exit status.
    struct Answer {
        QString text;
        int status =
            0; ///< 2 when something on the command line is wrong; the text then belongs on standard error.
    };

    QString profile; ///< A name, or a directory with a '/'; empty: the default one.
    QList<Endpoint> hosts;
    QList<Endpoint> joins;
    QList<Endpoint> encryptedJoins; ///< Of whoever is there, or nobody.
    std::optional<Direct> direct;

    /// `arguments` begin with the program's name.
    static std::variant<Options, Answer> parse(const QStringList &arguments);
};

} // namespace kith
