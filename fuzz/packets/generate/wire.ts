/** Frames from parts, with right lengths and checksums unless a part is given wrong on purpose. */
import { checksum, pseudoSumIpv4At, pseudoSumIpv6At, writeChecksum } from "../../../src/packet/checksum.ts";

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function be16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  for (const [i, value] of values.entries()) {
    bytes[2 * i] = value >>> 8;
    bytes[2 * i + 1] = value;
  }
  return bytes;
}

export function be32(...values: readonly number[]): Uint8Array {
  return be16(...values.flatMap((value) => [value >>> 16, value & 0xffff]));
}

export function ethernet(
  destination: Uint8Array,
  source: Uint8Array,
  type: number,
  payload: Uint8Array,
): Uint8Array {
  return concat(destination, source, be16(type), payload);
}

export interface Ipv4Fields {
  readonly tos?: number;
  readonly id?: number;
  /** Flags and fragment offset as in the header: 0x4000 is DF, 0x2000 is MF, offset in units of 8 bytes. */
  readonly fragment?: number;
  readonly ttl?: number;
  readonly protocol: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Padded to a multiple of 4 bytes. */
  readonly options?: Uint8Array;
  readonly payload: Uint8Array;
  /** `tot_len` when it is not to be the real one. */
  readonly totalLength?: number;
  /** First byte when version and header length are not to be the real ones. */
  readonly versionLength?: number;
  /** Added to the right checksum. */
  readonly checksumError?: number;
}

export function ipv4Packet(fields: Ipv4Fields): Uint8Array {
  const options = fields.options ?? new Uint8Array(0);
  const headerLength = 20 + ((options.length + 3) & ~3);
  const bytes = new Uint8Array(headerLength + fields.payload.length);
  bytes.set(options, 20);
  bytes.set(fields.payload, headerLength);
  bytes[0] = fields.versionLength ?? 0x40 | (headerLength >>> 2);
  bytes[1] = fields.tos ?? 0;
  bytes.set(be16(fields.totalLength ?? bytes.length, fields.id ?? 0, fields.fragment ?? 0), 2);
  bytes[8] = fields.ttl ?? 64;
  bytes[9] = fields.protocol;
  bytes.set(fields.source, 12);
  bytes.set(fields.destination, 16);
  const covered = Math.min(headerLength, ((bytes[0] as number) & 15) * 4);
  writeChecksum(bytes, 0, covered < 20 ? headerLength : covered, 10);
  if (fields.checksumError !== undefined)
    bytes.set(
      be16(((((bytes[10] as number) << 8) | (bytes[11] as number)) + fields.checksumError) & 0xffff),
      10,
    );
  return bytes;
}

export interface Ipv6Fields {
  readonly trafficClass?: number;
  readonly flowLabel?: number;
  readonly hopLimit?: number;
  readonly nextHeader: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly payload: Uint8Array;
  /** `payload_len` when it is not to be the real one. */
  readonly payloadLength?: number;
  readonly version?: number;
}

export function ipv6Packet(fields: Ipv6Fields): Uint8Array {
  const bytes = new Uint8Array(40 + fields.payload.length);
  const first = ((fields.version ?? 6) << 28) | ((fields.trafficClass ?? 0) << 20) | (fields.flowLabel ?? 0);
  bytes.set(be32(first), 0);
  bytes.set(be16(fields.payloadLength ?? fields.payload.length), 4);
  bytes[6] = fields.nextHeader;
  bytes[7] = fields.hopLimit ?? 64;
  bytes.set(fields.source, 8);
  bytes.set(fields.destination, 24);
  bytes.set(fields.payload, 40);
  return bytes;
}

/** An ICMP message with its checksum. */
export function icmpMessage(type: number, code: number, rest: Uint8Array): Uint8Array {
  const bytes = concat(Uint8Array.of(type, code, 0, 0), rest);
  writeChecksum(bytes, 0, bytes.length, 2);
  return bytes;
}

/** An ICMPv6 message with its checksum over the pseudo header. */
export function icmpv6Message(
  source: Uint8Array,
  destination: Uint8Array,
  type: number,
  code: number,
  rest: Uint8Array,
): Uint8Array {
  const bytes = concat(Uint8Array.of(type, code, 0, 0), rest);
  const pseudo = pseudoSumIpv6At(concat(source, destination), 0, 58, bytes.length);
  writeChecksum(bytes, 0, bytes.length, 2, pseudo);
  return bytes;
}

export interface UdpFields {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
  /** The `len` field when it is not to be the real one. */
  readonly length?: number;
}

/** A UDP datagram for either family, with its checksum. */
export function udpDatagram(fields: UdpFields): Uint8Array {
  const length = 8 + fields.payload.length;
  const bytes = concat(
    be16(fields.sourcePort, fields.destinationPort, fields.length ?? length, 0),
    fields.payload,
  );
  const addresses = concat(fields.source, fields.destination);
  const pseudo =
    addresses.length === 8
      ? pseudoSumIpv4At(concat(new Uint8Array(12), addresses), 0, 17, length)
      : pseudoSumIpv6At(addresses, 0, 17, length);
  const sum = checksum(bytes, 0, bytes.length, pseudo);
  bytes.set(be16(sum === 0 ? 0xffff : sum), 6);
  return bytes;
}
