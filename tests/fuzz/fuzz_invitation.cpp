// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever is pasted: an invitation or an id that was read prints as text that reads as the same; names stay clean.
#include "core/invitation.h"
#include "core/lookalike.h"
#include "core/nickname.h"

#include <cstdint>
#include <cstdlib>

using namespace kith;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(QByteArrayView(data, qsizetype(size)));
    if (const auto invitation = Invitation::parse(text)) {
        const auto again = Invitation::parse(invitation->toString());
        require(again && *again == *invitation);
    }
    if (const auto peer = PeerId::parse(text)) {
        const auto again = PeerId::parse(peer->toString());
        require(again && *again == *peer);
    }
    const QString name = cleanNickname(text);
    require(cleanNickname(name) == name && name.size() <= MaxNicknameLength);
    require(LookalikeName(name).likenessTo(LookalikeName(name)) ==
            (name.isEmpty() ? Likeness::Different : Likeness::Same));
    return 0;
}
