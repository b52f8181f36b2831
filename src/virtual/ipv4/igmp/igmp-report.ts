/**
 * IGMP reports: of changes, sent twice with a random pause, and as answers to queries.
 *
 * Source: `net/ipv4/igmp.c` (`igmp_ifc_event`, `igmpv3_send_cr`, `add_grec`); RFC 3376, sections 4.2 and 5.
 */
import { RT_SCOPE_LINK } from "../../../netlink/route-attributes.ts";
import type { Ipv4Address } from "../../../packet/address.ts";
import {
  IGMP_HLEN,
  IGMP_HOST_LEAVE_MESSAGE,
  IGMP_HOST_MEMBERSHIP_REPORT,
  IGMPV2_HOST_MEMBERSHIP_REPORT,
  IGMPV3_CHANGE_TO_EXCLUDE,
  IGMPV3_CHANGE_TO_INCLUDE,
  IGMPV3_MODE_IS_EXCLUDE,
  IGMPV3_RECORD_LENGTH,
  IGMPV3_REPORT_LENGTH,
  writeIgmp,
  writeIgmpChecksum,
  writeIgmpv3Record,
  writeIgmpv3Report,
} from "../../../packet/igmp.ts";
import { IP_DF, IPPROTO_IGMP, IPV4_HLEN, setIpv4HeaderLength, writeIpv4 } from "../../../packet/ipv4.ts";
import { allocSkb } from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { selectAddress } from "../devinet/inet-select.ts";
import { Flow4 } from "../flow.ts";
import { isLocalMulticast } from "../inet-address.ts";
import { selectIdent } from "../ip/ip-ident.ts";
import { ipLocalOut } from "../ip/ip-output.ts";
import { routeOutput } from "../route/route-output.ts";
import { type GroupMembership, IGMP_ALL_HOSTS, type IgmpDevice } from "./igmp-device.ts";

const NS_PER_MS = 1_000_000;
const NS_PER_JIFFY = 4_000_000;
const ALL_ROUTERS = 0xe0000002;
const IGMPV3_ALL_ROUTERS = 0xe0000016;

/** 1, 2 or 3: what the routers of this link understand. */
export function versionOf(inDev: InetDevice): number {
  const forced = inDev.most("forceIgmpVersion");
  if (forced > 0) return forced;
  const igmp = inDev.igmp as IgmpDevice;
  const now = inDev.net.net.machine.now();
  if (igmp.version1Until > now) return 1;
  return igmp.version2Until > now ? 2 : 3;
}

/** Whether the group is reported at all. */
export function isReported(inDev: InetDevice, group: number): boolean {
  if (group === IGMP_ALL_HOSTS) return false;
  return !isLocalMulticast(group) || inDev.net.sysctls.igmpLinkLocalMcastReports !== 0;
}

/** A time, ns, from which not more than `limit` has passed: in ticks, and so 0 when the limit is not above one. */
function randomBelow(inDev: InetDevice, limit: number): number {
  const ticks = limit / NS_PER_JIFFY;
  return Math.floor((inDev.net.net.machine.random() / 4294967296) * ticks) * NS_PER_JIFFY;
}

/** The device's own setting, ms, as whole ticks and at least one, in ns (`unsolicited_report_interval`). */
function interval(ms: number): number {
  return Math.max(1, Math.ceil((ms * NS_PER_MS) / NS_PER_JIFFY)) * NS_PER_JIFFY;
}

/** `igmp_group_added`'s reports */
export function reportJoin(membership: GroupMembership): void {
  const inDev = membership.device;
  if (!isReported(inDev, membership.group)) return;
  const igmp = inDev.igmp as IgmpDevice;
  if (versionOf(inDev) < 3) {
    membership.changesLeft = igmp.robustness;
    // at once, and again after the interval
    startTimer(membership, NS_PER_JIFFY);
    return;
  }
  membership.changesLeft = igmp.robustness;
  armChange(inDev, NS_PER_JIFFY);
}

