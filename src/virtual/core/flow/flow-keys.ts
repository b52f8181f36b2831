/**
 * What a flow is told by, and the hash over it that multipath routes choose by: `struct flow_keys`.
 *
 * The hash is Linux's to the bit, so that with the same `fib_multipath_hash_seed` a flow takes the same way.
 *
 * Source: `include/net/flow_dissector.h`, `net/core/flow_dissector.c` (`__flow_hash_consistentify`, `flow_keys_hash_length`),
 * `include/net/ip_fib.h` (`fib_multipath_hash_from_keys`), `include/linux/jhash.h`.
 */
import { read32 } from "../../../packet/bytes.ts";
import { siphash32 } from "../lib/siphash.ts";

/** Positions in the words that are hashed: `basic`, `tags`, two VLANs and a key (left zero), `ports`, `icmp`, addresses. */
const PROTOCOL = 0;
const LABEL = 1;
const PORTS = 7;
const ADDRESSES = 9;
const WORDS = 18;
/** What is hashed of it by how many words an address has. */
const HASHED: Readonly<Record<number, number>> = { 0: 10, 1: 12, 4: WORDS };

/** The number whose little-endian bytes are the big-endian bytes of this one. */
function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

/** The keys of one packet at a time: cleared, filled, then hashed or compared. */
export class FlowKeys {
  private readonly words = new Int32Array(WORDS);
  private addressWords = 1;
  /** Whether the innermost of several headers is what the keys tell of. */
  encapsulated = false;

  clear(): this {
    this.words.fill(0);
    this.addressWords = 1;
    this.encapsulated = false;
    return this;
  }

  /** Addresses of IPv4, in host order; what longer ones were there before stays behind them. */
  setIpv4(source: number, destination: number): this {
    this.addressWords = 1;
    this.words[ADDRESSES] = swapBytes(source);
    this.words[ADDRESSES + 1] = swapBytes(destination);
    return this;
  }

  /** A word (0 to 3) of the addresses of IPv6, in host order. */
  setIpv6Word(at: number, source: number, destination: number): this {
    this.addressWords = 4;
    this.words[ADDRESSES + at] = swapBytes(source);
    this.words[ADDRESSES + 4 + at] = swapBytes(destination);
    return this;
  }

  /** Both addresses of IPv6 as they stand in a header, from offset `at` on. */
  readIpv6(bytes: Uint8Array, at: number): this {
    for (let i = 0; i < 4; i++)
      this.setIpv6Word(i, read32(bytes, at + 4 * i), read32(bytes, at + 16 + 4 * i));
    return this;
  }

  set protocol(value: number) {
    this.words[PROTOCOL] = value << 16;
  }

  get protocol(): number {
    return this.words[PROTOCOL] >>> 16;
  }

  /** As a number in host order, which is what the dissector leaves. */
  set label(value: number) {
    this.words[LABEL] = value;
  }

  /** As it stands in the header, which is what code without the dissector leaves. */
  set networkLabel(value: number) {
    this.words[LABEL] = swapBytes(value);
  }

  setPorts(source: number, destination: number): this {
    this.words[PORTS] = swapBytes((source << 16) | destination);
    return this;
  }

  get sourcePort(): number {
    return swapBytes(this.words[PORTS]) >>> 16;
  }

  get destinationPort(): number {
    return swapBytes(this.words[PORTS]) & 0xffff;
  }

  get isIpv4(): boolean {
    return this.addressWords === 1;
  }

  get isIpv6(): boolean {
    return this.addressWords === 4;
  }

  /** The innermost sender is a node of TIPC: its address lies over those found before, which are still there behind it. */
  setTipc(node: number): void {
    this.addressWords = 0;
    this.words[ADDRESSES] = swapBytes(node);
  }

  /** Takes what is there of addresses for those of IPv6, as `ip6_multipath_l3_keys` does. */
  setIpv6AsFound(): void {
    this.addressWords = 4;
  }

  /** Forgets all but the addresses. */
  setAddressesOnly(): void {
    this.words.fill(0, 0, ADDRESSES);
    this.words.fill(0, ADDRESSES + 2 * this.addressWords);
  }

  /** Takes over what `fields` names of the other keys: bits of `FIB_MULTIPATH_HASH_FIELD_*`, those of the outer header. */
  take(from: FlowKeys, fields: number): this {
    const { words } = this;
    this.clear();
    this.addressWords = from.addressWords;
    const size = from.addressWords;
    for (let i = 0; i < size; i++) {
      if ((fields & FIELD_SOURCE) !== 0) words[ADDRESSES + i] = from.words[ADDRESSES + i];
      if ((fields & FIELD_DESTINATION) !== 0) words[ADDRESSES + size + i] = from.words[ADDRESSES + size + i];
    }
    if ((fields & FIELD_PROTOCOL) !== 0) words[PROTOCOL] = from.words[PROTOCOL];
    if ((fields & FIELD_LABEL) !== 0 && size > 1) words[LABEL] = from.words[LABEL];
    let ports = 0;
    if ((fields & FIELD_SOURCE_PORT) !== 0) ports |= from.words[PORTS] & 0xffff;
    if ((fields & FIELD_DESTINATION_PORT) !== 0) ports |= from.words[PORTS] & 0xffff0000;
    words[PORTS] = ports;
    return this;
  }

  /** Both directions of a flow are one. */
  private orient(): void {
    const { words, addressWords: size } = this;
    if (size === 0) return;
    if (this.destinationFirst()) {
      for (let i = ADDRESSES; i < ADDRESSES + size; i++) {
        const source = words[i];
        words[i] = words[i + size];
        words[i + size] = source;
      }
    }
    const ports = words[PORTS];
    if (ports >>> 16 < (ports & 0xffff)) words[PORTS] = (ports << 16) | (ports >>> 16);
  }

  /** IPv4 addresses are compared as Linux's machine reads them, IPv6's byte by byte. */
  private destinationFirst(): boolean {
    const { words, addressWords: size } = this;
    if (size === 1) return words[ADDRESSES + 1] >>> 0 < words[ADDRESSES] >>> 0;
    for (let i = ADDRESSES; i < ADDRESSES + size; i++) {
      if (words[i] === words[i + size]) continue;
      return swapBytes(words[i + size]) >>> 0 < swapBytes(words[i]) >>> 0;
    }
    return false;
  }

  /** The 32-bit hash, never 0. Turns the keys round where need be. */
  hash(seed: number): number {
    this.orient();
    return siphash32(this.words, HASHED[this.addressWords], seed, seed) || 1;
  }
}

/** `FIB_MULTIPATH_HASH_FIELD_*`; those of the inner header are the same, six bits up. */
export const FIELD_SOURCE = 0x01;
export const FIELD_DESTINATION = 0x02;
export const FIELD_PROTOCOL = 0x04;
export const FIELD_LABEL = 0x08;
export const FIELD_SOURCE_PORT = 0x10;
export const FIELD_DESTINATION_PORT = 0x20;
export const FIELDS = 0x3f;
export const INNER_FIELDS_SHIFT = 6;
/** What `fib_multipath_hash_fields` says until it is written. */
export const DEFAULT_FIELDS = FIELD_SOURCE | FIELD_DESTINATION | FIELD_PROTOCOL;

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** `jhash_2words` with the initial value 0. */
export function jhash2(first: number, second: number): number {
  const initial = 0xdeadbeef + 8;
  let a = (first + initial) | 0;
  let b = (second + initial) | 0;
  let c = initial | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  return ((c ^ b) - rotate(b, 24)) >>> 0;
}
