/**
 * The options of DHCP that udhcpc knows by name: how they look in the environment of its script, and how `-x` writes them.
 *
 * Source: behaviour of busybox 1.35's udhcp; RFC 2132, RFC 3442.
 */
import { formatIpv4, ipv4FromBytes, ipv4ToBytes, parseIpv4 } from "../../packet/address.ts";
import { read16, read32, write16, write32 } from "../../packet/bytes.ts";
import { OPTION_NETMASK } from "../../packet/dhcp.ts";
import { parseName } from "./search-list.ts";

type Kind =
  | "ip"
  | "ips"
  | "ip-pairs"
  | "host"
  | "string"
  | "u8"
  | "u16"
  | "u32"
  | "s32"
  | "search"
  | "routes"
  | "unsupported";

/** One option. */
export interface OptionName {
  readonly code: number;
  readonly name: string;
  readonly kind: Kind;
  /** Asked for unless `-o` is given. */
  readonly requested: boolean;
}

const ROWS: readonly (readonly [number, string, Kind, boolean?])[] = [
  [1, "subnet", "ip", true],
  [2, "timezone", "s32"],
  [3, "router", "ips", true],
  [6, "dns", "ips", true],
  [9, "lprsrv", "ips"],
  [12, "hostname", "host", true],
  [13, "bootsize", "u16"],
  [15, "domain", "host", true],
  [16, "swapsrv", "ip"],
  [17, "rootpath", "string"],
  [23, "ipttl", "u8"],
  [26, "mtu", "u16"],
  [28, "broadcast", "ip", true],
  [33, "routes", "ip-pairs"],
  [40, "nisdomain", "host"],
  [41, "nissrv", "ips"],
  [42, "ntpsrv", "ips", true],
  [44, "wins", "ips"],
  [51, "lease", "u32"],
  [54, "serverid", "ip"],
  [56, "message", "string"],
  [60, "vendor", "string"],
  [66, "tftp", "host"],
  [67, "bootfile", "string"],
  [100, "tzstr", "string"],
  [101, "tzdbstr", "string"],
  [119, "search", "search"],
  [120, "sipsrv", "unsupported"],
  [121, "staticroutes", "routes"],
  [132, "vlanid", "u16"],
  [133, "vlanpriority", "u8"],
  [209, "pxeconffile", "string"],
  [210, "pxepathprefix", "string"],
  [211, "reboottime", "u32"],
  [212, "ip6rd", "unsupported"],
  [249, "msstaticroutes", "routes"],
  [252, "wpad", "string"],
];

export const OPTION_NAMES: readonly OptionName[] = ROWS.map(([code, name, kind, requested]) => ({
  code,
  name,
  kind,
  requested: requested ?? false,
}));
const BY_CODE: ReadonlyMap<number, OptionName> = new Map(OPTION_NAMES.map((option) => [option.code, option]));

/** Smallest number of bytes that an option of a kind has; shorter ones are shown as unknown. */
const SIZES: Readonly<Partial<Record<Kind, number>>> = { ip: 4, u8: 1, u16: 2, u32: 4, s32: 4 };

/** An option by its name or number; undefined when neither is known. */
export function optionCalled(text: string): OptionName | undefined {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) {
    const code = Number(text);
    if (code < 1 || code > 254) return undefined;
    return BY_CODE.get(code) ?? { code, name: `opt${code}`, kind: "unsupported", requested: false };
  }
  return OPTION_NAMES.find((option) => option.name === text);
}

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function addresses(data: Uint8Array): string[] {
  const all: string[] = [];
  for (let at = 0; at + 4 <= data.length; at += 4) all.push(formatIpv4(ipv4FromBytes(data, at)));
  return all;
}

/** Labels of letters, digits, `-` and `_`: what a shell script may be given without harm. */
function hostName(data: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(data).replace(/\0.*$/s, "");
  return /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$/.test(text) ? text : "bad";
}

