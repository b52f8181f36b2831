/**
 * Groups and routers as attributes, and notifications about them.
 *
 * Source: `net/bridge/br_mdb.c` (`__mdb_fill_info`, `br_rports_fill_info`, `br_mdb_notify`, `br_rtr_notify`).
 */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTNLGRP_MDB } from "../../../netlink/rtnetlink.ts";
import type { NetBridge } from "../br-private.ts";
import { timerValue } from "../br-time.ts";
import type { McastContext, PortMcastContext } from "../mcast/br-mcast-context.ts";
import { portContextFor } from "../mcast/br-mcast-usable.ts";
import {
  type MdbEntry,
  PG_BLOCKED,
  PG_FAST_LEAVE,
  PG_PERMANENT,
  PG_STAR_EXCL,
  type PortGroup,
} from "./br-mdb-table.ts";

/** Flags of memberships as those of entries. */
const FLAGS = [
  [PG_FAST_LEAVE, mdba.MDB_FLAGS_FAST_LEAVE],
  [PG_STAR_EXCL, mdba.MDB_FLAGS_STAR_EXCL],
  [PG_BLOCKED, mdba.MDB_FLAGS_BLOCKED],
] as const;

function shownFlags(flags: number): number {
  let shown = 0;
  for (const [own, bit] of FLAGS) if ((flags & own) !== 0) shown |= bit;
  return shown;
}

/** One membership: of a port, or with null the host's. */
export function fillMembership(
  writer: MessageWriter,
  bridge: NetBridge,
  entry: MdbEntry,
  member: PortGroup | null,
): void {
  const flags = member?.flags ?? 0;
  const { group } = entry;
  const permanent = group.protocol === 0 || (flags & PG_PERMANENT) !== 0;
  const nest = writer.nest(mdba.MDBA_MDB_ENTRY_INFO);
  mdba.writeMdbEntry(writer, {
    index: member === null ? bridge.ifindex : member.port.dev.ifindex,
    state: permanent ? mdba.MDB_PERMANENT : mdba.MDB_TEMPORARY,
    flags: shownFlags(flags),
    vid: group.vid,
    protocol: group.protocol,
    address: group.address,
  });
  const timer =
    member === null
      ? timerValue(bridge.net.machine, entry.timer)
      : timerValue(bridge.net.machine, member.timer);
  writer.u32(mdba.MDBA_MDB_EATTR_TIMER, timer);
  if (group.source !== null) writer.data(mdba.MDBA_MDB_EATTR_SOURCE, group.source);
  if (member !== null) {
    writer.u8(mdba.MDBA_MDB_EATTR_RTPROT, member.protocol);
    if (bridge.multicast.handlesMode(group.protocol)) fillSources(writer, member);
  }
  writer.endNest(nest);
}

function fillSources(writer: MessageWriter, member: PortGroup): void {
  const { machine } = member.port.bridge.net;
  if (member.sources.length > 0) {
    const list = writer.nest(mdba.MDBA_MDB_EATTR_SRC_LIST | NLA_F_NESTED);
    for (const { address, timer } of member.sources) {
      const entry = writer.nest(mdba.MDBA_MDB_SRCLIST_ENTRY | NLA_F_NESTED);
      writer.data(mdba.MDBA_MDB_SRCATTR_ADDRESS, address);
      writer.u32(mdba.MDBA_MDB_SRCATTR_TIMER, timerValue(machine, timer));
      writer.endNest(entry);
    }
    writer.endNest(list);
  }
  writer.u8(mdba.MDBA_MDB_EATTR_GROUP_MODE, member.filterMode);
}

/** All groups of a bridge. */
export function fillMdb(writer: MessageWriter, bridge: NetBridge): void {
  const nest = writer.nest(mdba.MDBA_MDB);
  for (const entry of bridge.multicast.mdb.entries()) {
    const inner = writer.nest(mdba.MDBA_MDB_ENTRY);
    if (entry.hostJoined) fillMembership(writer, bridge, entry, null);
    for (const member of entry.ports) fillMembership(writer, bridge, entry, member);
    writer.endNest(inner);
  }
  writer.endNest(nest);
}

