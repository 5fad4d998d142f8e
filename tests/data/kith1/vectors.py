#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes safetynumbers.txt and ids.txt, from src/protocol/README.md and without a line of Kith: what the tests compare with."""
import base64
import hashlib
import pathlib

COUNT = 50
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def peer(number):
    """A made-up peer's id: the hash of a made-up key."""
    return hashlib.sha256(b"kith test key %d" % number).digest()


def safety_number(one, other):
    first, second = sorted((one, other))
    value = int.from_bytes(hashlib.sha256(b"kith-safety-1" + first + second).digest(), "big") % 10**60
    digits = f"{value:060}"
    return " ".join(digits[at:at + 5] for at in range(0, 60, 5))


def times(a, b):
    """In GF(32) with x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(9, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def check(group):
    """The character c with c = sum of group[i] * x^(13 - i)."""
    power, total = 1, 0
    for character in reversed(group):
        power = times(power, 2)
        total ^= times(ALPHABET.index(character), power)
    return ALPHABET[total]


def text(identity):
    data = base64.b32encode(identity).decode().rstrip("=")
    groups = [data[at:at + 13] for at in range(0, 52, 13)]
    plain = "".join(group + check(group) for group in groups)
    return "-".join(plain[at:at + 7] for at in range(0, 56, 7))


def main():
    folder = pathlib.Path(__file__).parent
    pairs = [(peer(2 * i), peer(2 * i + 1)) for i in range(COUNT)]
    with open(folder / "safetynumbers.txt", "w", encoding="ascii") as file:
        for one, other in pairs:
            print(one.hex(), other.hex(), safety_number(one, other), sep=",", file=file)
    with open(folder / "ids.txt", "w", encoding="ascii") as file:
        for one, _ in pairs:
            print(one.hex(), text(one), sep=",", file=file)


if __name__ == "__main__":
    main()
