/** Listings of `route`. */

import { RTF_REJECT, RTF_UP } from "../../ioctl/rtentry.ts";
import { AF_INET6, type SystemCalls } from "../../kernel.ts";
import { formatIpv4, type Ipv4Address, Ipv6Address, ipv4 } from "../../packet/address.ts";
import { readLines } from "../lib/read-file.ts";
import { reverseLookup } from "../lib/resolver.ts";
import { pad, routeName } from "./names.ts";

const RTF_CACHE = 0x0100_0000;

type FlagLetters = readonly (readonly [flag: number, letter: string])[];

/** Letters of IPv4 flags in the order in which they are shown; `U` comes first anyway. */
const FLAGS: FlagLetters = [
  [0x2, "G"],
  [0x4, "H"],
  [0x8, "R"],
  [0x10, "D"],
  [0x20, "M"],
  [0x0001_0000, "d"],
  [0x0002_0000, "a"],
  [0x0004_0000, "c"],
  [0x0020_0000, "o"],
  [0x0040_0000, "e"],
  [RTF_CACHE, "c"],
  [0x0200_0000, "f"],
  [0x0400_0000, "p"],
  [0x8000_0000, "l"],
  [0x40, "u"],
  [0x80, "w"],
  [0x100, "i"],
  [0x0800_0000, "n"],
];
const FLAGS6: FlagLetters = [
  [0x2, "G"],
  [0x4, "H"],
  [0x0001_0000, "D"],
  [0x0004_0000, "A"],
  [RTF_CACHE, "C"],
  [0x0002_0000, "a"],
  [0x0040_0000, "e"],
  [0x20, "m"],
  [0x0020_0000, "n"],
  [0x0200_0000, "f"],
];

function describeFlags(flags: number, letters: FlagLetters): string {
  let text = flags & RTF_REJECT ? "!" : "U";
  for (const [flag, letter] of letters) if ((flags & flag) !== 0) text += letter;
  return text;
}

/** What a listing shows. */
export interface ListOptions {
  readonly numeric: boolean;
  /** How often `-e` was given. */
  readonly extended: number;
}

interface Route {
  readonly destination: Ipv4Address;
  readonly mask: number;
  readonly gateway: Ipv4Address;
  readonly flags: number;
  readonly metric: string;
  readonly references: string;
  readonly use: string;
  readonly device: string;
  readonly mtu: string;
  readonly window: string;
  readonly irtt: string;
}

/** One line of /proc/net/route, whose addresses are words in the order of the host. */
function parseRoute(line: string): Route | undefined {
  const [device, destination, gateway, flags, references, use, metric, mask, mtu, window, irtt] = line
    .trim()
    .split(/\s+/);
  if (irtt === undefined) return undefined;
  const address = (hex: string): Ipv4Address => {
    const word = Number.parseInt(hex, 16);
    return ipv4((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24));
  };
  return {
    destination: address(destination),
    mask: address(mask),
    gateway: address(gateway),
    flags: Number.parseInt(flags, 16),
    // `int` there
    metric: String(Number(metric) | 0),
    references,
    use,
    device,
    mtu,
    window,
    irtt,
  };
}

const HEADERS: readonly string[] = [
  "Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n",
  "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n",
  "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface    MSS   Window irtt\n",
];

const LAYOUTS = [1, 0, 2, undefined] as const;

/** Which of the layouts: net-tools counts `-e` on from 1, in two bits. Undefined: none, so that no routes are shown. */
function layout(extended: number): (typeof LAYOUTS)[number] {
  return LAYOUTS[extended & 3];
}

/** `route`: the main table of IPv4. */
export function listRoutes(sys: SystemCalls, options: ListOptions): string {
  const kind = layout(options.extended);
  let text = "Kernel IP routing table\n";
  if (kind === undefined) return text;
  text += HEADERS[kind];
  for (const line of readLines(sys, "/proc/net/route", 1)) {
    const route = parseRoute(line);
    if (route && (route.flags & RTF_UP || route.flags & RTF_REJECT))
      text += showRoute(sys, route, kind, options);
  }
  return text;
}

