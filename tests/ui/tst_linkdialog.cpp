// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/weblinks.h"
#include "ui/linkdialog.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>

using namespace kith;
using namespace Qt::StringLiterals;

class TestLinkDialog : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void open(const QUrl &url) { m_opened.append(url); }

private:
    /// The question about the first address in `text`, which has the focus.
    static QPointer<LinkDialog> ask(const QString &text)
    {
        const QList<WebLink> links = findLinks(text);
        if (links.isEmpty())
            return nullptr;
        auto *dialog = new LinkDialog(links.first().url);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
        dialog->activateWindow();
        return QTest::qWaitForWindowActive(dialog) ? dialog : nullptr;
    }
    template <typename T>
    static T *find(const LinkDialog &dialog, const char *name)
    {
        return dialog.findChild<T *>(QString::fromLatin1(name));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_theme.setChoice(ThemeChoice::Light);
        for (const QString &scheme : {u"https"_s, u"http"_s, u"mailto"_s, u"file"_s})
            QDesktopServices::setUrlHandler(scheme, this, "open");
    }
    void cleanupTestCase()
    {
        for (const QString &scheme : {u"https"_s, u"http"_s, u"mailto"_s, u"file"_s})
            QDesktopServices::unsetUrlHandler(scheme);
    }
    void init() { m_opened.clear(); }

    void showsWhereItReallyLeads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::newRow("plain") << u"see https://example.org/a?b=c."_s << u"example.org"_s
                               << u"https://example.org/a?b=c"_s;
        QTest::newRow("look-alike letters")
            << u"https://аррӏе.com/x"_s << u"xn--80ak6aa92e.com"_s << u"https://xn--80ak6aa92e.com/x"_s;
        QTest::newRow("a name before the host") << u"https://bank.example@evil.example/login"_s
                                                << u"evil.example"_s << u"https://evil.example/login"_s;
        QTest::newRow("a name and a password before the host")
            << u"http://bank.example:443@evil.example/"_s << u"evil.example"_s << u"http://evil.example/"_s;
        QTest::newRow("mail") << u"mailto:bob@example.org"_s << u"bob@example.org"_s
                              << u"mailto:bob@example.org"_s;
    }
    void showsWhereItReallyLeads()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, host);
        QFETCH(const QString, address);
        const auto dialog = ask(text);
        QVERIFY(dialog);
        QCOMPARE(find<QLabel>(*dialog, "linkHostLabel")->text(), host);
        QCOMPARE(find<QPlainTextEdit>(*dialog, "linkAddressEdit")->toPlainText(), address);
        QTest::mouseClick(find<QPushButton>(*dialog, "copyLinkButton"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), address);
        QTest::mouseClick(find<QPushButton>(*dialog, "openLinkButton"), Qt::LeftButton);
        QCOMPARE(m_opened, QList<QUrl>{QUrl(address)});
        QTRY_VERIFY(!dialog);
    }

    void asksNothingAboutOtherSchemes_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"file:///etc/passwd", "javascript:alert(1)", "smb://host/share",
                                 "data:text/html,x", "vscode://file/x", "ftp://example.org/"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void asksNothingAboutOtherSchemes()
    {
        QFETCH(const QString, text);
        QVERIFY(!ask(text));
    }

    void opensNothingByAKeyThatWasMeantForTheConversation_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("Enter") << Qt::Key_Return;
        QTest::newRow("the space bar") << Qt::Key_Space;
        QTest::newRow("Escape") << Qt::Key_Escape;
    }
    void opensNothingByAKeyThatWasMeantForTheConversation()
    {
        QFETCH(const Qt::Key, key);
        const auto dialog = ask(u"https://example.org/"_s);
        QVERIFY(dialog);
        QTest::keyClick(QApplication::focusWidget(), key);
        QTRY_VERIFY(!dialog);
        QVERIFY(m_opened.isEmpty());
    }

    void opensByKeyboard()
    {
        const auto dialog = ask(u"https://example.org/"_s);
        QVERIFY(dialog);
        const auto *open = find<QPushButton>(*dialog, "openLinkButton");
        for (int i = 0; i < 8 && !open->hasFocus(); ++i)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(open->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(!dialog);
        QCOMPARE(m_opened.size(), 1);
    }

private:
    Theme m_theme{*qApp};
    QList<QUrl> m_opened;
};

QTEST_MAIN(TestLinkDialog)
#include "tst_linkdialog.moc"
