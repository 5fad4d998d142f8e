// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weblinks.h"

#include "core/scripts.h"

#include <algorithm>
#include <array>

namespace kith {

namespace {

constexpr std::array Schemes{QStringView(u"https://"), QStringView(u"http://"), QStringView(u"mailto:")};

bool isAscii(QChar c)
{
    return c.unicode() < 0x80;
}

bool isOfAnAddress(QChar c)
{
    static constexpr QStringView NotAllowed = u"<>\"{}|\\^`";
    return c.unicode() > 0x20 && c.unicode() < 0x7F && !NotAllowed.contains(c);
}

/// Whether `c` may stand in a host name behind `before`.
bool isOfAHost(QChar c, QChar before)
{
    if (isAscii(c))
        return isOfAnAddress(c);
    if (!c.isLetterOrNumber() && !c.isMark())
        return false;
    // A name of another script may be followed directly by letters that are written without spaces.
    return !(isOfScriptWithoutSpaces(c.unicode()) && isAscii(before) && before.isLetterOrNumber());
}

QStringView schemeAt(QStringView text)
{
    for (const QStringView scheme : Schemes) {
        if (text.startsWith(scheme, Qt::CaseInsensitive))
            return scheme;
    }
    return {};
}

/// Without what closes the sentence, and without a bracket that was opened before the address.
QStringView withoutPunctuation(QStringView link)
{
    static constexpr QStringView Closing = u".,;:!?'*~_";
    while (!link.isEmpty()) {
        const QChar last = link.back();
        const QChar opening = last == u')' ? u'(' : last == u']' ? u'[' : QChar();
        const bool isUnbalanced = !opening.isNull() && link.count(last) > link.count(opening);
        if (!Closing.contains(last) && !isUnbalanced)
            break;
        link.chop(1);
    }
    return link;
}

/// The longest address at the beginning of `text`, which begins with `scheme`.
QStringView addressAt(QStringView text, QStringView scheme)
{
    const bool isMail = scheme == Schemes.back();
    const qsizetype most = std::min(text.size(), MaxLinkLength);
    qsizetype end = scheme.size();
    bool isInHost = !isMail;
    while (end < most) {
        const QChar c = text[end];
        if (isInHost && (c == u'/' || c == u'?' || c == u'#'))
            isInHost = false;
        if (!(isInHost ? isOfAHost(c, text[end - 1]) : isOfAnAddress(c)))
            break;
        ++end;
    }
    return withoutPunctuation(text.first(end));
}

QUrl urlOf(QStringView address)
{
    const QUrl url(address.toString(), QUrl::StrictMode);
    if (!url.isValid())
        return {};
    if (url.scheme() != u"mailto")
        return url.host().isEmpty() ? QUrl() : url;
    const QString box = url.path();
    const qsizetype at = box.indexOf(u'@');
    return at > 0 && at + 1 < box.size() ? url : QUrl();
}

} // namespace

QList<WebLink> findLinks(QStringView text)
{
    QList<WebLink> links;
    qsizetype at = 0;
    while (at < text.size() && links.size() < MaxLinks) {
        const bool isInsideAWord = at > 0 && isAscii(text[at - 1]) && text[at - 1].isLetterOrNumber();
        const QStringView scheme = isInsideAWord ? QStringView() : schemeAt(text.sliced(at));
        if (scheme.isEmpty()) {
            ++at;
            continue;
        }
        const QStringView address = addressAt(text.sliced(at), scheme);
        if (const QUrl url = address.size() > scheme.size() ? urlOf(address) : QUrl(); url.isValid())
            links.append({at, address.size(), url});
        at += std::max(address.size(), scheme.size());
    }
    return links;
}

QString linkHost(const QUrl &url)
{
    return url.scheme() == u"mailto" ? url.path(QUrl::FullyEncoded) : url.host(QUrl::FullyEncoded);
}

QString linkAddress(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded);
}

} // namespace kith
