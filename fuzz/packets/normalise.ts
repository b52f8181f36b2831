/**
 * What may differ between two runs of one kernel, made the same. The rules:
 *
 * 1. The identification of an IPv4 packet whose source is a node's own address is drawn by chance: it becomes 0, with the header's
 *    checksum kept right if it was right. The same for such a packet quoted in an ICMP error.
 * 2. The identification in the fragment header of an IPv6 packet from a node's own address: likewise; of an error or a redirect that
 *    quotes one the checksum is not compared.
 * 3. The times in an ICMP timestamp reply, and those in IPv4 timestamp options (of quoted headers, too), become 0.
 * 4. Reports of group members (IGMP, MLD) are sent at random times: they are left out.
 * 5. Times in listings are rounded to 10 s. Neighbours and cached routes come in the order of a hash: they are sorted.
 */

import { read16 } from "../../src/packet/bytes.ts";
import { checksum, writeChecksum } from "../../src/packet/checksum.ts";
import { ip4, ip6, OWN4, OWN6 } from "./world.ts";

const key = (bytes: Uint8Array, start: number, length: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("hex");
const OWN4_KEYS: ReadonlySet<string> = new Set(OWN4.map((text) => key(ip4(text), 0, 4)));
const OWN6_KEYS: ReadonlySet<string> = new Set(OWN6.map((text) => key(ip6(text), 0, 16)));

/**
 * Networks that are local to the router as a whole: 10.5.0.0/24, fd00:e::/64, and 127.0.0.0/8 where that is routed; the routers'
 * anycast addresses, and groups that are addresses.
 */
/** And the addresses that only a translation gives. */
const LOCAL4 = [
  "0a0500",
  "7f",
  "ef010203",
  "0a000232",
  "0a030001",
  "0a0901",
  "0a010037",
  "0a010038",
  "0a010901",
];
const LOCAL6 = [
  "fd00000e00000000",
  "fd000001000000000000000000000000",
  "fd000002000000000000000000000000",
  "ff0e0000000000000000000000001234",
  "fd000002000000000000000000000050",
  "fd00000c000000000000000000000001",
  "fd000009",
  "fd00000a000000000000000000000055",
  "fd00000a000000000000000000090001",
];
const isOwn4 = (address: string): boolean =>
  OWN4_KEYS.has(address) || LOCAL4.some((prefix) => address.startsWith(prefix));
/** What nodes make of their link-layer addresses, behind any prefix that a router told of. */
const OWN_SUFFIX6 = /000000fffe00000[1-4]$/;
const isOwn6 = (address: string): boolean =>
  OWN_SUFFIX6.test(address) || OWN6_KEYS.has(address) || LOCAL6.some((prefix) => address.startsWith(prefix));

const ICMP = 1;
const IGMP = 2;
const FRAGMENT = 44;
const ICMPV6 = 58;
const IGMP_REPORTS: ReadonlySet<number> = new Set([0x12, 0x16, 0x17, 0x22]);
const MLD_REPORTS: ReadonlySet<number> = new Set([131, 132, 143]);
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const TIMESTAMP_REPLY = 14;

/** Zeroes the identification of an own IPv4 packet, and the times in its options. @returns whether anything changed */
function clearHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes.length < at + 20 || (bytes[at] as number) >>> 4 !== 4) return false;
  const headerLength = ((bytes[at] as number) & 15) * 4;
  if (headerLength < 20 || bytes.length < at + headerLength) return false;
  const right = checksum(bytes, at, headerLength) === 0;
  const timed = clearTimes(bytes, at + 20, at + headerLength);
  const own = isOwn4(key(bytes, at + 12, 4)) && read16(bytes, at + 4) !== 0;
  if (!timed && !own) return false;
  if (own) bytes.fill(0, at + 4, at + 6);
  if (own && at > 14) clearQuotedTimes(bytes, at, at + headerLength);
  if (right) writeChecksum(bytes, at, headerLength, at + 10);
  else bytes.fill(0, at + 10, at + 12);
  return true;
}

/** The times of an own timestamp reply that is quoted, and its checksum with them. */
function clearQuotedTimes(bytes: Uint8Array, header: number, at: number): void {
  if (bytes[header + 9] !== ICMP || bytes[at] !== TIMESTAMP_REPLY) return;
  bytes.fill(0, at + 2, Math.min(at + 4, bytes.length));
  bytes.fill(0, Math.min(at + 12, bytes.length), Math.min(at + 20, bytes.length));
}

const TIMESTAMP_OPTION = 68;

/** Zeroes the entries of timestamp options. @returns whether there was one */
function clearTimes(bytes: Uint8Array, start: number, end: number): boolean {
  let found = false;
  for (let at = start; at < end && bytes[at] !== 0; ) {
    const length = bytes[at] === 1 ? 1 : (bytes[at + 1] ?? 0);
    if (length === 0 || (length === 1 && bytes[at] !== 1)) break;
    if (bytes[at] === TIMESTAMP_OPTION && length > 4) {
      found = true;
      const step = ((bytes[at + 3] as number) & 15) === 0 ? 4 : 8;
      // a pointer between the entries: nobody knows what is where
      if (((bytes[at + 2] as number) - 5) % step !== 0) bytes.fill(0, at + 4, Math.min(at + length, end));
      for (let slot = at + step; slot + 4 <= Math.min(at + length, end); slot += step)
        bytes.fill(0, slot, slot + 4);
    }
    at += length;
  }
  return found;
}

