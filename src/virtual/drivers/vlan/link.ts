/**
 * `ip link add link DEV type vlan`: making, changing, deleting and showing VLAN devices.
 *
 * Source: `net/8021q/vlan_netlink.c`, `net/8021q/vlan.c` (`register_vlan_dev`, `unregister_vlan_dev`).
 */
import {
  EADDRNOTAVAIL,
  EEXIST,
  EINVAL,
  ENODEV,
  EOPNOTSUPP,
  EPROTONOSUPPORT,
  ERANGE,
} from "../../../errno.ts";
import { type AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_ADDRESS, IFLA_LINK, IFLA_MTU } from "../../../netlink/link-attributes.ts";
import * as vlanInfo from "../../../netlink/link-kinds/vlan.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { ETH_ALEN, ETH_MAX_MTU, ETH_P_8021Q } from "../../../packet/ethernet.ts";
import { VLAN_VID_MASK } from "../../../packet/vlan.ts";
import { registerDevice, unregisterDevice } from "../../core/dev/dev-register.ts";
import { linkUpper, unlinkUpper } from "../../core/dev/dev-upper.ts";
import { etherSetup, isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import { ARPHRD_ETHER, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { LinkRequest } from "../../core/rtnetlink/rtnetlink-link-request.ts";
import type { RtnlLinkOps } from "../../core/rtnetlink/rtnl-link-ops.ts";
import { isVlanProtocol } from "../../core/vlan-tag.ts";
import { followOperstate, vlanHeaderOps, vlanOps } from "./device.ts";
import { VlanDevice } from "./device-type.ts";
import { handleVlanEvent } from "./events.ts";
import { groupOf, VlanGroup } from "./group.ts";
import { initVlanProc } from "./proc.ts";

const MODULE = "8021q: ";
const FLAGS_LENGTH = 8;
const MAPPING_LENGTH = 8;
const KNOWN_FLAGS =
  vlanInfo.VLAN_FLAG_REORDER_HDR |
  vlanInfo.VLAN_FLAG_GVRP |
  vlanInfo.VLAN_FLAG_LOOSE_BINDING |
  vlanInfo.VLAN_FLAG_MVRP |
  vlanInfo.VLAN_FLAG_BRIDGE_BINDING;
/** Registration protocols are not there. */
const MISSING_FLAGS = vlanInfo.VLAN_FLAG_GVRP | vlanInfo.VLAN_FLAG_MVRP;
/** `NETIF_F_VLAN_CHALLENGED` in the first word of the features. */
const VLAN_CHALLENGED = 0x400;

const MAP_POLICY: Policy = policy(vlanInfo.IFLA_VLAN_QOS_MAX, [
  [vlanInfo.IFLA_VLAN_QOS_MAPPING, { type: "unspec", length: MAPPING_LENGTH }],
]);
const VLAN_POLICY: Policy = policy(vlanInfo.IFLA_VLAN_MAX, [
  [vlanInfo.IFLA_VLAN_ID, { type: "u16" }],
  [vlanInfo.IFLA_VLAN_FLAGS, { type: "unspec", length: FLAGS_LENGTH }],
  [vlanInfo.IFLA_VLAN_EGRESS_QOS, { type: "nested" }],
  [vlanInfo.IFLA_VLAN_INGRESS_QOS, { type: "nested" }],
  [vlanInfo.IFLA_VLAN_PROTOCOL, { type: "u16" }],
]);

interface FlagsChange {
  readonly flags: number;
  readonly mask: number;
}

function flagsOf(data: AttributeTable): FlagsChange {
  const at = data.offset(vlanInfo.IFLA_VLAN_FLAGS);
  return { flags: readU32(data.bytes, at), mask: readU32(data.bytes, at + 4) };
}

function validateAddress(attributes: AttributeTable, extack: ExtendedAck): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address === undefined) return 0;
  const error = address.length !== ETH_ALEN ? -EINVAL : -EADDRNOTAVAIL;
  return isValidEthernetAddress(address) && address.length === ETH_ALEN
    ? 0
    : extack.fail(error, `${MODULE}Invalid link address`);
}

