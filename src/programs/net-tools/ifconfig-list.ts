/** Listings of `ifconfig`. */

import type { SystemCalls } from "../../kernel.ts";
import {
  ARPHRD_ETHER,
  ARPHRD_LOOPBACK,
  ARPHRD_SIT,
  ARPHRD_TUNNEL,
  IFF_ALLMULTI,
  IFF_AUTOMEDIA,
  IFF_BROADCAST,
  IFF_DEBUG,
  IFF_DYNAMIC,
  IFF_LOOPBACK,
  IFF_MASTER,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_NOTRAILERS,
  IFF_POINTOPOINT,
  IFF_PORTSEL,
  IFF_PROMISC,
  IFF_RUNNING,
  IFF_SLAVE,
  IFF_UP,
} from "../../netlink/link-flags.ts";
import { formatHexBytes, formatIpv4, Ipv6Address, ipv4 } from "../../packet/address.ts";
import { readLines } from "../lib/read-file.ts";
import type { Fetched, FetchedAddress } from "./ifconfig-fetch.ts";
import { pad } from "./names.ts";

const FLAG_NAMES: readonly (readonly [flag: number, name: string])[] = [
  [IFF_UP, "UP"],
  [IFF_BROADCAST, "BROADCAST"],
  [IFF_DEBUG, "DEBUG"],
  [IFF_LOOPBACK, "LOOPBACK"],
  [IFF_POINTOPOINT, "POINTOPOINT"],
  [IFF_NOTRAILERS, "NOTRAILERS"],
  [IFF_RUNNING, "RUNNING"],
  [IFF_NOARP, "NOARP"],
  [IFF_PROMISC, "PROMISC"],
  [IFF_ALLMULTI, "ALLMULTI"],
  [IFF_SLAVE, "SLAVE"],
  [IFF_MASTER, "MASTER"],
  [IFF_MULTICAST, "MULTICAST"],
  [IFF_DYNAMIC, "DYNAMIC"],
];

const FLAG_LETTERS: readonly (readonly [flag: number, letter: string])[] = [
  [IFF_ALLMULTI, "A"],
  [IFF_BROADCAST, "B"],
  [IFF_DEBUG, "D"],
  [IFF_LOOPBACK, "L"],
  [IFF_MULTICAST, "M"],
  [IFF_DYNAMIC, "d"],
  [IFF_PROMISC, "P"],
  [IFF_NOTRAILERS, "N"],
  [IFF_NOARP, "O"],
  [IFF_POINTOPOINT, "P"],
  [IFF_SLAVE, "s"],
  [IFF_MASTER, "m"],
  [IFF_RUNNING, "R"],
  [IFF_UP, "U"],
];

const ETH_ALEN = 6;
/** Name, title, and whether the address is shown. */
const HARDWARE: Readonly<Record<number, readonly [name: string, title: string]>> = {
  [ARPHRD_ETHER]: ["ether", "Ethernet"],
  [ARPHRD_LOOPBACK]: ["loop", "Local Loopback"],
  [ARPHRD_TUNNEL]: ["tunnel", "IPIP Tunnel"],
  [ARPHRD_SIT]: ["sit", "IPv6-in-IPv4"],
  512: ["ppp", "Point-to-Point Protocol"],
};
/** `IPV6_ADDR_*` scopes as /proc/net/if_inet6 has them. */
const SCOPES: Readonly<Record<number, string>> = {
  0: "global",
  16: "host",
  32: "link",
  64: "site",
  128: "compat",
};

/** The counters of a line of /proc/net/dev: 8 received, 8 transmitted. */
function counters(sys: SystemCalls, name: string): bigint[] | undefined {
  for (const line of readLines(sys, "/proc/net/dev", 2)) {
    const colon = line.indexOf(":");
    if (line.slice(0, colon).trim() !== name) continue;
    return line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(BigInt);
  }
  return undefined;
}

/** The long form. */
export function showLong(sys: SystemCalls, fetched: Fetched): string {
  const { name, flags, mtu, address } = fetched;
  const signed = (flags << 16) >> 16;
  const names = FLAG_NAMES.filter(([flag]) => (flags & flag) !== 0).map(([, text]) => text);
  let text = `${name}: flags=${signed}<${names.join(",")}>  mtu ${mtu}\n`;
  if (address) text += showIpv4(address, flags);
  text += showIpv6(sys, name);
  text += showHardware(fetched);
  text += showMedia(flags);
  const counts = counters(sys, name);
  if (counts && counts.length >= 16) text += showCounters(counts);
  return `${text}\n`;
}

