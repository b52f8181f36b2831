/**
 * Reads the keys of a flow from a packet: addresses, protocol and ports, of the outer header or of the innermost one.
 *
 * Source: `net/core/flow_dissector.c` (`__skb_flow_dissect`, `__skb_flow_dissect_gre`), `net/core/utils.c` (`proto_ports_offset`).
 */
import { read16, read32 } from "../../packet/bytes.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../packet/ethernet.ts";
import {
  IP_MF,
  IP_OFFSET,
  IPPROTO_AH,
  IPPROTO_DCCP,
  IPPROTO_DSTOPTS,
  IPPROTO_ESP,
  IPPROTO_FRAGMENT,
  IPPROTO_GRE,
  IPPROTO_HOPOPTS,
  IPPROTO_IPIP,
  IPPROTO_IPV6,
  IPPROTO_ROUTING,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../packet/ipv4.ts";
import { IPV6_FRAGMENT_HLEN, IPV6_HLEN, IPV6_NEXT_HEADER, IPV6_SOURCE } from "../../packet/ipv6.ts";
import type { FlowKeys } from "./flow-keys.ts";

/** Headers that are read at most (`MAX_FLOW_DISSECT_HDRS`). */
const MAX_HEADERS = 15;
const GRE_CHECKSUM = 0x8000;
const GRE_ROUTING = 0x4000;
const GRE_KEY = 0x2000;
const GRE_SEQUENCE = 0x1000;
const GRE_VERSION = 0x0007;

/** What must be there of a header of options: its protocol and length. */
const OPTIONS_HLEN = 2;

/** Where the reading stands; one packet is read at a time. */
let position = 0;
let limit = 0;
let fragment = false;

/**
 * @param at where the network header starts; `end`: where the packet ends (exclusive)
 * @param outerOnly tunnels are not looked into (`FLOW_DISSECTOR_F_STOP_AT_ENCAP`)
 */
export function dissectFlow(
  keys: FlowKeys,
  bytes: Uint8Array,
  at: number,
  end: number,
  etherType: number,
  outerOnly: boolean,
): void {
  keys.clear();
  position = at;
  limit = end;
  fragment = false;
  let network = etherType;
  for (let headers = 0; headers < MAX_HEADERS; headers++) {
    let protocol = readNetwork(keys, bytes, network);
    for (; protocol >= 0 && isExtension(protocol) && headers < MAX_HEADERS; headers++)
      protocol = skipExtension(keys, bytes, protocol);
    if (protocol < 0) return;
    keys.protocol = protocol;
    network = innerProtocol(bytes, protocol);
    if (network === 0) {
      if (!fragment) readPorts(keys, bytes, protocol);
      return;
    }
    keys.encapsulated = true;
    if (outerOnly) return;
  }
}

/** @returns the protocol behind the header, or -1 when there is nothing more to read */
function readNetwork(keys: FlowKeys, bytes: Uint8Array, etherType: number): number {
  const at = position;
  if (etherType === ETH_P_IP) {
    if (at + IPV4_HLEN > limit || (bytes[at] & 0x0f) < 5) return -1;
    keys.setIpv4(read32(bytes, at + IPV4_SOURCE), read32(bytes, at + IPV4_DESTINATION));
    position = at + (bytes[at] & 0x0f) * 4;
    keys.protocol = bytes[at + IPV4_PROTOCOL];
    if ((read16(bytes, at + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) === 0) return bytes[at + IPV4_PROTOCOL];
    fragment = true;
    return -1;
  }
  if (etherType !== ETH_P_IPV6 || at + IPV6_HLEN > limit) return -1;
  keys.readIpv6(bytes, at + IPV6_SOURCE);
  keys.label = read32(bytes, at) & 0xfffff;
  position = at + IPV6_HLEN;
  keys.protocol = bytes[at + IPV6_NEXT_HEADER];
  return bytes[at + IPV6_NEXT_HEADER];
}

function isExtension(protocol: number): boolean {
  return (
    protocol === IPPROTO_HOPOPTS ||
    protocol === IPPROTO_ROUTING ||
    protocol === IPPROTO_DSTOPTS ||
    protocol === IPPROTO_FRAGMENT
  );
}

/** @returns the next protocol, or -1 */
function skipExtension(keys: FlowKeys, bytes: Uint8Array, protocol: number): number {
  const at = position;
  if (at + (protocol === IPPROTO_FRAGMENT ? IPV6_FRAGMENT_HLEN : OPTIONS_HLEN) > limit) {
    keys.protocol = protocol;
    return -1;
  }
  if (protocol === IPPROTO_FRAGMENT) {
    fragment = true;
    keys.protocol = bytes[at];
    return -1;
  }
  position = at + (bytes[at + 1] + 1) * 8;
  return bytes[at];
}

/** The EtherType of what the tunnel carries, with {@link position} at it; 0: it is no tunnel. */
function innerProtocol(bytes: Uint8Array, protocol: number): number {
  if (protocol === IPPROTO_IPIP) return ETH_P_IP;
  if (protocol === IPPROTO_IPV6) return ETH_P_IPV6;
  if (protocol !== IPPROTO_GRE || position + 4 > limit) return 0;
  const flags = read16(bytes, position);
  const etherType = read16(bytes, position + 2);
  const isIp = etherType === ETH_P_IP || etherType === ETH_P_IPV6;
  if ((flags & (GRE_ROUTING | GRE_VERSION)) !== 0 || !isIp) return 0;
  position += 4;
  for (const field of [GRE_CHECKSUM, GRE_KEY, GRE_SEQUENCE]) if ((flags & field) !== 0) position += 4;
  return etherType;
}

function readPorts(keys: FlowKeys, bytes: Uint8Array, protocol: number): void {
  const offset = portsOffset(protocol);
  if (offset < 0 || position + offset + 4 > limit) return;
  keys.setPorts(read16(bytes, position + offset), read16(bytes, position + offset + 2));
}

function portsOffset(protocol: number): number {
  switch (protocol) {
    case IPPROTO_TCP:
    case IPPROTO_UDP:
    case IPPROTO_DCCP:
    case IPPROTO_ESP:
    case IPPROTO_SCTP:
    case IPPROTO_UDPLITE:
      return 0;
    case IPPROTO_AH:
      return 4;
    default:
      return -1;
  }
}
