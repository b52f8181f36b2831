/**
 * DHCP messages: the fixed part of BOOTP and the options behind the magic cookie.
 *
 * Source: RFC 951, RFC 2131, RFC 2132; options overloaded into `file` and `sname`, and split ones, as RFC 3396 joins them.
 */
import { read16, read32, write16, write32 } from "./bytes.ts";

/** Length up to the magic cookie. */
export const DHCP_FIXED = 236;
/** Where options begin. */
export const DHCP_OPTIONS = 240;
/** Shortest message that servers and clients send: BOOTP's. */
export const DHCP_MINIMUM = 300;
const MAGIC = 0x63825363;
const SNAME = 44;
const FILE = 108;

export const DHCP_SERVER_PORT = 67;
export const DHCP_CLIENT_PORT = 68;

export const BOOTREQUEST = 1;
export const BOOTREPLY = 2;
export const DHCP_BROADCAST = 0x8000;

export const DHCPDISCOVER = 1;
export const DHCPOFFER = 2;
export const DHCPREQUEST = 3;
export const DHCPDECLINE = 4;
export const DHCPACK = 5;
export const DHCPNAK = 6;
export const DHCPRELEASE = 7;
export const DHCPINFORM = 8;

export const OPTION_PAD = 0;
export const OPTION_NETMASK = 1;
export const OPTION_ROUTER = 3;
export const OPTION_DNS = 6;
export const OPTION_HOSTNAME = 12;
export const OPTION_DOMAIN = 15;
export const OPTION_BROADCAST = 28;
export const OPTION_REQUESTED_IP = 50;
export const OPTION_LEASE_TIME = 51;
export const OPTION_OVERLOAD = 52;
export const OPTION_MESSAGE_TYPE = 53;
export const OPTION_SERVER_ID = 54;
export const OPTION_REQUESTED = 55;
export const OPTION_MESSAGE = 56;
export const OPTION_MAX_SIZE = 57;
export const OPTION_T1 = 58;
export const OPTION_T2 = 59;
export const OPTION_VENDOR = 60;
export const OPTION_CLIENT_ID = 61;
export const OPTION_FQDN = 81;
export const OPTION_END = 255;

/** A message as it is read; its fields have the names of RFC 2131, section 2. */
export interface DhcpMessage {
  readonly op: number;
  readonly htype: number;
  readonly hops: number;
  readonly xid: number;
  readonly secs: number;
  readonly flags: number;
  /** Addresses as unsigned numbers in host order. */
  readonly ciaddr: number;
  readonly yiaddr: number;
  readonly siaddr: number;
  readonly giaddr: number;
  /** As long as the header says, at most 16 bytes. */
  readonly chaddr: Uint8Array;
  readonly sname: string;
  readonly file: string;
  /** By code, in the order in which they were first met; those that come in parts are joined. */
  readonly options: ReadonlyMap<number, Uint8Array>;
}

/** Reads options from a field into the map. @returns false when one runs over the end */
function readOptions(
  bytes: Uint8Array,
  from: number,
  end: number,
  options: Map<number, Uint8Array>,
): boolean {
  for (let at = from; at < end; ) {
    const code = bytes[at];
    if (code === OPTION_PAD) {
      at++;
      continue;
    }
    if (code === OPTION_END) return true;
    if (at + 1 >= end || at + 2 + bytes[at + 1] > end) return false;
    const data = bytes.slice(at + 2, at + 2 + bytes[at + 1]);
    const before = options.get(code);
    options.set(code, before === undefined ? data : Uint8Array.from([...before, ...data]));
    at += 2 + data.length;
  }
  return true;
}

function text(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder("latin1").decode(end < 0 ? field : field.subarray(0, end));
}

/** Reads a message; undefined when it is too short, has another cookie, or an option that runs over the end. */
export function parseDhcp(bytes: Uint8Array): DhcpMessage | undefined {
  if (bytes.length < DHCP_OPTIONS || read32(bytes, DHCP_FIXED) !== MAGIC || bytes[2] > 16) return undefined;
  const options = new Map<number, Uint8Array>();
  if (!readOptions(bytes, DHCP_OPTIONS, bytes.length, options)) return undefined;
  const overload = options.get(OPTION_OVERLOAD)?.[0] ?? 0;
  if ((overload & 1) !== 0 && !readOptions(bytes, FILE, DHCP_FIXED, options)) return undefined;
  if ((overload & 2) !== 0 && !readOptions(bytes, SNAME, FILE, options)) return undefined;
  return {
    op: bytes[0],
    htype: bytes[1],
    hops: bytes[3],
    xid: read32(bytes, 4),
    secs: read16(bytes, 8),
    flags: read16(bytes, 10),
    ciaddr: read32(bytes, 12),
    yiaddr: read32(bytes, 16),
    siaddr: read32(bytes, 20),
    giaddr: read32(bytes, 24),
    chaddr: bytes.slice(28, 28 + bytes[2]),
    sname: (overload & 2) !== 0 ? "" : text(bytes, SNAME, 64),
    file: (overload & 1) !== 0 ? "" : text(bytes, FILE, 128),
    options,
  };
}

/** What a message is made of. What is not given is zero. */
export type DhcpFields = Pick<DhcpMessage, "op" | "xid" | "chaddr"> &
  Partial<Omit<DhcpMessage, "op" | "xid" | "chaddr" | "options">> & {
    /** In the order in which they are written; one longer than 255 bytes is split. */
    readonly options: readonly (readonly [code: number, data: Uint8Array])[];
  };

/** The message, padded to {@link DHCP_MINIMUM}. */
export function buildDhcp(fields: DhcpFields): Uint8Array {
  const parts: number[] = [];
  for (const [code, data] of fields.options)
    for (let at = 0; at === 0 || at < data.length; at += 255) {
      const part = data.subarray(at, at + 255);
      parts.push(code, part.length, ...part);
    }
  parts.push(OPTION_END);
  const bytes = new Uint8Array(Math.max(DHCP_MINIMUM, DHCP_OPTIONS + parts.length));
  bytes[0] = fields.op;
  bytes[1] = fields.htype ?? 1;
  bytes[2] = Math.min(fields.chaddr.length, 16);
  bytes[3] = fields.hops ?? 0;
  write32(bytes, 4, fields.xid);
  write16(bytes, 8, fields.secs ?? 0);
  write16(bytes, 10, fields.flags ?? 0);
  write32(bytes, 12, fields.ciaddr ?? 0);
  write32(bytes, 16, fields.yiaddr ?? 0);
  write32(bytes, 20, fields.siaddr ?? 0);
  write32(bytes, 24, fields.giaddr ?? 0);
  bytes.set(fields.chaddr.subarray(0, 16), 28);
  bytes.set(new TextEncoder().encode(fields.sname ?? "").subarray(0, 63), SNAME);
  bytes.set(new TextEncoder().encode(fields.file ?? "").subarray(0, 127), FILE);
  write32(bytes, DHCP_FIXED, MAGIC);
  bytes.set(parts, DHCP_OPTIONS);
  return bytes;
}

/** A number as option data. */
export function option32(value: number): Uint8Array {
  const data = new Uint8Array(4);
  write32(data, 0, value);
  return data;
}
