/** `/etc/resolv.conf`: where names are asked for, and what is tried for a short one. */
import type { SystemCalls } from "../../kernel.ts";
import { INADDR_LOOPBACK, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import { interfaceIndex } from "./interfaces.ts";
import { readLines } from "./read-file.ts";
import type { InternetAddress } from "./resolver.ts";

const DNS_PORT = 53;
/** `MAXNS` */
const SERVERS_MAX = 3;

/** What the file says, with glibc's defaults for the rest. */
export interface ResolvConf {
  /** At least one: this host, when none is named. */
  readonly servers: readonly InternetAddress[];
  /** Whether the file names them. */
  readonly named: boolean;
  readonly search: readonly string[];
  readonly ndots: number;
  /** Seconds. */
  readonly timeout: number;
  readonly attempts: number;
}

function serverAddress(sys: SystemCalls, text: string): InternetAddress | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 2, address: v4, port: DNS_PORT };
  const [address, zone] = text.split("%");
  const v6 = parseIpv6(address);
  if (v6 === undefined) return undefined;
  const scopeId = zone === undefined ? 0 : Math.max(0, interfaceIndex(sys, zone));
  return { family: 10, address: v6, port: DNS_PORT, scopeId };
}

function numeric(options: readonly string[], name: string, usual: number, limit: number): number {
  const word = options.find((option) => option.startsWith(`${name}:`));
  const value = word === undefined ? Number.NaN : Number.parseInt(word.slice(name.length + 1), 10);
  return Number.isNaN(value) ? usual : Math.max(0, Math.min(value, limit));
}

/** Reads it; one that is not there is an empty one. */
export function readResolvConf(sys: SystemCalls): ResolvConf {
  const servers: InternetAddress[] = [];
  let search: string[] = [];
  const options: string[] = [];
  for (const line of readLines(sys, "/etc/resolv.conf")) {
    const [key, ...words] = line.split(/[ \t]+/).filter(Boolean);
    const server = key === "nameserver" ? serverAddress(sys, words[0] ?? "") : undefined;
    if (server !== undefined && servers.length < SERVERS_MAX) servers.push(server);
    if (key === "search") search = words;
    if (key === "domain") search = words.slice(0, 1);
    if (key === "options") options.push(...words);
  }
  const named = servers.length > 0;
  if (!named) servers.push({ family: 2, address: INADDR_LOOPBACK, port: DNS_PORT });
  return {
    servers,
    named,
    search,
    ndots: numeric(options, "ndots", 1, 15),
    timeout: numeric(options, "timeout", 5, 30) || 1,
    attempts: numeric(options, "attempts", 2, 5) || 1,
  };
}

/** The names to try for one, in their order (`res_search`). */
export function searchNames({ search, ndots }: Pick<ResolvConf, "search" | "ndots">, name: string): string[] {
  if (name.endsWith(".")) return [name];
  const inDomains = search.map((domain) => `${name}.${domain.replace(/\.$/, "")}.`);
  const dots = name.split(".").length - 1;
  return dots >= ndots ? [`${name}.`, ...inDomains] : [...inDomains, `${name}.`];
}

/** The same as BIND's tools try them: nothing is appended to a name that has dots enough. */
export function searchNamesOfBind(conf: Pick<ResolvConf, "search" | "ndots">, name: string): string[] {
  const names = searchNames(conf, name);
  return names[0] === `${name}.` ? names.slice(0, 1) : names;
}