/** `igmp_group_dropped`'s reports */
export function reportLeave(membership: GroupMembership): void {
  const inDev = membership.device;
  const machine = inDev.net.net.machine;
  if (membership.timer !== null) machine.deleteTimer(membership.timer);
  if (!isReported(inDev, membership.group) || !inDev.dev.isUp) return;
  const igmp = inDev.igmp as IgmpDevice;
  const version = versionOf(inDev);
  if (version === 1) return;
  if (version === 2) {
    if (membership.reporter) sendOld(inDev, IGMP_HOST_LEAVE_MESSAGE, membership.group, ALL_ROUTERS);
    return;
  }
  membership.changesLeft = igmp.robustness;
  igmp.leaving = [...igmp.leaving, membership];
  armChange(inDev, NS_PER_JIFFY);
}

function armChange(inDev: InetDevice, delay: number): void {
  const igmp = inDev.igmp as IgmpDevice;
  const machine = inDev.net.net.machine;
  if (igmp.changeTimer === null) igmp.changeTimer = new KernelTimer<InetDevice>(sendChanges, inDev);
  machine.modTimer(igmp.changeTimer, machine.now() + delay);
}

/** `igmp_ifc_timer_expire` */
function sendChanges(inDev: InetDevice): void {
  const igmp = inDev.igmp;
  if (igmp === null || inDev.dead) return;
  const joins = igmp.groups.filter((membership) => membership.changesLeft > 0);
  const leaves = igmp.leaving.filter((membership) => membership.changesLeft > 0);
  const records: Record3[] = [
    ...leaves.map((m): Record3 => ({ type: IGMPV3_CHANGE_TO_INCLUDE, group: m.group })),
    ...joins.map((m): Record3 => ({ type: IGMPV3_CHANGE_TO_EXCLUDE, group: m.group })),
  ];
  for (const membership of [...joins, ...leaves]) membership.changesLeft--;
  const left = leaves.filter((m) => m.changesLeft > 0);
  if (igmp.leaving.length > 0) igmp.leaving = left;
  if (records.length > 0) sendReport3(inDev, records);
  const more = joins.some((m) => m.changesLeft > 0) || igmp.leaving.length > 0;
  if (!more) return;
  const limit = interval(inDev.conf.igmpv3UnsolicitedReportInterval);
  armChange(inDev, randomBelow(inDev, limit) + NS_PER_JIFFY);
}

interface Record3 {
  readonly type: number;
  readonly group: number;
}

/** Most records that one report of the device has room for. */
function recordsPerReport(inDev: InetDevice): number {
  return Math.max(
    1,
    Math.floor((inDev.dev.mtu - IPV4_HLEN - 4 - IGMPV3_REPORT_LENGTH) / IGMPV3_RECORD_LENGTH),
  );
}

function sendReport3(inDev: InetDevice, records: readonly Record3[]): void {
  const limit = recordsPerReport(inDev);
  for (let at = 0; at < records.length; at += limit) {
    const part = records.slice(at, at + limit);
    const length = IGMPV3_REPORT_LENGTH + IGMPV3_RECORD_LENGTH * part.length;
    send(inDev, IGMPV3_ALL_ROUTERS, length, (bytes, start) => {
      writeIgmpv3Report(bytes, start, part.length);
      for (const [i, record] of part.entries())
        writeIgmpv3Record(
          bytes,
          start + IGMPV3_REPORT_LENGTH + i * IGMPV3_RECORD_LENGTH,
          record.type,
          0,
          record.group as Ipv4Address,
        );
      writeIgmpChecksum(bytes, start, length);
    });
  }
}

function sendOld(inDev: InetDevice, type: number, group: number, destination: number): void {
  send(inDev, destination, IGMP_HLEN, (bytes, start) =>
    writeIgmp(bytes, start, type, 0, group as Ipv4Address),
  );
}

const flow = new Flow4();