/** All ports behind which routers are: of the bridge, or of one of its VLANs (`br_rports_fill_info`). */
export function fillRouters(writer: MessageWriter, context: McastContext): void {
  if (context.router === mdba.MDB_RTR_TYPE_DISABLED || !hasRouters(context)) return;
  const nest = writer.nest(mdba.MDBA_ROUTER);
  for (const port of context.bridge.ports) {
    const side = portContextFor(port, context);
    if (side.vlan?.vid === context.vlan?.vid) fillRouter(writer, side);
  }
  writer.endNest(nest);
}

/** Whether a router is behind any port (`br_rports_have_mc_router`). */
export function hasRouters(context: McastContext): boolean {
  return context.bridge.ports.some((port) => {
    const { isRouter, vlan } = portContextFor(port, context);
    return vlan?.vid === context.vlan?.vid && (isRouter.ip4 || isRouter.ip6);
  });
}

function fillRouter(writer: MessageWriter, side: PortMcastContext): void {
  const { isRouter, routerTimers, port, vlan } = side;
  if (!isRouter.ip4 && !isRouter.ip6) return;
  const { machine } = port.bridge.net;
  const ip4 = timerValue(machine, routerTimers.ip4);
  const ip6 = timerValue(machine, routerTimers.ip6);
  const nest = writer.nest(mdba.MDBA_ROUTER_PORT);
  writer.raw32(port.dev.ifindex);
  writer.u32(mdba.MDBA_ROUTER_PATTR_TIMER, Math.max(ip4, ip6));
  // the port's own, whatever the VLAN's is
  writer.u8(mdba.MDBA_ROUTER_PATTR_TYPE, port.multicast.router);
  if (isRouter.ip4) writer.u32(mdba.MDBA_ROUTER_PATTR_INET_TIMER, ip4);
  if (isRouter.ip6) writer.u32(mdba.MDBA_ROUTER_PATTR_INET6_TIMER, ip6);
  if (vlan !== null) writer.u16(mdba.MDBA_ROUTER_PATTR_VID, vlan.vid);
  writer.endNest(nest);
}

/** Tells of a membership that is there (`RTM_NEWMDB`) or gone (`RTM_DELMDB`). */
export function mdbNotify(bridge: NetBridge, entry: MdbEntry, member: PortGroup | null, type: number): void {
  notify(bridge, type, 0, (writer) => {
    const nest = writer.nest(mdba.MDBA_MDB);
    const inner = writer.nest(mdba.MDBA_MDB_ENTRY);
    fillMembership(writer, bridge, entry, member);
    writer.endNest(inner);
    writer.endNest(nest);
  });
}

/** Tells of a port behind which a router is, or is not any more. */
export function routerNotify({ port, vlan }: PortMcastContext, type: number): void {
  const NLM_F_MULTI = 2;
  notify(port.bridge, type, NLM_F_MULTI, (writer) => {
    const nest = writer.nest(mdba.MDBA_ROUTER);
    const inner = writer.nest(mdba.MDBA_ROUTER_PORT);
    writer.raw32(port.dev.ifindex);
    if (vlan !== null) writer.u16(mdba.MDBA_ROUTER_PATTR_VID, vlan.vid);
    writer.endNest(inner);
    writer.endNest(nest);
  });
}

function notify(bridge: NetBridge, type: number, flags: number, fill: (writer: MessageWriter) => void): void {
  const { net } = bridge;
  const { rtnetlink } = net.machine;
  if (!rtnetlink.hasListeners(net, RTNLGRP_MDB)) return;
  const { writer } = rtnetlink;
  writer.reset();
  writer.begin(type, flags);
  mdba.writePortMessage(writer, AF_BRIDGE, bridge.ifindex);
  fill(writer);
  writer.end();
  rtnetlink.notify(net, RTNLGRP_MDB, writer.message());
}
