/** IPv4 addresses of interfaces by label, and how the ioctls of old change them, by rtnetlink. */
import { EADDRNOTAVAIL, EINVAL, isErrno } from "../../errno.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import {
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_MAX,
  IFA_RT_PRIORITY,
  IFADDRMSG_LEN,
  readAddrHeader,
  writeAddrHeader,
} from "../../netlink/addr.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RT_SCOPE_HOST } from "../../netlink/route-attributes.ts";
import { RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR } from "../../netlink/rtnetlink.ts";
import {
  INADDR_ANY,
  type Ipv4Address,
  ipv4,
  ipv4FromBytes,
  ipv4Mask,
  ipv4ToBytes,
  isIpv4Loopback,
} from "../../packet/address.ts";
import type { Link } from "../lib/links.ts";
import { request } from "./requests.ts";

const IFF_UP = 0x1;
const IFF_BROADCAST = 0x2;
const IFF_POINTOPOINT = 0x10;

/** A `struct in_ifaddr`. */
export interface LabelledAddress {
  readonly index: number;
  readonly label: string;
  readonly local: Ipv4Address;
  /** The other end, or the address itself; zero where it was set to that. */
  readonly peer: Ipv4Address;
  readonly prefixLength: number;
  readonly broadcast: Ipv4Address | undefined;
  readonly scope: number;
  /** `IFA_F_*` and the metric of its routes, which stay when the address is replaced. */
  readonly flags: number;
  readonly metric: number;
}

/** All IPv4 addresses in the order of the kernel. */
export function listIpv4(sys: SystemCalls): LabelledAddress[] {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return [];
  const found: LabelledAddress[] = [];
  const table = new AttributeTable(IFA_MAX);
  writeAddrHeader(client.begin(RTM_GETADDR, 0), AF_INET, 0, 0, 0, 0);
  client.dump((message) => {
    if (message.length < IFADDRMSG_LEN) return;
    const { family, index, prefixLength, scope } = readAddrHeader(message.bytes, message.body);
    table.parse(message.bytes, message.body + IFADDRMSG_LEN, message.end);
    if (family !== AF_INET || table.length(IFA_LOCAL) < 4) return;
    const read = (type: number): Ipv4Address | undefined =>
      table.length(type) >= 4 ? ipv4FromBytes(message.bytes, table.offset(type)) : undefined;
    const local = read(IFA_LOCAL) ?? INADDR_ANY;
    const label = table.string(IFA_LABEL);
    found.push({
      index,
      label,
      local,
      peer: read(IFA_ADDRESS) ?? INADDR_ANY,
      prefixLength,
      broadcast: read(IFA_BROADCAST),
      scope,
      flags: table.u32(IFA_FLAGS) & ~(IFA_F_SECONDARY | IFA_F_PERMANENT),
      metric: table.u32(IFA_RT_PRIORITY),
    });
  });
  client.close();
  return found;
}

/** Removes an address (`inet_del_ifa`). @returns 0 or a negative error number */
export function deleteAddress(sys: SystemCalls, address: LabelledAddress): number {
  return change(sys, RTM_DELADDR, 0, address);
}

function change(sys: SystemCalls, type: number, flags: number, address: LabelledAddress): number {
  return request(sys, type, flags, (writer) => {
    writeAddrHeader(writer, AF_INET, address.prefixLength, 0, address.scope, address.index);
    writer.data(IFA_LOCAL, ipv4ToBytes(address.local));
    if (type === RTM_NEWADDR || address.peer !== INADDR_ANY)
      writer.data(IFA_ADDRESS, ipv4ToBytes(address.peer));
    if (address.broadcast !== undefined) writer.data(IFA_BROADCAST, ipv4ToBytes(address.broadcast));
    writer.string(IFA_LABEL, address.label);
    if (address.flags !== 0) writer.u32(IFA_FLAGS, address.flags);
    if (address.metric !== 0) writer.u32(IFA_RT_PRIORITY, address.metric);
  });
}

/** Replaces an address by another one, as the kernel's ioctls do: the old one goes, with its routes, and the new one comes last. */
function replace(sys: SystemCalls, old: LabelledAddress | undefined, address: LabelledAddress): number {
  const error = old ? deleteAddress(sys, old) : 0;
  return error < 0 ? error : change(sys, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address);
}

/** The same where the kernel does not look at what becomes of the new one. */
function replaceBlindly(sys: SystemCalls, old: LabelledAddress, address: LabelledAddress): number {
  const error = deleteAddress(sys, old);
  if (error >= 0) change(sys, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address);
  return error;
}

function byLabel(sys: SystemCalls, link: Link, label: string): LabelledAddress | undefined {
  return listIpv4(sys).find((entry) => entry.index === link.index && entry.label === label);
}

/** The prefix length of an address's class (`inet_abc_len`). */
function classLength(address: Ipv4Address): number {
  const first = address >>> 24;
  if (address === 0 || address === 0xffff_ffff) return 0;
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : first < 240 ? -1 : 32;
}