/** Sends an IGMP message with the router alert option, TTL 1 and internetwork control precedence. */
function send(
  inDev: InetDevice,
  destination: number,
  length: number,
  fill: (bytes: Uint8Array, start: number) => void,
): void {
  const net = inDev.net;
  flow.reset();
  flow.oif = inDev.dev.ifindex;
  flow.daddr = destination;
  flow.ipProto = IPPROTO_IGMP;
  const route = routeOutput(net, flow);
  if (typeof route === "number") return;
  const source = flow.saddr || selectAddress(inDev.dev, 0, RT_SCOPE_LINK);
  const skb = allocSkb(length);
  fill(skb.bytes, skb.put(length));
  skb.transportHeader = skb.data;
  const at = skb.push(IPV4_HLEN + 4);
  const ident = selectIdent(net, source, destination, IPPROTO_IGMP);
  writeIpv4(
    skb.bytes,
    at,
    0xc0,
    0,
    ident,
    IP_DF,
    1,
    IPPROTO_IGMP,
    source as Ipv4Address,
    destination as Ipv4Address,
  );
  setIpv4HeaderLength(skb.bytes, at, IPV4_HLEN + 4);
  skb.bytes[at + 20] = 0x94;
  skb.bytes[at + 21] = 4;
  skb.bytes[at + 22] = 0;
  skb.bytes[at + 23] = 0;
  skb.dst = route;
  skb.dev = inDev.dev;
  skb.priority = 7;
  ipLocalOut(skb);
}

/** Arms a group's timer at a random moment within `limit` ns (`igmp_start_timer`). */
function startTimer(membership: GroupMembership, limit: number): void {
  const machine = membership.device.net.net.machine;
  if (membership.timer === null) membership.timer = new KernelTimer<GroupMembership>(groupTimer, membership);
  const delay = randomBelow(membership.device, limit) + 2 * NS_PER_JIFFY;
  machine.modTimer(membership.timer, machine.now() + delay);
}

/** A query asks for the group: whoever answers sooner anyway goes on, but does not report by itself again (`igmp_mod_timer`). */
export function answerQuery(membership: GroupMembership, limit: number): void {
  const { device, timer } = membership;
  if (versionOf(device) < 3) membership.changesLeft = 0;
  if (timer?.pending === true && timer.expires - device.net.net.machine.now() < limit) return;
  startTimer(membership, limit);
}

/** `igmp_timer_expire` */
function groupTimer(membership: GroupMembership): void {
  const inDev = membership.device;
  if (inDev.dead || inDev.igmp?.find(membership.group) === undefined) return;
  if (membership.changesLeft > 0 && versionOf(inDev) < 3) {
    membership.changesLeft--;
    if (membership.changesLeft > 0)
      startTimer(membership, interval(inDev.conf.igmpv2UnsolicitedReportInterval));
  }
  membership.reporter = true;
  const version = versionOf(inDev);
  if (version === 1) sendOld(inDev, IGMP_HOST_MEMBERSHIP_REPORT, membership.group, membership.group);
  else if (version === 2) sendOld(inDev, IGMPV2_HOST_MEMBERSHIP_REPORT, membership.group, membership.group);
  else sendReport3(inDev, [{ type: IGMPV3_MODE_IS_EXCLUDE, group: membership.group }]);
}

/** Answers a general query within `limit` ns (`igmp_gq_start_timer`). */
export function answerGeneralQuery(inDev: InetDevice, limit: number): void {
  const igmp = inDev.igmp as IgmpDevice;
  const machine = inDev.net.net.machine;
  if (igmp.queryTimer === null) igmp.queryTimer = new KernelTimer<InetDevice>(sendAll, inDev);
  const at = machine.now() + randomBelow(inDev, limit) + 2 * NS_PER_JIFFY;
  if (igmp.queryTimer.pending && igmp.queryTimer.expires <= at) return;
  machine.modTimer(igmp.queryTimer, at);
}

function sendAll(inDev: InetDevice): void {
  const groups = inDev.igmp?.groups.filter((membership) => isReported(inDev, membership.group)) ?? [];
  if (groups.length > 0 && !inDev.dead)
    sendReport3(
      inDev,
      groups.map((membership) => ({ type: IGMPV3_MODE_IS_EXCLUDE, group: membership.group })),
    );
}

/** The device goes down: nothing is reported any more. */
export function cancelReports(inDev: InetDevice): void {
  const igmp = inDev.igmp;
  if (igmp === null) return;
  const machine = inDev.net.net.machine;
  if (igmp.changeTimer !== null) machine.deleteTimer(igmp.changeTimer);
  if (igmp.queryTimer !== null) machine.deleteTimer(igmp.queryTimer);
  for (const membership of igmp.groups) {
    membership.changesLeft = 0;
    if (membership.timer !== null) machine.deleteTimer(membership.timer);
  }
  if (igmp.leaving.length > 0) igmp.leaving = [];
}
