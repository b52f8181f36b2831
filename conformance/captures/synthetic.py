#!/usr/bin/env python3
"""Makes synthetic.pcap and sll.pcap: packets that no program on a quiet network sends, some of them broken."""
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
ETH = bytes.fromhex("02000000000b02000000000a")
A, B = bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])
A6 = bytes.fromhex("fd000000000000000000000000000001")
B6 = bytes.fromhex("fd000000000000000000000000000002")


def csum(data):
    if len(data) % 2:
        data += b"\0"
    s = sum(struct.unpack(">%dH" % (len(data) // 2), data))
    while s > 0xFFFF:
        s = (s & 0xFFFF) + (s >> 16)
    return ~s & 0xFFFF


def ip(proto, payload, options=b"", frag=0, ttl=64, tos=0, length=None, version=4, bad=0):
    ihl = 5 + len(options) // 4
    total = ihl * 4 + len(payload) if length is None else length
    h = struct.pack(">BBHHHBBH4s4s", version << 4 | ihl, tos, total, 7, frag, ttl, proto, 0, A, B) + options
    return h[:10] + struct.pack(">H", csum(h) ^ bad) + h[12:] + payload


def ip6(nxt, payload, plen=None, flow=0, src=A6, dst=B6):
    return struct.pack(">IHBB", 6 << 28 | flow, len(payload) if plen is None else plen, nxt, 64) + src + dst + payload


def icmp(t, c, rest=b"\0\0\0\0", data=b"", bad=0):
    m = struct.pack(">BBH", t, c, 0) + rest + data
    return m[:2] + struct.pack(">H", csum(m) ^ bad) + m[4:]


def icmp6(t, c, body, src=A6, dst=B6):
    m = struct.pack(">BBH", t, c, 0) + body
    return m[:2] + struct.pack(">H", csum(src + dst + struct.pack(">II", len(m), 58) + m)) + m[4:]


def udp(s, d, data, length=None):
    return struct.pack(">HHHH", s, d, len(data) + 8 if length is None else length, 0) + data


def tcp(flags, options=b"", data=b"", off=None):
    options += b"\0" * (-len(options) % 4)
    o = 5 + len(options) // 4 if off is None else off
    h = struct.pack(">HHIIBBHHH", 1000, 2000, 100, 200, o << 4, flags, 512, 0, 7) + options + data
    return h[:16] + struct.pack(">H", csum(A + B + struct.pack(">HH", 6, len(h)) + h)) + h[18:]


def arp(op, hrd=1, pro=0x800, hl=6, pl=4, tha=b"\0" * 6, body=None):
    b = bytes(range(1, hl + 1)) + A[:pl] + tha[:hl] + B[:pl] if body is None else body
    return struct.pack(">HHBBH", hrd, pro, hl, pl, op) + b


v4 = lambda p: ETH + b"\x08\x00" + p
v6 = lambda p: ETH + b"\x86\xdd" + p
quoted = ip(17, udp(1000, 54321, b"x" * 8))
packets = []
add = packets.append
for op in [1, 2, 3, 4, 8, 9, 10, 25]:
    add(ETH + b"\x08\x06" + arp(op) + b"\0" * 18)
add(ETH + b"\x08\x06" + arp(1, tha=b"\xff" * 6))
add(ETH + b"\x80\x35" + arp(3))
add(ETH + b"\x08\x06" + arp(1, pro=0x1234))
add(ETH + b"\x08\x06" + arp(2, pl=16, body=b"\1" * 44))
add(ETH + b"\x08\x06" + arp(1, hrd=6, hl=0))
add(ETH + b"\x08\x06" + arp(1)[:20])
add(ETH + b"\x08\x06" + arp(1)[:5])
for t, c in [(0, 0), (8, 0), (3, 2), (3, 3), (3, 4), (4, 0), (5, 0), (5, 1), (5, 2), (5, 3), (5, 9), (11, 0), (11, 1), (11, 5), (12, 0), (12, 1)] + [(3, c) for c in range(0, 18)]:
    add(v4(ip(1, icmp(t, c, bytes([1, 2, 5, 220]), quoted))))
add(v4(ip(1, icmp(3, 3, data=ip(6, tcp(2))))))
add(v4(ip(1, icmp(3, 3, data=ip(99, b"12345678")))))
add(v4(ip(1, icmp(3, 4, bytes(4), quoted))))
add(v4(ip(1, icmp(9, 0, bytes([2, 2, 0, 200]), A + bytes(4) + B + b"\0\0\0\5"))))
add(v4(ip(1, icmp(9, 0, bytes([2, 3, 20, 0]), A + bytes(4)))))
add(v4(ip(1, icmp(10, 0))))
for t in (13, 14, 15, 16, 17, 18, 42, 99):
    add(v4(ip(1, icmp(t, 0, bytes([0, 1, 0, 2]), struct.pack(">III", 1000, 0x02000000, 3600000)))))
add(v4(ip(1, icmp(8, 0, data=b"abc", bad=5))))
add(v4(ip(1, icmp(11, 0, data=quoted.ljust(128, b"\0") + b"\x20\0\0\0" + bytes([0, 8, 1, 1, 0, 1, 0x11, 64])))))
for options in [bytes([7, 7, 4, 0, 0, 0, 0, 0]), bytes([7, 7, 8]) + A + b"\0", bytes([68, 12, 5, 1]) + bytes(8), bytes([68, 12, 13, 0x31]) + A + b"\0\0\1\0", bytes([68, 8, 9, 0]) + b"\0\0\1\0", bytes([131, 7, 4]) + B + b"\0", bytes([137, 7, 4]) + B + b"\0", bytes([148, 4, 0, 0]), bytes([148, 4, 0, 1]), bytes([130, 3, 1, 0]), bytes([1, 1, 1, 0]), bytes([7, 1, 4, 0]), bytes([99, 4, 0, 0]), bytes([68, 40, 5, 0]), bytes([68, 4, 5, 7])]:
    add(v4(ip(17, udp(9, 10, b"hi"), options)))
add(v4(ip(17, udp(9, 10, b"hi" * 20), frag=0x2000)))
add(v4(ip(17, b"hi" * 20, frag=0x2005)))
add(v4(ip(17, b"hi" * 20, frag=0x0005)))
add(v4(ip(17, udp(9, 10, b"hi"), frag=0xC000)))
for tos in (1, 2, 3, 0xB8):
    add(v4(ip(17, udp(9, 10, b"hi"), tos=tos, ttl=0)))
add(v4(ip(17, udp(9, 10, b"hi"), bad=0x1111)))
add(v4(ip(17, udp(9, 10, b"hi"), length=300)))
add(v4(ip(17, udp(9, 10, b"hi"), length=10)))
add(v4(ip(17, udp(9, 10, b"hi"), length=0)))
add(v4(ip(17, udp(9, 10, b"hi"), version=5)))
add(v4(ip6(17, udp(9, 10, b"hi"))))
add(v4(b"\x43" + ip(17, b"")[1:]))
add(v4(ip(17, udp(9, 10, b"hi", length=4))))
add(v4(ip(17, udp(9, 10, b"hi", length=100))))
add(v4(ip(17, udp(9, 10, b"")[:6])))
add(v4(ip(17, udp(9, 10, b"")[:3])))
for proto in (0, 2, 3, 41, 58, 59, 61, 97, 115, 200, 253):
    add(v4(ip(proto, b"\x11\0\0\0\0\0\0\0" + b"\0" * 16)))
add(v4(ip(4, ip(17, udp(9, 10, b"in")))))
add(v4(ip(41, ip6(17, udp(9, 10, b"in")))))
for m in [b"\x11\x00", b"\x11\x64", b"\x11\x20", b"\x12\0", b"\x16\0", b"\x17\0", b"\x13\0", b"\x77\0"]:
    g = m + b"\0\0" + bytes([239, 1, 2, 3])
    add(v4(ip(2, g[:2] + struct.pack(">H", csum(g)) + g[4:], bytes([148, 4, 0, 0]), ttl=1)))
for g in [b"\x11\x64\0\0" + bytes([239, 1, 2, 3]) + b"\2\x7d\0\1" + A, b"\x11\x94\0\0" + bytes(4) + b"\2\x7d\0\0", b"\x11\xff\0\0" + bytes(4) + b"\2\x7d\0\0", b"\x22\0\0\0\0\0\0\2\4\0\0\0" + bytes([239, 1, 2, 3]) + b"\6\0\0\1" + bytes([239, 1, 2, 4]) + A, b"\x22\0\0\0\0\0\0\5\4\0\0\0" + bytes([239, 1, 2, 3])]:
    add(v4(ip(2, g[:2] + struct.pack(">H", csum(g)) + g[4:], ttl=1)))
for flags in (0, 1, 2, 4, 0x18, 0x10, 0x29, 0xC2, 0xFF):
    add(v4(ip(6, tcp(flags))))
for o in [b"\2\4\5\xb4\4\2\x08\x0a\0\0\0\1\0\0\0\0\1\3\3\7", b"\5\x0a\0\0\0\1\0\0\0\5\1\1", b"\x22\2", b"\x22\6abcd", b"\x13\x12" + b"k" * 16, b"\x1c\4\x80\5", b"\xfe\4\1\2", b"\x63\4zz", b"\2\3\5", b"\2\0", b"\3\xff\1", b"\5\x09\0\0\0\1\0\0\0", b"\6\6\0\0\0\1", b"\0\0\0\0"]:
    add(v4(ip(6, tcp(0x12, o))))
add(v4(ip(6, tcp(0x18, data=b"hello"))))
add(v4(ip(6, tcp(0x14, data=b"reset because\n" * 4))))
add(v4(ip(6, tcp(0x18, off=3))))
add(v4(ip(6, tcp(0x18, off=15))))
add(v4(ip(6, tcp(0x18)[:12])))
add(v4(ip(6, tcp(0x18)[:2])))
for t, body in [(1, bytes(4)), (2, b"\0\0\5\0"), (3, bytes(4)), (4, b"\0\0\0\6")]:
    for c in range(0, 8):
        add(v6(ip6(58, icmp6(t, c, body + ip6(17, udp(9, 54321, b"hi"))))))
add(v6(ip6(58, icmp6(1, 4, bytes(4) + ip6(6, tcp(2))))))
add(v6(ip6(58, icmp6(1, 4, bytes(4) + ip6(50, b"12345678")))))
for t in (128, 129, 130, 131, 132):
    add(v6(ip6(58, icmp6(t, 0, b"\0\1\0\2" + B6))))
add(v6(ip6(58, icmp6(130, 0, b"\0\1\0\0" + B6 + b"\x0a\x7d\0\1" + A6))))
add(v6(ip6(58, icmp6(130, 0, b"\0\1\0\0"))))
add(v6(ip6(58, icmp6(143, 0, b"\0\0\0\2" + b"\4\0\0\0" + B6 + b"\3\0\0\1" + B6 + A6))))
add(v6(ip6(58, icmp6(143, 0, b"\0\0\0\9" + b"\4\0\0\0" + B6))))
sll_opt, tll_opt = b"\1\1" + ETH[:6], b"\2\1" + ETH[:6]
prefix = b"\3\4\x40\xe0" + b"\xff" * 4 + b"\0\0\1\0" + bytes(4) + A6
add(v6(ip6(58, icmp6(133, 0, bytes(4) + sll_opt))))
add(v6(ip6(58, icmp6(134, 0, b"\x40\xc8\x07\x08" + b"\0\0\1\0\0\0\2\0" + sll_opt + prefix + b"\5\1\0\0\0\0\5\xdc" + b"\x19\3\0\0\0\0\0\x3c" + B6 + b"\x1f\2\0\0\0\0\0\x3c\3lab\0\0\0\0" + b"\x18\2\x30\x08\0\0\0\x3c" + A6[:8] + b"\7\1\0\0\0\0\3\xe8" + b"\x08\1\0\0\0\1\0\2" + b"\x0e\1abcdef"))))
add(v6(ip6(58, icmp6(135, 0, bytes(4) + B6 + sll_opt))))
add(v6(ip6(58, icmp6(136, 0, b"\xe0\0\0\0" + B6 + tll_opt))))
add(v6(ip6(58, icmp6(137, 0, bytes(4) + B6 + A6 + tll_opt + b"\4\2" + bytes(14)))))
add(v6(ip6(58, icmp6(135, 0, bytes(4) + B6 + b"\1\0" + bytes(6)))))
add(v6(ip6(58, icmp6(135, 0, bytes(4) + B6 + b"\1\7" + bytes(6)))))
for t in (141, 142, 144, 145, 146, 147, 200, 77):
    add(v6(ip6(58, icmp6(t, 0, bytes(12)))))
add(v6(ip6(58, b"\x80\0\x12\x34\0\1\0\2")))
add(v6(ip6(0, b"\x3a\0\5\2\0\0\1\0" + icmp6(128, 0, b"\0\1\0\2"))))
add(v6(ip6(60, b"\x11\0\1\4\0\0\0\0" + udp(9, 10, b"hi"))))
add(v6(ip6(0, b"\x11\0\0\0\0\0\0\0" + udp(9, 10, b"hi"))))
add(v6(ip6(43, b"\x11\2\0\1\0\0\0\0" + B6 + udp(9, 10, b"hi"))))
add(v6(ip6(44, b"\x11\0\0\1\0\0\0\7" + udp(9, 10, b"hi"))))
add(v6(ip6(44, b"\x11\0\0\x11\0\0\0\7" + udp(9, 10, b"hi"))))
add(v6(ip6(59, b"")))
add(v6(ip6(59, b"rest")))
for nxt in (1, 2, 4, 41, 47 + 200, 253):
    add(v6(ip6(nxt, ip(17, udp(9, 10, b"hi")))))
add(v6(ip6(17, udp(9, 10, b"hi"), flow=0x0B812345)))
add(v6(ip6(17, udp(9, 10, b"hi"), plen=500)))
add(v6(ip6(17, udp(9, 10, b"hi"), plen=0)))
add(v6(ip6(6, tcp(2))))
add(v6(b"\x50" + ip6(17, b"")[1:]))
add(v6(ip6(17, b"")[:30]))
add(ETH + b"\x81\x00\x60\x0a\x08\x00" + ip(17, udp(9, 10, b"hi")))
add(ETH + b"\x81\x00\x10\x0a\x88\xb5" + b"data")
add(ETH + b"\x88\xa8\x00\x0a\x81\x00\x00\x14\x08\x06" + arp(1))
add(ETH + b"\x81\x00\x00\x0a\x00\x08" + b"\x42\x42\x03" + bytes(5))
add(ETH + b"\x81\x00\x00")
add(ETH + b"\x88\xb5" + b"local experiment")
add(ETH + b"\x05\xdd" + b"what")
for llc in [b"\x42\x42\x03" + bytes(4) + b"\0" + b"\x80\0" + ETH[:6] + b"\0\0\0\4" + b"\x80\0" + ETH[6:] + b"\x80\1\1\0\x14\0\2\0\x0f\0", b"\x42\x42\x03\0\0\2\2\x7c\x80\0" + ETH[:6] + b"\0\0\0\4" + b"\x80\0" + ETH[6:] + b"\x80\1\1\0\x14\0\2\0\x0f\0\0", b"\x42\x42\x03\0\0\0\x80", b"\x42\x42\x03\0\0", b"\xaa\xaa\x03\0\0\0\x08\x06" + arp(1), b"\xaa\xaa\x03\0\0\0\x88\xb5data", b"\xaa\xaa\x03\0\x12\x34\x88\xb5data", b"\xf0\xf0\x03data", b"\x04\x09\x03data", b"\x04\x05\xbfdata", b"\x08\x08\x01\x05data", b"\x08\x09\x02\x05data", b"\x08"]:
    add(ETH + struct.pack(">H", len(llc)) + llc)
add(ETH[:9])


def write(name, linktype, frames, extra=0):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, linktype))
        for i, p in enumerate(frames):
            f.write(struct.pack("<IIII", 1700000000 + i, 1000 * i, len(p), len(p)) + p)
        for i, p in enumerate(frames[:extra]):  # cut off by a small snapshot length
            cut = p[: len(p) * 2 // 3]
            f.write(struct.pack("<IIII", 1700001000 + i, 0, len(cut), len(p)) + cut)


write("synthetic.pcap", 1, packets, len(packets))
cooked = []
for kind in range(0, 6):
    for p in (packets[0], v4(ip(17, udp(9, 10, b"hi"))), v6(ip6(17, udp(9, 10, b"hi"))), ETH + b"\x88\xb5data"):
        cooked.append(struct.pack(">HHH8s", kind, 1, 6, p[6:12]) + p[12:])
cooked.append(struct.pack(">HHH8s", 0, 772, 0, b"") + v4(ip(17, udp(9, 10, b"hi")))[12:])
cooked.append(struct.pack(">HHH8s", 0, 1, 6, ETH[:6]) + b"\0\4\x42\x42\3\0\0\0\x80")
write("sll.pcap", 113, cooked)
write("sll2.pcap", 276, [p[14:16] + b"\0\0\0\0\0\x09" + p[2:4] + p[1:2] + p[5:6] + p[6:14] + p[16:] for p in cooked])
write("raw.pcap", 101, [p[14:] for p in packets if p[12:14] in (b"\x08\x00", b"\x86\xdd")][::7] + [b"\x90abc"])
