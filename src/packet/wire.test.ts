/** Headers of packets that Linux sent, taken apart and built again. */
import * as fs from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ARP_LENGTH, arpOperation, arpSender, arpTarget, writeArp } from "./arp.ts";
import { CAPTURE_RECORD, CaptureRecord } from "./capture.ts";
import { pseudoSumIpv4At } from "./checksum.ts";
import {
  ETH_HLEN,
  ETH_P_8021Q,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  ethIsBroadcast,
  ethIsMulticast,
  ethProtocol,
  ethType,
  writeEthernet,
} from "./ethernet.ts";
import {
  ICMP_ECHO,
  ICMP_HLEN,
  icmpChecksumOk,
  icmpId,
  icmpRest,
  icmpSequence,
  icmpType,
  writeIcmp,
} from "./icmp.ts";
import { icmpv6ChecksumOk, icmpv6Type, writeIcmpv6Checksum } from "./icmpv6.ts";
import {
  IGMPV3_HOST_MEMBERSHIP_REPORT,
  igmpChecksumOk,
  igmpType,
  igmpv3RecordCount,
  igmpv3RecordLength,
} from "./igmp.ts";
import {
  decreaseTtl,
  IPPROTO_FRAGMENT,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV4_HLEN,
  IPV4_OPTIONS,
  ipv4ChecksumOk,
  ipv4Destination,
  ipv4FragmentField,
  ipv4HeaderLength,
  ipv4Id,
  ipv4IsFragment,
  ipv4OptionLength,
  ipv4Protocol,
  ipv4Source,
  ipv4Tos,
  ipv4TotalLength,
  ipv4Ttl,
  writeIpv4,
} from "./ipv4.ts";
import {
  IPV6_HLEN,
  Ipv6Walk,
  ipv6FirstWord,
  ipv6FlowLabel,
  ipv6HopLimit,
  ipv6NextHeader,
  ipv6PayloadLength,
  ipv6TrafficClass,
  writeIpv6,
} from "./ipv6.ts";
import { mld2RecordCount, mld2RecordLength } from "./mld.ts";
import { findNdiscOption, ND_OPT_SOURCE_LL_ADDR, ndiscBodyLength, ndiscOptionLength } from "./ndisc.ts";
import { PcapReader } from "./pcap.ts";
import {
  tcpAcknowledgement,
  tcpDestinationPort,
  tcpFlags,
  tcpHeaderLength,
  tcpOptionLength,
  tcpSequence,
  tcpSourcePort,
  tcpWindow,
  writeTcp,
} from "./tcp.ts";
import { udpDestinationPort, udpLength, udpSourcePort, writeUdp, writeUdpChecksum } from "./udp.ts";
import { insertVlanTag, removeVlanTag, VLAN_HLEN, vlanEncapsulatedType, vlanId } from "./vlan.ts";

const CAPTURE = fileURLToPath(new URL("../../conformance/captures/veth.pcap", import.meta.url));

function packets(): Uint8Array[] {
  const reader = new PcapReader();
  reader.push(fs.readFileSync(CAPTURE));
  reader.end();
  const record = new CaptureRecord();
  const found: Uint8Array[] = [];
  while (reader.next(record) === CAPTURE_RECORD)
    found.push(record.bytes.slice(record.offset, record.offset + record.length));
  return found;
}

const ALL = packets();
const ofType = (type: number): Uint8Array[] => ALL.filter((frame) => ethType(frame, 0) === type);
const inIpv4 = (protocol: number): Uint8Array[] =>
  ofType(ETH_P_IP).filter(
    (frame) => ipv4Protocol(frame, ETH_HLEN) === protocol && !ipv4IsFragment(frame, ETH_HLEN),
  );

/** Each kind of packet must occur, or the test tests nothing. */
function some(frames: Uint8Array[]): Uint8Array[] {
  expect(frames.length).toBeGreaterThan(0);
  return frames;
}

