/**
 * `bridge vni`: requests, answers and notifications about the networks of a device.
 *
 * Source: `drivers/net/vxlan/vxlan_vnifilter.c` (`vxlan_vnifilter_process`, `vxlan_process_vni_filter`, `vxlan_vnifilter_dump`).
 */
import { EINVAL, ENODEV, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeCursor, AttributeTable, nlAlign } from "../../../netlink/attribute.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_DELTUNNEL, RTM_GETTUNNEL, RTM_NEWTUNNEL, RTNLGRP_TUNNEL } from "../../../netlink/rtnetlink.ts";
import * as tunnel from "../../../netlink/tunnel-msg.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { AF_INET, AF_INET6, TunnelAddress } from "./address.ts";
import { VxlanDevice } from "./device.ts";
import { addVni, deleteVni } from "./vni-filter.ts";
import type { VniNode } from "./vni-group.ts";

const NO_RULES = policy(tunnel.VXLAN_VNIFILTER_MAX, []);
const ENTRY_RULES = policy(tunnel.VXLAN_VNIFILTER_ENTRY_MAX, [
  [tunnel.VXLAN_VNIFILTER_ENTRY_START, { type: "u32" }],
  [tunnel.VXLAN_VNIFILTER_ENTRY_END, { type: "u32" }],
  [tunnel.VXLAN_VNIFILTER_ENTRY_GROUP, { type: "binary", length: 4 }],
  [tunnel.VXLAN_VNIFILTER_ENTRY_GROUP6, { type: "binary", length: 16 }],
]);
/** Bytes after which the next message of a dump begins. */
const MESSAGE_SIZE = 8192;

const attributes = new AttributeTable(tunnel.VXLAN_VNIFILTER_MAX);
const entry = new AttributeTable(tunnel.VXLAN_VNIFILTER_ENTRY_MAX);

/** `vxlan_vnifilter_process` */
function process(request: RtnlRequest): number {
  const { message, extack, net } = request;
  const error = parseRequest(request, tunnel.TUNNEL_MSG_LEN, attributes, NO_RULES);
  if (error !== 0) return error;
  const { index } = tunnel.readTunnelHeader(message.bytes, message.body);
  const dev = net.devByIndex(index);
  if (dev === undefined) return -ENODEV;
  if (!(dev instanceof VxlanDevice)) return extack.fail(-EINVAL, "vxlan: The device is not a vxlan device");
  if (dev.vnis === null) return -EOPNOTSUPP;
  let processed = 0;
  const first = message.body + nlAlign(tunnel.TUNNEL_MSG_LEN);
  for (const cursor = new AttributeCursor(message.bytes, first, message.end); cursor.next(); ) {
    if (cursor.type !== tunnel.VXLAN_VNIFILTER_ENTRY) continue;
    processed++;
    const one = processEntry(request, dev, cursor);
    if (one !== 0) return one;
  }
  return processed === 0 ? extack.fail(-EINVAL, "vxlan: No vnis found to process") : 0;
}

/** The group that an entry names; what is too short is filled up with zeros. */
function groupOf(): TunnelAddress {
  const bytes = new Uint8Array(16);
  const v4 = entry.payload(tunnel.VXLAN_VNIFILTER_ENTRY_GROUP);
  const v6 = v4 === undefined ? entry.payload(tunnel.VXLAN_VNIFILTER_ENTRY_GROUP6) : undefined;
  bytes.set(v4 ?? v6 ?? []);
  return TunnelAddress.fromBytes(v6 === undefined ? AF_INET : AF_INET6, bytes, 0);
}

/** `vxlan_process_vni_filter` */
function processEntry(request: RtnlRequest, dev: VxlanDevice, cursor: AttributeCursor): number {
  const { extack, message } = request;
  const { bytes, start: from } = cursor;
  const to = from + cursor.length;
  const error = validateAttributes(bytes, from, to, ENTRY_RULES, false, extack, message.start);
  if (error !== 0) return error;
  entry.parse(bytes, from, to);
  const start = entry.u32(tunnel.VXLAN_VNIFILTER_ENTRY_START);
  const end = entry.u32(tunnel.VXLAN_VNIFILTER_ENTRY_END, start);
  if (start === 0 && end === 0)
    return extack.fail(-EINVAL, "vni start nor end found in vni entry", from - 4 - message.start);
  const group = groupOf();
  if (group.isMulticast && dev.config.link === 0)
    return extack.fail(-EINVAL, "Local interface required for multicast remote group");
  const { vnis } = dev;
  if (vnis === null) return -EOPNOTSUPP;
  const adding = message.type === RTM_NEWTUNNEL;
  for (let vni = start; vni <= end; vni++) {
    const one = adding ? addVni(dev, vnis, vni, group, extack, notify) : deleteVni(dev, vnis, vni, notify);
    if (one !== 0) return one;
  }
  return 0;
}

