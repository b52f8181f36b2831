/** Types, classes, codes and data of DNS in the words of master files (RFC 1035 section 5, RFC 3597), as BIND writes them. */
import { formatIpv4, Ipv6Address, ipv4FromBytes } from "./address.ts";
import { read16, read32 } from "./bytes.ts";
import {
  readName,
  TYPE_A,
  TYPE_AAAA,
  TYPE_CAA,
  TYPE_CNAME,
  TYPE_HINFO,
  TYPE_MX,
  TYPE_NS,
  TYPE_PTR,
  TYPE_SOA,
  TYPE_SRV,
  TYPE_TXT,
} from "./dns.ts";

const TYPES: ReadonlyMap<number, string> = new Map([
  [1, "A"],
  [2, "NS"],
  [5, "CNAME"],
  [6, "SOA"],
  [12, "PTR"],
  [13, "HINFO"],
  [15, "MX"],
  [16, "TXT"],
  [28, "AAAA"],
  [29, "LOC"],
  [33, "SRV"],
  [35, "NAPTR"],
  [37, "CERT"],
  [39, "DNAME"],
  [41, "OPT"],
  [43, "DS"],
  [44, "SSHFP"],
  [46, "RRSIG"],
  [47, "NSEC"],
  [48, "DNSKEY"],
  [50, "NSEC3"],
  [51, "NSEC3PARAM"],
  [52, "TLSA"],
  [64, "SVCB"],
  [65, "HTTPS"],
  [99, "SPF"],
  [251, "IXFR"],
  [252, "AXFR"],
  [255, "ANY"],
  [256, "URI"],
  [257, "CAA"],
]);
const TYPE_NUMBERS: ReadonlyMap<string, number> = new Map([...TYPES].map(([number, name]) => [name, number]));

const CLASSES: ReadonlyMap<number, string> = new Map([
  [1, "IN"],
  [3, "CH"],
  [4, "HS"],
  [254, "NONE"],
  [255, "ANY"],
]);
const CLASS_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...[...CLASSES].map(([number, name]) => [name, number] as const),
  ["CHAOS", 3] as const,
  ["HESIOD", 4] as const,
]);

/** Response codes by number. */
export const RCODES: readonly string[] = [
  "NOERROR",
  "FORMERR",
  "SERVFAIL",
  "NXDOMAIN",
  "NOTIMP",
  "REFUSED",
  "YXDOMAIN",
  "YXRRSET",
  "NXRRSET",
  "NOTAUTH",
  "NOTZONE",
];
/** Operations by number. */
export const OPCODES: readonly string[] = ["QUERY", "IQUERY", "STATUS", "RESERVED3", "NOTIFY", "UPDATE"];

/** The name of a record type, e.g. `AAAA`; `TYPE65280` for one without. */
export function typeText(type: number): string {
  return TYPES.get(type) ?? `TYPE${type}`;
}

/** The number of a type by its name in any case, or of `TYPEnnn`. */
export function typeNumber(text: string): number | undefined {
  const upper = text.toUpperCase();
  const generic = /^TYPE(\d{1,5})$/.exec(upper);
  if (generic !== null) return Number(generic[1]) < 65_536 ? Number(generic[1]) : undefined;
  return TYPE_NUMBERS.get(upper);
}

/** The name of a class, e.g. `IN`; `CLASS17` for one without. */
export function classText(number: number): string {
  return CLASSES.get(number) ?? `CLASS${number}`;
}

/** A class by its name in any case, or as `CLASS17`; undefined when it is neither. */
export function classNumber(text: string): number | undefined {
  const upper = text.toUpperCase();
  const generic = /^CLASS(\d{1,5})$/.exec(upper);
  if (generic !== null) return Number(generic[1]) < 65_536 ? Number(generic[1]) : undefined;
  return CLASS_NUMBERS.get(upper);
}

function quoted(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    if (byte < 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, "0")}`;
    else text += (byte === 0x22 || byte === 0x5c ? "\\" : "") + String.fromCharCode(byte);
  }
  return `"${text}"`;
}

function strings(data: Uint8Array): string | undefined {
  const parts: string[] = [];
  for (let at = 0; at < data.length; at += 1 + data[at]) {
    if (at + 1 + data[at] > data.length) return undefined;
    parts.push(quoted(data.subarray(at + 1, at + 1 + data[at])));
  }
  return parts.length > 0 ? parts.join(" ") : undefined;
}

function nameAt(data: Uint8Array, at: number): string | undefined {
  const read = readName(data, at);
  return read !== undefined && read.next === data.length ? read.name : undefined;
}

function soa(data: Uint8Array): string | undefined {
  const primary = readName(data, 0);
  const mailbox = primary && readName(data, primary.next);
  if (primary === undefined || mailbox === undefined || data.length !== mailbox.next + 20) return undefined;
  const numbers = [0, 1, 2, 3, 4].map((i) => read32(data, mailbox.next + 4 * i));
  return `${primary.name} ${mailbox.name} ${numbers.join(" ")}`;
}

function srv(data: Uint8Array): string | undefined {
  const target = nameAt(data, 6);
  return target && `${read16(data, 0)} ${read16(data, 2)} ${read16(data, 4)} ${target}`;
}

function mx(data: Uint8Array): string | undefined {
  const target = nameAt(data, 2);
  return target && `${read16(data, 0)} ${target}`;
}

function caa(data: Uint8Array): string | undefined {
  const length = data[1];
  if (data.length < 2 + length) return undefined;
  const tag = String.fromCharCode(...data.subarray(2, 2 + length));
  return /^[A-Za-z0-9]+$/.test(tag) ? `${data[0]} ${tag} ${quoted(data.subarray(2 + length))}` : undefined;
}

const FORMATS: ReadonlyMap<number, (data: Uint8Array) => string | undefined> = new Map([
  [TYPE_A, (data: Uint8Array) => (data.length === 4 ? formatIpv4(ipv4FromBytes(data)) : undefined)],
  [
    TYPE_AAAA,
    (data: Uint8Array) => (data.length === 16 ? Ipv6Address.fromBytes(data).toString() : undefined),
  ],
  [TYPE_NS, (data: Uint8Array) => nameAt(data, 0)],
  [TYPE_CNAME, (data: Uint8Array) => nameAt(data, 0)],
  [TYPE_PTR, (data: Uint8Array) => nameAt(data, 0)],
  [TYPE_MX, mx],
  [TYPE_SRV, srv],
  [TYPE_SOA, soa],
  [TYPE_TXT, strings],
  [TYPE_HINFO, strings],
  [TYPE_CAA, caa],
]);

/** The data of a record as text; of unknown types, and of what is not laid out as its type says, the generic form. */
export function dataText(type: number, data: Uint8Array): string {
  const known = FORMATS.get(type)?.(data);
  if (known !== undefined) return known;
  const digits = [...data].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
  return data.length === 0 ? "\\# 0" : `\\# ${data.length} ${digits}`;
}
