/**
 * Addresses of devices by ioctl, as net-tools' `ifconfig` reads and sets them. A name with a colon is the label of one address.
 *
 * Source: `net/ipv4/devinet.c` (`devinet_ioctl`, `inet_abc_len`, `inet_set_ifa`), `net/ipv4/af_inet.c` (`inet_ioctl`).
 */
import { EADDRNOTAVAIL, EFAULT, EINVAL, ENOBUFS, ENODEV, ENOTTY } from "../../../errno.ts";
import {
  IFREQ_ADDRESS,
  IFREQ_LENGTH,
  IFREQ_UNION,
  SIOCGIFADDR,
  SIOCGIFBRDADDR,
  SIOCGIFDSTADDR,
  SIOCGIFNETMASK,
  SIOCGIFPFLAGS,
  SIOCSIFADDR,
  SIOCSIFBRDADDR,
  SIOCSIFDSTADDR,
  SIOCSIFFLAGS,
  SIOCSIFNETMASK,
  SIOCSIFPFLAGS,
  SOCKADDR_LENGTH,
} from "../../../ioctl/ifreq.ts";
import { AF_INET } from "../../../kernel.ts";
import { IFA_F_PERMANENT, INFINITY_LIFE_TIME } from "../../../netlink/addr.ts";
import { readString, readU16 } from "../../../netlink/attribute.ts";
import { RT_SCOPE_HOST, RT_SCOPE_UNIVERSE } from "../../../netlink/route-attributes.ts";
import { read32, write32 } from "../../../packet/bytes.ts";
import { setFlags } from "../../core/dev/dev-ioctl.ts";
import {
  IFF_BROADCAST,
  IFF_POINTOPOINT,
  IFF_UP,
  IFNAMSIZ,
  type NetDevice,
} from "../../core/dev/netdevice.ts";
import { isBroadcastAll, isLoopbackAddress, isZeroNet } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { deleteAddress, insertAddress } from "./devinet.ts";
import { InetIfaddr } from "./inet-device.ts";
import { setLifetimes } from "./inet-lifetime.ts";

/** What reads an address's numbers. */
const READERS: ReadonlyMap<number, (ifa: InetIfaddr) => number> = new Map([
  [SIOCGIFADDR, (ifa: InetIfaddr) => ifa.local],
  [SIOCGIFBRDADDR, (ifa: InetIfaddr) => ifa.broadcast],
  [SIOCGIFDSTADDR, (ifa: InetIfaddr) => ifa.address],
  [SIOCGIFNETMASK, (ifa: InetIfaddr) => ifa.mask],
]);

/** What sets one of an address's numbers. @returns 0 or a negative error number */
const SETTERS: ReadonlyMap<number, (ifa: InetIfaddr, value: number) => number> = new Map([
  [SIOCSIFBRDADDR, setBroadcast],
  [SIOCSIFDSTADDR, setPeer],
  [SIOCSIFNETMASK, setNetmask],
]);

const REFUSED: ReadonlySet<number> = new Set([SIOCGIFPFLAGS, SIOCSIFPFLAGS]);

/** Answers them all; `-ENOTTY` for any other request. `argument` is a `struct ifreq`. */
export function devinetIoctl(net: NetIpv4, request: number, argument: Uint8Array): number {
  const read = READERS.get(request);
  const set = SETTERS.get(request);
  const refused = REFUSED.has(request);
  const known = read ?? set ?? (refused || request === SIOCSIFADDR || request === SIOCSIFFLAGS);
  if (!known) return -ENOTTY;
  if (argument.length < IFREQ_LENGTH) return -EFAULT;
  if (refused) return -EINVAL;
  const isAddress = readU16(argument, IFREQ_UNION) === AF_INET;
  if (read === undefined && request !== SIOCSIFFLAGS && !isAddress) return -EINVAL;
  const name = readString(argument, 0, IFNAMSIZ - 1);
  const colon = name.indexOf(":");
  const dev = net.net.devByName(colon < 0 ? name : name.slice(0, colon));
  if (dev === undefined) return -ENODEV;
  const value = read32(argument, IFREQ_ADDRESS) >>> 0;
  const ifa = findAddress(dev, name, read !== undefined && isAddress ? value : undefined);
  if (request === SIOCSIFFLAGS)
    return colon < 0 ? setFlags(dev, argument) : setAliasFlags(ifa, readU16(argument, IFREQ_UNION));
  if (request === SIOCSIFADDR) return setAddress(dev, ifa, colon < 0 ? dev.name : name, value);
  if (ifa === null) return -EADDRNOTAVAIL;
  if (set !== undefined) return set(ifa, value);
  return read === undefined ? -EINVAL : answer(argument, read(ifa));
}

