#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Broadcasts a datagram that says it came from anywhere, by Ethernet: INTERFACE SOURCE PORT DESTINATION-PORT HEX."""
import socket
import struct
import sys

ETH_P_IP = 0x0800


def checksum(header):
    total = sum(struct.unpack(f"!{len(header) // 2}H", header))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


interface, source, source_port, port, payload = sys.argv[1:]
body = bytes.fromhex(payload)
udp = struct.pack("!HHHH", int(source_port), int(port), 8 + len(body), 0) + body  # no checksum, as RFC 768 allows


def header(check):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 1, 0, 64, socket.IPPROTO_UDP, check,
                       socket.inet_aton(source), socket.inet_aton("255.255.255.255"))


with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
    raw.bind((interface, 0))
    ethernet = b"\xff" * 6 + raw.getsockname()[4] + struct.pack("!H", ETH_P_IP)
    raw.send(ethernet + header(checksum(header(0))) + udp)
