/**
 * Link-layer and network addresses as immutable values.
 *
 * An IPv4 address is a branded number so that the forwarding path never allocates; IPv6 and MAC addresses are small frozen
 * objects that are made when configuration is read, not per packet: the hot path compares bytes in the packet buffer.
 */

/** An IPv4 address as an unsigned 32-bit number in host order: 10.0.0.1 is 0x0a000001. */
export type Ipv4Address = number & { readonly __brand: "Ipv4Address" };

/** The unspecified address 0.0.0.0 (`INADDR_ANY`). */
export const INADDR_ANY = 0 as Ipv4Address;
/** The limited broadcast address 255.255.255.255 (`INADDR_BROADCAST`). */
export const INADDR_BROADCAST = 0xffffffff as Ipv4Address;
/** 127.0.0.1 */
export const INADDR_LOOPBACK = 0x7f000001 as Ipv4Address;

/** Makes an IPv4 address of any number, modulo 2^32. */
export function ipv4(value: number): Ipv4Address {
  return (value >>> 0) as Ipv4Address;
}

/** Reads four bytes in network order. */
export function ipv4FromBytes(bytes: Uint8Array, offset = 0): Ipv4Address {
  return (((bytes[offset] << 24) |
    (bytes[offset + 1] << 16) |
    (bytes[offset + 2] << 8) |
    bytes[offset + 3]) >>>
    0) as Ipv4Address;
}

/** Writes four bytes in network order. */
export function ipv4ToBytes(
  address: Ipv4Address,
  into: Uint8Array = new Uint8Array(4),
  offset = 0,
): Uint8Array {
  into[offset] = address >>> 24;
  into[offset + 1] = address >>> 16;
  into[offset + 2] = address >>> 8;
  into[offset + 3] = address;
  return into;
}

/** The dotted quad. */
export function formatIpv4(address: Ipv4Address): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** Parses a dotted quad with exactly four decimal parts (`inet_pton(3)`); undefined if it is not one. */
export function parseIpv4(text: string): Ipv4Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const part = Number(match[i]);
    if (part > 255 || (match[i].length > 1 && match[i][0] === "0")) return undefined;
    value = value * 256 + part;
  }
  return value as Ipv4Address;
}

/** The netmask of a prefix length of 0 to 32. */
export function ipv4Mask(prefixLength: number): Ipv4Address {
  return (prefixLength <= 0 ? 0 : (0xffffffff << (32 - prefixLength)) >>> 0) as Ipv4Address;
}

/** 224.0.0.0/4 */
export function isIpv4Multicast(address: Ipv4Address): boolean {
  return address >>> 28 === 0xe;
}

/** 127.0.0.0/8 */
export function isIpv4Loopback(address: Ipv4Address): boolean {
  return address >>> 24 === 127;
}

/**
 * An IPv6 address: four unsigned 32-bit words, the first one the most significant.
 *
 * They are kept signed: a number above 2^31 takes an object of its own.
 */
export class Ipv6Address {
  private readonly s0: number;
  private readonly s1: number;
  private readonly s2: number;
  private readonly s3: number;

  constructor(w0: number, w1: number, w2: number, w3: number) {
    this.s0 = w0 | 0;
    this.s1 = w1 | 0;
    this.s2 = w2 | 0;
    this.s3 = w3 | 0;
  }

  get w0(): number {
    return this.s0 >>> 0;
  }

  get w1(): number {
    return this.s1 >>> 0;
  }

  get w2(): number {
    return this.s2 >>> 0;
  }

  get w3(): number {
    return this.s3 >>> 0;
  }

  /** Reads sixteen bytes in network order. */
  static fromBytes(bytes: Uint8Array, offset = 0): Ipv6Address {
    return new Ipv6Address(
      ipv4FromBytes(bytes, offset),
      ipv4FromBytes(bytes, offset + 4),
      ipv4FromBytes(bytes, offset + 8),
      ipv4FromBytes(bytes, offset + 12),
    );
  }

  /** A hash that is small enough to be kept without an object. */
  hash(): number {
    return (Math.imul(this.s0 ^ this.s1, 31) ^ Math.imul(this.s2, 17) ^ this.s3) | 0;
  }

  toBytes(into: Uint8Array = new Uint8Array(16), offset = 0): Uint8Array {
    ipv4ToBytes(ipv4(this.w0), into, offset);
    ipv4ToBytes(ipv4(this.w1), into, offset + 4);
    ipv4ToBytes(ipv4(this.w2), into, offset + 8);
    ipv4ToBytes(ipv4(this.w3), into, offset + 12);
    return into;
  }

  equals(other: Ipv6Address): boolean {
    return this.s0 === other.s0 && this.s1 === other.s1 && this.s2 === other.s2 && this.s3 === other.s3;
  }

