// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nickname.h"

#include "core/displaytext.h"

#include <QList>
#include <QTextBoundaryFinder>

namespace kith {

namespace {

/// What takes no room on the screen, though Unicode does not call it a format character.
bool isInvisible(char32_t c)
{
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x2800 || c == 0x3164 ||
           c == 0xFFA0 || c == QChar::ReplacementCharacter || (c >= 0x180B && c <= 0x180F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

/// Check marks, locks, keys and shields: whether a person is verified is said by the window, beside the name.
bool isBadge(char32_t c)
{
    switch (c) {
    case 0x221A:  // square root, taken for a check mark
    case 0x2611:  // ballot box with check
    case 0x26E8:  // black cross on shield
    case 0x2705:  // white heavy check mark
    case 0x2713:  // check mark
    case 0x2714:  // heavy check mark
    case 0x1F10F: // (and the circled ones of the same block are letters)
    case 0x1F5F8: // light check mark
    case 0x1F5F9: // ballot box with bold check
    case 0x1F6E1: // shield
    case 0x1F530: // shield-like beginner's symbol
    case 0x1F5DD: // old key
    case 0x1FBB1: // inverse check mark
        return true;
    default:
        return c >= 0x1F50F && c <= 0x1F513; // locks and keys
    }
}

bool isLeftOut(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
        return true;
    default:
        return isInvisible(c) || isBadge(c);
    }
}

QString visible(QStringView name)
{
    QString clean;
    int marks = 0;
    for (const char32_t c : name.toUcs4()) {
        if (QChar::isSpace(c)) {
            clean += u' ';
            marks = 0;
        } else if (!isLeftOut(c)) {
            marks = QChar::isMark(c) ? marks + 1 : 0;
            if (marks <= MaxMarks)
                clean += QChar::fromUcs4(c);
        }
    }
    return clean;
}

QString shortened(const QString &name)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    qsizetype end = 0;
    for (int characters = 0; characters < MaxNicknameCharacters; ++characters) {
        const qsizetype next = finder.toNextBoundary();
        if (next < 0 || next > MaxNicknameLength)
            break;
        end = next;
    }
    return name.first(end);
}

} // namespace

QString cleanNickname(QStringView name)
{
    const QString line = visible(name.toString().normalized(QString::NormalizationForm_C))
                             .normalized(QString::NormalizationForm_C)
                             .simplified();
    return shortened(line).trimmed();
}

} // namespace kith
