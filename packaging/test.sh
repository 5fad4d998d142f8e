#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what the tests need on Debian 12, builds Kith and runs every test and check without a display.
# The last line counts them. With CI=true a skipped test counts as failed: there, everything can be had.
set -euo pipefail
# shellcheck source=packaging/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
steps=7
passed=0 failed=0 skipped=0
jobs=$(nproc)
reports="$root/build/reports"
export LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$root/packaging/lsan.supp:print_suppressions=0
unset DISPLAY WAYLAND_DISPLAY

# check NAME COMMAND...: one check that is not a ctest; shows what it said only when it failed.
check() {
    local name=$1 log
    shift
    log="$reports/${name// /-}.log"
    if "$@" >"$log" 2>&1 </dev/null; then
        passed=$((passed + 1))
        say "      passed: $name"
    else
        failed=$((failed + 1))
        say "      FAILED: $name"
        tail -n 60 "$log"
    fi
}

# Some kernels place memory where the sanitizers of GCC 12 cannot start; without randomisation they can.
steady=()
if setarch -R true 2>/dev/null; then
    steady=(setarch -R)
fi

# suite PRESET: builds it and runs its ctests, as far as the preset names them.
suite() {
    local preset=$1 report="$reports/$1.xml" log="$root/build/$1/Testing/Temporary/LastTest.log" bad not_run all
    if ! { configure "$preset" && build "$preset"; }; then
        failed=$((failed + 1))
        say "      FAILED: the $preset build"
        return
    fi
    rm -f "$report" "$log"
    (cd "$root" && "${steady[@]}" ctest --preset "$preset" --parallel "$jobs" --output-junit "$report" </dev/null) || true
    if [[ ! -s $report ]]; then
        failed=$((failed + 1))
        say "      FAILED: the $preset suite ran no test"
        return
    fi
    all=$(attribute tests "$report") bad=$(attribute failures "$report")
    not_run=$(($(attribute disabled "$report") + $(attribute skipped "$report")))
    grep '^SKIP   : ' "$log" | sort -u >"$reports/$preset.skipped" || true
    passed=$((passed + all - bad - not_run))
    failed=$((failed + bad))
    skipped=$((skipped + not_run))
}
attribute() { grep -m 1 -oE "^[[:space:]]*$1=\"[0-9]+\"" "$2" | tr -dc 0-9; }

sources() { find "$root/src" "$root/tests" \( -name '*.cpp' -o -name '*.h' \) -not -path '*/data/*' "$@"; }
formatted() { sources -print0 | xargs -0 clang-format-14 --dry-run -Werror; }

# clang-tidy on each source of src/, unless it and all of ours that it includes passed before as they are now.
tidy_all() {
    local stamps="$root/build/tidy" versions units
    mkdir -p "$stamps"
    cd "$root/build/release"
    versions=$({ clang-tidy-14 --version && cat "$root/.clang-tidy" "$root/CMakeLists.txt"; } | sha256sum)
    units=$(ninja -t deps | awk -v top="$root/" '
        function finish() { if (index(unit, "../../src/") == 1) print unit; unit = "" }
        /^[^ ].*: #deps/ { finish(); next }
        /^ / { path = substr($0, 5)
               if (index(path, top) == 1) path = "../../" substr(path, length(top) + 1)
               if (unit == "") unit = path
               else if (index(path, "../../src/") == 1 || path ~ /_autogen\//) unit = unit "\t" path }
        END { finish() }')
    [[ -n $units ]] || return
    export -f tidy
    xargs -d '\n' -n 1 -P "$jobs" bash -c 'tidy "$@"' _ "$stamps" "$versions" <<<"$units"
}
tidy() {
    local files stamp
    IFS=$'\t' read -r -a files <<<"$3"
    stamp="$1/$({ printf '%s\n' "$2" && sha256sum "${files[@]}"; } | sha256sum | cut -c -32)"
    [[ -e $stamp ]] && return
    clang-tidy-14 --quiet -p . "${files[0]}" 2>/dev/null && touch "$stamp"
}

# Each decoder's fuzzer for a short while, beginning with its corpus; what it finds new stays in build/.
fuzz() {
    local name found fuzzers
    mapfile -t fuzzers < <(find "$root/tests/fuzz" -name 'fuzz_*.cpp' -printf '%f\n' | sed 's/\.cpp$//' | sort)
    ((${#fuzzers[@]})) || return 0
    { configure fuzz && build fuzz "${fuzzers[@]}"; } || return
    for name in "${fuzzers[@]}"; do
        found="$root/build/fuzz/corpus/$name"
        mkdir -p "$found"
        "${steady[@]}" "$root/build/fuzz/tests/fuzz/$name" -max_total_time=5 -rss_limit_mb=2048 -print_final_stats=1 \
            -artifact_prefix="$reports/" "$found" "$root/tests/data/corpus/${name#fuzz_}" || return
    done
}

mkdir -p "$reports" 2>/dev/null || true
[[ -w $reports ]] || fail "$root/build cannot be written: remove it, or run this command as its owner."

step "Packages"
install_missing "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
rm -f "$reports"/*.skipped
step "The suite, as released"
suite release
step "The suite under AddressSanitizer and UndefinedBehaviorSanitizer"
suite asan
step "What works with threads, under ThreadSanitizer"
suite tsan
step "clang-tidy"
check "clang-tidy" tidy_all
step "Fuzzers"
check "fuzzers" fuzz
step "Format and data files"
check "clang-format" formatted
check "desktop file" desktop-file-validate "$root/packaging/org.kith_messenger.Kith.desktop"
check "AppStream data" appstreamcli validate --no-net "$root/packaging/org.kith_messenger.Kith.metainfo.xml"

# Test functions that neither of the two whole suites ran. Some make no sense under the sanitizers: running once is enough.
unrun() { sed -E 's/^(SKIP   : [^)]*\)).*/\1/' "$1" | sort -u; }
if [[ -e $reports/release.skipped && -e $reports/asan.skipped ]]; then
    while read -r line; do
        skipped=$((skipped + 1))
        grep -F "$line" "$reports/release.skipped"
    done < <(comm -12 <(unrun "$reports/release.skipped") <(unrun "$reports/asan.skipped"))
fi

if [[ ${CI:-} == true ]] && ((skipped > 0)); then
    say "In CI no test may be skipped: $skipped were."
    failed=$((failed + skipped)) skipped=0
fi
if ((skipped > 0)); then
    say "$passed passed, $failed failed, $skipped skipped"
else
    say "$passed passed, $failed failed"
fi
((failed == 0))