  /** True when the sixteen bytes at `offset` are this address: compares without allocating. */
  equalsBytes(bytes: Uint8Array, offset: number): boolean {
    return (
      ipv4FromBytes(bytes, offset) === this.w0 &&
      ipv4FromBytes(bytes, offset + 4) === this.w1 &&
      ipv4FromBytes(bytes, offset + 8) === this.w2 &&
      ipv4FromBytes(bytes, offset + 12) === this.w3
    );
  }

  get isUnspecified(): boolean {
    return (this.w0 | this.w1 | this.w2 | this.w3) === 0;
  }

  get isLoopback(): boolean {
    return (this.w0 | this.w1 | this.w2) === 0 && this.w3 === 1;
  }

  get isMulticast(): boolean {
    return this.w0 >>> 24 === 0xff;
  }

  /** fe80::/10 */
  get isLinkLocal(): boolean {
    return this.w0 >>> 22 === 0x3fa;
  }

  /** ::ffff:0:0/96, an IPv4 address to a socket of IPv6 (RFC 4291, 2.5.5.2) */
  get isV4Mapped(): boolean {
    return (this.w0 | this.w1) === 0 && this.w2 === 0xffff;
  }

  /** RFC 5952, with the embedded dotted quad where `inet_ntop(3)` of glibc prints one. */
  toString(): string {
    return formatIpv6(this);
  }
}

/** `::` */
export const IN6ADDR_ANY = new Ipv6Address(0, 0, 0, 0);
/** `::1` */
export const IN6ADDR_LOOPBACK = new Ipv6Address(0, 0, 0, 1);

function formatIpv6(address: Ipv6Address): string {
  const groups = [address.w0, address.w1, address.w2, address.w3].flatMap((word) => [
    word >>> 16,
    word & 0xffff,
  ]);
  const run = longestZeroRun(groups);
  const embedded = run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  const shown = embedded ? groups.slice(0, 6) : groups;
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(":");
  let text =
    run.length < 2
      ? hex(shown)
      : `${hex(shown.slice(0, run.start))}::${hex(shown.slice(run.start + run.length))}`;
  if (embedded) text += `${text.endsWith(":") ? "" : ":"}${formatIpv4(ipv4(address.w3))}`;
  return text;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (start + length < groups.length && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}

/** Parses an IPv6 address as `inet_pton(3)` does, without a zone; undefined if it is not one. */
export function parseIpv6(text: string): Ipv6Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = parseIpv6Groups(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? parseIpv6Groups(halves[1], true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return new Ipv6Address(
    groups[0] * 65536 + groups[1],
    groups[2] * 65536 + groups[3],
    groups[4] * 65536 + groups[5],
    groups[6] * 65536 + groups[7],
  );
}

function parseIpv6Groups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const quad = last && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (quad === undefined) return undefined;
    groups.push(quad >>> 16, quad & 0xffff);
  }
  return groups;
}

/** A 48-bit Ethernet address. */
export class MacAddress {
  /** The first two bytes. */
  readonly high: number;
  /** The last four bytes. */
  readonly low: number;

  constructor(high: number, low: number) {
    this.high = high & 0xffff;
    this.low = low >>> 0;
  }

  static fromBytes(bytes: Uint8Array, offset = 0): MacAddress {
    return new MacAddress((bytes[offset] << 8) | bytes[offset + 1], ipv4FromBytes(bytes, offset + 2));
  }

  toBytes(into: Uint8Array = new Uint8Array(6), offset = 0): Uint8Array {
    into[offset] = this.high >>> 8;
    into[offset + 1] = this.high;
    ipv4ToBytes(ipv4(this.low), into, offset + 2);
    return into;
  }

  equals(other: MacAddress): boolean {
    return this.high === other.high && this.low === other.low;
  }

  equalsBytes(bytes: Uint8Array, offset: number): boolean {
    return (
      ((bytes[offset] << 8) | bytes[offset + 1]) === this.high &&
      ipv4FromBytes(bytes, offset + 2) === this.low
    );
  }

  get isMulticast(): boolean {
    return (this.high & 0x0100) !== 0;
  }

  get isZero(): boolean {
    return (this.high | this.low) === 0;
  }

  toString(): string {
    return formatHexBytes(this.toBytes());
  }
}

/** ff:ff:ff:ff:ff:ff */
export const MAC_BROADCAST = new MacAddress(0xffff, 0xffffffff);
/** 00:00:00:00:00:00 */
export const MAC_ZERO = new MacAddress(0, 0);

/** Bytes as `aa:bb:cc`, as Linux tools print link-layer addresses of any length. */
export function formatHexBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += `${text && ":"}${byte < 16 ? "0" : ""}${byte.toString(16)}`;
  return text;
}

/** Parses `aa:bb:cc:dd:ee:ff`, with one or two digits a byte; undefined if it is not one. */
export function parseMac(text: string): MacAddress | undefined {
  if (!/^[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}$/.test(text)) return undefined;
  return MacAddress.fromBytes(Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16)));
}
