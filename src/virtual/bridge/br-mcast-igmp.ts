/**
 * IGMP messages that pass a bridge: queries, reports and leaving.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ipv4_rcv`, `br_ip4_multicast_igmp3_report`, `br_ip4_multicast_query`),
 * `net/ipv4/igmp.c` (`ip_mc_check_igmp`).
 */
import { read16, read32 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import { ETH_P_IP } from "../../packet/ethernet.ts";
import * as igmp from "../../packet/igmp.ts";
import { IPPROTO_IGMP } from "../../packet/ipv4.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { CB_IGMP, CB_MROUTERS_ONLY } from "./br-mcast-flags.ts";
import { addMember, leaveMember, shorten } from "./br-mcast-groups.ts";
import { askAbout, queryReceived } from "./br-mcast-querier.ts";
import { markRouter } from "./br-mcast-router.ts";
import { countError, countMulticast, LEAVE, QUERY, REPORT } from "./br-mcast-stats.ts";
import { dropTrimmed } from "./br-mcast-trim.ts";
import type { Group } from "./br-mdb-table.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { HZ } from "./br-time.ts";

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

/** Where the frame is, and for whom. */
interface Heard {
  readonly bridge: NetBridge;
  readonly port: NetBridgePort | null;
  readonly skb: SkBuff;
  readonly vid: number;
  /** The message: from here … */
  readonly at: number;
  readonly end: number;
}

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

function groupAt({ skb, vid }: Heard, at: number): Group {
  return { protocol: ETH_P_IP, address: skb.bytes.slice(at, at + 4), vid };
}

/** 224.0.0.X: of the link alone, of which nothing is kept. */
function isLocalGroup(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 224 && bytes[at + 1] === 0 && bytes[at + 2] === 0;
}

function host({ skb }: Heard): Uint8Array {
  return skb.bytes.subarray(skb.macHeader + 6, skb.macHeader + 12);
}

function report(heard: Heard, at: number): void {
  if (isLocalGroup(heard.skb.bytes, at)) return;
  addMember(heard.bridge, heard.port, groupAt(heard, at), host(heard));
}

function leave(heard: Heard, at: number): void {
  if (isLocalGroup(heard.skb.bytes, at)) return;
  const { bridge, port } = heard;
  const { multicast } = bridge;
  const ask = (): void => askAbout(bridge, port, "ip4", groupAt(heard, at));
  leaveMember(bridge, port, groupAt(heard, at), host(heard), ask, multicast.other.ip4.timer.pending);
}

/** Version 3: records of groups, of which sources do not count (`br_ip4_multicast_igmp3_report`). @returns false when it is broken */
function reportRecords(heard: Heard): boolean {
  const { skb, at, end } = heard;
  const { bytes } = skb;
  if (end - at < igmp.IGMPV3_REPORT_LENGTH) return false;
  let record = at + igmp.IGMPV3_REPORT_LENGTH;
  for (let left = igmp.igmpv3RecordCount(bytes, at); left > 0; left--) {
    if (record + igmp.IGMPV3_RECORD_LENGTH > end) return false;
    const sources = read16(bytes, record + igmp.IGMPV3_RECORD_SOURCES);
    const next = record + igmp.IGMPV3_RECORD_LENGTH + 4 * sources;
    if (next > end) return false;
    handleRecord(heard, bytes[record], sources, record + igmp.IGMPV3_RECORD_GROUP);
    record = next;
  }
  return true;
}

function handleRecord(heard: Heard, type: number, sources: number, group: number): void {
  if (type < igmp.IGMPV3_MODE_IS_INCLUDE || type > igmp.IGMPV3_BLOCK_OLD_SOURCES) return;
  const nothing = type === igmp.IGMPV3_CHANGE_TO_INCLUDE || type === igmp.IGMPV3_MODE_IS_INCLUDE;
  if (nothing && sources === 0) leave(heard, group);
  else report(heard, group);
}

/** `br_ip4_multicast_query` */
function query(heard: Heard): void {
  const { bridge, port, skb, at, end } = heard;
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
    if (bridge.multicast.igmpVersion === 3 && !general && suppress) return;
    delay = code === 0 ? 1 : responseTime(code) * TENTH;
  }
  if (general) {
    queryReceived(bridge, port, "ip4", bytes.subarray(skb.data + 12, skb.data + 16), delay);
    return;
  }
  const entry = bridge.multicast.mdb.get(groupAt(heard, at + igmp.IGMP_GROUP));
  if (entry === null) return;
  const limit = delay * bridge.multicast.lastMemberCount;
  if (entry.hostJoined) shorten(bridge, entry.timer, limit);
  for (const member of entry.ports) shorten(bridge, member.timer, limit);
}

