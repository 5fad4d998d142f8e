#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Kith and its benchmarks as released and runs tests/bench/bench_* one after the other.
#   bench.sh [NAME...]      bench_start for one; all unless told
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
steps=3

step "Packages"
install_missing "${build_packages[@]}" "${run_packages[@]}" "${bench_packages[@]}"
step "Building build/bench"
configure bench
build bench
step "Measuring: leave the machine alone meanwhile"
programs=()
for program in "$root"/build/bench/tests/bench/bench_* "$root"/tests/bench/bench_*.py; do
    name=$(basename "$program" .py)
    [[ -f $program && -x $program ]] || continue
    (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
    programs+=("$program")
done
((${#programs[@]})) || fail "no benchmark of that name"
worst=0
for program in "${programs[@]}"; do
    say "$(basename "$program" .py)"
    case $program in
    *.py) "$program" "$root/build/bench" || worst=1 ;;
    *) QT_QPA_PLATFORM=offscreen "$program" || worst=1 ;;
    esac
done
exit $worst
