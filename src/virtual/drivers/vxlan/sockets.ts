/**
 * The UDP sockets of tunnels: one for all devices of a port.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_sock_add`, `vxlan_sock_release`), `drivers/net/vxlan/vxlan_multicast.c`.
 */
import { EADDRNOTAVAIL, EAFNOSUPPORT, ENODEV } from "../../../errno.ts";
import { IN6ADDR_ANY, ipv4 } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { joinGroup, leaveGroup } from "../../ipv4/igmp/igmp.ts";
import { IP_PMTUDISC_DO } from "../../ipv4/sock/ip-socket-options.ts";
import { UdpSocket } from "../../ipv4/udp/udp.ts";
import { joinGroup as joinGroup6, leaveGroup as leaveGroup6 } from "../../ipv6/mcast/mcast.ts";
import { Udp6Sock } from "../../ipv6/udp/udp.ts";
import { AF_INET, AF_INET6, type TunnelAddress } from "./address.ts";
import { receivesAlike, type VxlanConfig } from "./config.ts";
import type { VxlanDevice, VxlanSocket } from "./device.ts";
import { deviceOf } from "./device-of.ts";
import { vxlanReceive } from "./receive.ts";

/** By namespace, in the order in which they were made. */
const socketsOf = new WeakMap<Net, VxlanSocket[]>();

class Socket4 extends UdpSocket implements VxlanSocket {
  override readonly family = AF_INET;
  readonly zeroChecksumRx = false;
  readonly ifindex = 0;
  readonly config: VxlanConfig;
  readonly devices = new Set<VxlanDevice>();
  readonly joinedGroups: VxlanSocket["joinedGroups"] = new Map();
  /** Datagrams that are marked so are not cut (`skb->ignore_df` is not set). */
  override pmtuDiscovery = IP_PMTUDISC_DO;
  /** The device's own multicasts do not come back. */
  override multicastLoop = false;

  constructor(net: Net, config: VxlanConfig) {
    super(net);
    this.config = config;
    this.encapReceive = (skb: SkBuff) => vxlanReceive(this, skb);
  }

  get port(): number {
    return this.sourcePort;
  }
}

class Socket6 extends Udp6Sock implements VxlanSocket {
  override readonly family = AF_INET6;
  readonly devices = new Set<VxlanDevice>();
  readonly joinedGroups: VxlanSocket["joinedGroups"] = new Map();
  readonly ifindex: number;
  readonly config: VxlanConfig;

  constructor(net: Net, config: VxlanConfig, ifindex: number) {
    super(net);
    this.config = config;
    this.acceptsNoChecksum = config.zeroChecksumRx;
    this.ifindex = ifindex;
    this.boundDevIf = ifindex;
    this.v6only = true;
  }

  get zeroChecksumRx(): boolean {
    return this.acceptsNoChecksum;
  }

  get port(): number {
    return this.localPort;
  }

  override receive(skb: SkBuff): void {
    this.acceptTunnelled(skb, (packet) => vxlanReceive(this, packet));
  }
}

/** Of link-local tunnels the sockets belong to a device. */
function boundTo(dev: VxlanDevice): number {
  const linkLocal = dev.family === AF_INET6 && dev.local.isLinkLocal;
  return linkLocal ? dev.config.link : 0;
}

function find(dev: VxlanDevice, sockets: readonly VxlanSocket[], family: number): VxlanSocket | undefined {
  const { config } = dev;
  return sockets.find(
    (socket) =>
      socket.family === family &&
      socket.port === config.port &&
      receivesAlike(socket.config, config) &&
      socket.ifindex === boundTo(dev),
  );
}

function create(dev: VxlanDevice, family: number): VxlanSocket | number {
  const { config, tunnelNet: net } = dev;
  const socket = family === AF_INET ? new Socket4(net, config) : new Socket6(net, config, boundTo(dev));
  const error =
    family === AF_INET
      ? socket.bind({ family: AF_INET, address: ipv4(0), port: config.port })
      : socket.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: config.port });
  if (error >= 0) return socket;
  socket.close();
  return error;
}

/** @returns the socket of the device's port, or a negative error */
function share(dev: VxlanDevice, family: number): VxlanSocket | number {
  const sockets = socketsOf.get(dev.tunnelNet) ?? [];
  socketsOf.set(dev.tunnelNet, sockets);
  let socket = find(dev, sockets, family);
  if (socket === undefined) {
    const made = create(dev, family);
    if (typeof made === "number") return made;
    socket = made;
    sockets.push(socket);
  }
  socket.devices.add(dev);
  return socket;
}

