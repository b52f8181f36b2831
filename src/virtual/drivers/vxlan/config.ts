/**
 * The settings of a tunnel, and their attributes.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_nl2conf`, `vxlan_validate`, `vxlan_fill_info`).
 */
import { EADDRNOTAVAIL, EINVAL, EOPNOTSUPP, ERANGE } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_ADDRESS, IFLA_MTU } from "../../../netlink/link-attributes.ts";
import * as vxlan from "../../../netlink/link-kinds/vxlan.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { type Policy, type PolicyEntry, policy } from "../../../netlink/policy.ts";
import { ETH_ALEN, ETH_MAX_MTU, ETH_MIN_MTU } from "../../../packet/ethernet.ts";
import { isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import type { LinkRequest } from "../../core/rtnetlink/rtnetlink-link-request.ts";
import { AF_INET, AF_INET6, TunnelAddress } from "./address.ts";

/** Seconds (`FDB_AGE_DEFAULT`). */
export const DEFAULT_AGEING = 300;
/** `vxlan_port`: what was used before there was a number for it. */
export const DEFAULT_PORT = 8472;

/** `struct vxlan_config` */
export interface VxlanConfig {
  vni: number;
  /** Where frames go whose destination nobody knows; undefined: not said. */
  remote: TunnelAddress | undefined;
  local: TunnelAddress | undefined;
  /** ifindex of the device below; 0: any. */
  link: number;
  ttl: number;
  ttlInherit: boolean;
  /** 1: as that of the packet inside. */
  tos: number;
  df: number;
  label: number;
  learning: boolean;
  /** Seconds. */
  ageing: number;
  /** Most learned addresses; 0: no limit. */
  limit: number;
  portLow: number;
  portHigh: number;
  port: number;
  /** ARP requests and neighbour solicitations are answered here and go nowhere. */
  proxy: boolean;
  /** Packets to a router go straight to the host behind it, where that is known. */
  shortCircuit: boolean;
  l2miss: boolean;
  l3miss: boolean;
  /** Each frame says for which network and host it is, or came from which (`external`). */
  metadata: boolean;
  /** Only of the networks that are named (`bridge vni`). */
  vniFilter: boolean;
  /** The mark of packets travels along. */
  groupPolicy: boolean;
  /** Checksums of the packets inside are left to the receiver. */
  remoteChecksumTx: boolean;
  remoteChecksumRx: boolean;
  udpChecksum: boolean;
  zeroChecksumTx: boolean;
  zeroChecksumRx: boolean;
  localBypass: boolean;
}

/** What a tunnel has when nothing is said. */
export function defaultConfig(): VxlanConfig {
  return {
    vni: 0,
    remote: undefined,
    local: undefined,
    link: 0,
    ttl: 0,
    ttlInherit: false,
    tos: 0,
    df: 0,
    label: 0,
    learning: true,
    ageing: 0,
    limit: 0,
    portLow: 0,
    portHigh: 0,
    port: 0,
    proxy: false,
    shortCircuit: false,
    l2miss: false,
    l3miss: false,
    metadata: false,
    vniFilter: false,
    groupPolicy: false,
    remoteChecksumTx: false,
    remoteChecksumRx: false,
    udpChecksum: true,
    zeroChecksumTx: false,
    zeroChecksumRx: false,
    localBypass: true,
  };
}

const U8: PolicyEntry = { type: "u8" };
const U16: PolicyEntry = { type: "u16" };
const U32: PolicyEntry = { type: "u32" };
const NOTHING = new Uint8Array(0);
const FLAG: PolicyEntry = { type: "flag" };

/** Attributes in `IFLA_INFO_DATA` (`vxlan_policy`). */
export const VXLAN_POLICY: Policy = policy(
  vxlan.IFLA_VXLAN_MAX,
  [
    [vxlan.IFLA_VXLAN_ID, U32],
    [vxlan.IFLA_VXLAN_GROUP, { type: "unspec", length: 4 }],
    [vxlan.IFLA_VXLAN_GROUP6, { type: "unspec", length: 16 }],
    [vxlan.IFLA_VXLAN_LINK, U32],
    [vxlan.IFLA_VXLAN_LOCAL, { type: "unspec", length: 4 }],
    [vxlan.IFLA_VXLAN_LOCAL6, { type: "unspec", length: 16 }],
    [vxlan.IFLA_VXLAN_TOS, U8],
    [vxlan.IFLA_VXLAN_TTL, U8],
    [vxlan.IFLA_VXLAN_LABEL, U32],
    [vxlan.IFLA_VXLAN_LEARNING, U8],
    [vxlan.IFLA_VXLAN_AGEING, U32],
    [vxlan.IFLA_VXLAN_LIMIT, U32],
    [vxlan.IFLA_VXLAN_PORT_RANGE, { type: "unspec", length: 4 }],
    [vxlan.IFLA_VXLAN_PROXY, U8],
    [vxlan.IFLA_VXLAN_RSC, U8],
    [vxlan.IFLA_VXLAN_L2MISS, U8],
    [vxlan.IFLA_VXLAN_L3MISS, U8],
    [vxlan.IFLA_VXLAN_COLLECT_METADATA, U8],
    [vxlan.IFLA_VXLAN_PORT, U16],
    [vxlan.IFLA_VXLAN_UDP_CSUM, U8],
    [vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, U8],
    [vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, U8],
    [vxlan.IFLA_VXLAN_REMCSUM_TX, U8],
    [vxlan.IFLA_VXLAN_REMCSUM_RX, U8],
    [vxlan.IFLA_VXLAN_GBP, FLAG],
    [vxlan.IFLA_VXLAN_GPE, FLAG],
    [vxlan.IFLA_VXLAN_REMCSUM_NOPARTIAL, FLAG],
    [vxlan.IFLA_VXLAN_TTL_INHERIT, FLAG],
    [vxlan.IFLA_VXLAN_DF, U8],
    [vxlan.IFLA_VXLAN_VNIFILTER, U8],
    [vxlan.IFLA_VXLAN_LOCALBYPASS, { type: "u8", minimum: 0, maximum: 1 }],
    [vxlan.IFLA_VXLAN_LABEL_POLICY, { type: "u32", minimum: 0, maximum: 1 }],
  ],
  vxlan.IFLA_VXLAN_LOCALBYPASS,
);

function validateLink(attributes: AttributeTable, extack: ExtendedAck): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address !== undefined && address.length !== ETH_ALEN)
    return extack.fail(-EINVAL, "Provided link layer address is not Ethernet");
  if (address !== undefined && !isValidEthernetAddress(address))
    return extack.fail(-EADDRNOTAVAIL, "Provided Ethernet address is not unicast");
  const mtu = attributes.u32(IFLA_MTU, ETH_MIN_MTU);
  if (mtu < ETH_MIN_MTU || mtu > ETH_MAX_MTU) return extack.fail(-EINVAL, "MTU must be between 68 and 65535");
  return 0;
}

