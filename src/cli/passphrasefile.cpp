// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/passphrasefile.h"

#include <QFile>

namespace kith {

Result<SecretBytes> passphraseIn(const QString &file)
{
    if (file.isEmpty())
        return SecretBytes();
    QFile from(file);
    if (!from.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(Error::Kind::FileNotReadable, file, from.errorString());
    SecretBytes bytes(MaxPassphraseBytes);
    qsizetype size = 0;
    qsizetype end = -1;
    while (end < 0 && size < bytes.size()) {
        const qint64 more = from.read(reinterpret_cast<char *>(bytes.data()) + size, bytes.size() - size);
        if (more < 0)
            return failure(Error::Kind::FileNotReadable, file, from.errorString());
        if (more == 0)
            break;
        size += more;
        end = bytes.view().first(size).indexOf('\n');
    }
    if (end < 0 && size == bytes.size())
        return failure(Error::Kind::FileNotReadable, file, QStringLiteral("its first line is too long"));
    QByteArrayView line = bytes.view().first(end < 0 ? size : end);
    if (line.endsWith('\r'))
        line.chop(1);
    return SecretBytes(line);
}

} // namespace kith