/** The floating point code of version 3 (RFC 3376, section 4.1.1). */
function responseTime(code: number): number {
  return code < 128 ? code : ((code & 15) | 16) << (((code >> 4) & 7) + 3);
}

/** Other packets: where they may go, and whether a router sends them. */
function notIgmp(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff, header: number): void {
  const { bytes, data } = skb;
  if (!isLocalGroup(bytes, data + 16)) {
    skb.cbFlags |= CB_MROUTERS_ONLY;
    return;
  }
  const to = read32(bytes, data + 16);
  const protocol = bytes[data + 9];
  const first = skb.tail > data + header ? bytes[data + header] : 0;
  if (to === ALL_PIM_ROUTERS && protocol === IPPROTO_PIM && first === PIM_HELLO)
    markRouter(bridge, port, "ip4");
  if (to === ALL_SNOOPERS && protocol === IPPROTO_IGMP && first === IGMP_MRDISC_ADV)
    markRouter(bridge, port, "ip4");
}

/**
 * Learns from an IPv4 packet to a group (`br_multicast_ipv4_rcv`).
 * @param port null: the frame is the host's own
 * @returns false when the frame is broken and to be dropped
 */
export function receiveIgmp(
  bridge: NetBridge,
  port: NetBridgePort | null,
  skb: SkBuff,
  vid: number,
): boolean {
  const header = headerLength(skb);
  if (header === 0) {
    countError(bridge, port, "ip4");
    return false;
  }
  const { bytes, data } = skb;
  const at = data + header;
  const end = data + read16(bytes, data + 2);
  const type = bytes[data + 9] === IPPROTO_IGMP ? messageType(skb, at, end) : NOT_IGMP;
  if (type === NOT_IGMP) {
    notIgmp(bridge, port, skb, header);
    return true;
  }
  if (type === BROKEN) {
    countError(bridge, port, "ip4");
    return false;
  }
  skb.cbFlags |= CB_IGMP;
  return handle({ bridge, port, skb, vid, at, end }, type);
}

function handle(heard: Heard, type: number): boolean {
  const { bridge, port, skb, at, end } = heard;
  let fine = true;
  switch (type) {
    case igmp.IGMP_HOST_MEMBERSHIP_REPORT:
    case igmp.IGMPV2_HOST_MEMBERSHIP_REPORT:
      skb.cbFlags |= CB_MROUTERS_ONLY;
      report(heard, at + igmp.IGMP_GROUP);
      countMulticast(bridge, port, "ip4", REPORT, type === igmp.IGMP_HOST_MEMBERSHIP_REPORT ? 1 : 2, "rx");
      break;
    case igmp.IGMPV3_HOST_MEMBERSHIP_REPORT:
      fine = reportRecords(heard);
      countMulticast(bridge, port, "ip4", REPORT, 3, "rx");
      break;
    case igmp.IGMP_HOST_LEAVE_MESSAGE:
      leave(heard, at + igmp.IGMP_GROUP);
      countMulticast(bridge, port, "ip4", LEAVE, 2, "rx");
      break;
    default: {
      query(heard);
      const version = end - at > igmp.IGMP_HLEN ? 3 : skb.bytes[at + igmp.IGMP_CODE] === 0 ? 1 : 2;
      countMulticast(bridge, port, "ip4", QUERY, version, "rx");
    }
  }
  return fine;
}
