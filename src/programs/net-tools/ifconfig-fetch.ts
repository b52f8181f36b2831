/** What `ifconfig` asks the kernel about interfaces: their names, and what there is to say of one. */

import {
  IFCONF_LENGTH,
  IFREQ_ADDRESS,
  IFREQ_LENGTH,
  IFREQ_UNION,
  SIOCGIFADDR,
  SIOCGIFBRDADDR,
  SIOCGIFCONF,
  SIOCGIFDSTADDR,
  SIOCGIFHWADDR,
  SIOCGIFMTU,
  SIOCGIFNETMASK,
  SIOCGIFTXQLEN,
  SOCKADDR_LENGTH,
} from "../../ioctl/ifreq.ts";
import { AF_INET } from "../../kernel.ts";
import { INADDR_ANY, type Ipv4Address, ipv4 } from "../../packet/address.ts";
import { IFNAMSIZ, makeIfreq } from "../lib/interfaces.ts";
import { readLines } from "../lib/read-file.ts";
import type { InetFamily, InterfaceSockets } from "./ifconfig-sockets.ts";

/** Room for addresses at first; it is doubled until they fit. */
const FIRST_ROOM = 30;
const MOST_ROOM = FIRST_ROOM << 16;
/** What of a `struct sockaddr` a hardware address can take. */
const HARDWARE_ROOM = SOCKADDR_LENGTH - 2;

const decoder = new TextDecoder();

/** What the ioctls say of an IPv4 address. */
export interface FetchedAddress {
  readonly local: Ipv4Address;
  readonly peer: Ipv4Address;
  readonly broadcast: Ipv4Address;
  readonly mask: Ipv4Address;
}

/** An interface, or an alias: an IPv4 address with a label of its own. */
export interface Fetched {
  readonly name: string;
  /** The lower 16 of `IFF_*` */
  readonly flags: number;
  /** `ARPHRD_*` */
  readonly type: number;
  /** 14 bytes, of which an address is the first ones. */
  readonly hardware: Uint8Array;
  readonly mtu: number;
  /** Below zero: none. */
  readonly queueLength: number;
  readonly address: FetchedAddress | undefined;
}

/**
 * Names of devices and labels of addresses, in order.
 * @param more other names that are to be among them
 */
export function interfaceNames(
  sockets: InterfaceSockets,
  family: InetFamily,
  ...more: readonly string[]
): string[] {
  const devices = readLines(sockets.sys, "/proc/net/dev", 2).map((line) =>
    line.slice(0, line.indexOf(":")).trim(),
  );
  return [...new Set([...more, ...devices, ...labels(sockets, family)])].sort(compareNames);
}

/** `if_readconf` */
function labels(sockets: InterfaceSockets, family: InetFamily): string[] {
  for (let room = FIRST_ROOM; room <= MOST_ROOM; room *= 2) {
    const argument = new Uint8Array(IFCONF_LENGTH + room * IFREQ_LENGTH);
    const view = new DataView(argument.buffer);
    view.setInt32(0, room * IFREQ_LENGTH, true);
    if (sockets.ioctl(family, SIOCGIFCONF, argument) < 0) return [];
    const length = view.getInt32(0, true);
    if (length === room * IFREQ_LENGTH) continue;
    const found: string[] = [];
    for (let at = IFCONF_LENGTH; at < IFCONF_LENGTH + length; at += IFREQ_LENGTH) {
      const name = argument.subarray(at, at + IFNAMSIZ);
      found.push(decoder.decode(name.subarray(0, name.indexOf(0))));
    }
    return found;
  }
  return [];
}

/**
 * The device that a name has before its colon, with that device's address of this label: none for an alias that has gone, and for an
 * alternative name. Undefined when there is no such device (`if_fetch`).
 * @param family of the socket that is asked about the device
 */
export function fetchInterface(
  sockets: InterfaceSockets,
  family: InetFamily,
  name: string,
): Fetched | undefined {
  const flags = sockets.flags(family, name);
  if (flags < 0) return undefined;
  const argument = makeIfreq(name);
  const view = new DataView(argument.buffer);
  const ask = (request: number): boolean => {
    argument.fill(0, IFREQ_UNION);
    return sockets.ioctl(family, request, argument) >= 0;
  };
  ask(SIOCGIFHWADDR);
  const type = view.getUint16(IFREQ_UNION, true);
  const hardware = argument.slice(IFREQ_UNION + 2, IFREQ_UNION + 2 + HARDWARE_ROOM);
  const mtu = ask(SIOCGIFMTU) ? view.getInt32(IFREQ_UNION, true) : 0;
  const queueLength = ask(SIOCGIFTXQLEN) ? view.getInt32(IFREQ_UNION, true) : -1;
  return { name, flags, type, hardware, mtu, queueLength, address: fetchAddress(sockets, name) };
}

/** Each ioctl is asked about the address that the one before it answered with, if there is such an address of this label. */
function fetchAddress(sockets: InterfaceSockets, name: string): FetchedAddress | undefined {
  const argument = makeIfreq(name);
  const view = new DataView(argument.buffer);
  view.setUint16(IFREQ_UNION, AF_INET, true);
  const ask = (request: number): Ipv4Address | undefined =>
    sockets.ioctl(AF_INET, request, argument) < 0 ? undefined : ipv4(view.getUint32(IFREQ_ADDRESS));
  const local = ask(SIOCGIFADDR);
  if (local === undefined) return undefined;
  const peer = ask(SIOCGIFDSTADDR) ?? INADDR_ANY;
  const broadcast = ask(SIOCGIFBRDADDR) ?? INADDR_ANY;
  const mask = ask(SIOCGIFNETMASK) ?? INADDR_ANY;
  return { local, peer, broadcast, mask };
}

/** A device's aliases follow it by their numbers; digits at the end of a name count as a number, too. */
function compareNames(a: string, b: string): number {
  const [deviceA, aliasA] = numberAfter(a, /:(\d+)$/);
  const [deviceB, aliasB] = numberAfter(b, /:(\d+)$/);
  if (deviceA === deviceB) return aliasA - aliasB;
  const [textA, numberA] = numberAfter(deviceA, /(\d+)$/);
  const [textB, numberB] = numberAfter(deviceB, /(\d+)$/);
  if (textA !== textB) return textA < textB ? -1 : 1;
  return numberA - numberB;
}

/** What comes before the match, and the number in it; -1 where there is none. */
function numberAfter(name: string, pattern: RegExp): [string, number] {
  const match = pattern.exec(name);
  return match ? [name.slice(0, match.index), Number(match[1])] : [name, -1];
}

/** What is said of a name that is no device's, also when an address has such a label. Its first 15 characters count. */
export function notFetched(name: string): string {
  return `${name.slice(0, IFNAMSIZ - 1)}: error fetching interface information: Device not found\n`;
}