/** Of what Linux knows and this kernel does not. */
const MISSING: readonly (readonly [number, string])[] = [
  [vxlan.IFLA_VXLAN_REMCSUM_NOPARTIAL, "remcsum"],
  [vxlan.IFLA_VXLAN_LABEL_POLICY, "flow labels of the packets inside"],
  [vxlan.IFLA_VXLAN_RESERVED_BITS, "other reserved bits"],
  [vxlan.IFLA_VXLAN_MC_ROUTE, "multicast routing"],
];

function refuseMissing(data: AttributeTable, extack: ExtendedAck): number {
  const found = MISSING.find(([type]) => data.has(type));
  return found === undefined ? 0 : extack.fail(-EOPNOTSUPP, `vxlan: ${found[1]} is not supported here`);
}

/** `vxlan_validate` */
export function validateVxlan(
  attributes: AttributeTable,
  data: AttributeTable | undefined,
  extack: ExtendedAck,
): number {
  const error = validateLink(attributes, extack);
  if (error < 0) return error;
  if (data === undefined)
    return extack.fail(-EINVAL, "Required attributes not provided to perform the operation");
  if (data.u32(vxlan.IFLA_VXLAN_ID) >= vxlan.VXLAN_N_VID)
    return extack.fail(-ERANGE, "VXLAN ID must be lower than 16777216");
  if (data.has(vxlan.IFLA_VXLAN_PORT_RANGE)) {
    const [low, high] = portRange(data);
    if (high < low) return extack.fail(-EINVAL, "Invalid source port range");
  }
  if (data.u8(vxlan.IFLA_VXLAN_DF) > vxlan.VXLAN_DF_INHERIT)
    return extack.fail(-EINVAL, "Invalid DF attribute");
  return refuseMissing(data, extack);
}

