/**
 * IGMP messages that pass a bridge.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ipv4_rcv`, `br_ip4_multicast_query`),
 * `net/ipv4/igmp.c` (`ip_mc_check_igmp`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { checksum } from "../../../packet/checksum.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import * as igmp from "../../../packet/igmp.ts";
import { IPPROTO_IGMP } from "../../../packet/ipv4.ts";
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

const IPPROTO_PIM = 103;
const ALL_PIM_ROUTERS = 0xe000000d;
const ALL_SNOOPERS = 0xe000006a;
const ALL_HOSTS = 0xe0000001;
const IGMP_MRDISC_ADV = 0x30;
const PIM_HELLO = 0x20;
const MIN_HEADER = 20;
/** Ticks of a tenth of a second, in which response times are told. */
const TENTH = HZ / 10;
const VERSION1_RESPONSE = 10 * HZ;

/** What a packet is. */
const NOT_IGMP = -1;
const BROKEN = -2;

/** 224.0.0.X: of the link alone. */
function isLocalGroup(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 224 && bytes[at + 1] === 0 && bytes[at + 2] === 0;
}

const IGMP: Protocol = {
  family: "ip4",
  type: ETH_P_IP,
  addressLength: 4,
  sender: 12,
  isLocal: isLocalGroup,
};

/** Length of the IPv4 header; 0 when the packet is broken (`ip_mc_check_iphdr`). */
function headerLength({ bytes, data, tail }: SkBuff): number {
  if (tail - data < MIN_HEADER || bytes[data] >> 4 !== 4) return 0;
  const length = (bytes[data] & 15) << 2;
  const total = read16(bytes, data + 2);
  if (length < MIN_HEADER || tail - data < length || checksum(bytes, data, length) !== 0) return 0;
  return tail - data < total || total < length ? 0 : length;
}

/** The type of the message at `at`, or that it is none or broken (`ip_mc_check_igmp_msg`). */
function messageType(skb: SkBuff, at: number, end: number): number {
  const { bytes, data } = skb;
  if (end - at < igmp.IGMP_HLEN) return BROKEN;
  const right = checksum(bytes, at, end - at) === 0;
  dropTrimmed(skb, end, right, "ip_mc_check_igmp");
  if (!right) return BROKEN;
  const type = bytes[at];
  switch (type) {
    case igmp.IGMP_HOST_LEAVE_MESSAGE:
    case igmp.IGMP_HOST_MEMBERSHIP_REPORT:
    case igmp.IGMPV2_HOST_MEMBERSHIP_REPORT:
    case igmp.IGMPV3_HOST_MEMBERSHIP_REPORT:
      return type;
    case igmp.IGMP_HOST_MEMBERSHIP_QUERY: {
      const length = end - at;
      if (length !== igmp.IGMP_HLEN && length < igmp.IGMPV3_QUERY_LENGTH) return BROKEN;
      const general = read32(bytes, at + igmp.IGMP_GROUP) === 0;
      return general && read32(bytes, data + 16) !== ALL_HOSTS ? BROKEN : type;
    }
    default:
      return NOT_IGMP;
  }
}

/** `br_ip4_multicast_query` */
function query(heard: Heard): void {
  const { context, port, skb, at, end } = heard;
  if (!isUsable(context, port)) return;
  const { bytes } = skb;
  const code = bytes[at + igmp.IGMP_CODE];
  let general = read32(bytes, at + igmp.IGMP_GROUP) === 0;
  let delay: number;
  if (end - at === igmp.IGMP_HLEN) {
    delay = code * TENTH;
    if (code === 0) {
      delay = VERSION1_RESPONSE;
      general = true;
    }
  } else {
    const suppress = (bytes[at + igmp.IGMPV3_QUERY_FLAGS] & igmp.IGMPV3_QUERY_SUPPRESS) !== 0;
    if (read16(bytes, at + igmp.IGMPV3_QUERY_SOURCES) !== 0) return;
    if (context.igmpVersion === 3 && !general && suppress) return;
    delay = code === 0 ? 1 : responseTime(code) * TENTH;
  }
  if (general) queryReceived(context, port, "ip4", bytes.subarray(skb.data + 12, skb.data + 16), delay);
  else groupQueried(heard, at + igmp.IGMP_GROUP, delay);
}

/** The floating point code of version 3 (RFC 3376, section 4.1.1). */
function responseTime(code: number): number {
  return code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3);
}

/** Other packets: where they may go, and whether a router sends them. */
function notIgmp(context: McastContext, port: PortMcastContext | null, skb: SkBuff, header: number): void {
  const { bytes, data } = skb;
  if (!isLocalGroup(bytes, data + 16)) {
    skb.cbFlags |= CB_MROUTERS_ONLY;
    return;
  }
  const to = read32(bytes, data + 16);
  const protocol = bytes[data + 9];
  const first = skb.tail > data + header ? bytes[data + header] : 0;
  if (to === ALL_PIM_ROUTERS && protocol === IPPROTO_PIM && first === PIM_HELLO)
    markRouter(context, port, "ip4");
  if (to === ALL_SNOOPERS && protocol === IPPROTO_IGMP && first === IGMP_MRDISC_ADV)
    markRouter(context, port, "ip4");
}

/**
 * Learns from an IPv4 packet to a group (`br_multicast_ipv4_rcv`).
 * @param port null: the frame is the host's own
 * @returns false when the frame is to be dropped: it is broken, or there is no room for what it says
 */
export function receiveIgmp(
  context: McastContext,
  port: PortMcastContext | null,
  skb: SkBuff,
  vid: number,
): boolean {
  const { bridge } = context;
  const from = port?.port ?? null;
  const header = headerLength(skb);
  if (header === 0) {
    countError(bridge, from, "ip4");
    return false;
  }
  const { bytes, data } = skb;
  const at = data + header;
  const end = data + read16(bytes, data + 2);
  const type = bytes[data + 9] === IPPROTO_IGMP ? messageType(skb, at, end) : NOT_IGMP;
  if (type === NOT_IGMP) {
    notIgmp(context, port, skb, header);
    return true;
  }
  if (type === BROKEN) {
    countError(bridge, from, "ip4");
    return false;
  }
  skb.cbFlags |= CB_IGMP;
  return handle({ protocol: IGMP, context, port, skb, vid, at, end }, type);
}

function handle(heard: Heard, type: number): boolean {
  const { context, port, skb, at, end } = heard;
  const count = (kind: number, version: number): void =>
    countReceived(context.bridge, port?.port ?? null, skb, "ip4", kind, version);
  let fine = true;
  switch (type) {
    case igmp.IGMP_HOST_MEMBERSHIP_REPORT:
    case igmp.IGMPV2_HOST_MEMBERSHIP_REPORT:
      skb.cbFlags |= CB_MROUTERS_ONLY;
      fine = reportGroup(heard, at + igmp.IGMP_GROUP, true) === 0;
      count(REPORT, type === igmp.IGMP_HOST_MEMBERSHIP_REPORT ? 1 : 2);
      break;
    case igmp.IGMPV3_HOST_MEMBERSHIP_REPORT:
      fine = reportRecords(heard);
      count(REPORT, 3);
      break;
    case igmp.IGMP_HOST_LEAVE_MESSAGE:
      leave(heard, at + igmp.IGMP_GROUP);
      count(LEAVE, 2);
      break;
    default:
      query(heard);
      count(QUERY, end - at > igmp.IGMP_HLEN ? 3 : skb.bytes[at + igmp.IGMP_CODE] === 0 ? 1 : 2);
  }
  return fine;
}
