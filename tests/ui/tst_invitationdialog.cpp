// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyscene.h"
#include "support/node.h"
#include "ui/invitationdialog.h"
#include "ui/qrcodeview.h"

#include <QClipboard>
#include <QComboBox>
#include <QPlainTextEdit>

using namespace kith;
using namespace kith::test;
using namespace Qt::StringLiterals;
using Look = HistoryScene;

class TestInvitationDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.setChoice(ThemeChoice::Dark); }

    void handsOutTheLikeliestFirst()
    {
        OnlineNode node(u"Ann"_s);
        QWidget window;
        window.show();
        InvitationDialog::open(node.messenger, &window);
        QVERIFY(QTest::qWaitForWindowActive(Look::waitFor("invitationDialog")));
        const QList<Invitation> all = node.messenger.peers().invitations();
        QVERIFY(!all.isEmpty());
        auto *link = Look::waitFor<QPlainTextEdit>("invitationLinkEdit");
        QCOMPARE(link->toPlainText(), all.first().toString());
        auto *which = window.findChild<QComboBox *>(u"invitationAddressCombo"_s);
        QCOMPARE(which->count(), all.size());
        QCOMPARE(which->isVisible(), all.size() > 1);
        for (int i = 0; i < all.size(); ++i) {
            which->setCurrentIndex(i);
            QCOMPARE(which->currentText(), all.at(i).endpoint.hostAndPort());
            QTest::keyClick(Look::waitFor("invitationDialog"), Qt::Key_Return); // copies
            const auto read = Invitation::parse(QGuiApplication::clipboard()->text());
            QVERIFY(read);
            QCOMPARE(*read, all.at(i));
        }

        // The picture says what the link says.
        auto *picture = Look::waitFor<QrCodeView>("invitationPicture");
        const auto code = *QrCode::of(all.last().toString());
        const QImage image = picture->grab().toImage();
        const int module = picture->width() / (code.size() + 2 * QrCode::QuietZone);
        const int edge = (picture->width() - module * code.size()) / 2;
        for (int row = 0; row < code.size(); ++row) {
            for (int column = 0; column < code.size(); ++column) {
                const QPoint middle(edge + column * module + module / 2, edge + row * module + module / 2);
                QCOMPARE(image.pixelColor(middle), QColor(code.isDark(column, row) ? Qt::black : Qt::white));
            }
        }
        InvitationDialog::open(node.messenger, &window);
        QCOMPARE(window.findChildren<InvitationDialog *>().size(), 1);
        QTest::keyClick(Look::waitFor("invitationDialog"), Qt::Key_Escape);
        QTRY_VERIFY(window.findChildren<InvitationDialog *>().isEmpty());
    }

    void saysThatThereIsNoneYetAndShowsItWhenThereIs()
    {
        Node node;
        QWidget window;
        window.show();
        InvitationDialog::open(node.messenger, &window);
        QVERIFY(Look::label("noInvitationLabel").startsWith(u"Nobody can connect to this Kith yet."_s));
        QVERIFY(!Look::see("invitationLinkEdit"));
        QVERIFY(!Look::waitFor<QAbstractButton>("copyInvitationButton")->isEnabled());
        node.goOnline(u"Ann"_s);
        QTRY_VERIFY(Look::see("invitationPicture"));
        QVERIFY(!Look::see("noInvitationLabel"));
        QVERIFY(Look::waitFor<QAbstractButton>("copyInvitationButton")->isEnabled());
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestInvitationDialog)
#include "tst_invitationdialog.moc"