function fillStats(writer: MessageWriter, node: VniNode): void {
  const nest = writer.nest(tunnel.VXLAN_VNIFILTER_ENTRY_STATS);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_RX_BYTES, node.rxBytes);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_RX_PKTS, node.rxPackets);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_RX_DROPS, node.rxDrops);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_RX_ERRORS, node.rxErrors);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_TX_BYTES, node.txBytes);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_TX_PKTS, node.txPackets);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_TX_DROPS, node.txDrops);
  writer.u64(tunnel.VNIFILTER_ENTRY_STATS_TX_ERRORS, node.txErrors);
  writer.endNest(nest);
}

/** `vxlan_fill_vni_filter_entry` */
function fillEntry(writer: MessageWriter, first: VniNode, last: VniNode, stats: boolean): void {
  const nest = writer.nest(tunnel.VXLAN_VNIFILTER_ENTRY);
  writer.u32(tunnel.VXLAN_VNIFILTER_ENTRY_START, first.vni);
  if (last !== first) writer.u32(tunnel.VXLAN_VNIFILTER_ENTRY_END, last.vni);
  const { remote } = first;
  if (!remote.isAny) {
    const v4 = remote.family === AF_INET;
    remote.write(writer, v4 ? tunnel.VXLAN_VNIFILTER_ENTRY_GROUP : tunnel.VXLAN_VNIFILTER_ENTRY_GROUP6);
  }
  if (stats) fillStats(writer, first);
  writer.endNest(nest);
}

/** `vxlan_vnifilter_notify` */
function notify(dev: VxlanDevice, node: VniNode, gone: boolean): void {
  const { rtnetlink } = dev.net.machine;
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_TUNNEL)) return;
  const { writer } = rtnetlink;
  writer.reset();
  writer.begin(gone ? RTM_DELTUNNEL : RTM_NEWTUNNEL, 0);
  tunnel.writeTunnelHeader(writer, AF_BRIDGE, 0, dev.ifindex);
  fillEntry(writer, node, node, false);
  writer.end();
  rtnetlink.notify(dev.net, RTNLGRP_TUNNEL, writer.message());
}

/** The device goes (`vxlan_vnigroup_uninit`). */
export function uninitVnis(dev: VxlanDevice): void {
  const { vnis } = dev;
  if (vnis === null) return;
  for (const node of vnis.list) {
    notify(dev, node, true);
    vnis.delete(node.vni);
  }
}

/** `vxlan_vnifilter_dump` */
function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, extack, net } = request;
  const error = parseRequest(request, tunnel.TUNNEL_MSG_LEN, attributes, NO_RULES);
  if (error !== 0) return error;
  const { index, flags } = tunnel.readTunnelHeader(message.bytes, message.body);
  if ((flags & ~tunnel.TUNNEL_MSG_VALID_USER_FLAGS) !== 0)
    return extack.fail(-EINVAL, "Invalid tunnelmsg flags in ancillary header");
  const stats = (flags & tunnel.TUNNEL_MSG_FLAG_STATS) !== 0;
  if (index === 0) {
    for (const dev of net.devicesByIndex()) dumpDevice(request, writer, dev, stats);
    return 0;
  }
  const dev = net.devByIndex(index);
  if (dev === undefined) return -ENODEV;
  if (!(dev instanceof VxlanDevice)) return extack.fail(-EINVAL, "The device is not a vxlan device");
  return dumpDevice(request, writer, dev, stats);
}

/** `vxlan_vnifilter_dump_dev` */
function dumpDevice(request: RtnlRequest, writer: MessageWriter, dev: NetDevice, stats: boolean): number {
  if (!(dev instanceof VxlanDevice) || dev.vnis === null) return -EINVAL;
  const { list } = dev.vnis;
  let from = 0;
  while (from < list.length) {
    const start = writer.begin(RTM_NEWTUNNEL, NLM_F_MULTI, request.message.seq, request.portid);
    tunnel.writeTunnelHeader(writer, AF_BRIDGE, 0, dev.ifindex);
    while (from < list.length && writer.length - start < MESSAGE_SIZE) {
      let to = from + 1;
      if (!stats) while (to < list.length && continues(list[to - 1], list[to])) to++;
      fillEntry(writer, list[from], list[to - 1], stats);
      from = to;
    }
    writer.end();
  }
  return 0;
}

function continues(last: VniNode, node: VniNode): boolean {
  return node.vni - last.vni === 1 && node.remote.equals(last.remote);
}

/** Makes the messages known. */
export function initVniMessages(machine: Machine): void {
  machine.rtnetlink.register(AF_BRIDGE, RTM_GETTUNNEL, undefined, dump);
  machine.rtnetlink.register(AF_BRIDGE, RTM_NEWTUNNEL, process);
  machine.rtnetlink.register(AF_BRIDGE, RTM_DELTUNNEL, process);
}