/** The address of this label that is `local`, or else the first of this label; null: none. */
function findAddress(dev: NetDevice, label: string, local: number | undefined): InetIfaddr | null {
  let first: InetIfaddr | null = null;
  for (let ifa = dev.inDev?.addresses ?? null; ifa !== null; ifa = ifa.next) {
    if (ifa.label !== label) continue;
    if (local === undefined || ifa.local === local) return ifa;
    first ??= ifa;
  }
  return first;
}

function answer(argument: Uint8Array, address: number): number {
  argument.fill(0, IFREQ_UNION, IFREQ_UNION + SOCKADDR_LENGTH);
  argument[IFREQ_UNION] = AF_INET;
  write32(argument, IFREQ_ADDRESS, address);
  return 0;
}

/** The prefix length of an address's class, -1 for groups (`inet_abc_len`). */
function classLength(address: number): number {
  if (isZeroNet(address) || isBroadcastAll(address)) return 0;
  const first = address >>> 24;
  if (first < 128) return 8;
  if (first < 192) return 16;
  if (first < 224) return 24;
  return first < 240 ? -1 : 32;
}

/** An alias that is not up loses its address; nothing else of it can change. */
function setAliasFlags(ifa: InetIfaddr | null, flags: number): number {
  if (ifa === null) return -EADDRNOTAVAIL;
  if ((flags & IFF_UP) === 0) deleteAddress(ifa);
  return 0;
}

function setAddress(dev: NetDevice, old: InetIfaddr | null, label: string, local: number): number {
  const classed = classLength(local);
  if (classed < 0) return -EINVAL;
  if (dev.inDev === null) return -ENOBUFS;
  if (old?.local === local) return 0;
  if (old !== null) deleteAddress(old);
  const length = (dev.flags & IFF_POINTOPOINT) !== 0 ? 32 : classed;
  const scope = isLoopbackAddress(local) ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
  const name = old?.label ?? label;
  const ifa = new InetIfaddr(dev.inDev, local, local, length, 0, scope, IFA_F_PERMANENT, name);
  const hasBroadcast = (dev.flags & (IFF_BROADCAST | IFF_POINTOPOINT)) === IFF_BROADCAST;
  if (hasBroadcast && length < 31) ifa.broadcast = (local | ~ifa.mask) >>> 0;
  if (old !== null) keep(old, ifa);
  setLifetimes(ifa, INFINITY_LIFE_TIME, INFINITY_LIFE_TIME);
  // `inet_set_ifa`: even where the address is none
  dev.inDev.confDetached = true;
  return insertAddress(ifa, 0, 0, null);
}

/** What stays of an address that is taken out and put in again: the same object in Linux. */
function keep(old: InetIfaddr, ifa: InetIfaddr): void {
  ifa.flags = old.flags;
  ifa.priority = old.priority;
  ifa.protocol = old.protocol;
  ifa.validLifetime = old.validLifetime;
  ifa.preferredLifetime = old.preferredLifetime;
  ifa.created = old.created;
  ifa.updated = old.updated;
}

/** Takes an address out and puts it in again with other numbers: the place may be refused now, and nobody is told. */
function replace(old: InetIfaddr, address: number, length: number, broadcast: number): number {
  deleteAddress(old);
  const ifa = new InetIfaddr(
    old.inDev,
    old.local,
    address,
    length,
    broadcast,
    old.scope,
    old.flags,
    old.label,
  );
  keep(old, ifa);
  insertAddress(ifa, 0, 0, null);
  return 0;
}

function setBroadcast(ifa: InetIfaddr, value: number): number {
  return ifa.broadcast === value ? 0 : replace(ifa, ifa.address, ifa.prefixLength, value);
}

function setPeer(ifa: InetIfaddr, value: number): number {
  if (ifa.address === value) return 0;
  return classLength(value) < 0 ? -EINVAL : replace(ifa, value, ifa.prefixLength, ifa.broadcast);
}

/** The broadcast address follows if it was that of the old mask. */
function setNetmask(ifa: InetIfaddr, mask: number): number {
  const inverse = ~mask;
  if ((inverse & (inverse + 1)) !== 0) return -EINVAL;
  if (ifa.mask === mask) return 0;
  const length = Math.clz32(inverse);
  const usual = ifa.broadcast === (ifa.local | ~ifa.mask) >>> 0;
  const follows = (ifa.inDev.dev.flags & IFF_BROADCAST) !== 0 && length < 31 && usual;
  return replace(ifa, ifa.address, length, follows ? (ifa.local | inverse) >>> 0 : ifa.broadcast);
}
