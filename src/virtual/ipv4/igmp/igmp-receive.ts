/**
 * IGMP messages that arrive: queries, and version 1 and 2 reports of others.
 *
 * Source: `net/ipv4/igmp.c` (`igmp_rcv`, `igmp_heard_query`, `igmp_heard_report`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import { checksum } from "../../../packet/checksum.ts";
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
  IGMPV3_QUERY_SOURCES,
} from "../../../packet/igmp.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import {
  CHECKSUM_NONE,
  consumeSkb,
  kfreeSkb,
  PACKET_BROADCAST,
  PACKET_MULTICAST,
  type SkBuff,
} from "../../core/skbuff.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { IGMP_ALL_HOSTS, ownIgmp } from "./igmp-device.ts";
import { answerGeneralQuery, answerQuery, isReported, versionOf } from "./igmp-report.ts";

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

/** A query of a router of version 1 or 2, which counts as one of them from now on. @returns ns in which members answer */
function heardOldQuery(inDev: InetDevice, code: number): number {
  const { machine } = inDev.net.net;
  const igmp = ownIgmp(inDev);
  const until = machine.now() + OLDER_QUERIER_TIMEOUT;
  if (code === 0) igmp.version1Until = until;
  else igmp.version2Until = until;
  // what changed is not told as version 3 tells it
  igmp.leaving = [];
  if (igmp.changeTimer !== null) machine.deleteTimer(igmp.changeTimer);
  return code === 0 ? VERSION1_RESPONSE : code * NS_PER_TENTH;
}

/**
 * A query of version 3 where no router of an older version is.
 * @returns ns in which members answer; less than 0: one that counts as dropped; 0: there is nothing more to do
 */
function heardVersion3(inDev: InetDevice, skb: SkBuff, length: number, group: number): number {
  const { bytes, data } = skb;
  const sources = read16(bytes, data + IGMPV3_QUERY_SOURCES);
  if (length < IGMPV3_QUERY_LENGTH + 4 * sources) return -1;
  const limit = Math.max(1, responseTime(bytes[data + IGMP_CODE])) * NS_PER_TENTH;
  const robustness = bytes[data + IGMPV3_QUERY_FLAGS] & IGMPV3_QUERY_ROBUSTNESS;
  ownIgmp(inDev).robustness = robustness || inDev.net.sysctls.igmpQrv;
  if (group !== 0) return limit;
  if (sources !== 0) return -1;
  answerGeneralQuery(inDev, limit);
  return 0;
}

/** `igmp_heard_query`. @returns false for a query that says nothing: one that is too short, or a general one with sources */
function heardQuery(inDev: InetDevice, skb: SkBuff, length: number): boolean {
  const { bytes, data } = skb;
  const code = bytes[data + IGMP_CODE];
  let group = read32(bytes, data + IGMP_GROUP);
  let limit: number;
  if (length === IGMP_HLEN) {
    limit = heardOldQuery(inDev, code);
    if (code === 0) group = 0;
  } else if (length < IGMPV3_QUERY_LENGTH) return false;
  else {
    const version = versionOf(inDev);
    if (version === 1) {
      limit = VERSION1_RESPONSE;
      group = 0;
    } else if (version === 2) limit = Math.max(1, responseTime(code)) * NS_PER_TENTH;
    else limit = heardVersion3(inDev, skb, length, group);
  }
  if (limit <= 0) return limit === 0;
  for (const membership of ownIgmp(inDev).groups)
    if ((group === 0 || group === membership.group) && isReported(inDev, membership.group))
      answerQuery(membership, limit);
  return true;
}
