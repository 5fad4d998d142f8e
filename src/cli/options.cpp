// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <limits>

namespace kith {

namespace {

using Parsed = tl::expected<std::variant<Options, Information>, QString>;
using namespace Qt::StringLiterals;

std::optional<Options::Role> roleNamed(const QString &name)
{
    if (name == u"host")
        return Options::Role::Host;
    if (name == u"join")
        return Options::Role::Join;
    if (name == u"direct")
        return Options::Role::Direct;
    if (name == u"nearby")
        return Options::Role::Nearby;
    return std::nullopt;
}

struct CommandLine {
    QCommandLineOption profile{u"profile"_s, u"Which profile to use: a name, or a directory."_s, u"name|dir/"_s};
    QCommandLineOption json{u"json"_s, u"One JSON object a line, for scripts."_s};
    QCommandLineOption bind{u"bind"_s, u"direct: our own address and port."_s, u"udp://ADDR:PORT"_s};
    QCommandLineOption lines{u"lines"_s, u"One message a line, as netcat and telnet send."_s};
    QCommandLineOption charset{u"charset"_s, u"utf-8 (default) or gb18030."_s, u"name"_s};
    QCommandLineOption oneAtATime{u"one-at-a-time"_s, u"host: serve one client, let the others wait."_s};
    QCommandLineOption waiting{u"waiting"_s, u"host: how many clients may wait (5)."_s, u"N"_s};
    QCommandLineOption noHistory{u"no-history"_s, u"Read and write no profile; keep nothing."_s};
    QCommandLineOption name{u"name"_s, u"nearby, join kith://: what others call you."_s, u"name"_s};
    QCommandLineOption port{u"port"_s, u"nearby, join kith://: the port for links; 0: any."_s, u"P"_s};
    QCommandLineOption discoveryPort{u"discovery-port"_s,
                                     u"Where people find each other (%1)."_s.arg(Beacon::DiscoveryPort), u"P"_s};
    QCommandLineOption invisible{u"invisible"_s, u"Meet only those who are contacts already."_s};
    QCommandLineOption noDiscovery{u"no-discovery"_s, u"Neither find nor be found: only invitations."_s};
    QCommandLineOption passphraseFile{u"passphrase-file"_s,
                                      u"Its first line opens the sealed key of the profile."_s, u"file"_s};
    QCommandLineOption help{{u"h"_s, u"help"_s}, u"Show this text."_s};
    QCommandLineOption version{{u"v"_s, u"version"_s}, u"Show the version."_s};
    QCommandLineParser parser;

    CommandLine()
    {
        parser.setApplicationDescription(
            u"Kith in a terminal: be a server, a client or a UDP peer.\n\n"
            "  kith-cli host   tcp://0.0.0.0:8080        wait for others\n"
            "  kith-cli join   tcp://192.168.1.20:8080   connect to a host\n"
            "  kith-cli direct udp://192.168.1.20:8080   talk by UDP\n"
            "  kith-cli nearby --name Ann                find people, encrypted\n"
            "  kith-cli join   kith://192.168.1.20:8080  the same, encrypted, with Kith\n"
            "  kith-cli join   kith://ID@HOST:PORT       follow an invitation\n\n"
            "tcp:// and udp:// are plain text, kith:// is encrypted or no connection at all.\n"
            "What you type is sent; q leaves; an empty line is refused."_s);
        parser.addOptions({profile, json, bind, lines, charset, oneAtATime, waiting, noHistory});
        parser.addOptions(forPeople());
        parser.addOptions({help, version});
        parser.addPositionalArgument(u"role"_s, u"host, join, direct or nearby."_s);
        parser.addPositionalArgument(
            u"endpoint"_s, u"tcp://, udp:// or kith://HOST:PORT, or kith://ID@HOST:PORT; several may follow."_s,
            u"endpoint…"_s);
    }

