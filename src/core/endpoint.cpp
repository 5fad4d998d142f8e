// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/endpoint.h"

#include <QUrl>

#include <algorithm>

namespace kith {

namespace {

constexpr qsizetype MaxHostLength = 253; // RFC 1035, section 2.3.4, without the final dot
constexpr int MaxPort = 65535;
constexpr QLatin1String EncryptedScheme("kith://");

bool isIpv4(QStringView host)
{
    const auto parts = host.split(u'.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
               bool number = false;
               const bool padded = part.size() > 1 && part.startsWith(u'0'); // octal to some programs
               return !padded && part.size() <= 3 && part.toUShort(&number) <= 255 && number;
           });
}

bool looksNumeric(QStringView host)
{
    return std::all_of(host.begin(), host.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
}

/// The one way to write the address (RFC 5952), with its scope; empty when it is none.
QString canonicalIpv6(QStringView host)
{
    const qsizetype scope = host.indexOf(u'%');
    const QStringView address = scope < 0 ? host : host.first(scope);
    if (scope >= 0) {
        const QStringView name = host.sliced(scope + 1);
        const bool plain = std::all_of(name.begin(), name.end(), [](QChar c) {
            return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_');
        });
        if (name.isEmpty() || !plain)
            return {};
    }
    if (!address.contains(u':'))
        return {};
    QUrl url;
    url.setHost(u'[' + address.toString() + u']', QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return {};
    return url.host() + (scope < 0 ? QString() : host.sliced(scope).toString());
}

bool isName(const QString &host)
{
    if (looksNumeric(host))
        return false; // 1.2.3 or 999.1.1.1: a mistyped address, not a name
    const QByteArray ace = QUrl::toAce(host);
    if (ace.isEmpty() || ace.size() > MaxHostLength)
        return false;
    return std::all_of(ace.begin(), ace.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '.' || c == '_';
    });
}

QStringView withoutBrackets(QStringView host)
{
    return host.size() > 2 && host.startsWith(u'[') && host.endsWith(u']') ? host.sliced(1, host.size() - 2)
                                                                           : host;
}

} // namespace

Result<Endpoint> Endpoint::parse(QStringView text, Use use)
{
    text = text.trimmed();
    const qsizetype mark = text.indexOf(u"://");
    if (mark <= 0)
        return failure(Error::Kind::BadEndpoint, text.toString());
    const QStringView name = text.first(mark);
    Scheme scheme;
    if (name.compare(u"tcp", Qt::CaseInsensitive) == 0)
        scheme = Scheme::Tcp;
    else if (name.compare(u"udp", Qt::CaseInsensitive) == 0)
        scheme = Scheme::Udp;
    else
        return failure(Error::Kind::BadScheme, name.toString());

    QStringView rest = text.sliced(mark + 3);
    if (rest.endsWith(u'/'))
        rest.chop(1);
    const qsizetype colon = rest.lastIndexOf(u':');
    const bool insideBrackets = colon >= 0 && colon < rest.lastIndexOf(u']');
    if (colon < 0 || insideBrackets)
        return failure(rest.isEmpty() ? Error::Kind::BadHost : Error::Kind::BadPort);
    const QStringView host = rest.first(colon);
    const QStringView digits = rest.sliced(colon + 1);
    if (host.contains(u':') && !host.startsWith(u'['))
        return failure(Error::Kind::BadHost, host.toString());
    bool number = false;
    const int port = digits.toInt(&number);
    if (!number || !looksNumeric(digits))
        return failure(Error::Kind::BadPort, digits.toString());
    return make(scheme, host, port, use);
}

Result<Endpoint> Endpoint::parseEncrypted(QStringView text)
{
    text = text.trimmed();
    if (!text.startsWith(EncryptedScheme, Qt::CaseInsensitive))
        return failure(Error::Kind::BadEndpoint, text.toString());
    return parse(QLatin1String("tcp://") + text.sliced(EncryptedScheme.size()).toString());
}

Result<Endpoint> Endpoint::make(Scheme scheme, QStringView host, int port, Use use)
{
    host = withoutBrackets(host.trimmed());
    const bool everywhere = use == Use::Local && (host.isEmpty() || host == u"*");
    if (everywhere)
        host = u"0.0.0.0";
    const QString name = host.toString().toLower(); // judged as it is kept: a lower-case letter can be longer
    if (name.size() > MaxHostLength)
        return failure(Error::Kind::BadHost, name.first(MaxHostLength));
    const QString ipv6 = canonicalIpv6(host);
    if (ipv6.isEmpty() && !isIpv4(host) && !isName(name))
        return failure(Error::Kind::BadHost, host.toString());
    if (port < (use == Use::Local ? 0 : 1) || port > MaxPort)
        return failure(Error::Kind::BadPort, QString::number(port));
    Endpoint endpoint;
    endpoint.m_scheme = scheme;
    endpoint.m_host = ipv6.isEmpty() ? name : ipv6;
    endpoint.m_port = quint16(port);
    return endpoint;
}

bool Endpoint::hasName() const
{
    return !isNull() && !m_host.contains(u':') && !looksNumeric(m_host);
}

QString Endpoint::hostAndPort() const
{
    if (isNull())
        return {};
    const bool ipv6 = m_host.contains(u':');
    return (ipv6 ? u'[' + m_host + u']' : m_host) + u':' + QString::number(m_port);
}

QString Endpoint::toEncrypted() const
{
    return isNull() ? QString() : EncryptedScheme + hostAndPort();
}

QString Endpoint::toString() const
{
    if (isNull())
        return {};
    return (m_scheme == Scheme::Tcp ? QLatin1String("tcp://") : QLatin1String("udp://")) + hostAndPort();
}

} // namespace kith
