// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/overview.h"

#include "store/addressbook.h"
#include "store/messagetable.h"

namespace kith {

Result<Store::Overview> readOverview(Database &database)
{
    AddressBook book(database);
    auto contacts = book.contacts();
    if (!contacts)
        return tl::unexpected(contacts.error());
    auto conversations = book.conversations();
    if (!conversations)
        return tl::unexpected(conversations.error());
    const auto self = book.self();
    if (!self)
        return tl::unexpected(self.error());
    const auto newest = MessageTable(database).newest();
    if (!newest)
        return tl::unexpected(newest.error());
    for (Conversation &conversation : *conversations) {
        if (const auto last = newest->constFind(conversation.id); last != newest->cend())
            conversation.last = *last;
    }
    return Store::Overview{std::move(*contacts), std::move(*conversations), *self};
}

} // namespace kith
