// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(kith::Options)
};

/// The endpoint that follows `option`, which speaks `scheme`.
Result<Endpoint> endpointFor(const QString &text, Endpoint::Scheme scheme, Endpoint::Use use)
{
    auto endpoint = Endpoint::parse(text, use);
    if (endpoint && endpoint->scheme() != scheme)
        return failure(Error::Kind::BadScheme, text.section(u"://"_s, 0, 0));
    return endpoint;
}

Options::Answer wrong(const QString &option, const QString &why)
{
    return {Words::tr("kith: --%1: %2").arg(option, why), 2};
}

} // namespace

std::variant<Options, Options::Answer> Options::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Words::tr("A messenger for people on the same network."));
    const QCommandLineOption help(u"help"_s, Words::tr("Say this and end."));
    const QCommandLineOption version(u"version"_s, Words::tr("Say the version and end."));
    const QCommandLineOption profile(u"profile"_s, Words::tr("Which profile: a name, or a directory with a '/'."),
                                     u"NAME|DIR/"_s);
    const QCommandLineOption host(u"host"_s, Words::tr("Be a server there; repeatable."), u"tcp://ADDR:PORT"_s);
    const QCommandLineOption join(
        u"join"_s, Words::tr("Connect to it, by tcp:// in plain text, by kith:// encrypted; repeatable."),
        u"tcp://HOST:PORT"_s);
    const QCommandLineOption direct(u"direct"_s, Words::tr("Open a UDP conversation with it."),
                                    u"udp://HOST:PORT"_s);
    const QCommandLineOption bind(u"bind"_s, Words::tr("Our own address and port of the UDP conversation."),
                                  u"udp://ADDR:PORT"_s);
    parser.addOptions({help, version, profile, host, join, direct, bind});
    if (!parser.parse(arguments))
        return Answer{Words::tr("kith: %1").arg(parser.errorText()), 2};
    if (parser.isSet(help))
        return Answer{parser.helpText(), 0};
    if (parser.isSet(version))
        return Answer{u"kith "_s + QCoreApplication::applicationVersion(), 0};
    if (!parser.positionalArguments().isEmpty())
        return Answer{
            Words::tr("kith: “%1” is not an option. See kith --help.").arg(parser.positionalArguments().first()),
            2};

    Options options;
    options.profile = parser.value(profile);
    for (const QString &text : parser.values(host)) {
        const auto endpoint = endpointFor(text, Endpoint::Scheme::Tcp, Endpoint::Use::Local);
        if (!endpoint)
            return wrong(u"host"_s, sentence(endpoint.error()));
        options.hosts += *endpoint;
    }
    for (const QString &text : parser.values(join)) {
        if (text.startsWith(u"kith://"_s, Qt::CaseInsensitive)) {
            const auto encrypted = Endpoint::parseEncrypted(text);
            if (!encrypted)
                return wrong(u"join"_s, sentence(encrypted.error()));
            options.encryptedJoins += *encrypted;
            continue;
        }
        const auto endpoint = endpointFor(text, Endpoint::Scheme::Tcp, Endpoint::Use::Remote);
        if (!endpoint)
            return wrong(u"join"_s, sentence(endpoint.error()));
        options.joins += *endpoint;
    }
    if (parser.isSet(bind) && !parser.isSet(direct))
        return wrong(u"bind"_s, Words::tr("Belongs to --direct."));
    if (parser.isSet(direct)) {
        Direct wanted;
        const auto remote = endpointFor(parser.value(direct), Endpoint::Scheme::Udp, Endpoint::Use::Remote);
        if (!remote)
            return wrong(u"direct"_s, sentence(remote.error()));
        wanted.remote = *remote;
        if (parser.isSet(bind)) {
            const auto local = endpointFor(parser.value(bind), Endpoint::Scheme::Udp, Endpoint::Use::Local);
            if (!local)
                return wrong(u"bind"_s, sentence(local.error()));
            wanted.local = *local;
        }
        options.direct = wanted;
    }
    return options;
}

} // namespace kith
