/**
 * MLD messages that pass a bridge.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ipv6_rcv`, `br_ip6_multicast_query`),
 * `net/ipv6/mcast_snoop.c` (`ipv6_mc_check_mld`).
 */
import { read16 } from "../../../packet/bytes.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { icmpv6ChecksumOk } from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { HZ } from "../br-time.ts";
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";
import { CB_IGMP, CB_MROUTERS_ONLY } from "./br-mcast-flags.ts";
import {
  groupQueried,
  type Heard,
  leave,
  type Protocol,
  reportGroup,
  reportRecords,
} from "./br-mcast-message.ts";
import { queryReceived } from "./br-mcast-querier.ts";
import { markRouter } from "./br-mcast-router.ts";
import { countError, countReceived, LEAVE, QUERY, REPORT } from "./br-mcast-stats.ts";
import { dropTrimmed } from "./br-mcast-trim.ts";
import { isUsable } from "./br-mcast-usable.ts";

const HEADER = 40;
const MLD_LENGTH = 24;
const MLD2_QUERY_LENGTH = 28;
const ADDRESS_LENGTH = 16;
const HOP_BY_HOP = 0;
const IPPROTO_NONE = 59;
const QUERY_TYPE = 130;
const REPORT_TYPE = 131;
const REDUCTION_TYPE = 132;
const REPORT2_TYPE = 143;
/** RFC 4286 */
const MRDISC_ADV = 151;

/** What a packet is. */
const NOT_MLD = -1;
const OTHER_ICMPV6 = -2;
const BROKEN = -3;

function isAllNodes(bytes: Uint8Array, at: number): boolean {
  return isLinkGroup(bytes, at, 1);
}

/** ff02::X */
function isLinkGroup(bytes: Uint8Array, at: number, last: number): boolean {
  if (bytes[at] !== 0xff || bytes[at + 1] !== 2 || bytes[at + 15] !== last) return false;
  for (let i = 2; i < 15; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < ADDRESS_LENGTH; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

/** Where the message begins behind the hop-by-hop options; or {@link NOT_MLD}, {@link BROKEN}. */
function messageAt({ bytes, data, tail }: SkBuff): number {
  if (tail - data < HEADER || bytes[data] >> 4 !== 6) return BROKEN;
  const payload = read16(bytes, data + 4);
  if (payload === 0 || tail - data < HEADER + payload) return BROKEN;
  if (bytes[data + 6] !== HOP_BY_HOP) return NOT_MLD;
  const options = data + HEADER;
  if (tail - options < 8) return BROKEN;
  const at = options + 8 * (bytes[options + 1] + 1);
  if (at > tail) return BROKEN;
  if (bytes[options] === IPPROTO_NONE) return BROKEN;
  return bytes[options] === IPPROTO_ICMPV6 ? at : NOT_MLD;
}

/** `ipv6_mc_check_mld_msg` */
function messageType(skb: SkBuff, at: number, end: number): number {
  const { bytes, data } = skb;
  if (end - at < 8) return BROKEN;
  const right = icmpv6ChecksumOk(bytes, at, end - at, data + 8);
  dropTrimmed(skb, end, right, "ipv6_mc_check_mld");
  if (!right) return BROKEN;
  const type = bytes[at];
  if (type !== REPORT2_TYPE && end - at < MLD_LENGTH) return BROKEN;
  if (type === REPORT_TYPE || type === REDUCTION_TYPE || type === REPORT2_TYPE) return type;
  if (type !== QUERY_TYPE) return OTHER_ICMPV6;
  // who queries does it from an address of the link
  if (bytes[data + 8] !== 0xfe || (bytes[data + 9] & 0xc0) !== 0x80) return BROKEN;
  const length = end - at;
  if (length !== MLD_LENGTH && length < MLD2_QUERY_LENGTH) return BROKEN;
  return isZero(bytes, at + 8) && !isAllNodes(bytes, data + 24) ? BROKEN : type;
}

const MLD: Protocol = {
  family: "ip6",
  type: ETH_P_IPV6,
  addressLength: ADDRESS_LENGTH,
  sender: 8,
  isLocal: isAllNodes,
};

function ticks(milliseconds: number): number {
  return Math.ceil((milliseconds * HZ) / 1000);
}

/** The floating point code of version 2 (RFC 3810, section 5.1.3). */
function responseTime(code: number): number {
  return code < 0x8000 ? code : ((code & 0xfff) | 0x1000) << (((code >> 12) & 7) + 3);
}

/** `br_ip6_multicast_query` */
function query(heard: Heard): void {
  const { context, port, skb, at, end } = heard;
  if (!isUsable(context, port)) return;
  const { bytes } = skb;
  const code = read16(bytes, at + 4);
  let delay: number;
  if (end - at === MLD_LENGTH) {
    delay = ticks(code);
    if (delay === 0) return;
  } else {
    if (read16(bytes, at + 26) !== 0) return;
    const suppress = (bytes[at + 24] & 8) !== 0;
    if (context.mldVersion === 2 && !isZero(bytes, at + 8) && suppress) return;
    delay = Math.max(1, ticks(responseTime(code)));
  }
  if (isZero(bytes, at + 8))
    queryReceived(context, port, "ip6", bytes.subarray(skb.data + 8, skb.data + 24), delay);
  else groupQueried(heard, at + 8, delay);
}

/**
 * Learns from an IPv6 packet to a group (`br_multicast_ipv6_rcv`).
 * @param port null: the frame is the host's own
 * @returns false when the frame is to be dropped: it is broken, or there is no room for what it says
 */
export function receiveMld(
  context: McastContext,
  port: PortMcastContext | null,
  skb: SkBuff,
  vid: number,
): boolean {
  const { bytes, data } = skb;
  const at = messageAt(skb);
  const end = data + HEADER + read16(bytes, data + 4);
  const type = at < 0 ? at : messageType(skb, at, end);
  if (type === BROKEN) {
    countError(context.bridge, port?.port ?? null, "ip6");
    return false;
  }
  if (type === NOT_MLD || type === OTHER_ICMPV6) {
    if (!isAllNodes(bytes, data + 24)) skb.cbFlags |= CB_MROUTERS_ONLY;
    const advertised = type === OTHER_ICMPV6 && bytes[at] === MRDISC_ADV;
    if (advertised && isLinkGroup(bytes, data + 24, 0x6a)) markRouter(context, port, "ip6");
    return true;
  }
  skb.cbFlags |= CB_IGMP;
  return handle({ protocol: MLD, context, port, skb, vid, at, end }, type);
}

function handle(heard: Heard, type: number): boolean {
  const { context, port, skb, at, end } = heard;
  const count = (kind: number, version: number): void =>
    countReceived(context.bridge, port?.port ?? null, skb, "ip6", kind, version);
  let fine = true;
  switch (type) {
    case REPORT_TYPE:
      skb.cbFlags |= CB_MROUTERS_ONLY;
      fine = reportGroup(heard, at + 8, true) === 0;
      count(REPORT, 1);
      break;
    case REPORT2_TYPE:
      fine = reportRecords(heard);
      count(REPORT, 2);
      break;
    case REDUCTION_TYPE:
      leave(heard, at + 8);
      count(LEAVE, 1);
      break;
    default:
      query(heard);
      count(QUERY, end - at > MLD_LENGTH ? 2 : 1);
  }
  return fine;
}
