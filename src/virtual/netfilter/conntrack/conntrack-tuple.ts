/**
 * What identifies one direction of a connection: `struct nf_conntrack_tuple`.
 *
 * Addresses are four signed words each, which the engine keeps without memory of their own; IPv4's are in the last.
 *
 * Source: `include/net/netfilter/nf_conntrack_tuple.h`.
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfConn } from "./nf-conn.ts";

/** Upper words of addresses that have none: IPv4's. Nobody writes to it. */
const NO_UPPER: number[] = [0, 0, 0, 0, 0, 0];

/**
 * The hash of a tuple of IPv4, by its parts. The greater port is added at the end: connections of one client, whose ports follow one
 * another, are neighbours in a table, in both directions, and never meet in one place.
 * @param kind protocol over IP and family, a byte each; what is above does not matter
 */
export function hashTuple(seed: number, kind: number, ports: number, s3: number, d3: number): number {
  const source = ports >>> 16;
  const destination = ports & 0xffff;
  const greater = Math.max(source, destination);
  let h = seed ^ (source + destination - greater) ^ (kind << 16);
  h = Math.imul(h ^ s3, 0x85ebca6b);
  h = Math.imul(((h << 13) | (h >>> 19)) ^ d3, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) + greater) | 0;
}

/** `%pI6`: all digits. */
export function fullIpv6(...address: number[]): string {
  const word = (value: number): string => value.toString(16).padStart(4, "0");
  return address.map((value) => `${word(value >>> 16)}:${word(value & 0xffff)}`).join(":");
}

/** One direction; of a connection's two, or one that is looked up. */
export class NfConntrackTuple {
  readonly ct: NfConn | null;
  /** Direction, protocol over IP and family, a byte each: there may be millions. */
  private kind: number;
  /** Source and destination port, in the high and the low half; of ICMP, id, and type and code. Signed. */
  ports = 0;
  /** The last words of the addresses. */
  s3 = 0;
  d3 = 0;
  /** The first three words of the source and of the destination, of IPv6 alone. */
  private upper: number[] = NO_UPPER;

  constructor(ct: NfConn | null, dir: number) {
    this.ct = ct;
    this.kind = dir << 16;
  }

  /** `IP_CT_DIR_*` */
  get dir(): number {
    return this.kind >>> 16;
  }

  /** `NFPROTO_IPV4` or `NFPROTO_IPV6` */
  get l3num(): number {
    return this.kind & 0xff;
  }
  set l3num(family: number) {
    this.kind = (this.kind & ~0xff) | family;
  }

  /** The protocol over IP. */
  get protonum(): number {
    return (this.kind >>> 8) & 0xff;
  }
  set protonum(protocol: number) {
    this.kind = (this.kind & ~0xff00) | (protocol << 8);
  }

  /** Protocol over IP and family, a byte each. */
  get protocols(): number {
    return this.kind & 0xffff;
  }

  private setUpper(index: number, word: number): void {
    if (this.upper[index] === word) return;
    if (this.upper === NO_UPPER) this.upper = [0, 0, 0, 0, 0, 0];
    this.upper[index] = word;
  }

  get s0(): number {
    return this.upper[0];
  }
  set s0(word: number) {
    this.setUpper(0, word);
  }
  get s1(): number {
    return this.upper[1];
  }
  set s1(word: number) {
    this.setUpper(1, word);
  }
  get s2(): number {
    return this.upper[2];
  }
  set s2(word: number) {
    this.setUpper(2, word);
  }
  get d0(): number {
    return this.upper[3];
  }
  set d0(word: number) {
    this.setUpper(3, word);
  }
  get d1(): number {
    return this.upper[4];
  }
  set d1(word: number) {
    this.setUpper(4, word);
  }
  get d2(): number {
    return this.upper[5];
  }
  set d2(word: number) {
    this.setUpper(5, word);
  }

  /** Source port, or id of ICMP (`src.u`). */
  get sport(): number {
    return this.ports >>> 16;
  }
  set sport(port: number) {
    this.ports = (port << 16) | (this.ports & 0xffff);
  }

  /** Destination port; of ICMP, type in the high byte and code in the low one (`dst.u`). */
  get dport(): number {
    return this.ports & 0xffff;
  }
  set dport(port: number) {
    this.ports = (this.ports & ~0xffff) | (port & 0xffff);
  }

