/**
 * The UDP sockets of tunnels: one for all devices of a port.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_sock_add`, `vxlan_sock_release`), `drivers/net/vxlan/vxlan_multicast.c`.
 */
import { EADDRNOTAVAIL, ENODEV } from "../../../errno.ts";
import { IN6ADDR_ANY, ipv4 } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { joinGroup, leaveGroup } from "../../ipv4/igmp.ts";
import { IP_PMTUDISC_DO } from "../../ipv4/ip-socket-options.ts";
import { UdpSocket } from "../../ipv4/udp.ts";
import { joinGroup as joinGroup6, leaveGroup as leaveGroup6 } from "../../ipv6/mcast.ts";
import { Udp6Sock } from "../../ipv6/udp.ts";
import { AF_INET, AF_INET6, type TunnelAddress } from "./address.ts";
import type { VxlanDevice, VxlanSocket } from "./device.ts";
import { vxlanReceive } from "./receive.ts";

/** By namespace, in the order in which they were made. */
const socketsOf = new WeakMap<Net, VxlanSocket[]>();

class Socket4 extends UdpSocket implements VxlanSocket {
  override readonly family = AF_INET;
  readonly zeroChecksumRx = false;
  readonly ifindex = 0;
  readonly devices = new Set<VxlanDevice>();
  readonly joinedGroups: VxlanSocket["joinedGroups"] = new Map();
  /** Datagrams that are marked so are not cut (`skb->ignore_df` is not set). */
  override pmtuDiscovery = IP_PMTUDISC_DO;
  /** The device's own multicasts do not come back. */
  override multicastLoop = false;

  constructor(net: Net) {
    super(net);
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

  constructor(net: Net, zeroChecksumRx: boolean, ifindex: number) {
    super(net);
    this.acceptsNoChecksum = zeroChecksumRx;
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

function find(dev: VxlanDevice, sockets: readonly VxlanSocket[]): VxlanSocket | undefined {
  const { config, family } = dev;
  const zero = family === AF_INET6 && config.zeroChecksumRx;
  return sockets.find(
    (socket) =>
      socket.family === family &&
      socket.port === config.port &&
      socket.zeroChecksumRx === zero &&
      socket.ifindex === boundTo(dev),
  );
}

function create(dev: VxlanDevice): VxlanSocket | number {
  const { config, tunnelNet: net, family } = dev;
  const socket =
    family === AF_INET ? new Socket4(net) : new Socket6(net, config.zeroChecksumRx, boundTo(dev));
  const error =
    family === AF_INET
      ? socket.bind({ family: AF_INET, address: ipv4(0), port: config.port })
      : socket.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: config.port });
  if (error >= 0) return socket;
  socket.close();
  return error;
}

/** The device gets its socket (`vxlan_sock_add`). @returns 0 or a negative error */
export function addSocket(dev: VxlanDevice): number {
  const sockets = socketsOf.get(dev.tunnelNet) ?? [];
  socketsOf.set(dev.tunnelNet, sockets);
  let socket = find(dev, sockets);
  if (socket === undefined) {
    const made = create(dev);
    if (typeof made === "number") return made;
    socket = made;
    sockets.push(socket);
  }
  socket.devices.add(dev);
  dev.socket = socket;
  return 0;
}

/** `vxlan_sock_release` */
export function releaseSocket(dev: VxlanDevice): void {
  const { socket } = dev;
  dev.socket = null;
  if (socket === null) return;
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

function groupKey(dev: VxlanDevice): string {
  return `${dev.remote} ${dev.config.link}`;
}

/** Joins the group of the device's default remote on its lower device (`vxlan_multicast_join`). @returns 0 or a negative error */
export function joinRemote(dev: VxlanDevice): number {
  const { socket, remote, config } = dev;
  if (socket === null || !remote.isMulticast || socket.joinedGroups.has(groupKey(dev))) return 0;
  const error = change(dev.tunnelNet, remote, config.link, true);
  if (error >= 0) socket.joinedGroups.set(groupKey(dev), { address: remote, ifindex: config.link });
  return error;
}

/** Leaves it unless another device that is up wants it (`vxlan_multicast_leave`). */
export function leaveRemote(dev: VxlanDevice): void {
  const { socket } = dev;
  const key = groupKey(dev);
  const joined = socket?.joinedGroups.get(key);
  if (socket === null || joined === undefined) return;
  for (const other of socket.devices) if (other !== dev && other.running && groupKey(other) === key) return;
  socket.joinedGroups.delete(key);
  change(dev.tunnelNet, joined.address, joined.ifindex, false);
}

/** The device of a network whose datagrams come in by this port (`vxlan_find_vni`). */
export function findDevice(like: VxlanDevice, vni: number, port: number): VxlanDevice | undefined {
  for (const socket of socketsOf.get(like.tunnelNet) ?? []) {
    if (socket.family !== like.family || socket.port !== port) continue;
    for (const dev of socket.devices) if (dev.config.vni === vni) return dev;
  }
  return undefined;
}