/** RFC 3442: prefix length, significant octets, router. */
function classlessRoutes(data: Uint8Array): string | undefined {
  const parts: string[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at++];
    const octets = (length + 7) >>> 3;
    if (length > 32 || at + octets + 4 > data.length) break;
    const network = new Uint8Array(4);
    network.set(data.subarray(at, at + octets));
    at += octets;
    parts.push(`${formatIpv4(ipv4FromBytes(network))}/${length} ${formatIpv4(ipv4FromBytes(data, at))}`);
    at += 4;
  }
  return parts.length > 0 ? parts.join(" ") : undefined;
}

function textOf(kind: Kind, data: Uint8Array): string | undefined {
  if (data.length < (SIZES[kind] ?? 0)) return undefined;
  switch (kind) {
    case "ip":
      return formatIpv4(ipv4FromBytes(data));
    case "ips":
      return addresses(data).join(" ");
    case "ip-pairs": {
      const all = addresses(data);
      return all
        .map((address, i) => (i % 2 === 0 ? `${address}/${all[i + 1] ?? ""}` : ""))
        .filter(Boolean)
        .join(" ");
    }
    case "host":
      return hostName(data);
    case "string":
      return new TextDecoder("latin1").decode(data).replace(/\0.*$/s, "");
    case "u8":
      return String(data[0]);
    case "u16":
      return String(read16(data, 0));
    case "u32":
      return String(read32(data, 0));
    case "s32":
      return String(read32(data, 0) | 0);
    case "search":
      return parseName(data);
    case "routes":
      return classlessRoutes(data);
    default:
      return undefined;
  }
}

/** Variables of the script for one option of a message. */
export function optionVariables(code: number, data: Uint8Array): [string, string][] {
  const option = BY_CODE.get(code);
  const value = option && textOf(option.kind, data);
  if (option === undefined || value === undefined) return [[`opt${code}`, hex(data)]];
  const variables: [string, string][] = [[option.name, value]];
  if (code === OPTION_NETMASK) {
    let bits = 0;
    for (let mask = read32(data, 0); mask !== 0; mask = (mask << 1) >>> 0) bits++;
    variables.push(["mask", String(bits)]);
  }
  return variables;
}

function number(text: string, limit: number): number | undefined {
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
  const value = text.startsWith("0") && /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return value <= limit ? value : undefined;
}

/** The bytes of `-x OPT:VALUE`; undefined when the value is not one of the option. */
export function encodeOption(option: OptionName, text: string): Uint8Array | undefined {
  const words = text.split(/[ ,\t]+/).filter(Boolean);
  switch (option.kind) {
    case "ip":
    case "ips":
    case "ip-pairs": {
      const parsed = words.flatMap((word) => word.split("/")).map(parseIpv4);
      if (parsed.length === 0 || (option.kind === "ip" && parsed.length > 1)) return undefined;
      const bytes = new Uint8Array(parsed.length * 4);
      for (const [i, address] of parsed.entries()) {
        if (address === undefined) return undefined;
        ipv4ToBytes(address, bytes, 4 * i);
      }
      return bytes;
    }
    case "host":
    case "string":
      return new TextEncoder().encode(text);
    case "u8": {
      const value = number(text, 255);
      return value === undefined ? undefined : Uint8Array.of(value);
    }
    case "u16": {
      const bytes = new Uint8Array(2);
      const value = number(text, 0xffff);
      if (value !== undefined) write16(bytes, 0, value);
      return value === undefined ? undefined : bytes;
    }
    case "u32":
    case "s32": {
      const bytes = new Uint8Array(4);
      const value = number(text.replace(/^-/, ""), 0xffffffff);
      if (value !== undefined) write32(bytes, 0, text.startsWith("-") ? -value : value);
      return value === undefined ? undefined : bytes;
    }
    default:
      return rawBytes(option, text);
  }
}

/** An option without a format: hexadecimal digits, or a string in double quotes. */
function rawBytes(option: OptionName, text: string): Uint8Array | undefined {
  if (!option.name.startsWith("opt")) return undefined;
  const quoted = /^"(.*)"?$/s.exec(text);
  if (quoted !== null) return new TextEncoder().encode(quoted[1].replace(/"$/, ""));
  const digits = text.replaceAll(":", "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return undefined;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