function broadcastOf(link: Link, address: Ipv4Address, prefixLength: number): Ipv4Address | undefined {
  if ((link.flags & IFF_BROADCAST) === 0 || prefixLength >= 31) return undefined;
  return ipv4(address | ~ipv4Mask(prefixLength));
}

/** `SIOCSIFADDR`. @returns 0 or a negative error number */
export function setAddress(sys: SystemCalls, link: Link, label: string, local: Ipv4Address): number {
  const old = byLabel(sys, link, label);
  if (old?.local === local) return 0;
  const prefix = classLength(local);
  if (prefix < 0) return -22;
  if (local === INADDR_ANY) return old ? deleteAddress(sys, old) : 0;
  const prefixLength = link.flags & IFF_POINTOPOINT ? 32 : prefix;
  return replace(sys, old, {
    index: link.index,
    // an alternative name finds no address, and is no label
    label: label.includes(":") ? label : link.name,
    local,
    peer: local,
    prefixLength,
    broadcast: broadcastOf(link, local, prefixLength),
    scope: isIpv4Loopback(local) ? RT_SCOPE_HOST : 0,
    flags: old?.flags ?? 0,
    metric: old?.metric ?? 0,
  });
}

/** Stands for a mask with holes. */
export const BAD_MASK = -1;

/** `SIOCSIFNETMASK`; `prefixLength` is that of a contiguous mask, or {@link BAD_MASK}. */
export function setNetmask(sys: SystemCalls, link: Link, label: string, prefixLength: number): number {
  const old = byLabel(sys, link, label);
  if (!old) return -EADDRNOTAVAIL;
  if (prefixLength === BAD_MASK) return -EINVAL;
  if (old.prefixLength === prefixLength) return 0;
  const usual = broadcastOf(link, old.local, old.prefixLength);
  const broadcast =
    old.broadcast !== undefined && old.broadcast === usual && prefixLength < 31
      ? broadcastOf(link, old.local, prefixLength)
      : old.broadcast;
  return replaceBlindly(sys, old, { ...old, prefixLength, broadcast });
}

/** `SIOCSIFBRDADDR`. */
export function setBroadcast(sys: SystemCalls, link: Link, label: string, broadcast: Ipv4Address): number {
  const old = byLabel(sys, link, label);
  if (!old) return -EADDRNOTAVAIL;
  return (old.broadcast ?? INADDR_ANY) === broadcast ? 0 : replaceBlindly(sys, old, { ...old, broadcast });
}

/** `SIOCSIFDSTADDR`. */
export function setPeer(sys: SystemCalls, link: Link, label: string, peer: Ipv4Address): number {
  const old = byLabel(sys, link, label);
  if (!old) return -EADDRNOTAVAIL;
  if (old.peer !== peer && classLength(peer) < 0) return -EINVAL;
  return old.peer === peer ? 0 : replaceBlindly(sys, old, { ...old, peer });
}

/** `SIOCSIFFLAGS` of an alias: one that is not up loses its address, and nothing else changes. */
export function setAliasFlags(sys: SystemCalls, link: Link, label: string, flags: number): number {
  const old = byLabel(sys, link, label);
  if (!old) return -EADDRNOTAVAIL;
  return flags & IFF_UP ? 0 : deleteAddress(sys, old);
}

/**
 * `ifconfig DEVICE add|del ADDRESS`: an alias with this address is taken up or down; where there is none, the first free
 * alias gets it (also on `del`, as the real one does). What the kernel says against it is not told.
 * @param listed labels that are looked at
 */
export function changeAlias(
  sys: SystemCalls,
  link: Link,
  parent: string,
  local: Ipv4Address,
  add: boolean,
  listed: ReadonlySet<string>,
): void {
  const addresses = listIpv4(sys);
  const isAlias = (label: string): boolean => label.startsWith(parent) && label.includes(":");
  const aliases = addresses.filter(({ label }) => isAlias(label) && listed.has(label));
  const known = aliases.find((alias) => alias.local === local);
  if (known) {
    setAliasFlags(sys, link, known.label, add ? link.flags | IFF_UP : link.flags & ~IFF_UP);
    return;
  }
  const names = aliases.map(({ label }) => label);
  // an alias of an alias: that one has a number, too, and one that is no number is 0
  if (parent.includes(":")) names.push(parent);
  const taken = new Set(names.map((name) => Number.parseInt(name.slice(name.indexOf(":") + 1), 10) || 0));
  let number = 0;
  while (taken.has(number)) number++;
  const own = addresses.find(({ label }) => label === parent);
  const label = `${parent}:${number}`;
  if (number > 255 || setAddress(sys, link, label, local) < 0) return;
  setNetmask(sys, link, label, own?.prefixLength ?? 0);
  setBroadcast(sys, link, label, own?.broadcast ?? INADDR_ANY);
  setAliasFlags(sys, link, label, link.flags);
}