function portRange(data: AttributeTable): readonly [number, number] {
  const at = data.offset(vxlan.IFLA_VXLAN_PORT_RANGE);
  const { bytes } = data;
  return [(bytes[at] << 8) | bytes[at + 1], (bytes[at + 2] << 8) | bytes[at + 3]];
}

/** Settings that only a new device can be given, and how Linux refuses to change them. */
const FIXED: readonly (readonly [number, string])[] = [
  [vxlan.IFLA_VXLAN_TTL_INHERIT, "vxlan: cannot change TTL_INHERIT flag"],
  [vxlan.IFLA_VXLAN_PROXY, "vxlan: cannot change PROXY flag"],
  [vxlan.IFLA_VXLAN_RSC, "vxlan: cannot change RSC flag"],
  [vxlan.IFLA_VXLAN_L2MISS, "vxlan: cannot change L2MISS flag"],
  [vxlan.IFLA_VXLAN_L3MISS, "vxlan: cannot change L3MISS flag"],
  [vxlan.IFLA_VXLAN_LIMIT, "Cannot change limit"],
  [vxlan.IFLA_VXLAN_COLLECT_METADATA, "vxlan: cannot change COLLECT_METADATA flag"],
  [vxlan.IFLA_VXLAN_PORT_RANGE, "Cannot change port range"],
  [vxlan.IFLA_VXLAN_PORT, "Cannot change port"],
  [vxlan.IFLA_VXLAN_UDP_CSUM, "Cannot change UDP_CSUM flag"],
  [vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, "vxlan: cannot change UDP_ZERO_CSUM6_TX flag"],
  [vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, "vxlan: cannot change UDP_ZERO_CSUM6_RX flag"],
  [vxlan.IFLA_VXLAN_REMCSUM_TX, "vxlan: cannot change REMCSUM_TX flag"],
  [vxlan.IFLA_VXLAN_REMCSUM_RX, "vxlan: cannot change REMCSUM_RX flag"],
  [vxlan.IFLA_VXLAN_GBP, "vxlan: cannot change GBP flag"],
  [vxlan.IFLA_VXLAN_GPE, "vxlan: cannot change GPE flag"],
];

function refuseChange(config: VxlanConfig, request: LinkRequest): number {
  const { data, extack, attributes } = request;
  const pairs: readonly (readonly [number, TunnelAddress | undefined, number, string])[] = [
    [vxlan.IFLA_VXLAN_GROUP, config.remote, AF_INET, "group"],
    [vxlan.IFLA_VXLAN_GROUP6, config.remote, AF_INET6, "group"],
    [vxlan.IFLA_VXLAN_LOCAL, config.local, AF_INET, "local"],
    [vxlan.IFLA_VXLAN_LOCAL6, config.local, AF_INET6, "local"],
  ];
  for (const [type, address, family, name] of pairs)
    if (data.has(type) && address?.family !== family)
      return extack.fail(
        -EOPNOTSUPP,
        `New ${name} address family does not match old${name === "group" ? " group" : ""}`,
      );
  for (const [type, text] of FIXED) if (data.has(type)) return extack.fail(-EOPNOTSUPP, text);
  if (attributes.has(IFLA_MTU)) return extack.fail(-EOPNOTSUPP, "Cannot change mtu");
  return 0;
}

