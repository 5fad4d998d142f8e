// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/identityfile.h"

#include "identity/keyfile.h"
#include "store/files.h"

#include <QFile>
#include <QFileInfo>

namespace kith {

namespace {

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr QFile::Permissions Others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                                      QFile::WriteOther | QFile::ExeOther;

Result<void> writeContent(const QString &name, QByteArrayView bytes)
{
    QFile file(name);
    // Unbuffered: no copy of the key stays in memory.
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) &&
        file.write(bytes.data(), bytes.size()) == bytes.size())
        return {};
    const bool isFull = file.error() == QFile::ResourceError;
    return failure(isFull ? Error::Kind::StoreFull : Error::Kind::StoreFailed, name, file.errorString());
}

/// Whether anything has that name, a link that leads nowhere too.
bool isThere(const QString &name)
{
    const QFileInfo info(name);
    return info.exists() || info.isSymLink();
}

} // namespace

IdentityFile::IdentityFile(const QString &directory) : m_name(directory + QStringLiteral("/identity.key")) {}

Result<SecretBytes> IdentityFile::read() const
{
    QFile file(m_name);
    if (!QFileInfo(m_name).isFile() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failure(Error::Kind::IdentityNotReadable, m_name, file.errorString());
    SecretBytes bytes(KeyFile::MaxBytes + 1);
    const qint64 size = file.read(reinterpret_cast<char *>(bytes.data()), bytes.size());
    if (size < 0)
        return failure(Error::Kind::IdentityNotReadable, m_name, file.errorString());
    return SecretBytes(bytes.view().first(size));
}

Result<std::optional<PeerId>> IdentityFile::id() const
{
    if (!isThere(m_name))
        return std::optional<PeerId>();
    return read()
        .and_then([](const SecretBytes &bytes) { return KeyFile::read(bytes.view()); })
        .map([](const KeyFile &file) { return std::optional(file.id()); })
        .map_error([this](Error error) {
            error.subject = m_name;
            return error;
        });
}

Result<bool> IdentityFile::isSealed() const
{
    if (!isThere(m_name))
        return false;
    return read()
        .and_then([](const SecretBytes &bytes) { return KeyFile::read(bytes.view()); })
        .map([](const KeyFile &file) { return file.isSealed(); })
        .map_error([this](Error error) {
            error.subject = m_name;
            return error;
        });
}

Result<IdentityFile::Opened> IdentityFile::open(const PeerId &known, const SecretBytes &passphrase) const
{
    if (!isThere(m_name))
        return make(known, passphrase);
    const auto bytes = read();
    if (!bytes)
        return tl::unexpected(bytes.error());
    const bool wasOpen = (QFile::permissions(m_name) & Others) != QFile::Permissions();
    bool isSealed = false;
    auto identity = KeyFile::read(bytes->view()).and_then([&](const KeyFile &file) -> Result<Identity> {
        if (!known.isNull() && file.id() != known)
            return failure(Error::Kind::IdentityReplaced);
        isSealed = file.isSealed();
        return file.open(passphrase);
    });
    if (!identity) {
        Error error = identity.error();
        error.subject = m_name;
        return tl::unexpected(error);
    }
    if (wasOpen)
        QFile::setPermissions(m_name, OwnerOnly);
    return Opened{std::move(*identity), false, wasOpen, isSealed};
}

Result<IdentityFile::Opened> IdentityFile::make(const PeerId &known, const SecretBytes &passphrase) const
{
    if (!known.isNull())
        return failure(Error::Kind::IdentityMissing, m_name);
    auto identity = Identity::create();
    if (!identity)
        return tl::unexpected(identity.error());
    return write(*identity, passphrase).map([&] {
        return Opened{std::move(*identity), true, false, !passphrase.isEmpty()};
    });
}

Result<void> IdentityFile::write(const Identity &identity, const SecretBytes &passphrase) const
{
    const auto content = KeyFile::write(identity, passphrase);
    if (!content)
        return tl::unexpected(content.error());
    const QString draft = m_name + QStringLiteral(".part");
    QFile::remove(draft); // of a write that did not end
    auto done = files::make(draft)
                    .and_then([&] { return writeContent(draft, content->view()); })
                    .and_then([&] { return files::sync(draft); })
                    .and_then([&] { return files::move(draft, m_name); });
    if (!done)
        QFile::remove(draft);
    return done;
}

Result<void> IdentityFile::seal(const PeerId &known, const SecretBytes &old, const SecretBytes &next) const
{
    return open(known, old).and_then([&](const Opened &opened) { return write(opened.identity, next); });
}

} // namespace kith
