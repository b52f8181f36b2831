/**
 * RTM_NEWLINK as the kernel sends it: every attribute, in the order of Linux 6.18.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_fill_ifinfo`); order and values checked against messages of a running 6.18.
 */

import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import { writeEmptyIfmap, writeLinkHeader, writeLinkStats, writeLinkStats64 } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { getFlags, getIflink } from "../dev/dev-state.ts";
import { getStats } from "../dev/dev-stats.ts";
import { DeviceStats, IF_OPER_DOWN, type NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import { peernet2idAlloc } from "../netns-ids.ts";

/** What differs between one link message and another. */
export interface LinkFill {
  readonly type: number;
  readonly portid: number;
  readonly seq: number;
  /** `NLM_F_*` */
  readonly flags: number;
  /** `ifi_change` */
  readonly change: number;
  /** `RTEXT_FILTER_*` */
  readonly extMask: number;
  /** `IFLA_EVENT_*`; 0: none. */
  readonly event?: number;
  /** Namespace in whose ids `IFLA_LINK_NETNSID` is given: the reader's. */
  readonly sourceNet: Net;
  /** `IFLA_TARGET_NETNSID` of a request about another namespace. */
  readonly targetNsid?: number;
  /** Where the device moves to. */
  readonly newNsid?: number;
  readonly newIfindex?: number;
}

const stats = new DeviceStats();

/** Appends one message about the device. */
export function fillLink(writer: MessageWriter, dev: NetDevice, fill: LinkFill): void {
  writer.begin(fill.type, fill.flags, fill.seq, fill.portid);
  writeLinkHeader(writer, 0, dev.type, dev.ifindex, getFlags(dev), fill.change);
  if (fill.targetNsid !== undefined) writer.u32(ifla.IFLA_TARGET_NETNSID, fill.targetNsid);
  fillState(writer, dev);
  fillLimits(writer, dev);
  if (dev.master !== null) writer.u32(ifla.IFLA_MASTER, dev.master.ifindex);
  writer.u8(ifla.IFLA_CARRIER, dev.carrier ? 1 : 0);
  if (dev.alias !== "") writer.string(ifla.IFLA_IFALIAS, dev.alias);
  writer.u32(ifla.IFLA_CARRIER_CHANGES, dev.carrierUpCount + dev.carrierDownCount);
  writer.u32(ifla.IFLA_CARRIER_UP_COUNT, dev.carrierUpCount);
  writer.u32(ifla.IFLA_CARRIER_DOWN_COUNT, dev.carrierDownCount);
  writer.u16(ifla.IFLA_HEADROOM, dev.neededHeadroom);
  writer.u16(ifla.IFLA_TAILROOM, 0);
  fillProtoDown(writer, dev);
  if (fill.event) writer.u32(ifla.IFLA_EVENT, fill.event);
  fillAddresses(writer, dev);
  // RTEXT_FILTER_SKIP_STATS is about the families' statistics only
  getStats(dev, stats);
  writeLinkStats64(writer, ifla.IFLA_STATS64, stats);
  writeLinkStats(writer, ifla.IFLA_STATS, stats);
  const xdp = writer.nest(ifla.IFLA_XDP);
  writer.u8(ifla.IFLA_XDP_ATTACHED, 0);
  writer.endNest(xdp);
  fillLinkInfo(writer, dev);
  if (fill.newNsid !== undefined) writer.u32(ifla.IFLA_NEW_NETNSID, fill.newNsid);
  if (fill.newIfindex !== undefined) writer.u32(ifla.IFLA_NEW_IFINDEX, fill.newIfindex);
  fillTail(writer, dev, fill);
  writer.end();
}

function fillState(writer: MessageWriter, dev: NetDevice): void {
  writer.string(ifla.IFLA_IFNAME, dev.name);
  writer.u32(ifla.IFLA_TXQLEN, dev.txQueueLength);
  writer.u8(ifla.IFLA_OPERSTATE, dev.running ? dev.operstate : IF_OPER_DOWN);
  writer.u8(ifla.IFLA_LINKMODE, dev.linkMode);
  writer.u8(ifla.IFLA_NETNS_IMMUTABLE, dev.netnsLocal ? 1 : 0);
  writer.u32(ifla.IFLA_MTU, dev.mtu);
  writer.u32(ifla.IFLA_MIN_MTU, dev.minMtu);
  writer.u32(ifla.IFLA_MAX_MTU, dev.maxMtu);
  writer.u32(ifla.IFLA_GROUP, dev.group);
  writer.u32(ifla.IFLA_PROMISCUITY, dev.promiscuity);
  writer.u32(ifla.IFLA_ALLMULTI, dev.allmulti);
}

function fillLimits(writer: MessageWriter, dev: NetDevice): void {
  writer.u32(ifla.IFLA_NUM_TX_QUEUES, dev.numTxQueues);
  writer.u32(ifla.IFLA_GSO_MAX_SEGS, dev.gsoMaxSegments);
  writer.u32(ifla.IFLA_GSO_MAX_SIZE, dev.gsoMaxSize);
  writer.u32(ifla.IFLA_GRO_MAX_SIZE, dev.groMaxSize);
  writer.u32(ifla.IFLA_GSO_IPV4_MAX_SIZE, dev.gsoIpv4MaxSize);
  writer.u32(ifla.IFLA_GRO_IPV4_MAX_SIZE, dev.groIpv4MaxSize);
  writer.u32(ifla.IFLA_TSO_MAX_SIZE, dev.tsoMaxSize);
  writer.u32(ifla.IFLA_TSO_MAX_SEGS, dev.tsoMaxSegments);
  writer.u32(ifla.IFLA_MAX_PACING_OFFLOAD_HORIZON, 0);
  writer.u32(ifla.IFLA_NUM_RX_QUEUES, dev.numRxQueues);
}

/** `rtnl_fill_proto_down` */
function fillProtoDown(writer: MessageWriter, dev: NetDevice): void {
  writer.u8(ifla.IFLA_PROTO_DOWN, dev.protoDown ? 1 : 0);
  if (dev.protoDownReasons === 0) return;
  const nest = writer.nest(ifla.IFLA_PROTO_DOWN_REASON);
  writer.u32(ifla.IFLA_PROTO_DOWN_REASON_VALUE, dev.protoDownReasons);
  writer.endNest(nest);
}

function fillAddresses(writer: MessageWriter, dev: NetDevice): void {
  if (dev.addressLength === 0) return;
  writer.data(ifla.IFLA_ADDRESS, dev.address.subarray(0, dev.addressLength));
  writer.data(ifla.IFLA_BROADCAST, dev.broadcast.subarray(0, dev.addressLength));
}

function fillLinkInfo(writer: MessageWriter, dev: NetDevice): void {
  const kind = dev.linkOps;
  const masterKind = dev.master?.linkOps ?? null;
  if (kind === null && masterKind === null) return;
  const info = writer.nest(ifla.IFLA_LINKINFO);
  if (kind !== null) {
    writer.string(ifla.IFLA_INFO_KIND, kind.kind);
    if (kind.fillInfo) {
      const nest = writer.nest(ifla.IFLA_INFO_DATA);
      kind.fillInfo(dev, writer);
      writer.endNest(nest);
    }
  }
  if (masterKind !== null) {
    writer.string(ifla.IFLA_INFO_SLAVE_KIND, masterKind.kind);
    if (masterKind.fillSlaveInfo) {
      const nest = writer.nest(ifla.IFLA_INFO_SLAVE_DATA);
      masterKind.fillSlaveInfo(dev, writer);
      writer.endNest(nest);
    }
  }
  writer.endNest(info);
}

/** `IFLA_LINK_NETNSID`, allocated if need be, and `IFLA_LINK` (`rtnl_fill_link_netnsid`). */
function fillIflink(writer: MessageWriter, dev: NetDevice, sourceNet: Net): void {
  const iflink = getIflink(dev);
  const linkNet = dev.linkOps?.getLinkNet?.(dev) ?? dev.net;
  if (linkNet !== dev.net) writer.u32(ifla.IFLA_LINK_NETNSID, peernet2idAlloc(sourceNet, linkNet));
  if (linkNet !== dev.net || iflink !== dev.ifindex) writer.u32(ifla.IFLA_LINK, iflink);
}

function fillTail(writer: MessageWriter, dev: NetDevice, fill: LinkFill): void {
  const permanent = dev.permanentAddress;
  if (permanent?.some((byte) => byte !== 0)) writer.data(ifla.IFLA_PERM_ADDRESS, permanent);
  fillIflink(writer, dev, fill.sourceNet);
  writer.string(ifla.IFLA_QDISC, dev.qdisc);
  const afSpec = writer.nest(ifla.IFLA_AF_SPEC);
  for (const ops of dev.net.machine.rtnetlink.afOps.values()) {
    const before = writer.length;
    const nest = writer.nest(ops.family);
    if (ops.fillLinkAf(dev, writer, fill.extMask)) writer.endNest(nest);
    else writer.truncate(before);
  }
  writer.endNest(afSpec);
  writeEmptyIfmap(writer, ifla.IFLA_MAP);
  if (dev.altnames.length > 0) {
    const list = writer.nest(ifla.IFLA_PROP_LIST | NLA_F_NESTED);
    for (const name of dev.altnames) writer.string(ifla.IFLA_ALT_IFNAME, name);
    writer.endNest(list);
  }
  writer.endNest(writer.nest(ifla.IFLA_DEVLINK_PORT | NLA_F_NESTED));
  writer.endNest(writer.nest(ifla.IFLA_DPLL_PIN | NLA_F_NESTED));
}
