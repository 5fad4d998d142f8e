#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of the window with an empty profile and with a long history, and its idle, beside a bare Qt window, in turn on
one Xvfb.

bench_start.py BUILD [--rounds 7] [--idle 10] [--messages 1000000]
One line a figure: what, kith, bare window, ratio; medians. While idle, kith hosts on tcp://127.0.0.1:0.
"""
import argparse
import contextlib
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

SETTLE_SECONDS = 3


def threads(pid):
    return list(pathlib.Path(f"/proc/{pid}/task").iterdir())


def number_after(path, key):
    for line in path.read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1])
    raise KeyError(key)


def switches(pid):
    return sum(number_after(thread / "status", "voluntary_ctxt_switches") for thread in threads(pid))


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pss_mib(pid):
    return number_after(pathlib.Path(f"/proc/{pid}/smaps_rollup"), "Pss") / 1024


@contextlib.contextmanager
def started(watch, command, display):
    """Yields (pid, mapped ms, painted ms) of the command in a home of its own; ends it afterwards."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as home:
        runtime = pathlib.Path(home, "runtime")
        runtime.mkdir(mode=0o700)
        environment = {
            "PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8",
            "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_LOGGING_RULES": "*=false",
            "DBUS_SESSION_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"],
        }
        command = [part.replace("HOME/", home + "/") for part in command]
        process = subprocess.Popen([watch, *command], env=environment, stdout=subprocess.PIPE, text=True)
        pid = 0
        try:
            line = process.stdout.readline().split()
            if len(line) != 3:
                sys.exit(f"{command[0]} opened no window")
            pid = int(line[0])
            yield pid, float(line[1]), float(line[2])
        finally:
            if pid:
                os.kill(pid, 15)
            else:
                process.terminate()
            process.wait(timeout=20)


def figure(what, unit, ours, bare, digits=0):
    ours, bare = statistics.median(ours), statistics.median(bare)
    ratio = f"ratio {ours / bare:.2f}" if bare > 0 else "no ratio"
    print(f"{what}: kith {ours:.{digits}f} {unit}, bare window {bare:.{digits}f} {unit}, {ratio}", flush=True)


def measure(options, display):
    watch = str(options.build / "tests/bench/windowwatch")
    bare = [str(options.build / "tests/bench/barewindow")]
    kith = [str(options.build / "src/app/kith"), "--profile"]
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as history:
        subprocess.run([str(options.build / "tests/bench/makehistory"), history, str(options.messages)], check=True,
                       stdout=subprocess.DEVNULL)
        measure_start({"bare": bare, "kith": [*kith, history + "/"]}, watch, display, options,
                      f"with {options.messages:,} messages")
    programs = {"bare": bare, "kith": [*kith, "HOME/profile/"]}
    measure_start(programs, watch, display, options, "with an empty profile")
    measure_idle(programs, watch, display, options)


def measure_start(programs, watch, display, options, circumstance):
    mapped, painted = {name: [] for name in programs}, {name: [] for name in programs}
    for round_number in range(options.rounds + 1):
        for name, command in programs.items():
            with started(watch, command, display) as (_, mapped_after, painted_after):
                time.sleep(0.3)
            if round_number > 0:  # the first round only warms the caches
                mapped[name].append(mapped_after)
                painted[name].append(painted_after)
    figure(f"start to mapped window {circumstance} ({options.rounds} rounds)", "ms", mapped["kith"], mapped["bare"])
    figure(f"start to painted window {circumstance} ({options.rounds} rounds)", "ms", painted["kith"], painted["bare"])


def measure_idle(programs, watch, display, options):
    programs["kith"] += ["--host", "tcp://127.0.0.1:0"]
    pss, wakes, cpu = {}, {}, {}
    for name, command in programs.items():
        with started(watch, command, display) as (pid, _, _):
            time.sleep(SETTLE_SECONDS)
            before = time.monotonic(), switches(pid), cpu_seconds(pid)
            time.sleep(options.idle)
            seconds = time.monotonic() - before[0]
            wakes[name] = (switches(pid) - before[1]) / seconds
            cpu[name] = 100 * (cpu_seconds(pid) - before[2]) / seconds
            pss[name] = pss_mib(pid)
    figure("idle memory (PSS)", "MiB", [pss["kith"]], [pss["bare"]], 1)
    figure("idle wake-ups", "a second", [wakes["kith"]], [wakes["bare"]], 1)
    figure("idle CPU", "%", [cpu["kith"]], [cpu["bare"]], 2)


def main():
    if "KITH_BENCH_BUS" not in os.environ:  # a message bus of our own, and none of the desktop's
        os.environ["KITH_BENCH_BUS"] = "1"
        os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, *sys.argv])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--idle", type=float, default=10)
    parser.add_argument("--messages", type=int, default=1_000_000)
    options = parser.parse_args()
    server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        measure(options, ":" + server.stdout.readline().strip())
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