/** Reads the request into `config`, which holds the present settings of a device that is there. @returns 0 or a negative error */
export function readConfig(config: VxlanConfig, request: LinkRequest, change: boolean): number {
  const { data, extack } = request;
  if (change && data.has(vxlan.IFLA_VXLAN_ID) && data.u32(vxlan.IFLA_VXLAN_ID) !== config.vni)
    return extack.fail(-EOPNOTSUPP, "Cannot change VNI");
  const refused = change ? refuseChange(config, request) : 0;
  if (refused < 0) return refused;
  const bool = (type: number, present: boolean): boolean => (data.has(type) ? data.u8(type) !== 0 : present);
  config.vni = data.u32(vxlan.IFLA_VXLAN_ID, config.vni);
  readAddresses(config, data);
  config.link = data.u32(vxlan.IFLA_VXLAN_LINK, config.link);
  config.tos = data.u8(vxlan.IFLA_VXLAN_TOS, config.tos);
  config.ttl = data.u8(vxlan.IFLA_VXLAN_TTL, config.ttl);
  config.ttlInherit ||= data.has(vxlan.IFLA_VXLAN_TTL_INHERIT);
  if (data.has(vxlan.IFLA_VXLAN_LABEL)) config.label = data.be32(vxlan.IFLA_VXLAN_LABEL) & 0xfffff;
  config.learning = bool(vxlan.IFLA_VXLAN_LEARNING, config.learning);
  config.ageing = data.u32(vxlan.IFLA_VXLAN_AGEING, config.ageing);
  config.proxy = bool(vxlan.IFLA_VXLAN_PROXY, config.proxy);
  config.shortCircuit = bool(vxlan.IFLA_VXLAN_RSC, config.shortCircuit);
  config.l2miss = bool(vxlan.IFLA_VXLAN_L2MISS, config.l2miss);
  config.l3miss = bool(vxlan.IFLA_VXLAN_L3MISS, config.l3miss);
  config.limit = data.u32(vxlan.IFLA_VXLAN_LIMIT, config.limit);
  if (data.has(vxlan.IFLA_VXLAN_PORT_RANGE)) [config.portLow, config.portHigh] = portRange(data);
  config.port = data.be16(vxlan.IFLA_VXLAN_PORT, config.port);
  config.udpChecksum = bool(vxlan.IFLA_VXLAN_UDP_CSUM, config.udpChecksum);
  config.zeroChecksumTx = bool(vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, config.zeroChecksumTx);
  config.zeroChecksumRx = bool(vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, config.zeroChecksumRx);
  config.localBypass = bool(vxlan.IFLA_VXLAN_LOCALBYPASS, config.localBypass);
  config.df = data.u8(vxlan.IFLA_VXLAN_DF, config.df);
  return readExtensions(config, data, extack);
}

/** What changes the header, and which networks frames are of. @returns 0 or a negative error */
function readExtensions(config: VxlanConfig, data: AttributeTable, extack: ExtendedAck): number {
  const bool = (type: number, present: boolean): boolean => (data.has(type) ? data.u8(type) !== 0 : present);
  config.metadata = bool(vxlan.IFLA_VXLAN_COLLECT_METADATA, config.metadata);
  config.remoteChecksumTx = bool(vxlan.IFLA_VXLAN_REMCSUM_TX, config.remoteChecksumTx);
  config.remoteChecksumRx = bool(vxlan.IFLA_VXLAN_REMCSUM_RX, config.remoteChecksumRx);
  config.groupPolicy ||= data.has(vxlan.IFLA_VXLAN_GBP);
  config.vniFilter = bool(vxlan.IFLA_VXLAN_VNIFILTER, config.vniFilter);
  if (config.vniFilter && !config.metadata)
    return extack.fail(-EINVAL, "vxlan vnifilter only valid in collect metadata mode");
  return data.has(vxlan.IFLA_VXLAN_GPE) ? refuseGpe(config, extack) : 0;
}

/** The protocol extension goes with `external` and few other settings (`VXLAN_F_ALLOWED_GPE`), and is not here. */
function refuseGpe(config: VxlanConfig, extack: ExtendedAck): number {
  const { learning, proxy, shortCircuit, l2miss, l3miss, groupPolicy } = config;
  const others = [learning, proxy, shortCircuit, l2miss, l3miss, groupPolicy];
  if (!config.metadata || others.includes(true) || config.remoteChecksumTx || config.remoteChecksumRx)
    return extack.fail(-EINVAL, "VXLAN GPE does not support this combination of attributes");
  return extack.fail(-EOPNOTSUPP, "vxlan: gpe is not supported here");
}

/** The same in two settings: only then tunnels share a socket (`VXLAN_F_RCV_FLAGS`). */
export function receivesAlike(a: VxlanConfig, b: VxlanConfig): boolean {
  return (
    a.zeroChecksumRx === b.zeroChecksumRx &&
    a.groupPolicy === b.groupPolicy &&
    a.remoteChecksumRx === b.remoteChecksumRx &&
    a.metadata === b.metadata &&
    a.vniFilter === b.vniFilter
  );
}

function readAddresses(config: VxlanConfig, data: AttributeTable): void {
  const read = (v4: number, v6: number): TunnelAddress | undefined => {
    if (data.has(v4)) return TunnelAddress.fromBytes(AF_INET, data.bytes, data.offset(v4));
    return data.has(v6) ? TunnelAddress.fromBytes(AF_INET6, data.bytes, data.offset(v6)) : undefined;
  };
  config.remote = read(vxlan.IFLA_VXLAN_GROUP, vxlan.IFLA_VXLAN_GROUP6) ?? config.remote;
  config.local = read(vxlan.IFLA_VXLAN_LOCAL, vxlan.IFLA_VXLAN_LOCAL6) ?? config.local;
}

