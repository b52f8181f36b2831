/**
 * `bridge fdb` of a tunnel: requests, answers and notifications about its forwarding database.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_fdb_add`, `vxlan_fdb_parse`, `vxlan_fdb_info`, `vxlan_fdb_miss`).
 */
import { EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, ENOENT } from "../../../errno.ts";
import { VXLAN_N_VID } from "../../../netlink/link-kinds/vxlan.ts";
import {
  NDA_DST,
  NDA_IFINDEX,
  NDA_LINK_NETNSID,
  NDA_LLADDR,
  NDA_NH_ID,
  NDA_PORT,
  NDA_SRC_VNI,
  NDA_VNI,
  NUD_PERMANENT,
  NUD_REACHABLE,
  NUD_STALE,
  writeNeighCacheInfo,
  writeNeighHeader,
} from "../../../netlink/neigh.ts";
import { RTM_GETNEIGH, RTM_NEWNEIGH, RTNLGRP_NEIGH } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { peernet2idAlloc } from "../../core/netns-ids.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import type { FdbOps, FdbReply, FdbRequest } from "../../core/rtnetlink/fdb-ops.ts";
import { AF_INET, exact32, TunnelAddress } from "./address.ts";
import type { VxlanDevice } from "./device.ts";
import { ADDED_BY_USER, type FdbEntry, type Remote } from "./fdb.ts";
import { vxlanFdbBulk } from "./fdb-bulk.ts";

const AF_BRIDGE = 7;
/** `RTN_UNICAST` */
const RTN_UNICAST = 1;
/** ns in the unit of `NDA_CACHEINFO` */
const CLOCK_TICK = 10_000_000;

/** Appends what one remote of an entry is (`vxlan_fdb_info`). */
function writeEntry(dev: VxlanDevice, entry: FdbEntry, remote: Remote, type: number, reply: FdbReply): void {
  const { writer } = reply;
  const { config } = dev;
  const miss = type === RTM_GETNEIGH;
  const showAddress = !miss || !remote.address.isAny;
  const showMac = !miss || entry.address.some((byte) => byte !== 0);
  const missFamily = showAddress ? remote.address.family : AF_INET;
  writer.begin(type, reply.flags, reply.seq, reply.portid);
  const family = miss ? missFamily : AF_BRIDGE;
  writeNeighHeader(writer, family, dev.ifindex, entry.state, entry.flags & 0xff, RTN_UNICAST);
  if (dev.net !== dev.tunnelNet) writer.u32(NDA_LINK_NETNSID, peernet2idAlloc(dev.net, dev.tunnelNet));
  if (showMac) writer.data(NDA_LLADDR, entry.address);
  if (showAddress) remote.address.write(writer, NDA_DST);
  if (remote.port !== 0 && remote.port !== config.port) {
    const at = writer.attribute(NDA_PORT, 2);
    writer.bytes[at] = remote.port >>> 8;
    writer.bytes[at + 1] = remote.port;
  }
  if (remote.vni !== config.vni) writer.u32(NDA_VNI, remote.vni);
  if (remote.ifindex !== 0) writer.u32(NDA_IFINDEX, remote.ifindex);
  if (config.metadata && entry.sourceVni !== 0) writer.u32(NDA_SRC_VNI, entry.sourceVni);
  const now = dev.net.machine.now();
  const ago = (since: number): number => Math.floor((now - since) / CLOCK_TICK);
  writeNeighCacheInfo(writer, 0, ago(entry.used), ago(entry.updated), 0);
  writer.end();
}

/** `vxlan_fdb_notify` */
export function notifyEntry(dev: VxlanDevice, entry: FdbEntry, remote: Remote, type: number): void {
  const { rtnetlink } = dev.net.machine;
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_NEIGH)) return;
  const { writer } = rtnetlink;
  writer.reset();
  writeEntry(dev, entry, remote, type, { writer, flags: 0, seq: 0, portid: 0 });
  rtnetlink.notify(dev.net, RTNLGRP_NEIGH, writer.message());
}

function missing(dev: VxlanDevice, address: Uint8Array): FdbEntry {
  const now = dev.net.machine.now();
  return { address, sourceVni: 0, state: NUD_STALE, flags: 0, remotes: [], updated: now, used: now };
}

/** Nobody knows the address at `at` (`vxlan_fdb_miss`). */
export function tellL2Miss(dev: VxlanDevice, bytes: Uint8Array, at: number): void {
  if (!dev.net.machine.rtnetlink.hasListeners(dev.net, RTNLGRP_NEIGH)) return;
  const nowhere = { address: TunnelAddress.any(AF_INET), port: 0, vni: 0, ifindex: 0 };
  notifyEntry(dev, missing(dev, bytes.slice(at, at + 6)), nowhere, RTM_GETNEIGH);
}

