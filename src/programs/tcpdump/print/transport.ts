/**
 * What UDP and TCP share: the line's addresses and ports, and the checksum with its pseudo header.
 */
import { pseudoSumIpv4At, pseudoSumIpv6At, sumBytes } from "../../../packet/checksum.ts";
import {
  IPOPT_END,
  IPOPT_LSRR,
  IPOPT_NOOP,
  IPOPT_SSRR,
  IPPROTO_UDP,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { IPV6_DESTINATION, IPV6_NEXT_HEADER, IPV6_SOURCE } from "../../../packet/ipv6.ts";
import type { Dissector, IpContext } from "./dissector.ts";

/** `10.0.0.1.1234 > 10.0.0.2.80: `; without ports when they were cut off. Behind IPv6 extension headers only the ports. */
export function printEndpoints(
  d: Dissector,
  ip: IpContext,
  protocol: number,
  ports?: readonly [string, string],
): void {
  const [source, destination, at] =
    ip.version === 6
      ? [ip.header + IPV6_SOURCE, ip.header + IPV6_DESTINATION, ip.header + IPV6_NEXT_HEADER]
      : [ip.header + IPV4_SOURCE, ip.header + IPV4_DESTINATION, ip.header + IPV4_PROTOCOL];
  if (d.u8(at) !== protocol) {
    if (ports) d.print(`${ports[0]} > ${ports[1]}: `);
    return;
  }
  const address = (offset: number): string => (ip.version === 6 ? d.ipv6(offset) : d.ipv4(offset));
  if (ports) d.print(`${address(source)}.${ports[0]} > ${address(destination)}.${ports[1]}: `);
  else d.print(`${address(source)} > ${address(destination)}:${protocol === IPPROTO_UDP ? " " : ""}`);
}

/** The checksum over pseudo header and `length` captured bytes at `at`: 0 when it is right. */
export function transportChecksum(
  d: Dissector,
  at: number,
  length: number,
  protocol: number,
  ip: IpContext,
): number {
  return d.checksum(at, length, pseudoSum(d, length, protocol, ip));
}

function pseudoSum(d: Dissector, length: number, protocol: number, ip: IpContext): number {
  if (ip.version === 6) return pseudoSumIpv6At(d.bytes, ip.header + IPV6_SOURCE, protocol, length);
  const routed = finalDestination(d, ip.header);
  if (routed < 0) return pseudoSumIpv4At(d.bytes, ip.header, protocol, length);
  const addresses = sumBytes(d.bytes, ip.header + IPV4_SOURCE, 4, protocol + length);
  return sumBytes(d.bytes, routed, 4, addresses);
}

/** Where a source route's last address stands, or -1 (`ip_finddst`). */
function finalDestination(d: Dissector, header: number): number {
  const end = header + (d.u8(header) & 0x0f) * 4;
  let at = header + IPV4_HLEN;
  while (at < end) {
    const type = d.u8(at);
    if (type === IPOPT_END) return -1;
    const length = type === IPOPT_NOOP ? 1 : d.u8(at + 1);
    if (length < 1 || (length < 2 && type !== IPOPT_NOOP) || at + length > end) return -1;
    if ((type === IPOPT_LSRR || type === IPOPT_SSRR) && length >= 7) return at + length - 4;
    at += length;
  }
  return -1;
}
