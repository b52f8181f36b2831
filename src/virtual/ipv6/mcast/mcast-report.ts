/**
 * MLD messages that a host sends: version 2 reports, and version 1 reports and dones.
 *
 * Source: `net/ipv6/mcast.c` (`mld_newpack`, `add_grec`, `mld_send_cr`, `mld_send_initial_cr`, `igmp6_send`), RFC 3810, RFC 2710.
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import { IN6ADDR_ANY, type Ipv6Address } from "../../../packet/address.ts";
import {
  ICMPV6_MGM_REDUCTION,
  ICMPV6_MGM_REPORT,
  ICMPV6_MLD2_REPORT,
  writeIcmpv6Checksum,
} from "../../../packet/icmpv6.ts";
import { IPPROTO_HOPOPTS } from "../../../packet/ipv4.ts";
import { ipv6FirstWord } from "../../../packet/ipv6.ts";
import {
  MLD_LENGTH,
  MLD_ROUTER_ALERT_LENGTH,
  MLD2_CHANGE_TO_EXCLUDE,
  MLD2_CHANGE_TO_INCLUDE,
  MLD2_MODE_IS_EXCLUDE,
  MLD2_RECORD_LENGTH,
  MLD2_REPORT_LENGTH,
  writeMld,
  writeMld2Record,
  writeMld2Report,
  writeMldRouterAlert,
} from "../../../packet/mld.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { IN6ADDR_LINKLOCAL_ALLROUTERS, IN6ADDR_MLD2_ALL_MCR } from "../addrconf/addrconf-core.ts";
import { linkLocalOf } from "../addrconf/addrconf-lookup.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";
import { countIcmpOut } from "../icmp/icmp-push.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { countOn, IP6SKB_NO_LOOP, ip6LocalOut } from "../ip/ip6-output.ts";
import { linkDecision } from "../route/link-decision.ts";
import { IP6_OUT_DISCARDS } from "../snmp6.ts";
import { MAF_NOREPORT, type MulticastGroup, type MulticastState } from "./mcast-group.ts";

interface GroupRecord {
  readonly type: number;
  readonly address: Ipv6Address;
}

const scratch = new Uint8Array(16);

/** Records that fit in one packet of the device (`mld_newpack`). */
function recordsPerPacket(idev: Inet6Device): number {
  const room = Math.max(idev.mtu6, 1280) - 40 - MLD_ROUTER_ALERT_LENGTH - MLD2_REPORT_LENGTH;
  return Math.max(1, Math.floor(room / MLD2_RECORD_LENGTH));
}

function sendReport(idev: Inet6Device, records: readonly GroupRecord[]): void {
  const limit = recordsPerPacket(idev);
  for (let from = 0; from < records.length; from += limit) sendOne(idev, records.slice(from, from + limit));
}

function sendOne(idev: Inet6Device, records: readonly GroupRecord[]): void {
  const length = MLD2_REPORT_LENGTH + records.length * MLD2_RECORD_LENGTH;
  const source = linkLocalOf(idev, IFA_F_TENTATIVE) ?? IN6ADDR_ANY;
  const skb = buildIpv6(
    MLD_ROUTER_ALERT_LENGTH + length,
    ipv6FirstWord(0, 0),
    IPPROTO_HOPOPTS,
    1,
    source,
    IN6ADDR_MLD2_ALL_MCR,
  );
  const bytes = skb.bytes;
  let at = skb.transportHeader;
  writeMldRouterAlert(bytes, at);
  at += MLD_ROUTER_ALERT_LENGTH;
  const message = at;
  writeMld2Report(bytes, at, records.length);
  at += MLD2_REPORT_LENGTH;
  for (const record of records) {
    record.address.toBytes(scratch);
    writeMld2Record(bytes, at, record.type, 0, scratch, 0);
    at += MLD2_RECORD_LENGTH;
  }
  writeIcmpv6Checksum(bytes, message, length, skb.networkHeader + 8);
  skb.dst = linkDecision(idev.dev);
  skb.cbFlags |= IP6SKB_NO_LOOP;
  transmit(idev, skb, ICMPV6_MLD2_REPORT);
}

/** Tells what changed and is still to be told (`mld_send_cr`). */
export function sendChanges(idev: Inet6Device, state: MulticastState): void {
  const records: GroupRecord[] = [];
  for (const entry of state.left) {
    records.push({ type: MLD2_CHANGE_TO_INCLUDE, address: entry.address });
    entry.reports--;
  }
  state.left = state.left.filter((entry) => entry.reports > 0);
  for (let group = idev.firstGroup; group !== null; group = group.next) {
    if (group.changeReports === 0 || (group.flags & MAF_NOREPORT) !== 0) continue;
    records.push({ type: MLD2_CHANGE_TO_EXCLUDE, address: group.address });
    group.changeReports--;
  }
  sendReport(idev, records);
}

/** Tells all groups as new ones (`mld_send_initial_cr`). */
export function sendInitialChanges(idev: Inet6Device): void {
  sendReport(idev, recordsOf(idev, MLD2_CHANGE_TO_EXCLUDE));
}

/** Answers a query: one group, or all (`mld_send_report`). */
export function sendCurrentState(idev: Inet6Device, group: MulticastGroup | null): void {
  if (group !== null) sendReport(idev, [{ type: MLD2_MODE_IS_EXCLUDE, address: group.address }]);
  else sendReport(idev, recordsOf(idev, MLD2_MODE_IS_EXCLUDE));
}

function recordsOf(idev: Inet6Device, type: number): GroupRecord[] {
  const records: GroupRecord[] = [];
  for (let group = idev.firstGroup; group !== null; group = group.next)
    if ((group.flags & MAF_NOREPORT) === 0) records.push({ type, address: group.address });
  return records;
}

/** Tells an old router that the group is listened to. */
export function sendVersion1Report(idev: Inet6Device, group: Ipv6Address): void {
  sendVersion1(idev, group, ICMPV6_MGM_REPORT, group);
}

/** Tells old routers that it no longer is. */
export function sendVersion1Done(idev: Inet6Device, group: Ipv6Address): void {
  sendVersion1(idev, group, ICMPV6_MGM_REDUCTION, IN6ADDR_LINKLOCAL_ALLROUTERS);
}

/** Only what leaves counts as a message. */
function transmit({ dev }: Inet6Device, skb: SkBuff, type: number): void {
  if (ip6LocalOut(skb) === 0) countIcmpOut(dev, type);
  else countOn(dev, IP6_OUT_DISCARDS);
}

/** `igmp6_send` */
function sendVersion1(idev: Inet6Device, group: Ipv6Address, type: number, destination: Ipv6Address): void {
  const source = linkLocalOf(idev, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC) ?? IN6ADDR_ANY;
  const length = MLD_ROUTER_ALERT_LENGTH + MLD_LENGTH;
  const skb = buildIpv6(length, ipv6FirstWord(0, 0), IPPROTO_HOPOPTS, 1, source, destination);
  const at = skb.transportHeader;
  writeMldRouterAlert(skb.bytes, at);
  group.toBytes(scratch);
  writeMld(skb.bytes, at + MLD_ROUTER_ALERT_LENGTH, type, 0, scratch, 0);
  writeIcmpv6Checksum(skb.bytes, at + MLD_ROUTER_ALERT_LENGTH, MLD_LENGTH, skb.networkHeader + 8);
  skb.dst = linkDecision(idev.dev);
  skb.cbFlags |= IP6SKB_NO_LOOP;
  transmit(idev, skb, type);
}
