// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passphrasedialog.h"

#include "core/future.h"
#include "ui/dialogparts.h"
#include "ui/label.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxLength = 1024; // as where Kith asks for it at the start

/// What was typed; the copies of it that can be reached are wiped.
SecretBytes secretIn(const QLineEdit &edit)
{
    QByteArray bytes = edit.text().toUtf8();
    SecretBytes secret{QByteArrayView(bytes)};
    bytes.fill('\0');
    return secret;
}

void forget(QLineEdit &edit)
{
    QString typed = edit.text();
    edit.clear();
    typed.fill(u'\0'); // the last one to hold it
}

} // namespace

void PassphraseDialog::open(Peers &peers, QWidget *parent)
{
    (new PassphraseDialog(peers, parent->window()))->open();
}

PassphraseDialog::PassphraseDialog(Peers &peers, QWidget *parent)
    : QDialog(parent)
    , m_peers(peers)
    , m_wasSealed(peers.isSealed())
    , m_progress(new QProgressBar(this))
    , m_remove(new QPushButton(tr("Remove the passphrase"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_set(new QPushButton(m_wasSealed ? tr("Change passphrase") : tr("Set passphrase"), this))
{
    setObjectName(u"keyPassphraseDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_wasSealed ? tr("Change the passphrase") : tr("Set a passphrase"));
    setMinimumWidth(460);
    m_progress->setObjectName(u"passphraseProgress"_s);
    m_progress->setAccessibleName(tr("Writing the key"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(kept);
    m_progress->hide();
    m_remove->setObjectName(u"removePassphraseButton"_s);
    m_remove->setToolTip(tr("Open this profile without a passphrase from now on"));
    m_remove->setAutoDefault(false);
    m_remove->setVisible(m_wasSealed);
    m_cancel->setObjectName(u"cancelButton"_s);
    m_cancel->setAutoDefault(false);
    m_set->setObjectName(u"setPassphraseButton"_s);
    m_set->setProperty("kind", u"primary"_s);
    m_set->setDefault(true);
    layOut();
    connect(m_set, &QPushButton::clicked, this, &PassphraseDialog::set);
    connect(m_remove, &QPushButton::clicked, this, &PassphraseDialog::remove);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    (m_wasSealed ? m_old : m_next).edit->setFocus(Qt::OtherFocusReason);
}

void PassphraseDialog::layOut()
{
    QLabel *text =
        makeLabel(tr("Whoever copies the key of this profile can pretend to be you, unless it is under a "
                     "passphrase. Kith asks for it at each start."),
                  u"muted"_s, this);
    text->setWordWrap(true);
    QLabel *warning = makeLabel(tr("Nobody can recover a forgotten passphrase: without it you are a stranger to "
                                   "your friends."),
                                u"warn"_s, this);
    warning->setObjectName(u"passphraseHintLabel"_s);
    warning->setWordWrap(true);
    auto *fields = new QVBoxLayout;
    fields->setSpacing(6);
    if (m_wasSealed)
        m_old = addField(u"oldPassphrase"_s, tr("Present passphrase"), *fields);
    m_next = addField(u"newPassphrase"_s, tr("New passphrase"), *fields);
    m_again = addField(u"againPassphrase"_s, tr("The new one again"), *fields);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_set);
    QVBoxLayout *layout = makeColumn(*this);
    layout->addWidget(text);
    layout->addWidget(warning);
    layout->addLayout(fields);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);
}

PassphraseDialog::Field PassphraseDialog::addField(const QString &name, const QString &label, QVBoxLayout &column)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(name + u"Edit"_s);
    edit->setAccessibleName(label);
    edit->setPlaceholderText(label);
    edit->setEchoMode(QLineEdit::Password);
    edit->setMaxLength(MaxLength);
    QLabel *wrong = makeLabel({}, u"bad"_s, this);
    wrong->setObjectName(name + u"ErrorLabel"_s);
    wrong->setWordWrap(true);
    wrong->hide();
    column.addWidget(edit);
    column.addWidget(wrong);
    const Field field{edit, wrong};
    connect(edit, &QLineEdit::textEdited, this, [this, field] { say(field, {}); });
    return field;
}

void PassphraseDialog::say(const Field &field, const QString &wrong)
{
    setStyleProperty(*field.edit, "wrong", wrong.isEmpty() ? u"false"_s : u"true"_s);
    field.edit->setAccessibleDescription(wrong);
    field.wrong->setText(wrong);
    field.wrong->setVisible(!wrong.isEmpty());
    if (wrong.isEmpty())
        return;
    layout()->activate();
    resize(width(), qMax(height(), layout()->totalHeightForWidth(width()))); // it does not grow by itself
    field.edit->setFocus(Qt::OtherFocusReason);
    field.edit->selectAll();
    QAccessibleEvent event(field.wrong, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void PassphraseDialog::set()
{
    if (m_next.edit->text().isEmpty())
        return say(m_next, tr("Type a passphrase."));
    if (m_again.edit->text() != m_next.edit->text())
        return say(m_again, tr("This is not the same as above. Type it again."));
    seal(secretIn(*m_next.edit));
}

void PassphraseDialog::remove()
{
    seal(SecretBytes());
}

void PassphraseDialog::seal(SecretBytes next)
{
    if (m_isBusy)
        return;
    SecretBytes old = m_wasSealed ? secretIn(*m_old.edit) : SecretBytes();
    if (m_wasSealed && old.isEmpty())
        return say(m_old, tr("Type the present passphrase."));
    for (const Field &field : {m_old, m_next, m_again}) {
        if (field.edit)
            say(field, {});
    }
    setBusy(true);
    whenFinished(m_peers.seal(std::move(old), std::move(next)), this,
                 [this](const Result<void> &sealed) { take(sealed); });
}

void PassphraseDialog::take(const Result<void> &sealed)
{
    setBusy(false);
    if (sealed) {
        for (const Field &field : {m_old, m_next, m_again}) {
            if (field.edit)
                forget(*field.edit);
        }
        return accept();
    }
    const bool isOldWrong = m_wasSealed && (sealed.error().kind == Error::Kind::PassphraseWrong ||
                                            sealed.error().kind == Error::Kind::PassphraseNeeded);
    say(isOldWrong ? m_old : m_again, sentence(sealed.error()));
}

void PassphraseDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    for (const Field &field : {m_old, m_next, m_again}) {
        if (field.edit)
            field.edit->setEnabled(!busy);
    }
    for (QPushButton *button : {m_remove, m_cancel, m_set})
        button->setEnabled(!busy);
    m_progress->setVisible(busy);
}

void PassphraseDialog::reject()
{
    if (!m_isBusy)
        QDialog::reject();
}

} // namespace kith
