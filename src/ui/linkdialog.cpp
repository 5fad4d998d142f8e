// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/linkdialog.h"

#include "core/weblinks.h"
#include "ui/label.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

/// A label breaks lines between words only, and a host name has none.
QString brokenUp(QString host)
{
    constexpr qsizetype LongestLine = 40;
    constexpr qsizetype Most = 320; // more than a host name may have; a mailbox's rest stands in the whole address
    host.truncate(Most);
    for (qsizetype at = LongestLine; at < host.size(); at += LongestLine + 1)
        host.insert(at, u'\n');
    return host;
}

} // namespace

LinkDialog::LinkDialog(const QUrl &url, QWidget *parent)
    : QDialog(parent)
    , m_url(url.adjusted(QUrl::RemoveUserInfo)) // a name before the host only makes it look like another
{
    setObjectName(u"linkDialog"_s);
    const bool isMail = m_url.scheme() == u"mailto";
    setWindowTitle(isMail ? tr("Write a mail?") : tr("Open this address?"));
    auto *question = makeLabel(
        isMail ? tr("Your mail program will write to:") : tr("Your browser will open a page at:"), {}, this);
    auto *host = makeLabel(brokenUp(linkHost(m_url)), u"heading"_s, this);
    host->setObjectName(u"linkHostLabel"_s);
    host->setWordWrap(true);
    auto *address = new QPlainTextEdit(linkAddress(m_url), this);
    address->setObjectName(u"linkAddressEdit"_s);
    address->setAccessibleName(tr("Whole address"));
    address->setProperty("boxed", true);
    address->setReadOnly(true);
    address->setTabChangesFocus(true);
    address->setFont(Theme::monospace(13));
    address->setWordWrapMode(QTextOption::WrapAnywhere);
    address->setFixedHeight(92);
    auto *open = new QPushButton(tr("Open"), this);
    open->setObjectName(u"openLinkButton"_s);
    open->setProperty("kind", u"primary"_s);
    auto *copy = new QPushButton(tr("Copy address"), this);
    copy->setObjectName(u"copyLinkButton"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"cancelLinkButton"_s);
    cancel->setDefault(true); // a key that was meant for the conversation opens nothing
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, &LinkDialog::openLink);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(linkAddress(m_url)); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 20);
    layout->setSpacing(12);
    layout->addWidget(question);
    layout->addWidget(host);
    layout->addWidget(address);
    layout->addLayout(buttons);
    resize(460, sizeHint().height());
    cancel->setFocus();
}

void LinkDialog::openLink()
{
    QDesktopServices::openUrl(m_url);
    accept();
}

} // namespace kith
