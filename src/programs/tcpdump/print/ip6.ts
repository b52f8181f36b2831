/**
 * IPv6 and its extension headers.
 */
import {
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
} from "../../../packet/ipv4.ts";
import {
  IP6_OFFSET,
  IPV6_DESTINATION,
  IPV6_HLEN,
  IPV6_MAX_EXTENSIONS,
  IPV6_SOURCE,
  IPV6_TLV_HAO,
  IPV6_TLV_JUMBO,
  IPV6_TLV_PAD1,
  IPV6_TLV_PADN,
  IPV6_TLV_ROUTERALERT,
} from "../../../packet/ipv6.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { printsAddresses, printUpperLayer } from "./ip.ts";
import { IP_PROTOCOLS } from "./tables.ts";

/** Prints the packet at `at`. */
export function printIp6(d: Dissector, at: number, length: number): void {
  d.protocol = "ip6";
  if (!d.has(at, IPV6_HLEN)) {
    d.truncated();
    return;
  }
  if (length < IPV6_HLEN) {
    d.print(`truncated-ip6 ${length}`);
    return;
  }
  if (!d.options.link) d.print("IP6 ");
  if (d.u8(at) >>> 4 !== 6) {
    d.print(`version error: ${d.u8(at) >>> 4} != 6`);
    return;
  }
  const payload = d.u16(at + 4);
  const jumbo = payload === 0 && d.u8(at + 6) === IPPROTO_HOPOPTS;
  const total = jumbo ? length : payload + IPV6_HLEN;
  if (length < total) d.print(`truncated-ip6 - ${total - length} bytes missing!`);
  d.within(at, Math.min(length, total), () => printBody(d, at, total, payload));
}

function printBody(d: Dissector, at: number, total: number, payload: number): void {
  const next = d.u8(at + 6);
  if (d.options.verbose > 0) printHeader(d, at, next, payload);
  let header = at + IPV6_HLEN;
  let type = next;
  let fragmented = false;
  if (!printsAddresses(next)) d.print(`${d.ipv6(at + IPV6_SOURCE)} > ${d.ipv6(at + IPV6_DESTINATION)}: `);
  for (let count = 0; count < IPV6_MAX_EXTENSIONS; count++) {
    const print = EXTENSIONS.get(type);
    if (!print) break;
    const length = print(d, header, at);
    if (length < 0) return;
    fragmented ||= type === IPPROTO_FRAGMENT;
    type = d.u8(header);
    header += length;
    d.protocol = "ip6";
  }
  if (type === IPPROTO_NONE) {
    d.print("no next header");
    return;
  }
  const length = total - (header - at);
  if (length < 0) {
    d.truncated();
    return;
  }
  printUpperLayer(d, header, length, type, { header: at, version: 6, fragmented });
}

function printHeader(d: Dissector, at: number, next: number, payload: number): void {
  const flow = d.u32(at);
  const trafficClass = (flow >>> 20) & 0xff;
  const label = flow & 0xfffff;
  d.print("(");
  if (trafficClass !== 0) d.print(`class 0x${hex(trafficClass, 2)}, `);
  if (label !== 0) d.print(`flowlabel 0x${hex(label, 5)}, `);
  d.print(`hlim ${d.u8(at + 7)}, next-header ${tokenText(IP_PROTOCOLS, "unknown", next)} (${next})`);
  d.print(` payload length: ${payload}) `);
}

/** Prints an extension header. @returns its length, or -1 when nothing is to follow */
type ExtensionPrinter = (d: Dissector, at: number, packet: number) => number;

const EXTENSIONS: ReadonlyMap<number, ExtensionPrinter> = new Map([
  [IPPROTO_HOPOPTS, (d: Dissector, at: number) => printOptions(d, at, "HBH ", "hbhopt")],
  [IPPROTO_DSTOPTS, (d: Dissector, at: number) => printOptions(d, at, "DSTOPT ", "dstopt")],
  [IPPROTO_FRAGMENT, printFragment],
  [IPPROTO_ROUTING, printRouting],
]);

function printFragment(d: Dissector, at: number, packet: number): number {
  d.protocol = "frag6";
  d.need(at, 8);
  const field = d.u16(at + 2);
  const size = IPV6_HLEN + d.u16(packet + 4) - (at - packet) - 8;
  d.print("frag (");
  if (d.options.verbose > 0) d.print(`0x${hex(d.u32(at + 4), 8)}:`);
  d.print(`${field & IP6_OFFSET}|`);
  d.print(size < 0 ? "[length < 0] (invalid))" : `${size})`);
  if ((field & IP6_OFFSET) !== 0) return -1;
  d.print(" ");
  return 8;
}

function printRouting(d: Dissector, at: number): number {
  d.protocol = "rt6";
  const length = d.u8(at + 1);
  const type = d.u8(at + 2);
  d.print(`RT6 (len=${length}, type=${type}`);
  if (type === 0) d.print(" [Deprecated]");
  d.print(`, segleft=${d.u8(at + 3)}`);
  if (type !== 0 && type !== 2) {
    d.print(" (unknown type)");
    return -1;
  }
  const reserved = d.u32(at + 4);
  if (reserved !== 0 || d.options.verbose > 0) d.print(`, rsv=0x${reserved.toString(16)}`);
  if (length % 2 === 1) {
    d.print(`(invalid length ${length})`);
    d.invalid();
    return -1;
  }
  for (let i = 0; i < length / 2; i++) d.print(`, [${i}]${d.ipv6(at + 8 + 16 * i)}`);
  d.print(") ");
  return (length + 1) << 3;
}

function printOptions(d: Dissector, at: number, name: string, protocol: string): number {
  d.protocol = protocol;
  const length = (d.u8(at + 1) + 1) << 3;
  d.need(at, length);
  d.print(name);
  if (d.options.verbose > 0) {
    printOptionList(d, at + 2, at + length);
    d.print(" ");
  }
  return length;
}

function printOptionList(d: Dissector, from: number, end: number): void {
  let at = from;
  while (at < end) {
    const type = d.u8(at);
    if (type === IPV6_TLV_PAD1) {
      d.print("(pad1)");
      at++;
      continue;
    }
    if (at + 1 >= end) {
      d.print("(option type trailing)");
      d.truncated();
      return;
    }
    const length = d.u8(at + 1) + 2;
    if (at + length > end) {
      d.truncated();
      return;
    }
    d.print(optionText(d, at, type, length));
    at += length;
  }
}

function optionText(d: Dissector, at: number, type: number, length: number): string {
  if (type === IPV6_TLV_PADN) return "(padn)";
  if (type === IPV6_TLV_ROUTERALERT)
    return length === 4 ? `(rtalert: 0x${hex(d.u16(at + 2), 4)}) ` : `(rtalert: invalid len ${d.u8(at + 1)})`;
  if (type === IPV6_TLV_JUMBO)
    return length === 6 ? `(jumbo: ${d.u32(at + 2)}) ` : `(jumbo: invalid len ${d.u8(at + 1)})`;
  if (type === IPV6_TLV_HAO)
    return length >= 18 ? `(homeaddr: ${d.ipv6(at + 2)})` : `(homeaddr: invalid len ${d.u8(at + 1)})`;
  return `(opt_type 0x${hex(type, 2)}: len=${d.u8(at + 1)})`;
}
