/**
 * IPv4: the header line of `-v`, fragments, and the way to the upper layer.
 */
import {
  IP_DF,
  IP_MF,
  IP_OFFSET,
  IPPROTO_DCCP,
  IPPROTO_SCTP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOTAL_LENGTH,
} from "../../../packet/ipv4.ts";
import { bitTokens, checksumShouldBe, type Dissector, TRUNCATED, tokenText } from "./dissector.ts";
import { printIpOptions } from "./ip-options.ts";
import { IP_PROTOCOLS, protocolName } from "./tables.ts";

const FLAGS: ReadonlyMap<number, string> = new Map([
  [IP_MF, "+"],
  [IP_DF, "DF"],
  [0x8000, "rsvd"],
]);
const ECN = ["", ",ECT(1)", ",ECT(0)", ",CE"];

/** Protocols whose printers show the addresses themselves, with ports. */
export function printsAddresses(protocol: number): boolean {
  return (
    protocol === IPPROTO_TCP ||
    protocol === IPPROTO_UDP ||
    protocol === IPPROTO_SCTP ||
    protocol === IPPROTO_DCCP
  );
}

/** Prints the packet at `at`. */
export function printIp(d: Dissector, at: number, length: number): void {
  d.protocol = "ip";
  const version = d.u8(at) >>> 4;
  if (version !== 4) {
    d.print(version === 6 ? "IP6, wrong link-layer encapsulation" : `IP${version}`);
    d.invalid();
    return;
  }
  if (!d.options.link) d.print("IP ");
  if (!d.has(at, IPV4_HLEN)) {
    d.truncated();
    return;
  }
  if (length < IPV4_HLEN) {
    d.print(`truncated-ip ${length}`);
    return;
  }
  const headerLength = (d.u8(at) & 0x0f) * 4;
  if (headerLength < IPV4_HLEN) {
    d.print(`bad-hlen ${headerLength}`);
    return;
  }
  const total = d.u16(at + IPV4_TOTAL_LENGTH);
  if (length < total) d.print(`truncated-ip - ${total - length} bytes missing! `);
  if (total < headerLength) {
    d.print(`bad-len ${total}`);
    return;
  }
  d.within(at, total, () => printBody(d, at, headerLength, total - headerLength));
}

function printBody(d: Dissector, at: number, headerLength: number, length: number): void {
  const fragment = d.u16(at + IPV4_FRAGMENT);
  const protocol = d.u8(at + IPV4_PROTOCOL);
  if (d.options.verbose > 0 && !printHeader(d, at, headerLength, fragment, protocol)) return;
  if ((fragment & IP_OFFSET) !== 0) {
    printLaterFragment(d, at, protocol);
    return;
  }
  if (!printsAddresses(protocol)) d.print(`${d.ipv4(at + IPV4_SOURCE)} > ${d.ipv4(at + IPV4_DESTINATION)}: `);
  if (!d.has(at, headerLength)) {
    d.print(` [remaining caplen(${d.end - at}) < header length(${headerLength})]`);
    throw TRUNCATED;
  }
  printUpperLayer(d, at + headerLength, length, protocol, {
    header: at,
    version: 4,
    fragmented: (fragment & IP_MF) !== 0,
  });
}

/** Prints what an IP packet of either version carries (`ip_demux_print`). */
export function printUpperLayer(
  d: Dissector,
  at: number,
  length: number,
  protocol: number,
  context: { readonly header: number; readonly version: 4 | 6; readonly fragmented: boolean },
): void {
  const printer = d.printers.ipProtocol.get(protocol);
  if (printer) {
    d.nested(() => printer(d, at, length, context));
    return;
  }
  const name = d.options.numeric ? undefined : protocolName(protocol);
  d.print(` ${name ?? `ip-proto-${protocol}`} ${length}`);
}

/** Prints a note for a protocol that belongs to the other IP version. */
export function printWrongVersion(d: Dissector, protocol: number, version: 4 | 6): void {
  d.print(`[${tokenText(IP_PROTOCOLS, "unknown", protocol)} requires IPv${version}]`);
  d.invalid();
}

function printLaterFragment(d: Dissector, at: number, protocol: number): void {
  if (d.options.quiet > 1) return;
  const name = d.options.numeric ? undefined : protocolName(protocol);
  d.print(
    `${d.ipv4(at + IPV4_SOURCE)} > ${d.ipv4(at + IPV4_DESTINATION)}: ${name ?? `ip-proto-${protocol}`}`,
  );
}

/** The part in parentheses. @returns false when the options were cut off and nothing else is to follow */
function printHeader(
  d: Dissector,
  at: number,
  headerLength: number,
  fragment: number,
  protocol: number,
): boolean {
  const tos = d.u8(at + 1);
  const ttl = d.u8(at + 8);
  d.print(`(tos 0x${tos.toString(16)}${ECN[tos & 3]}`);
  if (ttl >= 1) d.print(`, ttl ${ttl}`);
  d.print(
    `, id ${d.u16(at + 4)}, offset ${(fragment & IP_OFFSET) * 8}, flags [${bitTokens(FLAGS, "none", fragment & 0xe000)}]`,
  );
  d.print(`, proto ${tokenText(IP_PROTOCOLS, "unknown", protocol)} (${protocol}), length ${d.u16(at + 2)}`);
  let truncated = false;
  if (headerLength > IPV4_HLEN) {
    d.print(", options (");
    truncated = !printIpOptions(d, at + IPV4_HLEN, headerLength - IPV4_HLEN);
    if (truncated) d.print(" [truncated-option]");
    d.print(")");
  }
  if (!d.options.noChecksum && d.has(at, headerLength)) {
    const computed = d.checksum(at, headerLength);
    const field = d.u16(at + 10);
    if (computed !== 0)
      d.print(`, bad cksum ${field.toString(16)} (->${checksumShouldBe(field, computed).toString(16)})!`);
  }
  d.print(")\n    ");
  if (!truncated) return true;
  d.print(`${d.ipv4(at + IPV4_SOURCE)} > ${d.ipv4(at + IPV4_DESTINATION)}: `);
  d.truncated();
  return false;
}