function showIpv4(address: FetchedAddress, flags: number): string {
  let text = `        inet ${formatIpv4(address.local)}  netmask ${formatIpv4(address.mask)}`;
  if (flags & IFF_BROADCAST) text += `  broadcast ${formatIpv4(address.broadcast)}`;
  if (flags & IFF_POINTOPOINT) text += `  destination ${formatIpv4(address.peer)}`;
  return `${text}\n`;
}

function showIpv6(sys: SystemCalls, name: string): string {
  let text = "";
  for (const line of readLines(sys, "/proc/net/if_inet6")) {
    const [hex, , prefix, scopeText, , device] = line.trim().split(/\s+/);
    if (device !== name) continue;
    const words = [0, 8, 16, 24].map((at) => ipv4(Number.parseInt(hex.slice(at, at + 8), 16)));
    const address = new Ipv6Address(words[0], words[1], words[2], words[3]);
    const scope = Number.parseInt(scopeText, 16);
    const known = SCOPES[scope & 0xf0] ?? "unknown";
    text += `        inet6 ${address}  prefixlen ${Number.parseInt(prefix, 16)}  scopeid 0x${scope.toString(16)}<${known}>\n`;
  }
  return text;
}

function showHardware({ type, hardware, queueLength }: Fetched): string {
  const known = Object.hasOwn(HARDWARE, type) ? HARDWARE[type] : undefined;
  const queue = queueLength < 0 ? "" : `  txqueuelen ${queueLength}`;
  if (known) {
    const address = type === ARPHRD_ETHER ? ` ${formatHexBytes(hardware.subarray(0, ETH_ALEN))}` : "";
    return `        ${known[0]}${address}${queue}  (${known[1]})\n`;
  }
  const bytes = new Uint8Array(16);
  bytes.set(hardware);
  const address = formatHexBytes(bytes).replaceAll(":", "-").toUpperCase();
  return `        unspec ${address}${queue}  (UNSPEC)\n`;
}

/** Which of a device's media is in use: nobody can say, but that one was chosen, the flags say. */
function showMedia(flags: number): string {
  if ((flags & IFF_PORTSEL) === 0) return "";
  return `        media unknown${(flags & IFF_AUTOMEDIA) === 0 ? "" : "autoselect"}\n`;
}

function showCounters(c: readonly bigint[]): string {
  return (
    `        RX packets ${c[1]}  bytes ${c[0]} (${humanBytes(c[0])})\n` +
    `        RX errors ${c[2]}  dropped ${c[3]}  overruns ${c[4]}  frame ${c[5]}\n` +
    `        TX packets ${c[9]}  bytes ${c[8]} (${humanBytes(c[8])})\n` +
    `        TX errors ${c[10]}  dropped ${c[11]} overruns ${c[12]}  carrier ${c[14]}  collisions ${c[13]}\n`
  );
}

/** Bytes with one decimal, cut off and not rounded. */
export function humanBytes(bytes: bigint): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let whole = bytes;
  let tenths = 0n;
  let unit = 0;
  while (whole >= 1024n && unit < units.length - 1) {
    tenths = ((whole & 1023n) * 10n) / 1024n;
    whole /= 1024n;
    unit++;
  }
  return `${whole}.${tenths} ${units[unit]}`;
}

export const SHORT_HEADER =
  "Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n";

/** The table of `-s`. */
export function showShort(sys: SystemCalls, { name, flags: bits, mtu }: Fetched): string {
  const letters = FLAG_LETTERS.filter(([flag]) => (bits & flag) !== 0).map(([, letter]) => letter);
  const flags = bits === 0 ? "[NO FLAGS]" : letters.join("");
  const start = `${pad(name.slice(0, 15), 15)} ${pad(mtu, -5)}`;
  const c = counters(sys, name);
  if (!c || c.length < 16)
    return `${start}      - no statistics available -                        ${flags}\n`;
  const cell = (index: number, width: number): string => pad(String(c[index]), width);
  return (
    `${start} ${cell(1, -8)} ${cell(2, -6)} ${cell(3, -6)} ${cell(4, 6)} ` +
    `${cell(9, -8)} ${cell(10, -6)} ${cell(11, -6)} ${cell(12, -6)} ${flags}\n`
  );
}