function validateMap(data: AttributeTable, type: number): number {
  const start = data.offset(type);
  return validateAttributes(
    data.bytes,
    start,
    start + data.length(type),
    MAP_POLICY,
    false,
    new ExtendedAck(),
  );
}

function validate(attributes: AttributeTable, data: AttributeTable | undefined, extack: ExtendedAck): number {
  const error = validateAddress(attributes, extack);
  if (error < 0) return error;
  if (data === undefined) return extack.fail(-EINVAL, `${MODULE}VLAN properties not specified`);
  const protocol = data.be16(vlanInfo.IFLA_VLAN_PROTOCOL, ETH_P_8021Q);
  if (!isVlanProtocol(protocol)) return extack.fail(-EPROTONOSUPPORT, `${MODULE}Invalid VLAN protocol`);
  if (data.u16(vlanInfo.IFLA_VLAN_ID) >= VLAN_VID_MASK)
    return extack.fail(-ERANGE, `${MODULE}Invalid VLAN id`);
  if (data.has(vlanInfo.IFLA_VLAN_FLAGS)) {
    const { flags, mask } = flagsOf(data);
    if ((flags & mask & ~KNOWN_FLAGS) !== 0) return extack.fail(-EINVAL, `${MODULE}Invalid VLAN flags`);
    if ((flags & mask & MISSING_FLAGS) !== 0)
      return extack.fail(-EOPNOTSUPP, "gvrp and mvrp are not supported here");
  }
  return (
    validateMap(data, vlanInfo.IFLA_VLAN_INGRESS_QOS) || validateMap(data, vlanInfo.IFLA_VLAN_EGRESS_QOS)
  );
}

/** Calls `set` with each pair of a map. */
function eachMapping(data: AttributeTable, type: number, set: (from: number, to: number) => void): void {
  const cursor = data.cursor(type);
  while (cursor.next()) {
    if (cursor.type !== vlanInfo.IFLA_VLAN_QOS_MAPPING) continue;
    set(readU32(cursor.bytes, cursor.start), readU32(cursor.bytes, cursor.start + 4));
  }
}

/** `vlan_changelink`: flags and maps, also of a new device. */
function applyData(vlan: VlanDevice, data: AttributeTable): number {
  if (data.has(vlanInfo.IFLA_VLAN_FLAGS)) {
    const { flags, mask } = flagsOf(data);
    if ((mask & ~KNOWN_FLAGS) !== 0) return -EINVAL;
    vlan.vlanFlags = (vlan.vlanFlags & ~mask) | (flags & mask);
  }
  eachMapping(data, vlanInfo.IFLA_VLAN_INGRESS_QOS, (from, to) => vlan.setIngress(to, from));
  eachMapping(data, vlanInfo.IFLA_VLAN_EGRESS_QOS, (from, to) => vlan.setEgress(from, to));
  return 0;
}

/** `vlan_check_real_dev` */
function checkLower(lower: NetDevice, vlan: VlanDevice, extack: ExtendedAck): number {
  if ((lower.features.active[0] & VLAN_CHALLENGED) !== 0 || lower.type !== ARPHRD_ETHER)
    return extack.fail(-EOPNOTSUPP, `${MODULE}VLANs not supported on device`);
  if (groupOf(lower)?.find(vlan.protocol, vlan.id) !== undefined)
    return extack.fail(-EEXIST, `${MODULE}VLAN device already exists`);
  return 0;
}

function newlink(dev: NetDevice, request: LinkRequest): number {
  const vlan = dev as VlanDevice;
  const { attributes, data, extack } = request;
  if (!data.has(vlanInfo.IFLA_VLAN_ID)) return extack.fail(-EINVAL, `${MODULE}VLAN id not specified`);
  if (!attributes.has(IFLA_LINK)) return extack.fail(-EINVAL, `${MODULE}link not specified`);
  const lower = request.peerNet.devByIndex(attributes.s32(IFLA_LINK));
  if (lower === undefined) return extack.fail(-ENODEV, `${MODULE}link does not exist`);
  vlan.protocol = data.be16(vlanInfo.IFLA_VLAN_PROTOCOL, ETH_P_8021Q);
  vlan.id = data.u16(vlanInfo.IFLA_VLAN_ID);
  vlan.lowerDevice = lower;
  const refused = checkLower(lower, vlan, extack);
  if (refused < 0) return refused;
  if (!attributes.has(IFLA_MTU)) dev.mtu = lower.mtu;
  else if (dev.mtu > lower.mtu) return -EINVAL;
  const error = applyData(vlan, data);
  return error < 0 ? error : register(vlan, lower, extack);
}

