# SPDX-License-Identifier: GPL-3.0-or-later
# `cpack -G DEB` in a release build makes kith_VERSION_ARCH.deb; dpkg-shlibdeps finds what the programs link.
set(CPACK_PACKAGE_NAME kith)
set(CPACK_PACKAGE_CONTACT "Kith developers <kith@kith-messenger.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGE_DESCRIPTION
"Kith talks to people and programs on the same network directly: no server,
no account, no internet. It hosts or joins plain-text TCP conversations, talks
UDP to any address, and keeps the history on this machine. kith is the window;
kith-cli does the same in a terminal and for scripts.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Linked to nothing, yet looked for at run time: Qt's own sentences in Chinese, fonts, Wayland.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
    "fonts-inter, fonts-noto-cjk, fonts-noto-color-emoji, qt6-translations-l10n, qt6-wayland")
include(CPack)
