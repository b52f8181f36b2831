/**
 * `ip link add type vxlan`: making, changing, deleting and showing tunnels.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`__vxlan_dev_create`, `vxlan_config_validate`, `vxlan_changelink`).
 */
import { EEXIST, EINVAL, ENODEV, EPERM } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_ADDRESS, IFLA_MTU } from "../../../netlink/link-attributes.ts";
import { NLM_F_APPEND, NLM_F_CREATE } from "../../../netlink/message.ts";
import { NTF_SELF, NUD_PERMANENT, NUD_REACHABLE } from "../../../netlink/neigh.ts";
import { RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { ETH_HLEN, ETH_MAX_MTU, ETH_MIN_MTU } from "../../../packet/ethernet.ts";
import {
  deleteDevice,
  registerDevice,
  unregisterDevice,
  unregisterDevices,
} from "../../core/dev/dev-register.ts";
import { linkUpper, unlinkUpper } from "../../core/dev/dev-upper.ts";
import {
  etherSetup,
  ethHeaderOps,
  ethSetMacAddress,
  ethValidateAddress,
  setRandomAddress,
} from "../../core/dev/ethernet.ts";
import { VXLAN_FEATURES } from "../../core/dev/ethtool-features.ts";
import type { NetDeviceOps } from "../../core/dev/netdev-ops.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { configureLink } from "../../core/rtnetlink/rtnetlink-link-create.ts";
import type { LinkRequest } from "../../core/rtnetlink/rtnetlink-link-request.ts";
import type { RtnlLinkOps } from "../../core/rtnetlink/rtnl-link-ops.ts";
import { AF_INET, AF_INET6, TunnelAddress } from "./address.ts";
import {
  DEFAULT_AGEING,
  DEFAULT_PORT,
  fillConfig,
  readConfig,
  VXLAN_POLICY,
  type VxlanConfig,
  validateVxlan,
} from "./config.ts";
import { VxlanDevice } from "./device.ts";
import { VxlanFdb } from "./fdb.ts";
import { notifyEntry, vxlanFdbOps } from "./fdb-netlink.ts";
import { changeMdb, fillMdb } from "./mdb.ts";
import { addSocket, joinAll, joinRemote, leaveAll, leaveRemote, releaseSocket } from "./sockets.ts";
import { tunnels, vniInUse } from "./tunnels.ts";
import { VniGroup } from "./vni-group.ts";
import { initVniMessages, uninitVnis } from "./vni-netlink.ts";
import { vxlanXmit } from "./xmit.ts";

const ALL_ZEROS = new Uint8Array(6);
function headroom(config: VxlanConfig): number {
  return config.remote?.family === AF_INET6 ? 70 : 50;
}

/** One address tells the family of the other. @returns 0 or a negative error */
function completeAddresses(config: VxlanConfig, extack: ExtendedAck): number {
  const family = config.remote?.family ?? config.local?.family ?? AF_INET;
  config.remote ??= TunnelAddress.any(family);
  config.local ??= TunnelAddress.any(family);
  if (config.local.family !== config.remote.family)
    return extack.fail(-EINVAL, "Local and remote address must be from the same family");
  if (config.local.isMulticast) return extack.fail(-EINVAL, "Local address cannot be multicast");
  if (family !== AF_INET6)
    return config.label === 0
      ? 0
      : extack.fail(-EINVAL, "Label attribute only applies to IPv6 VXLAN devices");
  const { local, remote } = config;
  const mixed = local.isLinkLocal ? !remote.isLinkLocal && !remote.isAny : remote.isLinkLocal;
  return mixed ? extack.fail(-EINVAL, "Invalid combination of local and remote address scopes") : 0;
}

/** The device below, which some addresses need. @returns null: none, or a negative error */
function findLower(config: VxlanConfig, net: Net, extack: ExtendedAck): NetDevice | null | number {
  if (config.link === 0) {
    if (config.remote?.isMulticast)
      return extack.fail(-EINVAL, "Local interface required for multicast remote destination");
    if (config.local?.isLinkLocal)
      return extack.fail(-EINVAL, "Local interface required for link-local local/remote addresses");
    return null;
  }
  const lower = net.devByIndex(config.link);
  if (lower === undefined) return extack.fail(-ENODEV, "Invalid local interface, device not found");
  const v6 = config.remote?.family === AF_INET6;
  if (v6 && lower.in6Dev !== null && lower.in6Dev.cnf.disableIpv6 !== 0)
    return extack.fail(-EPERM, "IPv6 support disabled by administrator");
  return lower;
}

/** `vxlan_config_validate`. @returns the device below, null when there is none, or a negative error */
function validateConfig(
  config: VxlanConfig,
  net: Net,
  extack: ExtendedAck,
  self: VxlanDevice | null,
): NetDevice | null | number {
  const error = completeAddresses(config, extack);
  if (error < 0) return error;
  const lower = findLower(config, net, extack);
  if (typeof lower === "number") return lower;
  config.port ||= DEFAULT_PORT;
  config.ageing ||= DEFAULT_AGEING;
  if (vniInUse(config, config.vni, net, self))
    return extack.fail(-EEXIST, "A VXLAN device with the specified VNI already exists");
  return lower;
}

/** `vxlan_config_apply` */
function applyConfig(dev: VxlanDevice, config: VxlanConfig, lower: NetDevice | null, mtu: number): void {
  let most = ETH_MAX_MTU;
  if (mtu > 0) dev.mtu = mtu;
  dev.neededHeadroom =
    headroom(config) + (lower?.hardHeaderLength ?? ETH_HLEN) + (lower?.neededHeadroom ?? 0);
  if (lower !== null) {
    dev.tsoMaxSize = lower.tsoMaxSize;
    dev.tsoMaxSegments = lower.tsoMaxSegments;
    most = Math.max(ETH_MIN_MTU, lower.mtu - headroom(config));
    if (mtu === 0) dev.mtu = most;
  }
  if (dev.mtu > most) dev.mtu = most;
  dev.config = config;
}

function newlink(dev: NetDevice, request: LinkRequest): number {
  const tunnel = dev as VxlanDevice;
  const { attributes, extack, peerNet } = request;
  const { config } = tunnel;
  const read = readConfig(config, request, false);
  if (read < 0) return read;
  const lower = validateConfig(config, peerNet, extack, null);
  if (typeof lower === "number") return lower;
  tunnel.tunnelNet = peerNet;
  applyConfig(tunnel, config, lower, attributes.u32(IFLA_MTU));
  if (!attributes.has(IFLA_ADDRESS)) setRandomAddress(dev);
  return register(tunnel, lower, extack);
}

function register(tunnel: VxlanDevice, lower: NetDevice | null, extack: ExtendedAck): number {
  const { machine } = tunnel.net;
  const { vni, metadata, vniFilter } = tunnel.config;
  if (vniFilter) tunnel.vnis = new VniGroup();
  const fdb = new VxlanFdb(
    vni,
    metadata,
    () => machine.now(),
    (entry, remote, type) => notifyEntry(tunnel, entry, remote, type),
  );
  fdb.limit = tunnel.config.limit;
  tunnel.fdb = fdb;
  let error = registerDevice(tunnel);
  if (error < 0) return error;
  if (lower !== null) {
    error = linkUpper(lower, tunnel, false, extack);
    if (error < 0) {
      unregisterDevice(tunnel);
      return error;
    }
    tunnel.lowerDevice = lower;
  }
  tunnels(tunnel.tunnelNet).add(tunnel);
  // listeners hear of the device before its first entry
  error = configureLink(tunnel, undefined, undefined);
  if (error < 0) return error;
  const remote = tunnel.defaultRemote;
  if (remote.address.isAny) return 0;
  const state = NUD_REACHABLE | NUD_PERMANENT;
  const entry = fdb.insert({ address: ALL_ZEROS, remote, state, flags: NTF_SELF, nlmFlags: NLM_F_CREATE });
  if (entry !== null) notifyEntry(tunnel, entry, remote, RTM_NEWNEIGH);
  return 0;
}

/** The default remote changed: so does the entry of all unknown addresses. @returns 0 or a negative error */
function replaceDefault(tunnel: VxlanDevice, config: VxlanConfig, extack: ExtendedAck): number {
  const before = tunnel.defaultRemote;
  const address = config.remote ?? TunnelAddress.any(AF_INET);
  if (address.equals(before.address)) return 0;
  const { fdb } = tunnel;
  if (!address.isAny) {
    const remote = { address, port: config.port, vni: config.vni, ifindex: config.link };
    const state = NUD_REACHABLE | NUD_PERMANENT;
    const nlmFlags = NLM_F_APPEND | NLM_F_CREATE;
    const error = fdb?.update({ address: ALL_ZEROS, remote, state, flags: NTF_SELF, nlmFlags }, extack) ?? 0;
    if (error < 0) return error;
  }
  if (!before.address.isAny) fdb?.remove(ALL_ZEROS, before);
  return 0;
}

function changelink(dev: NetDevice, request: LinkRequest): number {
  const tunnel = dev as VxlanDevice;
  const { extack } = request;
  const before = tunnel.config;
  const config = { ...before };
  const read = readConfig(config, request, true);
  if (read < 0) return read;
  const lower = validateConfig(config, tunnel.tunnelNet, extack, tunnel);
  if (typeof lower === "number") return lower;
  const moved = config.link !== before.link || config.remote?.equals(tunnel.remote) === false;
  const error = replaceDefault(tunnel, config, extack);
  if (error < 0) return error;
  if (dev.isUp && moved) leaveRemote(tunnel);
  if (config.ageing !== before.ageing) dev.net.machine.modTimer(tunnel.ageTimer, dev.net.machine.now());
  const linked = changeLower(tunnel, lower, extack);
  if (linked < 0) return linked;
  applyConfig(tunnel, config, lower, -1);
  return dev.isUp && moved ? Math.min(0, joinRemote(tunnel)) : 0;
}

/** `netdev_adjacent_change_commit` */
function changeLower(tunnel: VxlanDevice, lower: NetDevice | null, extack: ExtendedAck): number {
  const before = tunnel.lowerDevice;
  if (before === lower) return 0;
  if (before !== null) unlinkUpper(before, tunnel);
  tunnel.lowerDevice = lower;
  return lower === null ? 0 : linkUpper(lower, tunnel, false, extack);
}

function dellink(dev: NetDevice, queue: Set<NetDevice>): void {
  const tunnel = dev as VxlanDevice;
  tunnel.fdb?.flush(true);
  tunnels(tunnel.tunnelNet).delete(tunnel);
  queue.add(dev);
  const lower = tunnel.lowerDevice;
  tunnel.lowerDevice = null;
  if (lower !== null) unlinkUpper(lower, dev);
}

function open(dev: NetDevice): number {
  const tunnel = dev as VxlanDevice;
  const error = addSocket(tunnel);
  if (error < 0) return error;
  const joined = joinAll(tunnel);
  if (joined < 0) {
    releaseSocket(tunnel);
    return joined;
  }
  tunnel.startAgeing();
  return 0;
}

function stop(dev: NetDevice): void {
  const tunnel = dev as VxlanDevice;
  leaveAll(tunnel);
  dev.net.machine.deleteTimer(tunnel.ageTimer);
  tunnel.fdb?.flush(false);
  releaseSocket(tunnel);
}

function changeMtu(dev: NetDevice, mtu: number): number {
  const { config, tunnelNet, headroom: taken } = dev as VxlanDevice;
  const lower = config.link === 0 ? undefined : tunnelNet.devByIndex(config.link);
  if (lower !== undefined && mtu > lower.mtu - taken) return -EINVAL;
  dev.mtu = mtu;
  return 0;
}

const vxlanOps: NetDeviceOps = {
  open,
  stop,
  startXmit: vxlanXmit,
  // every frame comes through anyway
  setRxMode() {},
  changeMtu,
  validateAddress: ethValidateAddress,
  setMacAddress: ethSetMacAddress,
  fdb: vxlanFdbOps,
  // groups of its own are refused (docs/limits.md)
  fillMdb,
  changeMdb,
  keepsDst: true,
  devtype: "vxlan",
  ethtool: {
    driver: "vxlan",
    version: "0.1",
    link: true,
    linkSettings: (dev) => {
      const { lowerDevice } = dev as VxlanDevice;
      const unknown = { speed: 0xffffffff, duplex: 0xff, port: 0xff, autoneg: 0 };
      return lowerDevice === null ? unknown : lowerDevice.ops.ethtool?.linkSettings?.(lowerDevice);
    },
  },
};

const vxlanLinkOps: RtnlLinkOps = {
  kind: "vxlan",
  policy: VXLAN_POLICY,
  setup(net, name) {
    const dev = new VxlanDevice(net, name, vxlanOps, ethHeaderOps, vxlanLinkOps);
    etherSetup(dev);
    dev.minMtu = ETH_MIN_MTU;
    dev.maxMtu = ETH_MAX_MTU;
    dev.noQueue = true;
    dev.liveAddressChange = true;
    dev.changesProtoDown = true;
    dev.features = VXLAN_FEATURES;
    return dev;
  },
  validate: validateVxlan,
  newlink,
  changelink,
  dellink,
  fillInfo: (dev, writer) => fillConfig((dev as VxlanDevice).config, writer),
  getLinkNet: (dev) => (dev as VxlanDevice).tunnelNet,
};

/** Tunnels go with the device below, and with the namespace in which they travel. */
function removeTunnels(gone: Iterable<VxlanDevice>): void {
  const leaving = new Set<NetDevice>();
  for (const tunnel of gone) deleteDevice(tunnel, leaving);
  unregisterDevices(leaving);
}

/** Registers the kind, its messages and its events with a machine. */
export function initVxlan(machine: Machine): void {
  machine.registerLinkKind(vxlanLinkOps);
  initVniMessages(machine);
  machine.notifiers.register((event, dev) => {
    if (event === "NETDEV_UNREGISTER" && dev instanceof VxlanDevice) uninitVnis(dev);
    if (event !== "NETDEV_UNREGISTER" || dev.registrationState !== "unregistering") return 0;
    removeTunnels([...tunnels(dev.net)].filter((tunnel) => tunnel.config.link === dev.ifindex));
    return 0;
  });
  machine.registerPernet({ init() {}, exit: (net) => removeTunnels([...tunnels(net)]) });
}
