// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/strongid.h"
#include "models/nearbymodel.h"
#include "ui/nearbypresenter.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace kith {

class Messenger;
class Settings;
class Theme;

/// The people on this network, to greet one of them; above them who oneself is to them, below them a place for an
/// invitation. What its one button says and does depends on what is chosen or typed: the dialog around it has it.
class NearbyPane final : public QWidget {
    Q_OBJECT

public:
    NearbyPane(Messenger &messenger, Settings &settings, const Theme &theme, QWidget *parent = nullptr);

    /// Greets, accepts or opens who is chosen, or follows the invitation that was typed.
    void act();

    QList<QWidget *> fields() const; ///< In the order in which Tab goes through them.
    bool canAct() const;
    /// Whether Return in `field` means the button: not where it ends the typing of a name, or means nothing.
    bool actsOnReturn(const QWidget *field) const;
    QString actionText() const;

Q_SIGNALS:
    void actionChanged();
    void opened(const kith::ConversationId &conversation);
    void doctorAsked();     ///< The person wants to know why nobody is seen.
    void invitationAsked(); ///< The person wants to hand out its own.

private:
    QWidget *makeSelf();
    QWidget *makeList(const Theme &theme);
    QPushButton *makeDoctor();
    QPushButton *makeOwnInvitation(QWidget *parent);
    QWidget *makeWords();
    void connectParts();
    void showSelf();
    void showList();
    void choose();
    void forgetChosen();
    void followInvitation();
    void showError(const QString &sentence);
    PeerId current() const;
    PeerId chosen() const;
    NearbyModel::Relation relation() const;

    Messenger &m_messenger;
    Settings &m_settings;
    NearbyModel m_model;
    NearbyPresenter m_presenter;
    PeerId m_chosen;         ///< Whom the person chose; nobody takes its place by itself.
    bool m_isLosing = false; ///< A row goes, and the view makes another one the current row.
    QLineEdit *m_name;
    QComboBox *m_visibility;
    QListView *m_view;
    QWidget *m_empty;
    QPushButton *m_doctor;
    QWidget *m_ownInvitation = nullptr;
    QLabel *m_emptyLabel;
    QLineEdit *m_words;
    QLineEdit *m_invitation;
    QLabel *m_error;
};

} // namespace kith