function writeBe16(writer: MessageWriter, at: number, value: number): void {
  writer.bytes[at] = value >>> 8;
  writer.bytes[at + 1] = value;
}

/** Bits of the header that have to be 0: those that no extension of the device uses (`cfg.reserved_bits`). */
function reservedBits(config: VxlanConfig): Uint8Array {
  const bits = Uint8Array.of(0xf7, 0xff, 0xff, 0xff, 0, 0, 0, 0xff);
  if (config.groupPolicy) {
    bits[0] &= 0x7f;
    bits.fill(0, 1, 4);
  }
  if (config.remoteChecksumRx) {
    bits[1] &= 0xdf;
    bits[7] = 0;
  }
  return bits;
}

/** `vxlan_fill_info` */
export function fillConfig(config: VxlanConfig, writer: MessageWriter): void {
  const { remote, local } = config;
  const bool = (type: number, value: boolean): void => writer.u8(type, value ? 1 : 0);
  writer.u32(vxlan.IFLA_VXLAN_ID, config.vni);
  if (remote?.isAny === false)
    remote.write(writer, remote.family === AF_INET ? vxlan.IFLA_VXLAN_GROUP : vxlan.IFLA_VXLAN_GROUP6);
  if (config.link !== 0) writer.u32(vxlan.IFLA_VXLAN_LINK, config.link);
  if (local?.isAny === false)
    local.write(writer, local.family === AF_INET ? vxlan.IFLA_VXLAN_LOCAL : vxlan.IFLA_VXLAN_LOCAL6);
  writer.u8(vxlan.IFLA_VXLAN_TTL, config.ttl);
  bool(vxlan.IFLA_VXLAN_TTL_INHERIT, config.ttlInherit);
  writer.u8(vxlan.IFLA_VXLAN_TOS, config.tos);
  writer.u8(vxlan.IFLA_VXLAN_DF, config.df);
  const label = writer.attribute(vxlan.IFLA_VXLAN_LABEL, 4);
  writer.bytes[label] = 0;
  writer.bytes[label + 1] = config.label >>> 16;
  writeBe16(writer, label + 2, config.label);
  writer.u32(vxlan.IFLA_VXLAN_LABEL_POLICY, 0);
  bool(vxlan.IFLA_VXLAN_LEARNING, config.learning);
  bool(vxlan.IFLA_VXLAN_PROXY, config.proxy);
  bool(vxlan.IFLA_VXLAN_RSC, config.shortCircuit);
  bool(vxlan.IFLA_VXLAN_L2MISS, config.l2miss);
  bool(vxlan.IFLA_VXLAN_L3MISS, config.l3miss);
  bool(vxlan.IFLA_VXLAN_COLLECT_METADATA, config.metadata);
  writer.u32(vxlan.IFLA_VXLAN_AGEING, config.ageing);
  writer.u32(vxlan.IFLA_VXLAN_LIMIT, config.limit);
  writeBe16(writer, writer.attribute(vxlan.IFLA_VXLAN_PORT, 2), config.port);
  bool(vxlan.IFLA_VXLAN_UDP_CSUM, config.udpChecksum);
  bool(vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, config.zeroChecksumTx);
  bool(vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, config.zeroChecksumRx);
  bool(vxlan.IFLA_VXLAN_REMCSUM_TX, config.remoteChecksumTx);
  bool(vxlan.IFLA_VXLAN_REMCSUM_RX, config.remoteChecksumRx);
  bool(vxlan.IFLA_VXLAN_LOCALBYPASS, config.localBypass);
  const range = writer.attribute(vxlan.IFLA_VXLAN_PORT_RANGE, 4);
  writeBe16(writer, range, config.portLow);
  writeBe16(writer, range + 2, config.portHigh);
  if (config.groupPolicy) writer.data(vxlan.IFLA_VXLAN_GBP, NOTHING);
  if (config.vniFilter) writer.u8(vxlan.IFLA_VXLAN_VNIFILTER, 1);
  writer.data(vxlan.IFLA_VXLAN_RESERVED_BITS, reservedBits(config));
}
