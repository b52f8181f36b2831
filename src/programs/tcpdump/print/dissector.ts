/**
 * What all packet printers share: the packet, bounds, options and the text that they make.
 *
 * A printer reads with {@link Dissector.u8} and its siblings. A read behind the captured bytes ends the whole dissection, as tcpdump's
 * `nd_trunc_longjmp`: it throws {@link TRUNCATED}, which only {@link Dissector.dissect} catches.
 */
import { formatIpv4, Ipv6Address, ipv4FromBytes } from "../../../packet/address.ts";
import { read16, read24, read32 } from "../../../packet/bytes.ts";
import { sumBytes } from "../../../packet/checksum.ts";
import type { Names } from "../names.ts";

/** Thrown by reads behind the captured bytes. */
export const TRUNCATED = Symbol("truncated");

/** Printers inside printers (IP in IP, quoted packets); far beyond what occurs, within what the stack holds. */
const MAX_DEPTH = 200;

/** Options that change what printers show. */
export interface PrintOptions {
  /** Times that `-v` was given. */
  readonly verbose: number;
  /** `-n` */
  readonly numeric: boolean;
  /** `-e` */
  readonly link: boolean;
  /** Times that `-q` was given. */
  readonly quiet: number;
  /** `-S` */
  readonly absoluteSequence: boolean;
  /** `-K` */
  readonly noChecksum: boolean;
  /** `-N` */
  readonly stripDomain: boolean;
  /** Printers leave out dumps of what they do not know: with `-q`, or when one was asked for with `-x` or `-X`. */
  readonly suppressDefault: boolean;
}

/** Prints a network-layer packet of `length` bytes at `at`. */
export type EtherTypePrinter = (d: Dissector, at: number, length: number) => void;

/** What an upper-layer printer is told about the packet around it. */
export interface IpContext {
  /** Where the IP header begins. */
  readonly header: number;
  readonly version: 4 | 6;
  /** Part of a fragmented packet. */
  readonly fragmented: boolean;
}

/** Prints a protocol over IP whose header is at `at`; `length` is what IP says is left. */
export type IpProtocolPrinter = (d: Dissector, at: number, length: number, ip: IpContext) => void;

/** Printers by number; the tables that tie them together are in `printers.ts`. */
export interface Printers {
  readonly etherType: ReadonlyMap<number, EtherTypePrinter>;
  readonly ipProtocol: ReadonlyMap<number, IpProtocolPrinter>;
  /** Prints an Ethernet frame inside something else. */
  readonly ethernet: (d: Dissector, at: number, length: number) => void;
}

/** One packet at a time. */
export class Dissector {
  readonly options: PrintOptions;
  readonly names: Names;
  readonly printers: Printers;
  bytes: Uint8Array = new Uint8Array(0);
  /** Where the bytes end that may be looked at; printers lower it to the end of their packet. */
  end = 0;
  /** What a truncation mark names. */
  protocol = "";
  /** Bytes of link-layer header, for the dumps of `-x`. */
  linkHeaderLength = 0;
  /** What of it is left out of dumps of packets that were cut off, too. */
  cookedHeaderLength = 0;
  private text = "";
  private depth = 0;

  constructor(options: PrintOptions, names: Names, printers: Printers) {
    this.options = options;
    this.names = names;
    this.printers = printers;
  }

  /** Runs `print` on a packet and returns the text. */
  dissect(
    bytes: Uint8Array,
    offset: number,
    length: number,
    wireLength: number,
    print: (d: Dissector, at: number, length: number) => void,
  ): string {
    this.bytes = bytes;
    this.end = offset + length;
    this.protocol = "";
    this.linkHeaderLength = 0;
    this.cookedHeaderLength = 0;
    this.text = "";
    this.depth = 0;
    try {
      print(this, offset, wireLength);
    } catch (thrown) {
      if (thrown !== TRUNCATED) throw thrown;
      this.truncated();
      this.linkHeaderLength = this.cookedHeaderLength;
    }
    return this.text;
  }

  print(text: string): void {
    this.text += text;
  }

  /** The mark of a packet that was cut off: ` [|arp]`. */
  truncated(): void {
    this.text += ` [|${this.protocol}]`;
  }

