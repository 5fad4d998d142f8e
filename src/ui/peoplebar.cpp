// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/peoplebar.h"

#include "core/displaytext.h"
#include "core/future.h"
#include "core/nickname.h"
#include "ui/linedialog.h"
#include "ui/noticebar.h"
#include "ui/ownpresence.h"
#include "ui/settings.h"

#include <QPushButton>

namespace kith {

using namespace Qt::StringLiterals;
using Visibility = Peers::Visibility;

PeopleBar::PeopleBar(Peers &peers, Settings &settings, OwnPresence &self, NoticeBar &bar, QObject *parent)
    : QObject(parent)
    , m_peers(peers)
    , m_settings(settings)
    , m_self(self)
    , m_bar(bar)
    , m_nameButton(bar.addButton(u"changeNameButton"_s, tr("Change name…")))
    , m_hideButton(bar.addButton(u"makeInvisibleButton"_s, tr("Make invisible")))
{
    bar.setNames(u"peopleBar"_s, u"peopleLabel"_s, u"peopleBarButton"_s);
    connect(&bar, &NoticeBar::clicked, this, &PeopleBar::press);
    connect(m_nameButton, &QPushButton::clicked, this, &PeopleBar::changeName);
    connect(m_hideButton, &QPushButton::clicked, this, [this] {
        m_settings.setVisibility(Visibility::Invisible);
        m_settings.setIntroduced();
    });
    connect(&self, &OwnPresence::changed, this, &PeopleBar::show);
    connect(&peers, &Peers::impaired, this, [this](const std::optional<Error> &error) {
        m_impairment = error;
        show();
    });
}

void PeopleBar::open(const QString &directory, const Peers::Options &options)
{
    m_directory = directory;
    m_options = options;
    m_options.port = m_settings.peoplePort();
    open(SecretBytes());
}

void PeopleBar::open(SecretBytes passphrase)
{
    if (m_isOpening || m_peers.isRunning())
        return;
    m_isOpening = true;
    m_options.name = m_settings.ownName();
    m_options.visibility = m_self.visibility();
    whenFinished(m_peers.open(m_directory, m_options, std::move(passphrase)), this,
                 [this](const Result<Peers::Opening> &opening) { take(opening); });
}

void PeopleBar::take(const Result<Peers::Opening> &opening)
{
    m_isOpening = false;
    m_error.reset();
    if (opening) {
        if (m_question)
            m_question->close();
        m_wasOpenToOthers = opening->wasOpenToOthers;
        m_self.apply(); // what was chosen while the key was read
        return;
    }
    m_error = opening.error();
    show();
    if (m_error->kind == Error::Kind::PassphraseNeeded)
        askPassphrase({});
    else if (m_error->kind == Error::Kind::PassphraseWrong)
        askPassphrase(sentence(*m_error));
}

void PeopleBar::askPassphrase(const QString &wrong)
{
    if (m_isOpening || m_peers.isRunning() || (m_question && m_question->isVisible()))
        return;
    m_question =
        LineDialog::ask(&m_bar,
                        {.name = u"passphraseDialog"_s,
                         .title = tr("Passphrase"),
                         .text = tr("The key of this profile is protected. Without its passphrase nobody "
                                    "finds you and no friend is connected."),
                         .wrong = wrong,
                         .label = tr("Passphrase"),
                         .answer = tr("Unlock"),
                         .maxLength = 1024,
                         .isSecret = true},
                        [this](const QString &typed) { open(SecretBytes(QByteArrayView(typed.toUtf8()))); });
}

void PeopleBar::changeName()
{
    const QString name = m_settings.ownName();
    LineDialog::ask(&m_bar,
                    {.name = u"nameDialog"_s,
                     .title = tr("Your name"),
                     .text = tr("Everybody near you sees this name. Without one they see the beginning of your "
                                "id."),
                     .label = tr("Name"),
                     .value = name.isEmpty() ? OwnPresence::suggestedName() : name,
                     .answer = tr("Use this name"),
                     .maxLength = int(MaxNicknameLength)},
                    [this](const QString &typed) {
                        m_settings.setOwnName(typed);
                        m_settings.setIntroduced();
                    });
}

void PeopleBar::show()
{
    m_nameButton->hide();
    m_hideButton->hide();
    if (m_error) {
        const bool isLocked =
            m_error->kind == Error::Kind::PassphraseNeeded || m_error->kind == Error::Kind::PassphraseWrong;
        return m_bar.say(NoticeBar::Tone::Bad, sentence(*m_error), isLocked ? tr("Unlock…") : QString());
    }
    if (m_wasOpenToOthers)
        return m_bar.say(NoticeBar::Tone::Bad,
                         tr("Other people on this computer could read the key of this profile. They cannot any "
                            "more, but whoever copied it can pretend to be you."),
                         tr("Close"));
    if (m_impairment)
        return m_bar.say(NoticeBar::Tone::Bad, sentence(*m_impairment), tr("Close"));
    const bool isSeen = m_peers.isRunning() && m_peers.visibility() == Visibility::On;
    if (!isSeen || m_settings.isIntroduced())
        return m_bar.hide();
    m_nameButton->show();
    m_hideButton->show();
    m_bar.say(NoticeBar::Tone::Plain,
              tr("People near you see this computer as “%1”.").arg(displayName(m_self.shownName())), tr("OK"));
}

void PeopleBar::press()
{
    if (m_error)
        return askPassphrase({});
    if (m_wasOpenToOthers)
        m_wasOpenToOthers = false;
    else if (m_impairment)
        m_impairment.reset();
    else
        return m_settings.setIntroduced();
    show();
}

} // namespace kith
