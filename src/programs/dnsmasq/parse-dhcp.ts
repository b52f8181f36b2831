/** `--dhcp-range`, `--dhcp-host` and `--dhcp-option`. */
import { INADDR_ANY, type Ipv4Address, ipv4ToBytes, parseIpv4, parseMac } from "../../packet/address.ts";
import { encodeName } from "../../packet/dns.ts";
import type { Config, DhcpOption } from "./config.ts";
import { dhcpOptionNamed, optionKind } from "./dhcp-option-names.ts";
import { BadOption } from "./parse-common.ts";

const DEFAULT_LEASE = 3600;
const SHORTEST_LEASE = 120;
const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, "": 1 };

function leaseTime(text: string): number | undefined {
  if (text === "infinite") return 0xffffffff;
  const match = /^(\d+)([wdhms]?)$/i.exec(text);
  if (match === null) return undefined;
  return Math.max(SHORTEST_LEASE, Math.min(Number(match[1]) * UNITS[match[2].toLowerCase()], 0xfffffffe));
}

/** Splits off words such as `tag:x` and `set:x`. */
function takeTags(words: string[], prefix: string): string[] {
  const tags: string[] = [];
  while (words[0]?.startsWith(prefix)) tags.push((words.shift() ?? "").slice(prefix.length));
  return tags;
}

/** `--dhcp-range`. @throws BadOption */
export function parseRange(config: Config, text: string): void {
  const words = text.split(",");
  const tags = takeTags(words, "tag:");
  const setTag = takeTags(words, "set:")[0];
  if (words[0]?.includes(":")) throw new BadOption("DHCPv6 ranges are not supported here");
  const start = parseIpv4(words.shift() ?? "");
  if (start === undefined) throw new BadOption("bad dhcp-range");
  let end: Ipv4Address = start;
  let staticOnly = false;
  const second = words.shift();
  if (second === "static") staticOnly = true;
  else if (second === "proxy") throw new BadOption("proxy-DHCP is not supported here");
  else if (second !== undefined) {
    const parsed = parseIpv4(second);
    if (parsed === undefined) throw new BadOption("bad dhcp-range");
    end = parsed;
  }
  const masks: Ipv4Address[] = [];
  while (masks.length < 2 && words.length > 0) {
    const mask = parseIpv4(words[0]);
    if (mask === undefined) break;
    masks.push(mask);
    words.shift();
  }
  const lease = words.length === 0 ? DEFAULT_LEASE : leaseTime(words.shift() ?? "");
  if (lease === undefined || words.length > 0) throw new BadOption("bad dhcp-range");
  const [low, high] = start <= end ? [start, end] : [end, start];
  config.ranges.push({
    start: low,
    end: high,
    staticOnly,
    netmask: masks[0],
    broadcast: masks[1],
    lease,
    setTag,
    tags,
  });
}

/** `--dhcp-host`. @throws BadOption */
export function parseHost(config: Config, text: string): void {
  const macs: string[] = [];
  const setTags: string[] = [];
  let clientId: string | undefined;
  let name: string | undefined;
  let address: Ipv4Address | undefined;
  let lease: number | undefined;
  let ignore = false;
  for (const word of text.split(",")) {
    if (word.startsWith("id:")) clientId = word.slice(3);
    else if (/^(set|net):/.test(word)) setTags.push(word.slice(4));
    else if (word.startsWith("tag:")) throw new BadOption("tag: in dhcp-host is not supported here");
    else if (word.startsWith("[")) throw new BadOption("DHCPv6 hosts are not supported here");
    else if (word.includes(":")) {
      if (word.includes("*")) throw new BadOption("wildcards in dhcp-host are not supported here");
      const mac = parseMac(word);
      if (mac === undefined) throw new BadOption("bad hex constant");
      macs.push(mac.toString());
    } else if (parseIpv4(word) !== undefined) address = parseIpv4(word);
    else if (word === "ignore") ignore = true;
    else if (leaseTime(word) !== undefined) lease = leaseTime(word);
    else if (/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(word))
      name = /[^\d.]/.test(word) ? word : undefined;
    else throw new BadOption("bad DHCP host name");
  }
  config.hosts.push({ macs, clientId, name, address, lease, ignore, setTags });
}