/** The host has no neighbour with the address (`vxlan_ip_miss`). */
export function tellL3Miss(dev: VxlanDevice, address: TunnelAddress): void {
  if (!dev.net.machine.rtnetlink.hasListeners(dev.net, RTNLGRP_NEIGH)) return;
  const wanted = { address, port: 0, vni: VXLAN_N_VID, ifindex: 0 };
  notifyEntry(dev, missing(dev, new Uint8Array(6)), wanted, RTM_GETNEIGH);
}

/** What the request says of the remote; what it leaves out is the device's (`vxlan_fdb_parse`). */
function readRemote(dev: VxlanDevice, { attributes, extack }: FdbRequest): Remote | number {
  if (
    attributes.has(NDA_NH_ID) &&
    [NDA_DST, NDA_VNI, NDA_IFINDEX, NDA_PORT].some((type) => attributes.has(type))
  )
    return extack.fail(-EINVAL, "DST, VNI, ifindex and port are mutually exclusive with NH_ID");
  let address: TunnelAddress | undefined = TunnelAddress.any(dev.family);
  if (attributes.has(NDA_DST)) address = TunnelAddress.fromAttribute(attributes, NDA_DST);
  if (address === undefined) return extack.fail(-EAFNOSUPPORT, "Unsupported address family");
  if (attributes.has(NDA_PORT) && attributes.length(NDA_PORT) !== 2)
    return extack.fail(-EINVAL, "Invalid vxlan port");
  const port = attributes.be16(NDA_PORT, dev.config.port);
  const vni = attributes.has(NDA_VNI) ? exact32(attributes, NDA_VNI) : dev.config.vni;
  if (vni === undefined) return extack.fail(-EINVAL, "Invalid vni");
  if (attributes.has(NDA_SRC_VNI) && exact32(attributes, NDA_SRC_VNI) === undefined)
    return extack.fail(-EINVAL, "Invalid src vni");
  const ifindex = attributes.has(NDA_IFINDEX) ? exact32(attributes, NDA_IFINDEX) : 0;
  if (ifindex === undefined) return extack.fail(-EINVAL, "Invalid ifindex");
  if (ifindex !== 0 && dev.net.devByIndex(ifindex) === undefined)
    return extack.fail(-EADDRNOTAVAIL, "Device not found");
  return { address, port, vni, ifindex };
}

function add(device: NetDevice, request: FdbRequest): number {
  const dev = device as VxlanDevice;
  const { header, attributes } = request;
  if ((header.state & (NUD_PERMANENT | NUD_REACHABLE)) === 0) {
    const state = header.state.toString(16);
    dev.net.machine.log.printNet(
      KERN_INFO,
      `vxlan: RTM_NEWNEIGH with invalid state ${state === "0" ? "0" : `0x${state}`}`,
    );
    return -EINVAL;
  }
  if (!attributes.has(NDA_DST) && !attributes.has(NDA_NH_ID)) return -EINVAL;
  const remote = readRemote(dev, request);
  if (typeof remote === "number") return remote;
  if (remote.address.family !== dev.family) return -EAFNOSUPPORT;
  const { fdb } = dev;
  if (fdb === null) return -EINVAL;
  const sourceVni = attributes.u32(NDA_SRC_VNI, dev.config.vni);
  const asked = {
    address: request.address,
    remote,
    state: header.state,
    flags: header.flags | ADDED_BY_USER,
    nlmFlags: request.flags,
    nexthop: attributes.has(NDA_NH_ID),
    sourceVni,
  };
  const error = fdb.update(asked, request.extack);
  if (error === 0) request.notified = true;
  return error;
}

function remove(device: NetDevice, request: FdbRequest): number {
  const dev = device as VxlanDevice;
  const remote = readRemote(dev, request);
  if (typeof remote === "number") return remote;
  const { fdb } = dev;
  const sourceVni = request.attributes.u32(NDA_SRC_VNI, dev.config.vni);
  const error = fdb?.remove(request.address, remote, sourceVni) ?? -ENOENT;
  if (error === 0) request.notified = true;
  return error;
}

/** A tunnel's answers to `bridge fdb` (`ndo_fdb_add` …). */
export const vxlanFdbOps: FdbOps = {
  add,
  delete: remove,
  bulk: vxlanFdbBulk,
  dump(device, _port, reply) {
    const dev = device as VxlanDevice;
    for (const entry of dev.fdb?.entries ?? [])
      for (const remote of entry.remotes) writeEntry(dev, entry, remote, RTM_NEWNEIGH, reply);
  },
  get(device, address, _vlan, reply, extack, attributes) {
    const dev = device as VxlanDevice;
    const vni = attributes.u32(NDA_VNI, dev.config.vni);
    const entry = dev.fdb?.find(address, 0, vni) ?? null;
    if (entry === null) return extack.fail(-ENOENT, "Fdb entry not found");
    writeEntry(dev, entry, entry.remotes[0], RTM_NEWNEIGH, reply);
    return 0;
  },
};
