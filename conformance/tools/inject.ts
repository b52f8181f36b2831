/**
 * `inject DEV WORD...`: sends one frame, made of the bytes that the words stand for, from a device.
 *
 * A program of the test run only, for what no program of Debian sends: router advertisements, redirects, forged and broken packets.
 * `inject.pl` is the same on Linux. Words (also several in one, with blanks between):
 *
 *     02:00:00:00:00:01     a MAC address
 *     fe80::1  10.0.0.1     an IPv6 or IPv4 address
 *     86dd                  bytes in hexadecimal
 *     00*100                a word a hundred times
 *
 * An IPv6 payload length of 0 is filled in, and so is a checksum of 0 of ICMPv6 or UDP (behind hop-by-hop, routing and destination
 * options too); and a length and checksums of 0 of IPv4, of ICMP and of IGMP in a packet that is no
 * fragment; and a checksum of `cccc` of TCP over IPv4.
 */
import { isErrno, strerror } from "../../src/errno.ts";
import { AF_PACKET, SOCK_RAW } from "../../src/kernel.ts";
import { parseIpv4, parseIpv6 } from "../../src/packet/address.ts";
import type { Process } from "../../src/process/process.ts";
import { interfaceIndex } from "../../src/programs/lib/interfaces.ts";

const ETHERNET = 14;
const IPV4 = 20;
const IPV6 = 40;
const NEXT_HEADER = ETHERNET + 6;
const SOURCE = ETHERNET + 8;
/** Where the checksum is, by protocol. */
const CHECKSUM: Readonly<Record<number, number>> = { 17: 6, 58: 2 };
const TCP = 6;
/** The checksum of TCP that is filled in. */
const ASKED = 0xcccc;
const EXTENSIONS = new Set([0, 43, 60]);

class Problem extends Error {}

export function main(process: Process): number {
  try {
    send(process);
    return 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 255;
  }
}

function send(process: Process): void {
  const [, device, ...words] = process.argv;
  if (device === undefined || words.length === 0) throw new Problem("usage: inject DEV WORD...");
  const frame = Uint8Array.from(words.flatMap((word) => word.split(/\s+/).filter(Boolean)).flatMap(bytesOf));
  complete(frame);
  const socket = process.sys.socket(AF_PACKET, SOCK_RAW, 0);
  if (isErrno(socket)) throw new Problem(`inject: socket: ${strerror(-socket)}`);
  const ifindex = interfaceIndex(process.sys, device);
  const to = { family: AF_PACKET, protocol: read16(frame, 12), ifindex } as const;
  const result = ifindex < 0 ? ifindex : socket.send(frame, { to });
  socket.close();
  if (result < 0) throw new Problem(`inject: ${device}: ${strerror(-result)}`);
}

function bytesOf(word: string): number[] {
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(word))
    return word.split(":").map((part) => Number.parseInt(part, 16));
  if (word.includes(":")) return [...(parseIpv6(word)?.toBytes() ?? wrong(word))];
  const ipv4 = parseIpv4(word);
  if (ipv4 !== undefined) return [ipv4 >>> 24, (ipv4 >>> 16) & 255, (ipv4 >>> 8) & 255, ipv4 & 255];
  const repeated = /^(.+)\*(\d+)$/.exec(word);
  if (repeated !== null) {
    const bytes = bytesOf(repeated[1]);
    return Array.from({ length: Number(repeated[2]) }, () => bytes).flat();
  }
  if (!/^([0-9a-f]{2})+$/i.test(word)) return wrong(word);
  return (word.match(/../g) ?? []).map((part) => Number.parseInt(part, 16));
}

function wrong(word: string): never {
  throw new Problem(`inject: what is "${word}"?`);
}

function read16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function write16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** The checksum of the bytes, added to a sum. */
function checksum(frame: Uint8Array, start: number, end: number, before: number): number {
  let sum = before;
  for (let i = start; i < end; i += 2) sum += i + 1 < end ? read16(frame, i) : (frame[i] ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff ? sum : ~sum & 0xffff;
}

function complete(frame: Uint8Array): void {
  if (read16(frame, 12) === 0x0800) completeIpv4(frame);
  else completeIpv6(frame);
}

function completeIpv4(frame: Uint8Array): void {
  const payload = ETHERNET + ((frame[ETHERNET] ?? 0) & 15) * 4;
  if (payload < ETHERNET + IPV4 || frame.length < payload) return;
  if (read16(frame, ETHERNET + 2) === 0) write16(frame, ETHERNET + 2, frame.length - ETHERNET);
  if (read16(frame, ETHERNET + 10) === 0)
    write16(frame, ETHERNET + 10, checksum(frame, ETHERNET, payload, 0));
  if (frame[ETHERNET + 9] === TCP) return completeTcp(frame, payload);
  const fragment = (read16(frame, ETHERNET + 6) & 0x3fff) !== 0;
  if ((frame[ETHERNET + 9] !== 1 && frame[ETHERNET + 9] !== 2) || fragment || frame.length < payload + 4)
    return;
  if (read16(frame, payload + 2) === 0)
    write16(frame, payload + 2, checksum(frame, payload, frame.length, 0));
}

/** A checksum of cccc is filled in. */
function completeTcp(frame: Uint8Array, at: number): void {
  if (frame.length < at + 20 || read16(frame, at + 16) !== ASKED) return;
  write16(frame, at + 16, 0);
  let pseudo = frame.length - at + TCP;
  for (let i = ETHERNET + 12; i < ETHERNET + 20; i += 2) pseudo += read16(frame, i);
  write16(frame, at + 16, checksum(frame, at, frame.length, pseudo));
}

function completeIpv6(frame: Uint8Array): void {
  if (frame.length < ETHERNET + IPV6 || read16(frame, 12) !== 0x86dd) return;
  if (read16(frame, ETHERNET + 4) === 0) write16(frame, ETHERNET + 4, frame.length - ETHERNET - IPV6);
  let next = frame[NEXT_HEADER];
  let at = ETHERNET + IPV6;
  while (EXTENSIONS.has(next) && at + 8 <= frame.length) {
    next = frame[at];
    at += 8 + 8 * frame[at + 1];
  }
  const offset = CHECKSUM[next];
  if (offset === undefined || at + offset + 2 > frame.length || read16(frame, at + offset) !== 0) return;
  let pseudo = frame.length - at + next;
  for (let i = SOURCE; i < SOURCE + 32; i += 2) pseudo += read16(frame, i);
  write16(frame, at + offset, checksum(frame, at, frame.length, pseudo));
}