/** `register_vlan_dev` */
function register(vlan: VlanDevice, lower: NetDevice, extack: ExtendedAck): number {
  let error = registerDevice(vlan);
  if (error < 0) return error;
  error = linkUpper(lower, vlan, false, extack);
  if (error < 0) {
    unregisterDevice(vlan);
    return error;
  }
  followOperstate(lower, vlan);
  vlan.net.machine.linkWatch.fire(vlan);
  const group = groupOf(lower) ?? new VlanGroup();
  lower.vlanGroup = group;
  group.add(vlan);
  return 0;
}

function dellink(dev: NetDevice, queue: Set<NetDevice>): void {
  const vlan = dev as VlanDevice;
  const lower = vlan.lowerDevice;
  queue.add(dev);
  if (lower === null || !dev.lower.includes(lower)) return;
  const group = groupOf(lower);
  if (group?.find(vlan.protocol, vlan.id) === vlan) group.remove(vlan);
  unlinkUpper(lower, dev);
  if (group?.devices.length === 0) lower.vlanGroup = null;
}

function fillMap(writer: MessageWriter, type: number, pairs: readonly (readonly [number, number])[]): void {
  if (pairs.length === 0) return;
  const nest = writer.nest(type);
  for (const [from, to] of pairs) {
    const at = writer.attribute(vlanInfo.IFLA_VLAN_QOS_MAPPING, MAPPING_LENGTH);
    writer.put32(at, from);
    writer.put32(at + 4, to);
  }
  writer.endNest(nest);
}

function fillInfo(dev: NetDevice, writer: MessageWriter): void {
  const vlan = dev as VlanDevice;
  const protocol = writer.attribute(vlanInfo.IFLA_VLAN_PROTOCOL, 2);
  writer.bytes[protocol] = vlan.protocol >>> 8;
  writer.bytes[protocol + 1] = vlan.protocol;
  writer.u16(vlanInfo.IFLA_VLAN_ID, vlan.id);
  if (vlan.vlanFlags !== 0) {
    const at = writer.attribute(vlanInfo.IFLA_VLAN_FLAGS, FLAGS_LENGTH);
    writer.put32(at, vlan.vlanFlags);
    writer.put32(at + 4, 0xffffffff);
  }
  const ingress = vlan.ingress.map((to, from) => [from, to] as const).filter(([, to]) => to !== 0);
  fillMap(writer, vlanInfo.IFLA_VLAN_INGRESS_QOS, ingress);
  const egress = vlan.egress.flat().filter(({ qos }) => qos !== 0);
  fillMap(
    writer,
    vlanInfo.IFLA_VLAN_EGRESS_QOS,
    egress.map(({ priority, qos }) => [priority, qos] as const),
  );
}

const vlanLinkOps: RtnlLinkOps = {
  kind: "vlan",
  policy: VLAN_POLICY,
  setup(net, name) {
    const dev = new VlanDevice(net, name, vlanOps, vlanHeaderOps, vlanLinkOps);
    etherSetup(dev);
    dev.broadcast = new Uint8Array(ETH_ALEN);
    dev.minMtu = 0;
    dev.maxMtu = ETH_MAX_MTU;
    dev.noQueue = true;
    dev.unicastFilter = true;
    return dev;
  },
  validate,
  newlink,
  changelink: (dev, request) => applyData(dev as VlanDevice, request.data),
  dellink,
  fillInfo,
  getLinkNet: (dev) => (dev as VlanDevice).lowerDevice?.net ?? dev.net,
};

/** Registers the kind, its events and its files with a machine. */
export function initVlan(machine: Machine): void {
  machine.registerLinkKind(vlanLinkOps);
  machine.notifiers.register(handleVlanEvent);
  initVlanProc(machine);
}
