/**
 * `SIOCSARP` and `SIOCDARP`: neighbours, published addresses and `proxy_arp` by ioctl, as net-tools' `arp` sets them.
 *
 * Source: `net/ipv4/arp.c` (`arp_ioctl`, `arp_req_dev`, `arp_req_set`, `arp_req_delete`, `arp_invalidate`).
 */
import { EFAULT, EINVAL, ENOBUFS, ENODEV, ENOTTY, ENXIO, EPFNOSUPPORT } from "../../../errno.ts";
import {
  ARPREQ_DEV,
  ARPREQ_FLAGS,
  ARPREQ_HA,
  ARPREQ_LENGTH,
  ARPREQ_NETMASK,
  ARPREQ_PA,
  ATF_COM,
  ATF_DONTPUB,
  ATF_NETMASK,
  ATF_PERM,
  ATF_PUBL,
  SIOCDARP,
  SIOCSARP,
} from "../../../ioctl/arpreq.ts";
import { AF_INET } from "../../../kernel.ts";
import { readU16, readU32 } from "../../../netlink/attribute.ts";
import { NUD_FAILED, NUD_NOARP, NUD_PERMANENT, NUD_STALE } from "../../../netlink/neigh.ts";
import { RT_SCOPE_LINK } from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IFNAMSIZ, type NetDevice } from "../../core/dev/netdevice.ts";
import { NEIGH_UPDATE_F_ADMIN, NEIGH_UPDATE_F_OVERRIDE } from "../../core/neigh/neigh-states.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import { setConfQuietly } from "../devinet/sysctl-conf.ts";
import { Flow4 } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeOutput } from "../route/route-output.ts";
import { arpTable } from "./arp-table.ts";

/** What is read of a `struct arpreq`. */
interface ArpRequest {
  readonly address: number;
  /** The address as the bytes of a key. */
  readonly key: Uint8Array;
  readonly flags: number;
  readonly netmask: number;
  readonly type: number;
  readonly hardware: Uint8Array;
  readonly deviceName: string;
}

const UPDATE = NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_ADMIN;

/** Answers both; `-ENOTTY` for any other request. */
export function arpIoctl(net: NetIpv4, request: number, argument: Uint8Array): number {
  if (request !== SIOCSARP && request !== SIOCDARP) return -ENOTTY;
  if (argument.length < ARPREQ_LENGTH) return -EFAULT;
  if (readU16(argument, ARPREQ_PA) !== AF_INET) return -EPFNOSUPPORT;
  const arp = readRequest(argument);
  if ((arp.flags & ATF_PUBL) === 0 && (arp.flags & (ATF_NETMASK | ATF_DONTPUB)) !== 0) return -EINVAL;
  if (arp.netmask !== 0 && arp.netmask !== -1) return -EINVAL;
  const dev = deviceOf(net, arp);
  if (typeof dev === "number") return dev;
  if ((arp.flags & ATF_PUBL) !== 0)
    return request === SIOCSARP ? publish(net, arp, dev) : unpublish(net, arp, dev);
  if (dev === null) return -EINVAL;
  return request === SIOCSARP ? set(arp, dev) : remove(arp, dev);
}

function readRequest(argument: Uint8Array): ArpRequest {
  const flags = readU32(argument, ARPREQ_FLAGS);
  let deviceName = "";
  for (let i = ARPREQ_DEV; i < ARPREQ_DEV + IFNAMSIZ && argument[i] !== 0; i++)
    deviceName += String.fromCharCode(argument[i]);
  return {
    address: read32(argument, ARPREQ_PA + 4),
    key: argument.slice(ARPREQ_PA + 4, ARPREQ_PA + 8),
    flags,
    netmask: (flags & ATF_NETMASK) !== 0 ? read32(argument, ARPREQ_NETMASK + 4) | 0 : -1,
    type: readU16(argument, ARPREQ_HA),
    hardware: argument.slice(ARPREQ_HA + 2, ARPREQ_FLAGS),
    deviceName,
  };
}

/** The device that is named, or that the address is on, whose type has to be the address's; null: none, for what is published. */
function deviceOf(net: NetIpv4, arp: ArpRequest): NetDevice | null | number {
  const dev =
    arp.deviceName === "" ? deviceOfRoute(net, arp) : (net.net.devByName(arp.deviceName) ?? -ENODEV);
  if (dev === null || typeof dev === "number") return dev;
  const wrong = arp.type !== 0 && arp.type !== dev.type;
  return (arp.flags & ATF_COM) !== 0 && wrong ? -EINVAL : dev;
}

function deviceOfRoute(net: NetIpv4, arp: ArpRequest): NetDevice | null | number {
  if ((arp.flags & ATF_PUBL) !== 0) return null;
  const flow = new Flow4();
  flow.daddr = arp.address;
  flow.scope = RT_SCOPE_LINK;
  const route = routeOutput(net, flow);
  if (typeof route === "number") return route;
  return route.dev ?? -EINVAL;
}

/** `arp_req_set_public` */
function publish(net: NetIpv4, arp: ArpRequest, named: NetDevice | null): number {
  const dev = named ?? ((arp.flags & ATF_COM) !== 0 ? deviceByHardware(net, arp) : null);
  if (dev === undefined) return -ENODEV;
  if (arp.netmask === 0) return setProxyArp(net, dev, 1);
  const entry = arpTable(net.net.machine).proxies.create(net.net, arp.key, dev);
  if (entry === null) return -ENOBUFS;
  entry.flags = 0;
  entry.permanent = false;
  return 0;
}

/** `arp_req_delete_public` */
function unpublish(net: NetIpv4, arp: ArpRequest, dev: NetDevice | null): number {
  if (arp.netmask === -1) return arpTable(net.net.machine).proxies.delete(net.net, arp.key, dev);
  return setProxyArp(net, dev, 0);
}

/** `dev_getbyhwaddr` */
function deviceByHardware(net: NetIpv4, { type, hardware }: ArpRequest): NetDevice | undefined {
  return [...net.net.devices.values()].find(
    (dev) => dev.type === type && isAddress(dev.address, hardware, dev.addressLength),
  );
}

function isAddress(address: Uint8Array, bytes: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (address[i] !== bytes[i]) return false;
  return true;
}

/** `arp_req_set_proxy`: routing daemons do not hear of it. */
function setProxyArp(net: NetIpv4, dev: NetDevice | null, value: number): number {
  if (dev !== null && dev.inDev === null) return -ENXIO;
  setConfQuietly(net, dev === null ? "all" : dev.name, "proxyArp", value);
  return 0;
}

/** `arp_req_set` */
function set(arp: ArpRequest, dev: NetDevice): number {
  const table = arpTable(dev.net.machine);
  const neigh = table.lookupOrCreate(table.keyOf(arp.key, 0), arp.key, dev);
  if (neigh === null) return table.parmsOf(dev) === null ? -EINVAL : -ENOBUFS;
  const permanent = (arp.flags & ATF_PERM) !== 0;
  const known = permanent || (arp.flags & ATF_COM) !== 0;
  return updateNeigh(neigh, known ? arp.hardware : null, permanent ? NUD_PERMANENT : NUD_STALE, UPDATE);
}

/** `arp_req_delete` */
function remove(arp: ArpRequest, dev: NetDevice): number {
  const table = arpTable(dev.net.machine);
  const neigh = table.lookup(table.keyOf(arp.key, 0), dev);
  if (neigh === null) return -ENXIO;
  const error = (neigh.nudState & ~NUD_NOARP) !== 0 ? updateNeigh(neigh, null, NUD_FAILED, UPDATE) : -ENXIO;
  table.remove(neigh);
  return error;
}
