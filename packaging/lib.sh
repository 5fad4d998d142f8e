# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034 # the lists are read by those who source this
# What the commands of this folder share. Sourced, never run. Sets `root`, the top of the source tree.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Debian 12 packages, each named once: to build Kith, to run its window, to test it, to measure it.
build_packages=(
    cmake g++ ninja-build
    qt6-base-dev qt6-l10n-tools qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools
    libexpected-dev libicu-dev libqrencode-dev libsodium-dev libsqlite3-dev libssl-dev pkgconf
)
run_packages=(
    qt6-translations-l10n
    fonts-inter fonts-noto-cjk fonts-noto-color-emoji
)
test_packages=(
    clang clang-format clang-tidy libclang-rt-14-dev
    appstream desktop-file-utils dpkg-dev fakeroot file
    at-spi2-core dbus openbox xauth xdotool xvfb
    faketime iproute2 procps python3 util-linux
)
bench_packages=(dbus libmosquitto-dev libxcb1-dev mosquitto pkgconf python3 xvfb)

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# step "Building": announces the next of `steps` steps.
step_number=0
step() {
    step_number=$((step_number + 1))
    printf '[%d/%d] %s\n' "$step_number" "${steps:?}" "$*"
}

# install_missing PACKAGE...: installs those that are not there; asks nobody and touches nothing when all are.
install_missing() {
    local package missing=() become=()
    declare -A present=()
    while read -r package; do
        present[$package]=1
    done < <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
    for package in "$@"; do
        [[ -n ${present[$package]:-} ]] || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        say "      all ${#} packages are installed"
        return
    fi
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "These Debian packages are missing, and installing them needs root or sudo: ${missing[*]}"
        become=(sudo)
    fi
    say "      installing ${missing[*]}"
    local apt=("${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
    "${apt[@]}" update >/dev/null || fail "apt-get update failed: is this machine online, and is it Debian 12?"
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" | apt_progress ||
        fail "apt-get could not install: ${missing[*]}"
}
apt_progress() {
    local line dots=''
    while read -r line; do
        case $line in
        'Need to get'* | 'After this operation'*) say "      $line" ;;
        'Setting up'*) [[ -n $dots ]] || printf '      '
            printf .
            dots=some
            ;;
        esac
    done
    [[ -z $dots ]] || echo
}

# configure PRESET [CMAKE OPTION...]: once, and again when the presets changed; ninja sees every other change itself.
configure() {
    local preset=$1 made="$root/build/$1/build.ninja"
    shift
    if (($# == 0)) && [[ -e $made && $made -nt $root/CMakePresets.json ]]; then
        return
    fi
    if [[ -z ${CMAKE_CXX_COMPILER_LAUNCHER:-} ]] && command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    mkdir -p "$root/build" 2>/dev/null || true
    [[ -w $root/build ]] || fail "$root/build cannot be written: remove it, or run this command as its owner."
    (cd "$root" && cmake --preset "$preset" --log-level=WARNING "$@")
}

# build PRESET [TARGET...]: ninja shows the progress.
build() {
    local preset=$1
    shift
    (cd "$root" && cmake --build --preset "$preset" ${1+--target "$@"})
}
