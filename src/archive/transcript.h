// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/historyrecord.h"

#include <QDate>
#include <QHash>
#include <QString>

namespace kith {

/// What a person reads in an exported file, in the language of the program: names, days, times and what is said about a
/// message. Harmless to look at, but not escaped for any format.
class Transcript final {
public:
    void add(const ContactRecord &record);
    void enter(const ConversationRecord &record);

    QString contactName(const ContactId &id) const;
    QString contactAddress(const ContactId &id) const;
    /// Of whoever the conversation is with.
    QString conversationName() const { return contactName(m_contact); }
    QString conversationAddress() const { return contactAddress(m_contact); }
    const ContactId &conversationContact() const { return m_contact; }

    /// The local day that begins with `message`, as a heading; empty when the one before was on the same day.
    QString dayBefore(const Message &message);
    QString speaker(const Message &message) const;
    /// What was said or what happened.
    QString text(const Message &message) const;
    static QString clock(const Message &message);
    /// "not sent" and the like; usually empty.
    static QString state(const Message &message);
    static QString comment(const Message &message);
    static QString title();
    static QString exportedAt(const QDateTime &utc);
    static QString draft(const QString &text);

private:
    struct Person {
        QString name;
        QString address;
    };

    QHash<ContactId, Person> m_people;
    ContactId m_contact;
    QDate m_day;
};

} // namespace kith