  invalid(): void {
    this.text += " (invalid)";
  }

  /** Whether `length` bytes at `at` were captured. */
  has(at: number, length: number): boolean {
    return at + length <= this.end;
  }

  need(at: number, length: number): void {
    if (at + length > this.end) throw TRUNCATED;
  }

  u8(at: number): number {
    if (at + 1 > this.end) throw TRUNCATED;
    return this.bytes[at];
  }

  u16(at: number): number {
    if (at + 2 > this.end) throw TRUNCATED;
    return read16(this.bytes, at);
  }

  u24(at: number): number {
    if (at + 3 > this.end) throw TRUNCATED;
    return read24(this.bytes, at);
  }

  u32(at: number): number {
    if (at + 4 > this.end) throw TRUNCATED;
    return read32(this.bytes, at);
  }

  /** An IPv4 address, by name unless `-n`. */
  ipv4(at: number): string {
    this.need(at, 4);
    const address = ipv4FromBytes(this.bytes, at);
    return this.options.numeric ? formatIpv4(address) : this.names.ipv4(address, this.options.stripDomain);
  }

  /** An IPv6 address, by name unless `-n`. */
  ipv6(at: number): string {
    this.need(at, 16);
    const address = Ipv6Address.fromBytes(this.bytes, at);
    return this.options.numeric ? address.toString() : this.names.ipv6(address, this.options.stripDomain);
  }

  /** Two-digit bytes with colons. */
  hex(at: number, length: number, separator = ":"): string {
    this.need(at, length);
    let text = "";
    for (let i = 0; i < length; i++) {
      const byte = this.bytes[at + i];
      text += `${i > 0 ? separator : ""}${byte < 16 ? "0" : ""}${byte.toString(16)}`;
    }
    return text;
  }

  /** An Ethernet address as `-e` shows it. */
  mac(at: number): string {
    const text = this.hex(at, 6);
    if (this.options.numeric) return text;
    return text === "ff:ff:ff:ff:ff:ff" ? "Broadcast" : `${text} (oui ${this.names.oui(this.u24(at))})`;
  }

  tcpPort(port: number): string {
    return this.options.numeric ? String(port) : this.names.port(port, "tcp");
  }

  udpPort(port: number): string {
    return this.options.numeric ? String(port) : this.names.port(port, "udp");
  }

  /** The complemented one's complement sum of captured bytes: 0 when a checksum among them is right. */
  checksum(at: number, length: number, pseudoSum = 0): number {
    let sum = sumBytes(this.bytes, at, length, pseudoSum);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }

  /** Runs a printer on a part of the packet, with the end lowered to the part's. */
  within(at: number, length: number, print: () => void): void {
    const before = this.end;
    this.end = Math.min(before, at + length);
    print();
    this.end = before;
  }

  /** Runs a printer one level deeper. */
  nested(print: () => void): void {
    if (this.depth >= MAX_DEPTH) throw TRUNCATED;
    this.depth++;
    print();
    this.depth--;
  }
}

/** What the checksum field should have been, from what it is and {@link Dissector.checksum} of the whole. */
export function checksumShouldBe(field: number, computed: number): number {
  let sum = field + computed;
  sum = (sum & 0xffff) + (sum >>> 16);
  return (sum & 0xffff) + (sum >>> 16);
}

/** Hexadecimal with leading zeros. */
export function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** A table's text for a number, else `otherwise` (with `%d` or `%x` replaced). */
export function tokenText(table: ReadonlyMap<number, string>, otherwise: string, value: number): string {
  return (
    table.get(value) ??
    otherwise.replace("%04x", hex(value, 4)).replace("%02x", hex(value, 2)).replace("%d", String(value))
  );
}

/** The names of the bits set, joined with commas; `none` when there are none (`bittok2str`). */
export function bitTokens(
  table: ReadonlyMap<number, string>,
  none: string,
  bits: number,
  separator = ", ",
): string {
  const found: string[] = [];
  for (const [bit, name] of table) if ((bits & bit) === bit) found.push(name);
  return found.length > 0 ? found.join(separator) : none;
}