/** The device gets its sockets (`vxlan_sock_add`). @returns 0 or a negative error */
export function addSocket(dev: VxlanDevice): number {
  const other = dev.family === AF_INET ? AF_INET6 : AF_INET;
  // that of IPv6 comes first
  if (dev.config.metadata && other === AF_INET6) {
    const shared = share(dev, other);
    if (typeof shared !== "number") dev.otherSocket = shared;
    else if (shared !== -EAFNOSUPPORT) return shared;
  }
  const own = share(dev, dev.family);
  if (typeof own === "number") {
    releaseSocket(dev);
    return own;
  }
  dev.socket = own;
  if (!dev.config.metadata || other === AF_INET6) return 0;
  const shared = share(dev, other);
  if (typeof shared === "number") {
    releaseSocket(dev);
    return shared;
  }
  dev.otherSocket = shared;
  return 0;
}

/** `vxlan_sock_release` */
export function releaseSocket(dev: VxlanDevice): void {
  const { socket, otherSocket } = dev;
  dev.socket = null;
  dev.otherSocket = null;
  if (socket !== null) release(dev, socket);
  if (otherSocket !== null) release(dev, otherSocket);
}

function release(dev: VxlanDevice, socket: VxlanSocket): void {
  socket.devices.delete(dev);
  if (socket.devices.size > 0) return;
  const sockets = socketsOf.get(dev.tunnelNet);
  sockets?.splice(sockets.indexOf(socket), 1);
  for (const { address, ifindex } of socket.joinedGroups.values())
    change(dev.tunnelNet, address, ifindex, false);
  socket.joinedGroups.clear();
  socket.close();
}

function change(net: Net, group: TunnelAddress, ifindex: number, join: boolean): number {
  const dev = net.devByIndex(ifindex);
  if (group.family === AF_INET) {
    const inDev = dev?.inDev;
    if (!inDev) return -ENODEV;
    return join ? joinGroup(inDev, group.v4) : leaveGroup(inDev, group.v4);
  }
  const idev = dev?.in6Dev;
  if (!idev) return -ENODEV;
  if (join) joinGroup6(idev, group.v6);
  else if (!leaveGroup6(idev, group.v6)) return -EADDRNOTAVAIL;
  return 0;
}

function groupKey(dev: VxlanDevice, group: TunnelAddress): string {
  return `${group} ${dev.config.link}`;
}

/** Joins a group on the device's lower device (`vxlan_igmp_join`). @returns 0 or a negative error */
export function joinRemote(dev: VxlanDevice, group = dev.remote): number {
  const { config } = dev;
  const socket = dev.socketOf(group.family);
  const key = groupKey(dev, group);
  if (socket === null || !group.isMulticast || socket.joinedGroups.has(key)) return 0;
  const error = change(dev.tunnelNet, group, config.link, true);
  if (error >= 0) socket.joinedGroups.set(key, { address: group, ifindex: config.link });
  return error;
}

/** All groups of the device (`vxlan_multicast_join`). @returns 0 or a negative error */
export function joinAll(dev: VxlanDevice): number {
  const error = joinRemote(dev);
  if (error < 0 || dev.vnis === null) return error;
  for (const group of dev.vnis.groups()) {
    const joined = joinRemote(dev, group);
    if (joined < 0) return joined;
  }
  return 0;
}

/** The device leaves the groups that its frames go to. */
export function leaveAll(dev: VxlanDevice): void {
  leaveRemote(dev);
  for (const group of dev.vnis?.groups() ?? []) leaveRemote(dev, group);
}

/** Whether the device, which is up, wants the group. */
function wants(dev: VxlanDevice, key: string): boolean {
  if (!dev.running) return false;
  if (groupKey(dev, dev.remote) === key) return true;
  for (const group of dev.vnis?.groups() ?? []) if (groupKey(dev, group) === key) return true;
  return false;
}

/** Leaves it unless another device that is up wants it (`vxlan_igmp_leave`). */
export function leaveRemote(dev: VxlanDevice, group = dev.remote): void {
  const socket = dev.socketOf(group.family);
  const key = groupKey(dev, group);
  const joined = socket?.joinedGroups.get(key);
  if (socket === null || joined === undefined) return;
  for (const other of socket.devices) if (other !== dev && wants(other, key)) return;
  socket.joinedGroups.delete(key);
  change(dev.tunnelNet, joined.address, joined.ifindex, false);
}

/** The device of a network whose datagrams come in by this port (`vxlan_find_vni`). */
export function findDevice(like: VxlanDevice, vni: number, port: number): VxlanDevice | undefined {
  for (const socket of socketsOf.get(like.tunnelNet) ?? []) {
    if (socket.family !== like.family || socket.port !== port) continue;
    if (!receivesAlike(socket.config, like.config)) continue;
    const dev = deviceOf(socket, vni, like.config.link);
    if (dev !== undefined) return dev;
  }
  return undefined;
}
