#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves, in fresh Debian 12 roots, what the README promises of the two commands and of the .deb. Needs root,
# debootstrap, Xvfb and xdotool on a Debian machine; about 25 minutes.
#   prove.sh [-d FOLDER] [run] [test] [deb] [sudo]      all four unless told; FOLDER (/var/tmp/kith-prove) is kept
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=/var/tmp/kith-prove
[[ ${1:-} != -d ]] || { folder=$2 && shift 2; }
((EUID == 0)) || fail "prove.sh makes file systems: run it as root."
for tool in debootstrap Xvfb xdotool; do
    command -v "$tool" >/dev/null || fail "prove.sh needs $tool: apt-get install debootstrap xvfb xdotool"
done
proofs=("$@")
((${#proofs[@]})) || proofs=(run test deb sudo)
mkdir -p "$folder/archives"

# The bare system, made once: minbase plus this machine's way to the mirror.
base="$folder/base"
if [[ ! -e $base/.complete ]]; then
    rm -rf --one-file-system "$base"
    # shellcheck disable=SC2016
    debootstrap --variant=minbase bookworm "$base" "$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1)"
    cp /etc/resolv.conf /etc/hosts "$base/etc/"
    if [[ -e /etc/apt/sources.list.d/debian.sources ]]; then
        rm -f "$base/etc/apt/sources.list"
        cp /etc/apt/sources.list.d/debian.sources "$base/etc/apt/sources.list.d/"
    else
        cp /etc/apt/sources.list "$base/etc/apt/"
    fi
    (shopt -s nullglob && for conf in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf; do [[ ! -e $conf ]] || cp "$conf" "$base/etc/apt/apt.conf.d/"; done)
    touch "$base/.complete"
fi

# fresh NAME: a root as nobody has used it.
fresh() {
    rm -rf --one-file-system "${folder:?}/$1"
    cp -a "$base" "$folder/$1"
}

# clone NAME [OWNER]: what is committed here, at /opt/kith in that root.
clone() {
    git clone -q --no-hardlinks "$root" "$folder/$1/opt/kith"
    chown -R "${2:-root}" "$folder/$1/opt/kith"
}

# inside NAME COMMAND...: in that root, with its own processes, mounts and environment; all of them end with the command.
# It pivots, because a chroot could make no user namespaces.
inside() {
    local name=$1
    shift
    # shellcheck disable=SC2016
    ${in_place:-} unshare --mount --pid --fork --kill-child sh -euc '
        new=$1 archives=$2
        shift 2
        mount --bind "$new" "$new"
        mount --rbind /dev "$new/dev"
        mount --bind "$archives" "$new/var/cache/apt/archives"
        mount -t proc proc "$new/proc"
        cd "$new"
        pivot_root . .
        umount -l .
        exec chroot . "$@"' _ "$folder/$name" "$folder/archives" \
        env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb "$@" </dev/null
}

# opens NAME COMMAND...: the command inside opens a window titled Kith; says after how long, then ends it.
opens() {
    local name=$1 started window='' pid
    shift
    started=$(date +%s%N)
    { in_place='exec' && inside "$name" env DISPLAY="$DISPLAY" "$@" >>"$folder/$name.log" 2>&1; } &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        window=$(xdotool search --onlyvisible --name Kith 2>/dev/null | head -n 1) || true
        [[ -z $window ]] || break
        sleep 0.05
    done
    if [[ -z $window ]]; then
        tail -n 20 "$folder/$name.log"
        verdict failed "$name: $* opened no window"
        return
    fi
    verdict passed "$name: $* opened $(xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p') after $((($(date +%s%N) - started) / 1000000)) ms"
    if command -v import >/dev/null; then
        sleep 1
        import -window root "$folder/$name.png" || true
    fi
    kill -KILL "$pid" # unshare forwards no other; what runs inside ends with it
    wait "$pid" 2>/dev/null || true
}

# says NAME COMMAND...: the command inside succeeds.
says() {
    local name=$1 started=$SECONDS
    shift
    if inside "$name" "$@" >>"$folder/$name.log" 2>&1; then
        verdict passed "$name: $* after $((SECONDS - started)) s: $(tail -n 1 "$folder/$name.log")"
    else
        verdict failed "$name: $* after $((SECONDS - started)) s: $(tail -n 1 "$folder/$name.log")"
    fi
}

passed=0 failed=0
verdict() {
    printf '%s %s\n' "$1" "$2"
    printf -v "$1" %d $((${!1} + 1))
}

exec {number}< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp 2>/dev/null)
xvfb=$!
trap 'kill $xvfb 2>/dev/null || true' EXIT
read -r -u "$number" display
export DISPLAY=:$display

for proof in "${proofs[@]}"; do
    rm -f "$folder/$proof.log"
    fresh "$proof"
    case $proof in
    run)
        clone run
        opens run /opt/kith/packaging/run.sh --profile /tmp/profile/
        opens run /opt/kith/packaging/run.sh --profile /tmp/profile/
        ;;
    test)
        clone test
        says test env CI=true /opt/kith/packaging/test.sh
        says test env CI=true /opt/kith/packaging/test.sh
        ;;
    deb)
        if [[ ! -d $folder/test/opt/kith/build/release ]]; then
            fresh test
            clone test
            says test /opt/kith/packaging/test.sh
        fi
        says test cmake --build /opt/kith/build/release --target package
        cp "$folder"/test/opt/kith/build/release/kith_*.deb "$folder/deb/tmp/kith.deb"
        says deb sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y /tmp/kith.deb'
        says deb kith-cli --version
        says deb env QT_QPA_PLATFORM=offscreen kith --version
        opens deb kith --profile /tmp/profile/
        ;;
    sudo)
        inside sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends sudo && useradd -m someone &&
            echo "someone ALL=(ALL:ALL) NOPASSWD: ALL" >/etc/sudoers.d/someone' >"$folder/sudo.log" 2>&1
        clone sudo "$(awk -F: '$1 == "someone" { print $3 }' "$folder/sudo/etc/passwd")"
        opens sudo runuser -u someone -- env HOME=/home/someone /opt/kith/packaging/run.sh
        ;;
    *) fail "prove.sh knows run, test, deb and sudo, not $proof." ;;
    esac
done
say "$passed passed, $failed failed"
((failed == 0))