describe("packets of Linux", () => {
  it("have the same Ethernet header when built again", () => {
    for (const frame of some(ALL)) {
      const copy = new Uint8Array(frame);
      copy.fill(0, 0, ETH_HLEN);
      writeEthernet(copy, 0, frame, 0, frame, 6, ethType(frame, 0));
      expect(copy).toEqual(frame);
      expect(ethProtocol(frame, 0, frame.length)).toBe(ethType(frame, 0));
      if (ethIsBroadcast(frame, 0)) expect(ethIsMulticast(frame, 0)).toBe(true);
    }
  });

  it("take a VLAN tag and give it back", () => {
    const frame = some(ofType(ETH_P_IP))[0];
    const room = new Uint8Array(frame.length + VLAN_HLEN);
    room.set(frame, VLAN_HLEN);
    insertVlanTag(room, VLAN_HLEN, ETH_P_8021Q, 0x600a);
    expect(ethType(room, 0)).toBe(ETH_P_8021Q);
    expect([vlanId(room, ETH_HLEN), vlanEncapsulatedType(room, ETH_HLEN)]).toEqual([10, ETH_P_IP]);
    removeVlanTag(room, 0);
    expect(room.subarray(VLAN_HLEN)).toEqual(frame);
  });

  it("have the same ARP packet", () => {
    for (const frame of some(ofType(ETH_P_ARP))) {
      const copy = new Uint8Array(frame);
      copy.fill(0, ETH_HLEN, ETH_HLEN + ARP_LENGTH);
      const at = ETH_HLEN;
      writeArp(
        copy,
        at,
        arpOperation(frame, at),
        frame,
        at + 8,
        arpSender(frame, at),
        frame,
        at + 18,
        arpTarget(frame, at),
      );
      expect(copy).toEqual(frame);
    }
  });

  it("have the same IPv4 header and checksum, also after a hop", () => {
    for (const frame of some(ofType(ETH_P_IP))) {
      const at = ETH_HLEN;
      expect(ipv4ChecksumOk(frame, at)).toBe(true);
      const hop = new Uint8Array(frame);
      expect(decreaseTtl(hop, at)).toBe(ipv4Ttl(frame, at) - 1);
      expect(ipv4ChecksumOk(hop, at)).toBe(true);
      const length = ipv4HeaderLength(frame, at);
      for (let option = at + IPV4_OPTIONS; option < at + length; ) {
        const size = ipv4OptionLength(frame, option, at + length);
        expect(size).toBeGreaterThan(0);
        option += size;
      }
      if (length > IPV4_HLEN) continue;
      const copy = new Uint8Array(frame);
      copy.fill(0, at, at + IPV4_HLEN);
      writeIpv4(
        copy,
        at,
        ipv4Tos(frame, at),
        ipv4TotalLength(frame, at),
        ipv4Id(frame, at),
        ipv4FragmentField(frame, at),
        ipv4Ttl(frame, at),
        ipv4Protocol(frame, at),
        ipv4Source(frame, at),
        ipv4Destination(frame, at),
      );
      expect(copy).toEqual(frame);
    }
  });

  it("have the same ICMP message", () => {
    for (const frame of some(inIpv4(IPPROTO_ICMP))) {
      const at = ETH_HLEN + ipv4HeaderLength(frame, ETH_HLEN);
      const length = ETH_HLEN + ipv4TotalLength(frame, ETH_HLEN) - at;
      expect(icmpChecksumOk(frame, at, length)).toBe(true);
      const copy = new Uint8Array(frame);
      copy.fill(0, at, at + ICMP_HLEN);
      writeIcmp(copy, at, length, icmpType(frame, at), frame[at + 1], icmpRest(frame, at));
      expect(copy).toEqual(frame);
      if (icmpType(frame, at) === ICMP_ECHO)
        expect(icmpRest(frame, at)).toBe(icmpId(frame, at) * 65536 + icmpSequence(frame, at));
    }
  });

  it("have whole IGMP reports", () => {
    for (const frame of some(inIpv4(IPPROTO_IGMP))) {
      const at = ETH_HLEN + ipv4HeaderLength(frame, ETH_HLEN);
      const end = ETH_HLEN + ipv4TotalLength(frame, ETH_HLEN);
      expect(igmpType(frame, at)).toBe(IGMPV3_HOST_MEMBERSHIP_REPORT);
      expect(igmpChecksumOk(frame, at, end - at)).toBe(true);
      let record = at + 8;
      for (let i = 0; i < igmpv3RecordCount(frame, at); i++) record += igmpv3RecordLength(frame, record, end);
      expect(record).toBe(end);
    }
  });

  it("have the same UDP and TCP headers", () => {
    for (const frame of some(inIpv4(IPPROTO_UDP))) {
      const at = ETH_HLEN + IPV4_HLEN;
      const copy = new Uint8Array(frame);
      copy.fill(0, at, at + 8);
      writeUdp(copy, at, udpSourcePort(frame, at), udpDestinationPort(frame, at), udpLength(frame, at));
      expect(copy.subarray(at, at + 6)).toEqual(frame.subarray(at, at + 6));
      const pseudo = pseudoSumIpv4At(copy, ETH_HLEN, IPPROTO_UDP, udpLength(copy, at));
      writeUdpChecksum(copy, at, udpLength(copy, at), pseudo);
      writeUdpChecksum(copy, at, udpLength(copy, at), pseudo);
      expect(copy[at + 6] | copy[at + 7]).not.toBe(0);
    }
    for (const frame of some(inIpv4(IPPROTO_TCP))) {
      const at = ETH_HLEN + IPV4_HLEN;
      const length = tcpHeaderLength(frame, at);
      const copy = new Uint8Array(frame);
      copy.fill(0, at, at + 16);
      writeTcp(
        copy,
        at,
        tcpSourcePort(frame, at),
        tcpDestinationPort(frame, at),
        tcpSequence(frame, at),
        tcpAcknowledgement(frame, at),
        length,
        tcpFlags(frame, at),
        tcpWindow(frame, at),
      );
      expect(copy.subarray(at, at + 16)).toEqual(frame.subarray(at, at + 16));
      for (let option = at + 20; option < at + length; ) {
        const size = tcpOptionLength(frame, option, at + length);
        expect(size).toBeGreaterThan(0);
        option += size;
      }
    }
  });

  it("have the same IPv6 header, and ICMPv6 behind any extension headers", () => {
    const walk = new Ipv6Walk();
    let fragments = 0;
    for (const frame of some(ofType(ETH_P_IPV6))) {
      const at = ETH_HLEN;
      const copy = new Uint8Array(frame);
      copy.fill(0, at, at + IPV6_HLEN);
      const first = ipv6FirstWord(ipv6TrafficClass(frame, at), ipv6FlowLabel(frame, at));
      const payload = ipv6PayloadLength(frame, at);
      writeIpv6(
        copy,
        at,
        first,
        payload,
        ipv6NextHeader(frame, at),
        ipv6HopLimit(frame, at),
        frame,
        at + 8,
        frame,
        at + 24,
      );
      expect(copy).toEqual(frame);
      const end = at + IPV6_HLEN + payload;
      expect(walk.walk(frame, at, end)).toBe(true);
      if (walk.fragment >= 0) {
        expect([IPPROTO_FRAGMENT, IPPROTO_ICMPV6]).toContain(walk.protocol);
        fragments++;
        continue;
      }
      if (walk.protocol === IPPROTO_ICMPV6) checkIcmpv6(frame, walk.offset, end);
    }
    expect(fragments).toBeGreaterThan(0);
  });
});

