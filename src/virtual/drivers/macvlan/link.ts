/**
 * `ip link add link DEV type macvlan`: making, changing, deleting and showing macvlans.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_common_newlink`, `macvlan_changelink`, `macvlan_fill_info`, `macvlan_device_event`).
 */
import { EADDRNOTAVAIL, EBUSY, EINVAL, ENODEV } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { IFLA_ADDRESS, IFLA_LINK, IFLA_MTU } from "../../../netlink/link-attributes.ts";
import * as macvlan from "../../../netlink/link-kinds/macvlan.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import { ETH_ALEN, ETH_MAX_MTU, ETH_MIN_MTU } from "../../../packet/ethernet.ts";
import { changePromiscuity } from "../../core/dev/dev-flags.ts";
import { registerDevice, unregisterDevice } from "../../core/dev/dev-register.ts";
import { linkUpper, registerRxHandler, transferOperstate, unlinkUpper } from "../../core/dev/dev-upper.ts";
import {
  etherSetup,
  ethHeaderOps,
  isValidEthernetAddress,
  setRandomAddress,
} from "../../core/dev/ethernet.ts";
import { ARPHRD_ETHER, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import type { LinkRequest } from "../../core/rtnetlink/rtnetlink-link-request.ts";
import type { RtnlLinkOps } from "../../core/rtnetlink/rtnl-link-ops.ts";
import { destroyPort, flushSources, macvlanOps } from "./device.ts";
import { handleMacvlanEvent } from "./events.ts";
import { computeQueued } from "./filters.ts";
import { MacvlanDevice, MacvlanPort } from "./port.ts";
import { handleFrame, multicastReceived } from "./receive.ts";
import { changeSources } from "./sources.ts";

/** `NET_ADDR_STOLEN` */
const NET_ADDR_STOLEN = 2;

const MODES =
  macvlan.MACVLAN_MODE_PRIVATE |
  macvlan.MACVLAN_MODE_VEPA |
  macvlan.MACVLAN_MODE_BRIDGE |
  macvlan.MACVLAN_MODE_PASSTHRU |
  macvlan.MACVLAN_MODE_SOURCE;
const FLAGS = macvlan.MACVLAN_FLAG_NOPROMISC | macvlan.MACVLAN_FLAG_NODST;

function validateAddressOf(table: AttributeTable, type: number): number {
  const address = table.payload(type);
  if (address === undefined) return 0;
  if (address.length !== ETH_ALEN) return -EINVAL;
  return isValidEthernetAddress(address) ? 0 : -EADDRNOTAVAIL;
}

function isMode(mode: number): boolean {
  return (mode & MODES) === mode && mode !== 0 && (mode & (mode - 1)) === 0;
}

function validate(attributes: AttributeTable, data: AttributeTable | undefined): number {
  const address = validateAddressOf(attributes, IFLA_ADDRESS);
  if (address < 0 || data === undefined) return address;
  if ((data.u16(macvlan.IFLA_MACVLAN_FLAGS) & ~FLAGS) !== 0) return -EINVAL;
  if (data.has(macvlan.IFLA_MACVLAN_MODE) && !isMode(data.u32(macvlan.IFLA_MACVLAN_MODE))) return -EINVAL;
  if (data.u32(macvlan.IFLA_MACVLAN_MACADDR_MODE) > macvlan.MACVLAN_MACADDR_SET) return -EINVAL;
  const source = validateAddressOf(data, macvlan.IFLA_MACVLAN_MACADDR);
  if (source < 0) return source;
  return data.has(macvlan.IFLA_MACVLAN_MACADDR_COUNT) ? -EINVAL : 0;
}

/** The port of the lower device, made when it is the first macvlan there. @returns a negative error */
function portOn(lower: NetDevice): MacvlanPort | number {
  const present = lower.rxHandlerData;
  if (present instanceof MacvlanPort) return present;
  if (lower.type !== ARPHRD_ETHER || lower.isLoopback) return -EINVAL;
  if (lower.rxHandler !== null) return -EBUSY;
  const port = new MacvlanPort(lower, multicastReceived);
  registerRxHandler(lower, handleFrame, port);
  return port;
}

/** What the device itself is, before it is registered. @returns 0 or a negative error */
function configure(vlan: MacvlanDevice, port: MacvlanPort, data: AttributeTable): number {
  // a passthru macvlan wants its lower device for itself
  if (port.passthru) return -EINVAL;
  vlan.port = port;
  vlan.mode = data.u32(macvlan.IFLA_MACVLAN_MODE, vlan.mode);
  vlan.macvlanFlags = data.u16(macvlan.IFLA_MACVLAN_FLAGS);
  if (vlan.mode === macvlan.MACVLAN_MODE_PASSTHRU) {
    if (port.count > 0) return -EINVAL;
    port.passthru = true;
    vlan.address = port.lower.address;
    vlan.addressAssignType = NET_ADDR_STOLEN;
  }
  const error = applySources(vlan, data);
  if (error < 0) return error;
  vlan.broadcastQueueWanted = data.u32(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN, vlan.broadcastQueueWanted);
  applyCutoff(vlan, data);
  return 0;
}

function applySources(vlan: MacvlanDevice, data: AttributeTable): number {
  if (!data.has(macvlan.IFLA_MACVLAN_MACADDR_MODE)) return 0;
  return vlan.mode === macvlan.MACVLAN_MODE_SOURCE ? changeSources(vlan, data) : -EINVAL;
}

function applyCutoff(vlan: MacvlanDevice, data: AttributeTable): void {
  const { port } = vlan;
  if (port === null || !data.has(macvlan.IFLA_MACVLAN_BC_CUTOFF)) return;
  const cutoff = data.s32(macvlan.IFLA_MACVLAN_BC_CUTOFF);
  if (cutoff === port.broadcastCutoff) return;
  port.broadcastCutoff = cutoff;
  computeQueued(port);
}

/** The device that a request names as the one below; that of a macvlan instead of the macvlan. */
function lowerDevice(request: LinkRequest): NetDevice | number {
  if (!request.attributes.has(IFLA_LINK)) return -EINVAL;
  const lower = request.peerNet.devByIndex(request.attributes.s32(IFLA_LINK));
  if (lower === undefined) return -ENODEV;
  return lower instanceof MacvlanDevice && lower.port !== null ? lower.port.lower : lower;
}

function newlink(dev: NetDevice, request: LinkRequest): number {
  const vlan = dev as MacvlanDevice;
  const lower = lowerDevice(request);
  if (typeof lower === "number") return lower;
  if (!request.attributes.has(IFLA_MTU)) dev.mtu = lower.mtu;
  else if (dev.mtu > lower.mtu) return -EINVAL;
  dev.minMtu = ETH_MIN_MTU;
  dev.maxMtu = lower.maxMtu;
  if (!request.attributes.has(IFLA_ADDRESS)) setRandomAddress(dev);
  const port = portOn(lower);
  if (typeof port === "number") return port;
  let error = configure(vlan, port, request.data);
  if (error >= 0) error = registerDevice(dev);
  if (error < 0) {
    // when registering failed late, the last one has taken it away already
    if (port.count === 0 && lower.rxHandlerData === port) destroyPort(port);
    return error;
  }
  error = linkUpper(lower, dev, false, request.extack);
  if (error < 0) {
    unregisterDevice(dev);
    return error;
  }
  port.devices = [...port.devices, vlan];
  port.updateQueueLength();
  transferOperstate(lower, dev);
  dev.net.machine.linkWatch.fire(dev);
  return 0;
}

function dellink(dev: NetDevice, queue: Set<NetDevice>): void {
  const vlan = dev as MacvlanDevice;
  const { port } = vlan;
  queue.add(dev);
  if (port === null) return;
  if (vlan.mode === macvlan.MACVLAN_MODE_SOURCE) flushSources(vlan);
  port.devices = port.devices.filter((other) => other !== vlan);
  port.updateQueueLength();
  if (dev.lower.includes(port.lower)) unlinkUpper(port.lower, dev);
}

/** The lower device's promiscuity follows, also while nobody is up: then it goes below zero, and can not come back. */
function changeFlags(vlan: MacvlanDevice, port: MacvlanPort, flags: number): number {
  const changed = (flags ^ vlan.macvlanFlags) & macvlan.MACVLAN_FLAG_NOPROMISC;
  if (port.passthru && changed !== 0) {
    const error = changePromiscuity(port.lower, (flags & macvlan.MACVLAN_FLAG_NOPROMISC) !== 0 ? -1 : 1);
    if (error < 0) return error;
  }
  vlan.macvlanFlags = flags;
  return 0;
}

function changelink(dev: NetDevice, { data }: LinkRequest): number {
  const vlan = dev as MacvlanDevice;
  const { port } = vlan;
  if (port === null) return -EINVAL;
  const mode = data.u32(macvlan.IFLA_MACVLAN_MODE, vlan.mode);
  if ((mode === macvlan.MACVLAN_MODE_PASSTHRU) !== (vlan.mode === macvlan.MACVLAN_MODE_PASSTHRU))
    return -EINVAL;
  if (vlan.mode === macvlan.MACVLAN_MODE_SOURCE && mode !== vlan.mode) flushSources(vlan);
  if (data.has(macvlan.IFLA_MACVLAN_FLAGS)) {
    const error = changeFlags(vlan, port, data.u16(macvlan.IFLA_MACVLAN_FLAGS));
    if (error < 0) return error;
  }
  if (data.has(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN)) {
    vlan.broadcastQueueWanted = data.u32(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN);
    port.updateQueueLength();
  }
  applyCutoff(vlan, data);
  vlan.mode = mode;
  return applySources(vlan, data);
}

function fillInfo(dev: NetDevice, writer: MessageWriter): void {
  const vlan = dev as MacvlanDevice;
  const { port } = vlan;
  writer.u32(macvlan.IFLA_MACVLAN_MODE, vlan.mode);
  writer.u16(macvlan.IFLA_MACVLAN_FLAGS, vlan.macvlanFlags);
  writer.u32(macvlan.IFLA_MACVLAN_MACADDR_COUNT, vlan.addressCount);
  if (vlan.addressCount > 0) {
    const nest = writer.nest(macvlan.IFLA_MACVLAN_MACADDR_DATA);
    for (const entry of port?.sources.entries ?? [])
      if (entry.vlan === vlan) writer.data(macvlan.IFLA_MACVLAN_MACADDR, entry.address);
    writer.endNest(nest);
  }
  writer.u32(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN, vlan.broadcastQueueWanted);
  writer.u32(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN_USED, port?.broadcastQueueLength ?? 0);
  const cutoff = port?.broadcastCutoff ?? 1;
  if (cutoff !== 1) writer.u32(macvlan.IFLA_MACVLAN_BC_CUTOFF, cutoff);
}

const MACVLAN_POLICY: Policy = policy(macvlan.IFLA_MACVLAN_MAX, [
  [macvlan.IFLA_MACVLAN_MODE, { type: "u32" }],
  [macvlan.IFLA_MACVLAN_FLAGS, { type: "u16" }],
  [macvlan.IFLA_MACVLAN_MACADDR_MODE, { type: "u32" }],
  [macvlan.IFLA_MACVLAN_MACADDR, { type: "binary", length: 6 }],
  [macvlan.IFLA_MACVLAN_MACADDR_DATA, { type: "nested" }],
  [macvlan.IFLA_MACVLAN_MACADDR_COUNT, { type: "u32" }],
  [macvlan.IFLA_MACVLAN_BC_QUEUE_LEN, { type: "u32" }],
  [macvlan.IFLA_MACVLAN_BC_QUEUE_LEN_USED, { type: "reject" }],
  [macvlan.IFLA_MACVLAN_BC_CUTOFF, { type: "s32" }],
]);

/** What kinds of macvlans have in common (`macvlan_link_register`). */
export const commonLinkOps: Omit<RtnlLinkOps, "kind" | "setup"> = {
  policy: MACVLAN_POLICY,
  validate,
  newlink,
  changelink,
  dellink,
  fillInfo,
  getLinkNet: (dev) => (dev as MacvlanDevice).port?.lower.net ?? dev.net,
};

/** `macvlan_common_setup` */
export function commonSetup(net: Net, name: string, ops: RtnlLinkOps): MacvlanDevice {
  const dev = new MacvlanDevice(net, name, macvlanOps, ethHeaderOps, ops);
  etherSetup(dev);
  dev.minMtu = 0;
  dev.maxMtu = ETH_MAX_MTU;
  dev.unicastFilter = true;
  dev.changesProtoDown = true;
  return dev;
}

/** The kind (`macvlan_link_ops`). */
export const macvlanLinkOps: RtnlLinkOps = {
  ...commonLinkOps,
  kind: "macvlan",
  setup(net, name) {
    const dev = commonSetup(net, name, macvlanLinkOps);
    dev.noQueue = true;
    return dev;
  },
};

/** Registers the kind and its events with a machine. */
export function initMacvlan(machine: Machine): void {
  machine.registerLinkKind(macvlanLinkOps);
  machine.notifiers.register(handleMacvlanEvent);
}
