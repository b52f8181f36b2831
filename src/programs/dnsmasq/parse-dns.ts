/** The options about names: servers, addresses, records. */
import { formatIpv4, INADDR_ANY } from "../../packet/address.ts";
import { encodeName, parseLabels, TYPE_MX, TYPE_PTR, TYPE_SRV, TYPE_TXT } from "../../packet/dns.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { parseAddress, parseServerAddress } from "../lib/server-address.ts";
import { type Config, canonical, type DomainAddress } from "./config.ts";
import { BadOption } from "./parse-common.ts";

const ANY_ADDRESSES: readonly InternetAddress[] = [{ family: 2, address: INADDR_ANY, port: 0 }];

/** The domains of `/a/b/rest`, and the rest; no domains when it does not begin with a slash. */
function splitDomains(text: string): { domains: string[]; rest: string } {
  if (!text.startsWith("/")) return { domains: [], rest: text };
  const parts = text.slice(1).split("/");
  const rest = parts.pop() ?? "";
  return { domains: parts.map((part) => (part === "#" ? "" : canonical(part.replace(/^\./, "")))), rest };
}

/** `--server`, or with `local` `--local`. @throws BadOption */
export function parseServer(config: Config, text: string, local: boolean): void {
  const { domains, rest } = splitDomains(text);
  if (domains.some((domain) => domain.includes("*")))
    throw new BadOption("wildcards in domains are not supported here");
  if (/[@]/.test(rest)) throw new BadOption("source addresses of servers are not supported here");
  if (rest === "" || rest === "#") {
    if (rest === "#") throw new BadOption("standard servers for a domain are not supported here");
    if (domains.length === 0 && !local) throw new BadOption("try --help");
    for (const domain of domains) config.servers.push({ domain, address: undefined });
    return;
  }
  const address = parseServerAddress(rest);
  if (address === undefined) throw new BadOption("Name or service not known");
  for (const domain of domains.length === 0 ? [""] : domains) config.servers.push({ domain, address });
}

/** `--address`. @throws BadOption */
export function parseDomainAddress(config: Config, text: string): void {
  const { domains, rest } = splitDomains(text);
  if (domains.length === 0) throw new BadOption("Bad address in --address");
  if (domains.some((domain) => domain.includes("*")))
    throw new BadOption("wildcards in domains are not supported here");
  if (rest === "") {
    for (const domain of domains) config.servers.push({ domain, address: undefined });
    return;
  }
  const unspecified = parseAddress("::");
  const one = parseAddress(rest);
  const addresses = rest === "#" && unspecified ? [...ANY_ADDRESSES, unspecified] : one ? [one] : undefined;
  if (addresses === undefined) throw new BadOption("Bad address in --address");
  for (const domain of domains) {
    const before = config.addresses.findIndex((entry) => entry.domain === domain);
    const entry: DomainAddress = {
      domain,
      addresses: [...(config.addresses[before]?.addresses ?? []), ...addresses],
    };
    if (before >= 0) config.addresses[before] = entry;
    else config.addresses.push(entry);
  }
}

function goodName(text: string): boolean {
  return text !== "" && parseLabels(text) !== undefined;
}

/** `--host-record`. @throws BadOption */
export function parseHostRecord(config: Config, text: string): void {
  const names: string[] = [];
  const addresses: InternetAddress[] = [];
  let ttl: number | undefined;
  for (const word of text.split(",")) {
    const address = parseAddress(word);
    if (address !== undefined) addresses.push(address);
    else if (/^\d+$/.test(word)) ttl = Number(word);
    else if (goodName(word)) names.push(word);
    else throw new BadOption("Bad name in host-record");
  }
  if (names.length === 0 || text.split(",").length < 2) throw new BadOption("Bad host-record");
  config.hostRecords.push({ names, addresses, ttl });
}

/** `--cname`. @throws BadOption */
export function parseAlias(config: Config, text: string): void {
  const words = text.split(",");
  const ttl = words.length > 2 && /^\d+$/.test(words.at(-1) ?? "") ? Number(words.pop()) : undefined;
  const target = words.pop();
  if (target === undefined || words.length === 0 || !goodName(target)) throw new BadOption("bad CNAME");
  for (const name of words) {
    if (!goodName(name)) throw new BadOption("bad CNAME");
    if (name.startsWith("*")) throw new BadOption("wildcards in cname are not supported here");
    if (config.aliases.some((alias) => canonical(alias.name) === canonical(name)))
      throw new BadOption("duplicate CNAME");
    config.aliases.push({ name, target, ttl });
  }
}

/** Words separated by commas, some of them in double quotes. */
function quotedWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|([^,]+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

/** `--txt-record`. @throws BadOption */
export function parseTxt(config: Config, text: string): void {
  const [name, ...strings] = quotedWords(text);
  if (name === undefined || !goodName(name)) throw new BadOption("bad TXT record");
  const data: number[] = [];
  for (const part of strings) {
    const bytes = new TextEncoder().encode(part).subarray(0, 255);
    data.push(bytes.length, ...bytes);
  }
  config.records.unshift({ name, type: TYPE_TXT, data: Uint8Array.from(data) });
}

/** `--ptr-record`. @throws BadOption */
export function parsePtr(config: Config, text: string): void {
  const [name, target] = text.split(",");
  const data = encodeName(target ?? "");
  if (!goodName(name) || data === undefined) throw new BadOption("bad PTR record");
  config.records.unshift({ name, type: TYPE_PTR, data });
}

/** `--mx-host`; without a target it is this host. @throws BadOption */
export function parseMx(config: Config, text: string, hostname: string): void {
  const [name, target, preference] = text.split(",");
  const data = encodeName(target ?? hostname);
  const number = preference === undefined ? 1 : Number(preference);
  if (!goodName(name) || data === undefined) throw new BadOption("bad MX name");
  if (!(number >= 0 && number < 65_536)) throw new BadOption("bad MX preference");
  config.records.unshift({ name, type: TYPE_MX, data: Uint8Array.of(number >>> 8, number & 255, ...data) });
}

/** `--srv-host`. @throws BadOption */
export function parseSrv(config: Config, text: string): void {
  const [name, target, ...numbers] = text.split(",");
  const [port, priority, weight] = [numbers[0] ?? "1", numbers[1] ?? "0", numbers[2] ?? "0"].map(Number);
  const wire = encodeName(target === undefined || target === "" ? "." : target);
  if (!goodName(name) || wire === undefined) throw new BadOption("bad SRV record");
  if (!(port < 65_536)) throw new BadOption("invalid port number");
  if (!(priority < 65_536)) throw new BadOption("invalid priority");
  if (!(weight < 65_536)) throw new BadOption("invalid weight");
  const head = [priority, weight, port].flatMap((value) => [value >>> 8, value & 255]);
  config.records.unshift({ name, type: TYPE_SRV, data: Uint8Array.of(...head, ...wire) });
}

/** An address as the log writes it, with the port of a server that has not the usual one. */
export function serverText(address: InternetAddress, always = false): string {
  const text = address.family === 2 ? formatIpv4(address.address) : address.address.toString();
  return always || address.port !== 53 ? `${text}#${address.port}` : text;
}