function showRoute(sys: SystemCalls, route: Route, kind: 0 | 1 | 2, options: ListOptions): string {
  const reject = (route.flags & RTF_REJECT) !== 0;
  const or = (value: string): string => (reject ? "-" : value);
  const destination = routeName(sys, route.destination, route.mask, options.numeric);
  const gateway =
    route.gateway === 0 ? "0.0.0.0" : routeName(sys, route.gateway, 0xffff_ffff, options.numeric);
  const mask = routeName(sys, ipv4(route.mask), 0xffff_ffff, true);
  const cell = (value: string): string => pad(value.slice(0, 15), 15);
  const start = `${cell(destination)} ${cell(or(gateway))} ${cell(mask)} ${pad(describeFlags(route.flags, FLAGS), 5)}`;
  const device = or(route.device);
  if (kind === 0)
    return `${start} ${pad(or(route.mtu), -5)} ${pad(or(route.window), 5)} ${pad(or(route.irtt), -6)} ${device}\n`;
  const counts = `${start} ${pad(route.metric, 6)} ${pad(or(route.references), 2)} ${pad(route.use, -7)}`;
  if (kind === 1) return `${counts} ${device}\n`;
  return `${counts} ${pad(device, 8)} ${pad(or(route.mtu), 5)} ${pad(or(route.window), 6)} ${or(route.irtt)}\n`;
}

const CACHE_HEADERS: readonly string[] = [
  "Source          Destination     Gateway         Flags   MSS Window  irtt Iface\n",
  "Source          Destination     Gateway         Flags Metric Ref    Use Iface\n",
  "Source          Destination     Gateway         Flags Metric Ref    Use Iface    MSS   Window irtt  TOS HHRef HHUptod     SpecDst\n",
];

/** `route -C`: Linux has had no routing cache for IPv4 since 3.6, so that only the header is left. */
export function listCache(options: ListOptions): string {
  const kind = layout(options.extended);
  return `Kernel IP routing cache\n${kind === undefined ? "" : CACHE_HEADERS[kind]}`;
}

/** `route -6`: all tables of IPv6, as /proc/net/ipv6_route has them. */
export function listRoutes6(sys: SystemCalls, options: ListOptions, cache: boolean): string {
  let text = `Kernel IPv6 routing ${cache ? "cache" : "table"}\n`;
  text += "Destination                    Next Hop                   Flag Met Ref  Use If\n";
  for (const line of readLines(sys, "/proc/net/ipv6_route")) {
    const fields = line.trim().split(/\s+/);
    if (fields.length < 10) continue;
    const flags = Number.parseInt(fields[8], 16);
    if (((flags & RTF_CACHE) !== 0) !== cache) continue;
    const destination = `${showAddress6(sys, fields[0], options.numeric)}/${Number.parseInt(fields[1], 16)}`;
    const metric = Number.parseInt(fields[5], 16) | 0;
    const references = Number.parseInt(fields[6], 16);
    const use = Number.parseInt(fields[7], 16);
    text += `${pad(destination, 30)} ${pad(showAddress6(sys, fields[4], options.numeric), 26)} `;
    text += `${pad(describeFlags(flags, FLAGS6), 4)} ${pad(metric, 3)} ${references} ${pad(use, -6)} ${fields[9]}\n`;
  }
  return text;
}

function showAddress6(sys: SystemCalls, hex: string, numeric: boolean): string {
  const word = (index: number): number => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16);
  const address = new Ipv6Address(word(0), word(1), word(2), word(3));
  if (address.isV4Mapped) return formatIpv4(ipv4(word(3)));
  if (numeric) return address.toString();
  if (address.isUnspecified) return "[::]";
  return reverseLookup(sys, { family: AF_INET6, address, port: 0 }) ?? address.toString();
}
