#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ten friends who are there cost while nobody says anything: the wake-ups and the CPU of one program.

bench_friends.py BUILD [--friends 10] [--idle 60]
Real programs on this computer, with a discovery of their own.
"""
import argparse
import contextlib
import json
import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
import time

DISCOVERY_PORT = "17584"
SETTLE_SECONDS = 20  # the questions of the beginning are over
PATIENCE_SECONDS = 30
MOST_WAKE_UPS = 5.0  # a second
MOST_CPU = 0.2  # per cent of a core


class Person:
    """A kith-cli, and what it says."""

    def __init__(self, build, home, name):
        self.name = name
        self.events = queue.Queue()
        command = [build / "src/cli/kith-cli", "--json", "--profile", f"{home}/{name}/", "nearby", "--name", name,
                   "--port", "0", "--discovery-port", DISCOVERY_PORT]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.read, daemon=True).start()
        self.peer = self.wait(event="listening")["peer"]

    def read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def wait(self, **fields):
        """The next event with these fields; those before it are passed over."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            event = self.events.get(timeout=max(0, end - time.monotonic()))
            if all(event.get(key) == value for key, value in fields.items()):
                return event

    def say(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def leave(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE_SECONDS)


def switches(pid):
    total = 0
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for line in (thread / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                total += int(line.split()[1])
    return total


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(options, home, people):
    ann = Person(options.build, home, "Ann")
    people.callback(ann.leave)
    for number in range(options.friends):
        friend = Person(options.build, home, f"Friend{number}")
        people.callback(friend.leave)
        ann.wait(event="peer", peer=friend.peer, state="nearby")
        ann.say(cmd="greet", peer=friend.peer)
        friend.wait(event="peer", peer=ann.peer, state="asking")
        friend.say(cmd="accept", peer=ann.peer)
        ann.wait(event="peer", peer=friend.peer, state="friend")
    time.sleep(SETTLE_SECONDS)
    pid = ann.process.pid
    before = switches(pid), cpu_seconds(pid)
    time.sleep(options.idle)
    wake_ups = (switches(pid) - before[0]) / options.idle
    cpu = (cpu_seconds(pid) - before[1]) / options.idle * 100
    good = wake_ups < MOST_WAKE_UPS and cpu < MOST_CPU
    print(f"{options.friends} friends who are there, idle for {options.idle:.0f} s: {wake_ups:.1f} wake-ups a second,"
          f" {cpu:.2f} % of a core; aim < {MOST_WAKE_UPS:.0f} and < {MOST_CPU} %: {'met' if good else 'MISSED'}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--friends", type=int, default=10)
    parser.add_argument("--idle", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as home, contextlib.ExitStack() as people:
        return 0 if measure(options, home, people) else 1


if __name__ == "__main__":
    sys.exit(main())
