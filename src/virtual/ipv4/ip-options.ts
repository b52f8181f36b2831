/**
 * IP options of received packets: record route, time stamps, source routes, router alert.
 *
 * Source: `net/ipv4/ip_options.c` (`ip_options_compile`, `ip_options_rcv_srr`, `ip_forward_options`); RFC 791.
 */

import { RTN_LOCAL, RTN_UNICAST } from "../../netlink/route-attributes.ts";
import { read32, write32 } from "../../packet/bytes.ts";
import { ICMP_DEST_UNREACH, ICMP_PARAMETERPROB, ICMP_SR_FAILED } from "../../packet/icmp.ts";
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_RA,
  IPOPT_RR,
  IPOPT_SSRR,
  IPOPT_TIMESTAMP,
  IPOPT_TS_PRESPEC,
  IPOPT_TS_TSANDADDR,
  IPOPT_TS_TSONLY,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  ipv4HeaderLength,
  writeIpv4Checksum,
} from "../../packet/ipv4.ts";
import { SKB_DROP_REASON_IP_INHDR, SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { kfreeSkb, PACKET_HOST, type SkBuff } from "../core/skbuff.ts";
import { addressType } from "./fib-lookup.ts";
import { sendIcmpError } from "./icmp-error.ts";
import { specificDestination } from "./icmp-spec.ts";
import type { NetIpv4 } from "./net-ipv4.ts";
import { routeInput } from "./route-input.ts";
import type { Rtable } from "./rtable.ts";
import { IPSTATS_INHDRERRORS } from "./snmp.ts";

const MS_PER_DAY = 86_400_000;

function now(net: NetIpv4): number {
  return Math.floor(net.net.machine.clock.realtime() / 1000) % MS_PER_DAY;
}

/** Where the options of the packet are, relative to the network header; 0: absent. */
interface Parsed {
  sourceRoute: number;
  record: number;
  stamp: number;
  routerAlert: boolean;
}

const parsed: Parsed = { sourceRoute: 0, record: 0, stamp: 0, routerAlert: false };

/**
 * Checks the options, and enters this host where they ask for it.
 * @returns -1, or the offset in the header of what is wrong
 */
function compile(skb: SkBuff, net: NetIpv4): number {
  const { bytes, networkHeader: header } = skb;
  const end = header + ipv4HeaderLength(bytes, header);
  parsed.sourceRoute = 0;
  parsed.record = 0;
  parsed.stamp = 0;
  parsed.routerAlert = false;
  for (let at = header + IPV4_HLEN; at < end; ) {
    const type = bytes[at];
    if (type === IPOPT_END) return -1;
    if (type === IPOPT_NOOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return at - header;
    const problem = compileOne(skb, net, type, at, length, header);
    if (problem >= 0) return problem - header;
    at += length;
  }
  return -1;
}

/** @returns -1, or where the problem is */
function compileOne(
  skb: SkBuff,
  net: NetIpv4,
  type: number,
  at: number,
  length: number,
  header: number,
): number {
  const bytes = skb.bytes;
  switch (type) {
    case IPOPT_SSRR:
    case IPOPT_LSRR:
      if (length < 3) return at + 1;
      if (bytes[at + 2] < 4) return at + 2;
      if (parsed.sourceRoute !== 0) return at;
      parsed.sourceRoute = at - header;
      return -1;
    case IPOPT_RR:
      return compileRecord(skb, net, at, length, header);
    case IPOPT_TIMESTAMP:
      return compileStamp(skb, net, at, length, header);
    case IPOPT_RA:
      if (length < 4) return at + 1;
      parsed.routerAlert = bytes[at + 2] === 0 && bytes[at + 3] === 0;
      return -1;
    default:
      return -1;
  }
}

function compileRecord(skb: SkBuff, net: NetIpv4, at: number, length: number, header: number): number {
  const bytes = skb.bytes;
  if (parsed.record !== 0) return at;
  if (length < 3) return at + 1;
  const pointer = bytes[at + 2];
  if (pointer < 4) return at + 2;
  if (pointer <= length) {
    if (pointer + 3 > length) return at + 2;
    writable(skb);
    write32(skb.bytes, at + pointer - 1, specificDestination(net, skb, skb.dst as Rtable));
    skb.bytes[at + 2] += 4;
    writeIpv4Checksum(skb.bytes, header);
  }
  parsed.record = at - header;
  return -1;
}

function compileStamp(skb: SkBuff, net: NetIpv4, at: number, length: number, header: number): number {
  const bytes = skb.bytes;
  if (parsed.stamp !== 0) return at;
  if (length < 4) return at + 1;
  const pointer = bytes[at + 2];
  if (pointer < 5) return at + 2;
  const kind = bytes[at + 3] & 15;
  if (pointer > length) {
    const overflow = bytes[at + 3] >> 4;
    if (overflow === 15) return at + 3;
    writable(skb);
    skb.bytes[at + 3] = (bytes[at + 3] & 15) | ((overflow + 1) << 4);
    writeIpv4Checksum(skb.bytes, header);
    parsed.stamp = at - header;
    return -1;
  }
  if (pointer + 3 > length) return at + 2;
  writable(skb);
  if (kind === IPOPT_TS_TSONLY) {
    write32(skb.bytes, at + pointer - 1, now(net));
    skb.bytes[at + 2] += 4;
  } else if (kind === IPOPT_TS_TSANDADDR || kind === IPOPT_TS_PRESPEC) {
    if (pointer + 7 > length) return at + 2;
    if (kind === IPOPT_TS_TSANDADDR)
      write32(skb.bytes, at + pointer - 1, specificDestination(net, skb, skb.dst as Rtable));
    else if (addressType(net, read32(skb.bytes, at + pointer - 1)) === RTN_UNICAST) {
      parsed.stamp = at - header;
      return -1;
    }
    write32(skb.bytes, at + pointer + 3, now(net));
    skb.bytes[at + 2] += 8;
  }
  writeIpv4Checksum(skb.bytes, header);
  parsed.stamp = at - header;
  return -1;
}

function writable(skb: SkBuff): void {
  skb.makeWritable();
}

/** `ip_rcv_options`. @returns whether the packet goes on; if not, it was taken over */
export function receiveOptions(skb: SkBuff, dev: NetDevice): boolean {
  const route = skb.dst as Rtable;
  const net = route.net;
  skb.makeWritable();
  const problem = compile(skb, net);
  if (problem >= 0) {
    net.mib.values[IPSTATS_INHDRERRORS]++;
    sendIcmpError(skb, ICMP_PARAMETERPROB, 0, (problem << 24) >>> 0);
    kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, "ip_rcv_finish_core");
    return false;
  }
  if (parsed.sourceRoute === 0) return true;
  if (!(dev.inDev?.both("acceptSourceRoute") ?? false) || !followSourceRoute(skb, net, dev)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_rcv_finish_core");
    return false;
  }
  return true;
}

/** `ip_options_rcv_srr`: sends the packet on to the next stop that its source route names. */
function followSourceRoute(skb: SkBuff, net: NetIpv4, dev: NetDevice): boolean {
  const { bytes, networkHeader: header } = skb;
  if (skb.packetType !== PACKET_HOST) return false;
  const route = skb.dst as Rtable;
  const option = header + parsed.sourceRoute;
  if (route.type === RTN_UNICAST) {
    if (bytes[option] !== IPOPT_SSRR) return true;
    sendIcmpError(skb, ICMP_PARAMETERPROB, 0, (16 << 24) >>> 0);
    return false;
  }
  if (route.type !== RTN_LOCAL) return false;
  const length = bytes[option + 1];
  const local = specificDestination(net, skb, route);
  for (let pointer = bytes[option + 2]; pointer <= length; pointer += 4) {
    if (pointer + 3 > length) {
      sendIcmpError(skb, ICMP_PARAMETERPROB, 0, ((parsed.sourceRoute + 2) << 24) >>> 0);
      return false;
    }
    const next = read32(bytes, option + pointer - 1);
    const source = read32(bytes, header + IPV4_SOURCE);
    const before = skb.dst;
    skb.dst = null;
    const reason = routeInput(
      skb,
      next,
      source,
      bytes[header + IPV4_TOS],
      dev,
      bytes[header + IPV4_PROTOCOL],
    );
    const decided = skb.dst as Rtable | null;
    if (reason !== 0 || decided === null || (decided.type !== RTN_UNICAST && decided.type !== RTN_LOCAL)) {
      skb.dst = before;
      return false;
    }
    if (decided.type === RTN_LOCAL) continue;
    if (bytes[option] === IPOPT_SSRR && decided.usesGateway) {
      skb.dst = before;
      sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_SR_FAILED, 0);
      return false;
    }
    write32(bytes, option + pointer - 1, local);
    write32(bytes, header + IPV4_DESTINATION, next);
    bytes[option + 2] = pointer + 4;
    writeIpv4Checksum(bytes, header);
    return true;
  }
  return true;
}

/** Enters the outgoing address where a forwarded packet's options ask for it (`ip_forward_options`). */
export function forwardOptions(skb: SkBuff, source: number): void {
  const { bytes, networkHeader: header } = skb;
  const end = header + ipv4HeaderLength(bytes, header);
  let changed = false;
  for (let at = header + IPV4_HLEN; at < end; ) {
    const type = bytes[at];
    if (type === IPOPT_END) break;
    if (type === IPOPT_NOOP) {
      at++;
      continue;
    }
    const length = bytes[at + 1];
    if (length < 2) break;
    const back = type === IPOPT_RR ? 4 : type === IPOPT_TIMESTAMP && (bytes[at + 3] & 15) === 1 ? 8 : 0;
    const place = at + bytes[at + 2] - 1 - back;
    if (back > 0 && bytes[at + 2] > back && place + 4 <= end) {
      write32(bytes, place, source);
      changed = true;
    }
    at += length;
  }
  if (changed) writeIpv4Checksum(bytes, header);
}