    QList<QCommandLineOption> forPeople() const
    {
        return {name, port, discoveryPort, invisible, noDiscovery, passphraseFile};
    }
};

tl::expected<void, QString> readEndpoints(const QStringList &texts, Options &options)
{
    const auto use = options.role == Options::Role::Host ? Endpoint::Use::Local : Endpoint::Use::Remote;
    if (options.role == Options::Role::Nearby && !texts.isEmpty())
        return tl::unexpected(u"nearby takes no endpoint: “%1” is too much."_s.arg(texts.first()));
    for (const QString &text : texts) {
        const bool isOfKith = text.startsWith("kith://"_L1, Qt::CaseInsensitive);
        const bool namesNobody = text.count(u':') > 1 && !text.contains(u'@');
        if (options.role == Options::Role::Join && isOfKith && namesNobody) {
            const auto encrypted = Endpoint::parseEncrypted(text);
            if (!encrypted)
                return tl::unexpected(sentence(encrypted.error()));
            options.encrypted.append(*encrypted);
            continue;
        }
        if (options.role == Options::Role::Join && isOfKith) {
            const auto invitation = Invitation::parse(text);
            if (!invitation)
                return tl::unexpected(sentence(invitation.error()));
            options.invitations.append(*invitation);
            continue;
        }
        const auto endpoint = Endpoint::parse(text, use);
        if (!endpoint)
            return tl::unexpected(sentence(endpoint.error()));
        const bool datagrams = endpoint->scheme() == Endpoint::Scheme::Udp;
        if (options.role == Options::Role::Join && datagrams)
            return tl::unexpected(u"join needs a tcp:// endpoint; use direct for udp://."_s);
        if (options.role == Options::Role::Direct && !datagrams)
            return tl::unexpected(u"direct needs a udp:// endpoint; use join for tcp://."_s);
        options.endpoints.append(*endpoint);
    }
    if (options.endpoints.isEmpty() && options.bind.isNull() && !options.goesAmongPeople())
        return tl::unexpected(u"Say where: for example tcp://127.0.0.1:8080."_s);
    return {};
}

tl::expected<void, QString> readPlainText(const CommandLine &line, Options &options)
{
    const QCommandLineParser &parser = line.parser;
    options.plainTextGiven = parser.isSet(line.lines) || parser.isSet(line.charset);
    if (parser.isSet(line.lines))
        options.host.plainText.framing = Framing::Lines;
    const QString charset = parser.value(line.charset).toLower();
    if (charset == u"gb18030" || charset == u"gbk")
        options.host.plainText.charset = Charset::Gb18030;
    else if (!charset.isEmpty() && charset != u"utf-8" && charset != u"utf8")
        return tl::unexpected(u"“%1” is not a charset. Use utf-8 or gb18030."_s.arg(charset));
    if (parser.isSet(line.oneAtATime))
        options.host.clients = HostOptions::Clients::OneAtATime;
    if (parser.isSet(line.waiting)) {
        bool number = false;
        options.host.waiting = parser.value(line.waiting).toInt(&number);
        if (!number || options.host.waiting < HostOptions::MinWaiting ||
            options.host.waiting > HostOptions::MaxWaiting)
            return tl::unexpected(u"--waiting takes a number from %1 to %2."_s.arg(HostOptions::MinWaiting)
                                      .arg(HostOptions::MaxWaiting));
    }
    return {};
}

Result<quint16> portFrom(const QString &text, int least)
{
    bool isNumber = false;
    const int port = text.toInt(&isNumber);
    if (!isNumber || port < least || port > std::numeric_limits<quint16>::max())
        return failure(Error::Kind::BadPort, text);
    return quint16(port);
}

tl::expected<void, QString> readPeople(const CommandLine &line, Options &options)
{
    const QCommandLineParser &parser = line.parser;
    if (!options.goesAmongPeople()) {
        for (const QCommandLineOption &option : line.forPeople()) {
            if (parser.isSet(option))
                return tl::unexpected(
                    u"--%1 goes with nearby, or with join kith://…"_s.arg(option.names().constFirst()));
        }
        return {};
    }
    options.people.name = parser.value(line.name);
    if (parser.isSet(line.port)) {
        const auto port = portFrom(parser.value(line.port), 0);
        if (!port)
            return tl::unexpected(sentence(port.error()));
        options.people.port = *port;
    }
    if (parser.isSet(line.discoveryPort)) {
        const auto port = portFrom(parser.value(line.discoveryPort), 1);
        if (!port)
            return tl::unexpected(sentence(port.error()));
        options.people.discoveryPort = *port;
    }
    if (parser.isSet(line.invisible) && parser.isSet(line.noDiscovery))
        return tl::unexpected(u"Use either --invisible or --no-discovery."_s);
    if (parser.isSet(line.invisible))
        options.people.visibility = Peers::Visibility::Invisible;
    if (parser.isSet(line.noDiscovery))
        options.people.visibility = Peers::Visibility::Off;
    options.passphraseFile = parser.value(line.passphraseFile);
    if (parser.isSet(line.passphraseFile) && options.keep == Options::Keep::Nothing)
        return tl::unexpected(u"--no-history uses no kept key, so --passphrase-file opens nothing."_s);
    return {};
}

} // namespace

Parsed parseArguments(const QStringList &arguments)
{
    CommandLine line;
    QCommandLineParser &parser = line.parser;
    if (!parser.parse(QStringList{u"kith-cli"_s} + arguments))
        return tl::unexpected(parser.errorText());
    if (parser.isSet(line.help))
        return Information{parser.helpText()};
    if (parser.isSet(line.version))
        return Information{u"kith-cli "_s + QCoreApplication::applicationVersion() + u'\n'};

    QStringList positional = parser.positionalArguments();
    if (positional.isEmpty())
        return tl::unexpected(u"Say what to do: host, join, direct or nearby. --help shows how."_s);
    const QString name = positional.takeFirst();
    const auto role = roleNamed(name);
    if (!role)
        return tl::unexpected(u"“%1” is not host, join, direct or nearby."_s.arg(name));

    Options options;
    options.role = *role;
    options.output = parser.isSet(line.json) ? Options::Output::Json : Options::Output::Terminal;
    options.keep = parser.isSet(line.noHistory) ? Options::Keep::Nothing : Options::Keep::History;
    options.profile = parser.value(line.profile);
    if (parser.isSet(line.bind)) {
        const auto bind = Endpoint::parse(parser.value(line.bind), Endpoint::Use::Local);
        if (!bind)
            return tl::unexpected(sentence(bind.error()));
        if (*role != Options::Role::Direct || bind->scheme() != Endpoint::Scheme::Udp)
            return tl::unexpected(u"--bind takes a udp:// endpoint and goes with direct."_s);
        options.bind = *bind;
    }
    if (const auto read = readPlainText(line, options); !read)
        return tl::unexpected(read.error());
    if (const auto read = readEndpoints(positional, options); !read)
        return tl::unexpected(read.error());
    if (const auto read = readPeople(line, options); !read)
        return tl::unexpected(read.error());
    return options;
}

} // namespace kith
