#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command as root of a network namespace of its own, where it may make hosts and cables. 77: not possible here.
set -u
command -v ip >/dev/null && command -v nsenter >/dev/null || { echo "skipped: no ip or nsenter"; exit 77; }
unshare -rn ip link add probe type veth peer name probe2 2>/dev/null || { echo "skipped: no network namespaces here"; exit 77; }
exec unshare -rn sh -c 'ip link set lo up && exec "$@"' sh "$@"
