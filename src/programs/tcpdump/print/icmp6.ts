/**
 * ICMPv6: errors, echo, neighbour discovery and multicast listener discovery.
 */
import { pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { IPV6_DESTINATION, IPV6_HLEN, IPV6_SOURCE, Ipv6Walk } from "../../../packet/ipv6.ts";
import { bitTokens, checksumShouldBe, type Dissector, hex, type IpContext, tokenText } from "./dissector.ts";
import { unknownData } from "./dump.ts";
import { printWrongVersion } from "./ip.ts";
import { printMld, printMldQuery, printMldReport } from "./mld.ts";
import { preferenceText, printNdOptions } from "./nd-options.ts";

const TYPES: ReadonlyMap<number, string> = new Map([
  [1, "destination unreachable"],
  [2, "packet too big"],
  [3, "time exceeded in-transit"],
  [4, "parameter problem"],
  [128, "echo request"],
  [129, "echo reply"],
  [130, "multicast listener query"],
  [131, "multicast listener report"],
  [132, "multicast listener done"],
  [133, "router solicitation"],
  [134, "router advertisement"],
  [135, "neighbor solicitation"],
  [136, "neighbor advertisement"],
  [137, "redirect"],
  [138, "router renumbering"],
  [139, "node information query"],
  [140, "node information reply"],
  [141, "inverse neighbor solicitation"],
  [142, "inverse neighbor advertisement"],
  [143, "multicast listener report v2"],
  [144, "ha discovery request"],
  [145, "ha discovery reply"],
  [146, "mobile router solicitation"],
  [147, "mobile router advertisement"],
  [155, "RPL"],
  [200, "mtrace response"],
  [201, "mtrace message"],
]);

const UNREACHABLE: ReadonlyMap<number, string> = new Map([
  [0, "unreachable route"],
  [1, " unreachable prohibited"],
  [2, "beyond scope"],
  [3, "unreachable address"],
  [4, "unreachable port"],
]);

const ADVERTISEMENT_FLAGS: ReadonlyMap<number, string> = new Map([
  [0x80, "router"],
  [0x40, "solicited"],
  [0x20, "override"],
]);

const ROUTER_FLAGS: ReadonlyMap<number, string> = new Map([
  [0x80, "managed"],
  [0x40, "other stateful"],
  [0x20, "home agent"],
]);

/** Types that show their length before the details with `-v`. */
const LENGTH_FIRST = new Set([133, 134, 135, 136, 137, 145, 147]);
/** Where an error's quoted packet begins. */
const QUOTED = 8;

/** @returns false when the length is not to be printed at the end */
type TypePrinter = (d: Dissector, at: number, length: number) => boolean | undefined;

const PRINTERS: ReadonlyMap<number, TypePrinter> = new Map<number, TypePrinter>([
  [1, printUnreachable],
  [2, (d, at) => show(d, `, mtu ${d.u32(at + 4)}`)],
  [3, printTimeExceeded],
  [4, printParameterProblem],
  [128, printEcho],
  [129, printEcho],
  [130, printMldQuery],
  [131, printMld],
  [132, printMld],
  [133, (d, at, length) => (d.options.verbose > 0 ? printNdOptions(d, at + 8, length - 8) : undefined)],
  [134, printRouterAdvertisement],
  [135, printNeighbourSolicitation],
  [136, printNeighbourAdvertisement],
  [137, printRedirect],
  [141, () => undefined],
  [142, () => undefined],
  [143, printMldReport],
  [144, (d, at) => show(d, `, id 0x${hex(d.u16(at + 4), 4)}`)],
  [145, printHomeAgents],
  [146, (d, at) => show(d, `, id 0x${hex(d.u16(at + 4), 4)}`)],
  [147, printMobilePrefix],
]);

/** Prints the message at `at`. */
export function printIcmp6(d: Dissector, at: number, length: number, ip: IpContext): void {
  if (ip.version !== 6) {
    printWrongVersion(d, IPPROTO_ICMPV6, 6);
    return;
  }
  d.protocol = "icmp6";
  const type = d.u8(at);
  if (d.options.verbose > 0 && !ip.fragmented && d.has(at, length)) printChecksum(d, at, length, ip.header);
  d.print(`ICMP6, ${tokenText(TYPES, "unknown icmp6 type (%d)", type)}`);
  if (d.options.verbose > 0 && LENGTH_FIRST.has(type)) d.print(`, length ${length}`);
  const printer = PRINTERS.get(type);
  if (!printer) {
    d.print(`, length ${length}`);
    if (d.options.verbose <= 1) unknownData(d, at, "\n\t", length);
    return;
  }
  if (printer(d, at, length) !== false && d.options.verbose === 0) d.print(`, length ${length}`);
}

function show(d: Dissector, text: string): undefined {
  d.print(text);
  return undefined;
}

function printChecksum(d: Dissector, at: number, length: number, header: number): void {
  const sum = pseudoSumIpv6At(d.bytes, header + IPV6_SOURCE, IPPROTO_ICMPV6, length);
  const computed = d.checksum(at, length, sum);
  const field = d.u16(at + 2);
  if (computed === 0) d.print("[icmp6 sum ok] ");
  else d.print(`[bad icmp6 cksum 0x${hex(field, 4)} -> 0x${hex(checksumShouldBe(field, computed), 4)}!] `);
}

function printEcho(d: Dissector, at: number): undefined {
  return show(d, `, id ${d.u16(at + 4)}, seq ${d.u16(at + 6)}`);
}

function printUnreachable(d: Dissector, at: number, length: number): boolean | undefined {
  const quoted = at + QUOTED;
  const code = d.u8(at + 1);
  d.print(`, ${tokenText(UNREACHABLE, "unknown unreach code (%d)", code)}`);
  if (code === 4) return printUnreachablePort(d, quoted);
  if (code === 2)
    return show(d, ` ${d.ipv6(quoted + IPV6_DESTINATION)}, source address ${d.ipv6(quoted + IPV6_SOURCE)}`);
  if (code <= 3) return show(d, ` ${d.ipv6(quoted + IPV6_DESTINATION)}`);
  if (d.options.verbose > 1) return undefined;
  unknownData(d, at, "\n\t", length);
  return false;
}

const walk = new Ipv6Walk();

function printUnreachablePort(d: Dissector, quoted: number): boolean | undefined {
  const whole = walk.walk(d.bytes, quoted, d.end);
  const upper = walk.protocol === IPPROTO_TCP || walk.protocol === IPPROTO_UDP;
  if (!whole || !upper || !d.has(walk.offset, 4)) {
    d.truncated();
    return false;
  }
  const port = d.u16(walk.offset + 2);
  const destination = d.ipv6(quoted + IPV6_DESTINATION);
  const name = walk.protocol === IPPROTO_TCP ? `tcp port ${d.tcpPort(port)}` : `udp port ${d.udpPort(port)}`;
  return show(d, `, ${destination} ${name}`);
}

function printTimeExceeded(d: Dissector, at: number): undefined {
  const code = d.u8(at + 1);
  if (code === 0) return show(d, ` for ${d.ipv6(at + QUOTED + IPV6_DESTINATION)}`);
  return show(d, code === 1 ? " (reassembly)" : `, unknown code (${code})`);
}

function printParameterProblem(d: Dissector, at: number): boolean | undefined {
  const code = d.u8(at + 1);
  if (!d.has(at + QUOTED, IPV6_HLEN)) {
    d.truncated();
    return false;
  }
  const names = ["erroneous", "next header", "option", "incomplete header chain"];
  return show(d, code < 4 ? `, ${names[code]} - octet ${d.u32(at + 4)}` : `, code-#${code}`);
}

function printRouterAdvertisement(d: Dissector, at: number, length: number): undefined {
  if (d.options.verbose === 0) return undefined;
  d.need(at, 16);
  const flags = d.u8(at + 5);
  d.print(`\n\thop limit ${d.u8(at + 4)}, Flags [${bitTokens(ROUTER_FLAGS, "none", flags)}]`);
  d.print(`, pref ${preferenceText(flags)}, router lifetime ${d.u16(at + 6)}s`);
  d.print(`, reachable time ${d.u32(at + 8)}ms, retrans timer ${d.u32(at + 12)}ms`);
  return printNdOptions(d, at + 16, length - 16);
}

function printNeighbourSolicitation(d: Dissector, at: number, length: number): undefined {
  d.print(`, who has ${d.ipv6(at + 8)}`);
  return d.options.verbose > 0 ? printNdOptions(d, at + 24, length - 24) : undefined;
}

function printNeighbourAdvertisement(d: Dissector, at: number, length: number): undefined {
  d.print(`, tgt is ${d.ipv6(at + 8)}`);
  if (d.options.verbose === 0) return undefined;
  d.print(`, Flags [${bitTokens(ADVERTISEMENT_FLAGS, "none", d.u8(at + 4))}]`);
  return printNdOptions(d, at + 24, length - 24);
}

function printHomeAgents(d: Dissector, at: number, length: number): undefined {
  if (d.options.verbose === 0) return;
  d.print(`, id 0x${hex(d.u16(at + 4), 4)}`);
  for (let i = 8; i < length; i += 16) d.print(`, ${d.ipv6(at + i)}`);
}

function printMobilePrefix(d: Dissector, at: number, length: number): undefined {
  if (d.options.verbose === 0) return;
  const flags = d.u8(at + 6);
  d.print(`, id 0x${hex(d.u16(at + 4), 4)}${(flags & 0xc0) !== 0 ? " " : ""}`);
  d.print(`${(flags & 0x80) !== 0 ? "M" : ""}${(flags & 0x40) !== 0 ? "O" : ""}`);
  printNdOptions(d, at + 8, length - 8);
}

function printRedirect(d: Dissector, at: number, length: number): undefined {
  d.print(`, ${d.ipv6(at + 24)} to ${d.ipv6(at + 8)}`);
  return d.options.verbose > 0 ? printNdOptions(d, at + 40, length - 40) : undefined;
}
