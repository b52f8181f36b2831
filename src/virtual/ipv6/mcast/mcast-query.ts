/**
 * MLD messages that come in. Linux hands them to a work queue, which frees them without a trace whatever they are.
 *
 * Source: `net/ipv6/mcast.c` (`__mld_query_work`, `__mld_report_work`), RFC 3810, RFC 2710.
 */
import { read16 } from "../../../packet/bytes.ts";
import {
  MLD_ADDRESS,
  MLD_LENGTH,
  MLD_MAX_RESPONSE,
  MLD2_QUERY_INTERVAL,
  MLD2_QUERY_LENGTH,
} from "../../../packet/mld.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { type DropReason, SKB_CONSUMED } from "../../core/drop-reason.ts";
import { PACKET_LOOPBACK, PACKET_MULTICAST, type SkBuff } from "../../core/skbuff.ts";
import { IP6SKB_ROUTERALERT } from "../ip/exthdrs.ts";
import { generalQuery, groupQueried, multicastState, reportHeard } from "./mcast.ts";

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;

/** The maximum response code as ms (RFC 3810, 5.1.3). */
function responseDelay(code: number): number {
  if (code < 0x8000) return code;
  return ((code & 0xfff) | 0x1000) << (((code >>> 12) & 7) + 3);
}

function isLinkLocalAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xfe && (bytes[at + 1] & 0xc0) === 0x80;
}

/** A query: answers are planned (`__mld_query_work`). */
export function receiveMldQuery(skb: SkBuff, dev: NetDevice): DropReason {
  const idev = dev.in6Dev;
  const { bytes, data, networkHeader } = skb;
  const length = skb.length;
  const acceptable =
    idev !== null &&
    length >= MLD_LENGTH &&
    isLinkLocalAt(bytes, networkHeader + 8) &&
    bytes[networkHeader + 7] === 1 &&
    (skb.cbFlags & IP6SKB_ROUTERALERT) !== 0;
  if (!acceptable) return SKB_CONSUMED;
  const group = data + MLD_ADDRESS;
  const general = bytes.subarray(group, group + 16).every((byte) => byte === 0);
  if (!general && bytes[group] !== 0xff) return SKB_CONSUMED;
  const state = multicastState(idev);
  let limit: number;
  if (length === MLD_LENGTH) {
    limit = read16(bytes, data + MLD_MAX_RESPONSE) * NS_PER_MS;
    const interval = 125 * NS_PER_SECOND;
    state.v1Seen = dev.net.machine.now() + state.robustness * interval + limit;
    if (state.changeTimer !== null) dev.net.machine.deleteTimer(state.changeTimer);
    state.changeCount = 0;
  } else {
    if (length < MLD2_QUERY_LENGTH) return SKB_CONSUMED;
    limit = Math.max(responseDelay(read16(bytes, data + MLD_MAX_RESPONSE)), 1) * NS_PER_MS;
    const robustness = bytes[data + 24] & 7;
    if (robustness > 1) state.robustness = robustness;
    if (general && read16(bytes, data + MLD2_QUERY_INTERVAL + 1) !== 0) return SKB_CONSUMED;
    if (general) {
      generalQuery(idev, limit);
      return SKB_CONSUMED;
    }
  }
  for (let member = idev.firstGroup; member !== null; member = member.next) {
    if (general || member.address.equalsBytes(bytes, group)) groupQueried(member, limit);
  }
  return SKB_CONSUMED;
}

/** Another host's version 1 report (`__mld_report_work`). */
export function receiveMldReport(skb: SkBuff, dev: NetDevice): DropReason {
  const idev = dev.in6Dev;
  if (skb.packetType === PACKET_LOOPBACK) return SKB_CONSUMED;
  if (skb.packetType !== PACKET_MULTICAST && skb.packetType !== 1) return SKB_CONSUMED;
  const { bytes, data, networkHeader } = skb;
  if (idev === null || skb.length < MLD_LENGTH) return SKB_CONSUMED;
  const unspecified = bytes.subarray(networkHeader + 8, networkHeader + 24).every((byte) => byte === 0);
  if (!unspecified && !isLinkLocalAt(bytes, networkHeader + 8)) return SKB_CONSUMED;
  reportHeard(idev, bytes, data + MLD_ADDRESS);
  return SKB_CONSUMED;
}
