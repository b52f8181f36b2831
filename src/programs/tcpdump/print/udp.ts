/**
 * UDP. Payloads that are not known by their ports are shown by their length.
 */
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { UDP_HLEN } from "../../../packet/udp.ts";
import { printBootp } from "./bootp.ts";
import { printDhcp6 } from "./dhcp6.ts";
import { checksumShouldBe, type Dissector, hex, type IpContext } from "./dissector.ts";
import { printDomain } from "./domain.ts";
import { printNtp } from "./ntp.ts";
import { printTftp } from "./tftp.ts";
import { printEndpoints, transportChecksum } from "./transport.ts";

/** By either port. */
const PRINTERS: ReadonlyMap<number, (d: Dissector, at: number, length: number) => void> = new Map([
  [53, (d: Dissector, at: number, length: number) => printDomain(d, at, length, false)],
  [67, printBootp],
  [68, printBootp],
  [69, printTftp],
  [123, printNtp],
  [546, printDhcp6],
  [547, printDhcp6],
  [4789, printVxlan],
  [8472, printOtv],
  [5353, (d: Dissector, at: number, length: number) => printDomain(d, at, length, true)],
]);

/** Prints the datagram at `at`. */
export function printUdp(d: Dissector, at: number, length: number, ip: IpContext): void {
  d.protocol = "udp";
  if (!d.has(at, 4)) {
    printEndpoints(d, ip, IPPROTO_UDP);
    d.truncated();
    return;
  }
  const destination = d.u16(at + 2);
  printEndpoints(d, ip, IPPROTO_UDP, [d.udpPort(d.u16(at)), d.udpPort(destination)]);
  if (length < UDP_HLEN) {
    d.print(`truncated-udp ${length}`);
    return;
  }
  if (!d.has(at, 6)) {
    d.truncated();
    return;
  }
  const field = d.u16(at + 4);
  const whole = field === 0 && length > 65535 ? length : field;
  if (whole < UDP_HLEN) {
    d.print(`truncated-udplength ${whole}`);
    return;
  }
  if (!d.has(at, UDP_HLEN)) {
    d.truncated();
    return;
  }
  const claimed = whole - UDP_HLEN;
  const available = Math.min(claimed, length - UDP_HLEN);
  if (d.options.verbose > (ip.version === 4 ? 1 : 0) && !d.options.noChecksum && !ip.fragmented)
    printChecksum(d, at, available + UDP_HLEN, ip);
  if (d.options.quiet === 0 && printPayload(d, at, available)) return;
  if (claimed > available && !ip.fragmented) d.print(`UDP, bad length ${claimed} > ${available}`);
  else d.print(`UDP, length ${claimed}`);
}

/** What is known by its port. @returns whether there is a printer for it */
function printPayload(d: Dissector, at: number, length: number): boolean {
  const printer = PRINTERS.get(d.u16(at)) ?? PRINTERS.get(d.u16(at + 2));
  printer?.(d, at + UDP_HLEN, length);
  return printer !== undefined;
}

function printChecksum(d: Dissector, at: number, length: number, ip: IpContext): void {
  const field = d.u16(at + 6);
  if (field === 0 && ip.version === 4) {
    d.print("[no cksum] ");
    return;
  }
  if (!d.has(at, length)) return;
  const computed = transportChecksum(d, at, length, IPPROTO_UDP, ip);
  if (computed === 0) d.print("[udp sum ok] ");
  else d.print(`[bad udp cksum 0x${hex(field, 4)} -> 0x${hex(checksumShouldBe(field, computed), 4)}!] `);
}

/** What Linux's own port of VXLAN, 8472, is registered for: its header has the same form. */
function printOtv(d: Dissector, at: number, length: number): void {
  d.protocol = "otv";
  d.print("OTV, ");
  if (length < 8) {
    d.print(`[length ${length} < 8]`);
    d.invalid();
    return;
  }
  const flags = d.u8(at);
  d.print(`flags [${(flags & 0x08) !== 0 ? "I" : "."}] (0x${hex(flags, 2)})`);
  d.print(`, overlay ${d.u24(at + 1)}, instance ${d.u24(at + 4)}\n`);
  d.nested(() => d.printers.ethernet(d, at + 8, length - 8));
}

function printVxlan(d: Dissector, at: number, length: number): void {
  d.protocol = "vxlan";
  d.print("VXLAN");
  if (length < 8) {
    d.invalid();
    return;
  }
  const flags = d.u8(at);
  d.print(`, flags [${(flags & 0x08) !== 0 ? "I" : "."}] (0x${hex(flags, 2)})`);
  d.print(`, vni ${d.u24(at + 4)}\n`);
  d.nested(() => d.printers.ethernet(d, at + 8, length - 8));
}