function addressList(words: readonly string[]): Uint8Array | undefined {
  const addresses = words.map((word) => (word === "0.0.0.0" ? INADDR_ANY : parseIpv4(word)));
  const data = new Uint8Array(addresses.length * 4);
  for (const [i, address] of addresses.entries()) {
    if (address === undefined) return undefined;
    ipv4ToBytes(address, data, 4 * i);
  }
  return data;
}

/** A number in the bytes that it needs, or as many as said. */
function numberData(value: number, size?: number): Uint8Array | undefined {
  const bytes = size ?? (value > 0xffff ? 4 : value > 0xff ? 2 : 1);
  if (!(value >= 0 && value < 256 ** bytes)) return undefined;
  return Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) & 255);
}

function routesData(words: readonly string[]): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let i = 0; i < words.length; i += 2) {
    const [network, length] = words[i].split("/");
    const address = parseIpv4(network);
    const router = parseIpv4(words[i + 1] ?? "");
    const bits = length === undefined ? 32 : Number(length);
    if (address === undefined || router === undefined || !(bits >= 0 && bits <= 32)) return undefined;
    bytes.push(bits, ...ipv4ToBytes(address).subarray(0, (bits + 7) >>> 3), ...ipv4ToBytes(router));
  }
  return Uint8Array.from(bytes);
}

function optionData(code: number, words: readonly string[]): Uint8Array | undefined {
  const kind = optionKind(code);
  const text = words.join(",");
  const whole = new TextEncoder().encode(text);
  if (words.length === 0 || text === "") return new Uint8Array(0);
  if (kind === "routes") return routesData(words);
  if (kind === "search") return Uint8Array.from(words.flatMap((word) => [...(encodeName(word) ?? [])]));
  if (kind === "time" || kind === "number") {
    const value = kind === "time" ? leaseTimeRaw(text) : Number(text);
    return numberData(value, kind === "time" ? 4 : numberSize(code));
  }
  if (kind === "addresses") return addressList(words);
  if (kind === "text") return whole;
  const list = addressList(words);
  if (list !== undefined) return list;
  if (/^\d+$/.test(text)) return numberData(Number(text));
  if (/^[0-9a-f]{1,2}(:[0-9a-f]{1,2})+$/i.test(text))
    return Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
  return new TextEncoder().encode(text.replace(/^"(.*)"$/, "$1"));
}

function leaseTimeRaw(text: string): number {
  const match = /^(\d+)([wdhms]?)$/i.exec(text);
  return match === null ? Number.NaN : Number(match[1]) * UNITS[match[2].toLowerCase()];
}

/** Options whose numbers are shorter than four bytes (RFC 2132). */
const SHORT: Readonly<Record<number, number>> = {
  13: 2,
  22: 2,
  23: 1,
  26: 2,
  37: 1,
  46: 1,
  19: 1,
  20: 1,
  27: 1,
  31: 1,
  34: 1,
  36: 1,
};

function numberSize(code: number): number {
  return SHORT[code] ?? 4;
}

/** `--dhcp-option`, or with `force` `--dhcp-option-force`. @throws BadOption */
export function parseDhcpOption(config: Config, text: string, force: boolean): void {
  const words = text.split(",");
  const tags = takeTags(words, "tag:");
  const first = words.shift() ?? "";
  if (/^(option6|encap|vendor|vi-encap):/.test(first))
    throw new BadOption(`${first.split(":")[0]}: in dhcp-option is not supported here`);
  const code = first.startsWith("option:")
    ? dhcpOptionNamed(first.slice(7))
    : /^\d+$/.test(first)
      ? Number(first)
      : Number.NaN;
  const data = code !== undefined && code > 0 && code < 255 ? optionData(code, words) : undefined;
  if (code === undefined || data === undefined || data.length > 255) throw new BadOption("bad dhcp-option");
  const option: DhcpOption = { code, data, tags, force };
  // the newest stands first in dnsmasq's list
  config.options.unshift(option);
}