function checkIcmpv6(frame: Uint8Array, at: number, end: number): void {
  const addresses = ETH_HLEN + 8;
  expect(icmpv6ChecksumOk(frame, at, end - at, addresses)).toBe(true);
  const copy = new Uint8Array(frame);
  writeIcmpv6Checksum(copy, at, end - at, addresses);
  expect(copy).toEqual(frame);
  const type = icmpv6Type(frame, at);
  if (type === 143) {
    let record = at + 8;
    for (let i = 0; i < mld2RecordCount(frame, at); i++) record += mld2RecordLength(frame, record, end);
    expect(record).toBe(end);
  }
  const body = ndiscBodyLength(type);
  if (body > 0 && at + body < end) {
    expect(ndiscOptionLength(frame, at + body, end)).toBeGreaterThan(0);
    expect(findNdiscOption(frame, at + body, end, ND_OPT_SOURCE_LL_ADDR)).not.toBe(-2);
  }
}

describe("IPv6 extension headers", () => {
  const walk = new Ipv6Walk();
  const packet = (next: number, rest: number[]): Uint8Array => {
    const bytes = new Uint8Array(IPV6_HLEN + rest.length);
    bytes[6] = next;
    bytes.set(rest, IPV6_HLEN);
    return bytes;
  };

  it("end the walk when they go beyond the packet", () => {
    const bytes = packet(0, [58, 9, 0, 0, 0, 0, 0, 0]);
    expect(walk.walk(bytes, 0, bytes.length)).toBe(false);
    const short = packet(0, [58, 0]);
    expect(walk.walk(short, 0, short.length)).toBe(false);
  });

  it("stop at a later fragment, and after a bounded number", () => {
    const later = packet(44, [17, 0, 0, 8, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(walk.walk(later, 0, later.length)).toBe(true);
    expect([walk.protocol, walk.fragmentField]).toEqual([44, 8]);
    const endless = packet(
      60,
      Array.from({ length: 60000 }, (_, i) => (i % 8 === 0 ? 60 : 0)),
    );
    expect(walk.walk(endless, 0, endless.length)).toBe(true);
    expect(walk.offset).toBe(IPV6_HLEN + 64 * 8);
  });
});
