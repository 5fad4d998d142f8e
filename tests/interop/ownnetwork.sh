#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command in a network namespace of its own, with only a loopback. 77: not possible here.
set -u
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
unshare -rn true 2>/dev/null || { echo "skipped: no network namespaces here"; exit 77; }
exec unshare -rn sh -c 'ip link set lo up && exec "$@"' sh "$@"