  clear(): void {
    this.kind &= 0xff0000;
    this.ports = this.s3 = this.d3 = 0;
    this.upper = NO_UPPER;
  }

  /** A tuple of IPv4. @param kind protocol over IP and family, a byte each */
  restore(kind: number, ports: number, source: number, destination: number): void {
    this.kind = (this.kind & 0xff0000) | kind;
    this.ports = ports;
    this.s3 = source;
    this.d3 = destination;
    this.upper = NO_UPPER;
  }

  copy(from: NfConntrackTuple): void {
    this.kind = (this.kind & 0xff0000) | (from.kind & 0xffff);
    this.ports = from.ports;
    this.s3 = from.s3;
    this.d3 = from.d3;
    this.upper = from.upper === NO_UPPER ? NO_UPPER : from.upper.slice();
  }

  copySource(from: NfConntrackTuple): void {
    this.s0 = from.s0;
    this.s1 = from.s1;
    this.s2 = from.s2;
    this.s3 = from.s3;
  }

  copyDestination(from: NfConntrackTuple): void {
    this.d0 = from.d0;
    this.d1 = from.d1;
    this.d2 = from.d2;
    this.d3 = from.d3;
  }

  /** Takes the other's destination as the source, and the other way round; ports stay. */
  swapAddresses(from: NfConntrackTuple): void {
    if (from.upper === NO_UPPER) {
      const { s3: source } = from;
      this.upper = NO_UPPER;
      this.s3 = from.d3;
      this.d3 = source;
      return;
    }
    const { s0, s1, s2, s3 } = from;
    this.s0 = from.d0;
    this.s1 = from.d1;
    this.s2 = from.d2;
    this.s3 = from.d3;
    this.d0 = s0;
    this.d1 = s1;
    this.d2 = s2;
    this.d3 = s3;
  }

  /** Reads the addresses of the packet at `header`. */
  readAddresses(bytes: Uint8Array, header: number, l3num: number): void {
    this.l3num = l3num;
    if (l3num === NFPROTO_IPV4) {
      this.upper = NO_UPPER;
      this.s3 = read32(bytes, header + 12) | 0;
      this.d3 = read32(bytes, header + 16) | 0;
      return;
    }
    this.s0 = read32(bytes, header + 8) | 0;
    this.s1 = read32(bytes, header + 12) | 0;
    this.s2 = read32(bytes, header + 16) | 0;
    this.s3 = read32(bytes, header + 20) | 0;
    this.d0 = read32(bytes, header + 24) | 0;
    this.d1 = read32(bytes, header + 28) | 0;
    this.d2 = read32(bytes, header + 32) | 0;
    this.d3 = read32(bytes, header + 36) | 0;
  }

  equals(other: NfConntrackTuple): boolean {
    return (
      this.ports === other.ports &&
      this.s3 === other.s3 &&
      this.d3 === other.d3 &&
      ((this.kind ^ other.kind) & 0xffff) === 0 &&
      (this.upper === other.upper || this.sameAddresses(other))
    );
  }

  sameAddresses(other: NfConntrackTuple): boolean {
    return this.sameSource(other) && this.sameDestination(other) && this.l3num === other.l3num;
  }

  sameSource(other: NfConntrackTuple): boolean {
    return this.s3 === other.s3 && this.s2 === other.s2 && this.s1 === other.s1 && this.s0 === other.s0;
  }

  sameDestination(other: NfConntrackTuple): boolean {
    return this.d3 === other.d3 && this.d2 === other.d2 && this.d1 === other.d1 && this.d0 === other.d0;
  }

  /** A number that differs for different tuples mostly; signed. */
  hash(seed: number): number {
    return hashTuple(
      this.l3num === NFPROTO_IPV4 ? seed : this.hashUpper(seed),
      this.kind,
      this.ports,
      this.s3,
      this.d3,
    );
  }

  private hashUpper(seed: number): number {
    let h = seed;
    for (let i = 0; i < 6; i++) h = Math.imul(h ^ (h >>> 15) ^ this.upper[i], 0x85ebca6b);
    return h;
  }

  source6(): Ipv6Address {
    return new Ipv6Address(this.s0 >>> 0, this.s1 >>> 0, this.s2 >>> 0, this.s3 >>> 0);
  }

  destination6(): Ipv6Address {
    return new Ipv6Address(this.d0 >>> 0, this.d1 >>> 0, this.d2 >>> 0, this.d3 >>> 0);
  }
}
