// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "messenger/peers.h"

#include <QObject>
#include <QPointer>

#include <optional>

class QDialog;
class QPushButton;

namespace kith {

class NoticeBar;
class OwnPresence;
class Settings;

/// Goes among people, and says in a bar what the person has to know of it: why it did not work, that others could read
/// the key, and, at the first start, under which name this computer is seen.
class PeopleBar final : public QObject {
    Q_OBJECT

public:
    /// All are borrowed.
    PeopleBar(Peers &peers, Settings &settings, OwnPresence &self, NoticeBar &bar, QObject *parent = nullptr);

    /// Opens the key in `directory`; the name, the visibility and the port are those of the settings.
    void open(const QString &directory, const Peers::Options &options);
    /// Asks for another name.
    void changeName();

private:
    void open(SecretBytes passphrase);
    void take(const Result<Peers::Opening> &opening);
    void askPassphrase(const QString &wrong);
    void show();
    void press();

    Peers &m_peers;
    Settings &m_settings;
    OwnPresence &m_self;
    NoticeBar &m_bar;
    QPushButton *m_nameButton;
    QPushButton *m_hideButton;
    QString m_directory;
    Peers::Options m_options;
    std::optional<Error> m_error;      ///< Why we are not among people.
    std::optional<Error> m_impairment; ///< Not read yet.
    bool m_isOpening = false;          ///< A passphrase is tried: another attempt waits for the answer.
    bool m_wasOpenToOthers = false;    ///< Not read yet.
    QPointer<QDialog> m_question;
};

} // namespace kith