function normaliseIcmp(bytes: Uint8Array, at: number, end: number): void {
  if (end < at + 8) return;
  const type = bytes[at] as number;
  const right = checksum(bytes, at, end - at) === 0;
  let changed = false;
  if (ICMP_ERRORS.has(type)) changed = clearHeader(bytes, at + 8);
  else if (type === TIMESTAMP_REPLY && end >= at + 20) {
    bytes.fill(0, at + 12, at + 20);
    changed = true;
  }
  if (changed && right) writeChecksum(bytes, at, end - at, at + 2);
}

const REDIRECT6 = 137;
const REDIRECT6_OPTIONS = 40;
const REDIRECTED_HEADER = 4;

/** Where an ICMPv6 error or a redirect quotes a packet; -1: nowhere. */
export function quotedBy(bytes: Uint8Array, icmp: number): number {
  const type = bytes[icmp] as number;
  if (type !== REDIRECT6) return type < 128 ? icmp + 8 : -1;
  for (let at = icmp + REDIRECT6_OPTIONS; at + 8 < bytes.length; at += (bytes[at + 1] as number) * 8) {
    if (bytes[at] === REDIRECTED_HEADER) return at + 8;
    if (bytes[at + 1] === 0) break;
  }
  return -1;
}

/** The identification of an own fragment that an ICMPv6 message quotes, and the message's checksum with it. */
function clearQuotedFragment(bytes: Uint8Array, icmp: number): void {
  const inner = quotedBy(bytes, icmp);
  if (inner < 0) return;
  if (bytes.length < inner + 48 || bytes[inner + 6] !== FRAGMENT || !isOwn6(key(bytes, inner + 8, 16)))
    return;
  bytes.fill(0, icmp + 2, icmp + 4);
  bytes.fill(0, inner + 44, inner + 48);
}

/** @returns false for a packet to leave out */
function normaliseIpv4(bytes: Uint8Array): boolean {
  const headerLength = ((bytes[14] as number) & 15) * 4;
  const transport = 14 + headerLength;
  const end = Math.min(bytes.length, 14 + read16(bytes, 16));
  const first = (read16(bytes, 20) & 0x1fff) === 0;
  if (bytes[23] === IGMP && first && IGMP_REPORTS.has(bytes[transport] as number)) return false;
  clearHeader(bytes, 14);
  if (bytes[23] === ICMP && first) normaliseIcmp(bytes, transport, end);
  return true;
}

function normaliseIpv6(bytes: Uint8Array): boolean {
  if (bytes[20] === 0 && bytes[54] === ICMPV6 && bytes[55] === 0 && MLD_REPORTS.has(bytes[62] as number))
    return false;
  if (bytes[20] === FRAGMENT && isOwn6(key(bytes, 22, 16))) bytes.fill(0, 58, 62);
  if (bytes[20] === ICMPV6) clearQuotedFragment(bytes, 54);
  return true;
}

/** Queries of the bridge itself come by timers of its ports. */
function isOwnQuery(frame: Uint8Array): boolean {
  if (frame.length < 38 || key(frame, 6, 6) !== BRIDGE_MAC) return false;
  const type = read16(frame, 12);
  if (type === 0x0800) return frame[23] === IGMP && frame[14 + ((frame[14] as number) & 15) * 4] === 0x11;
  return type === 0x86dd && frame[54] === ICMPV6 && frame[62] === 130;
}

const BRIDGE_MAC = "020000000009";

/** What the MAC addresses of the nodes begin with. */
const OWN_MAC = "0200000000";

/**
 * @param others whether reports of groups count that are none of the nodes' own
 * @returns the frame's bytes in hexadecimal; undefined for one to leave out
 */
export function normaliseFrame(frame: Uint8Array, others = false): string | undefined {
  const bytes = frame.slice();
  if (others && isOwnQuery(frame)) return undefined;
  if (others && frame.length >= 14 && key(frame, 6, 5) !== OWN_MAC) return key(bytes, 0, bytes.length);
  const type = read16(bytes, 12);
  const kept =
    type === 0x0800 && bytes.length >= 34
      ? normaliseIpv4(bytes)
      : type === 0x86dd && bytes.length >= 62
        ? normaliseIpv6(bytes)
        : true;
  return kept ? key(bytes, 0, bytes.length) : undefined;
}

/** @returns the beginning of an IPv4 packet in hexadecimal, as a raw socket shows it */
export function normaliseRaw4(packet: Uint8Array): string | undefined {
  const frame = new Uint8Array(14 + packet.length);
  frame[12] = 0x08;
  frame.set(packet, 14);
  return normaliseFrame(frame)?.slice(28, 28 + 160);
}

/** Lines of a listing. */
export function normaliseState(text: string): string[] {
  return text
    .replace(
      /\b(expires|valid_lft|preferred_lft|age) (\d+)(\.\d+)?sec/g,
      (_, word: string, seconds: string) => `${word} ${Math.round(Number(seconds) / 10) * 10}sec`,
    )
    .replace(/\b(\w+_timer) +\d+\.\d+/g, "$1")
    .split("\n")
    .filter((line) => line !== "")
    .sort();
}
