/**
 * IGMP messages that arrive: queries, and version 1 and 2 reports of others.
 *
 * Source: `net/ipv4/igmp.c` (`igmp_rcv`, `igmp_heard_query`, `igmp_heard_report`).
 */
import { read16, read32 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import {
  IGMP_CODE,
  IGMP_GROUP,
  IGMP_HLEN,
  IGMP_HOST_MEMBERSHIP_QUERY,
  IGMP_HOST_MEMBERSHIP_REPORT,
  IGMPV2_HOST_MEMBERSHIP_REPORT,
  IGMPV3_QUERY_FLAGS,
  IGMPV3_QUERY_LENGTH,
  IGMPV3_QUERY_ROBUSTNESS,
} from "../../packet/igmp.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import {
  CHECKSUM_NONE,
  consumeSkb,
  kfreeSkb,
  PACKET_BROADCAST,
  PACKET_MULTICAST,
  type SkBuff,
} from "../core/skbuff.ts";
import { IGMP_ALL_HOSTS, ownIgmp } from "./igmp-device.ts";
import { answerGeneralQuery, isReported, startTimer, versionOf } from "./igmp-report.ts";
import type { InetDevice } from "./inet-device.ts";

/** Multicast routing's, version 1: without a router for groups it is dropped. */
const IGMP_PIM = 0x14;
const NS_PER_SECOND = 1_000_000_000;
const NS_PER_TENTH = 100_000_000;
/** `IGMP_QUERY_RESPONSE_INTERVAL` of version 1 routers: ten seconds. */
const VERSION1_RESPONSE = 10 * NS_PER_SECOND;
/** Robustness 2, query interval 125 s, plus the response interval. */
const OLDER_QUERIER_TIMEOUT = 2 * 125 * NS_PER_SECOND + VERSION1_RESPONSE;

/** Takes over a packet whose data is at the IGMP header. */
export function igmpReceive(skb: SkBuff): void {
  const inDev = skb.dev?.inDev;
  const length = skb.length;
  const broken =
    length < IGMP_HLEN || (skb.ipSummed === CHECKSUM_NONE && checksum(skb.bytes, skb.data, length) !== 0);
  if (!inDev || inDev.igmp === null || broken) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "igmp_rcv");
    return;
  }
  if (isHeard(inDev, skb, length)) return consumeSkb(skb);
  const pim = skb.bytes[skb.data] === IGMP_PIM;
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, pim ? "pim_rcv_v1" : "igmp_rcv");
}

/** @returns whether the message was for this host; what only routers want counts as dropped */
function isHeard(inDev: InetDevice, skb: SkBuff, length: number): boolean {
  const type = skb.bytes[skb.data];
  if (type === IGMP_HOST_MEMBERSHIP_QUERY) return heardQuery(inDev, skb, length);
  if (type !== IGMP_HOST_MEMBERSHIP_REPORT && type !== IGMPV2_HOST_MEMBERSHIP_REPORT) return false;
  if (skb.packetType !== PACKET_MULTICAST && skb.packetType !== PACKET_BROADCAST) return false;
  heardReport(inDev, read32(skb.bytes, skb.data + IGMP_GROUP));
  return true;
}

/** Somebody else has reported the group: this host need not. */
function heardReport(inDev: InetDevice, group: number): void {
  const membership = group === IGMP_ALL_HOSTS ? undefined : inDev.igmp?.find(group);
  if (!membership) return;
  if (membership.timer !== null) inDev.net.net.machine.deleteTimer(membership.timer);
  membership.reporter = false;
  membership.changesLeft = 0;
}

/** The floating point code of version 3 response times (RFC 3376, section 4.1.1). */
function responseTime(code: number): number {
  if (code < 128) return code;
  return ((code & 15) | 16) << (((code >> 4) & 7) + 3);
}

/** @returns false for a query that is too short */
function heardQuery(inDev: InetDevice, skb: SkBuff, length: number): boolean {
  const { bytes, data } = skb;
  const igmp = ownIgmp(inDev);
  const now = inDev.net.net.machine.now();
  const code = bytes[data + IGMP_CODE];
  const group = read32(bytes, data + IGMP_GROUP);
  let limit: number;
  if (length === IGMP_HLEN) {
    if (code === 0) {
      limit = VERSION1_RESPONSE;
      igmp.version1Until = now + OLDER_QUERIER_TIMEOUT;
    } else {
      limit = code * NS_PER_TENTH;
      igmp.version2Until = now + OLDER_QUERIER_TIMEOUT;
    }
  } else if (length < IGMPV3_QUERY_LENGTH) return false;
  else {
    limit = Math.max(1, responseTime(code)) * NS_PER_TENTH;
    const robustness = bytes[data + IGMPV3_QUERY_FLAGS] & IGMPV3_QUERY_ROBUSTNESS;
    if (robustness !== 0) igmp.robustness = robustness;
    if (group === 0 && versionOf(inDev) === 3) {
      if (read16(bytes, data + 10) === 0) answerGeneralQuery(inDev, limit);
      return true;
    }
  }
  for (const membership of igmp.groups)
    if ((group === 0 || group === membership.group) && isReported(inDev, membership.group))
      startTimer(membership, limit);
  return true;
}
