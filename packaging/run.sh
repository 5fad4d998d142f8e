#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what Kith needs on Debian 12, builds it and opens its window. Arguments go to kith; safe to repeat.
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
steps=4

# Says why no window can open, or nothing when one can.
missing_display() {
    local number
    if [[ -n ${QT_QPA_PLATFORM:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
        return
    fi
    if [[ -z ${DISPLAY:-} ]]; then
        say "There is no display to open a window on: run this command in a desktop session, or over ssh -X."
        return
    fi
    number=$(sed -nE 's/^(unix)?:([0-9]+)(\.[0-9]+)?$/\2/p' <<<"$DISPLAY")
    if [[ -n $number && -r /proc/net/unix ]] && ! grep -q "/tmp/\.X11-unix/X$number\$" /proc/net/unix; then
        say "DISPLAY names $DISPLAY, but no display answers there: run this command in a desktop session."
    fi
}

# Under sudo, only the packages need root: the build and the profile are to belong to the person.
leave_root() {
    if ((EUID == 0)) && [[ ${SUDO_UID:-0} != 0 && $(stat -c %u "$root") == "$SUDO_UID" ]]; then
        exec sudo -H -u "#$SUDO_UID" --preserve-env=DISPLAY,XAUTHORITY,WAYLAND_DISPLAY,QT_QPA_PLATFORM,LANG,LANGUAGE \
            env XDG_RUNTIME_DIR="/run/user/$SUDO_UID" "$root/packaging/run.sh" "$@"
    fi
}

no_display=$(missing_display)
[[ -z $no_display ]] || fail "$no_display"

step "Packages"
install_missing "${build_packages[@]}" "${run_packages[@]}"
leave_root "$@"
step "Configuring build/release"
configure release
step "Building"
build release kith
step "Starting Kith"
exec "$root/build/release/src/app/kith" "$@"
