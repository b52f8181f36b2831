/**
 * `getaddrinfo(3)` and `getnameinfo(3)` with DNS behind the files. Without a name server in /etc/resolv.conf this host is asked, as
 * glibc does; nobody there means that the name can not be resolved for now.
 */

import { isErrno } from "../../errno.ts";
import { AF_INET, AF_INET6, AF_UNSPEC, SOCK_DGRAM, type SystemCalls } from "../../kernel.ts";
import { Ipv6Address, ipv4FromBytes, ipv4ToBytes } from "../../packet/address.ts";
import {
  CLASS_IN,
  DNS_RD,
  DNS_TC,
  type DnsMessage,
  RCODE_NOERROR,
  RCODE_NXDOMAIN,
  readName,
  reverseName,
  TYPE_A,
  TYPE_AAAA,
  TYPE_CNAME,
  TYPE_PTR,
} from "../../packet/dns.ts";
import type { Process } from "../../process/process.ts";
import { queryServer } from "./dns-query.ts";
import { type ResolvConf, readResolvConf, searchNames } from "./resolv-conf.ts";
import {
  asksNameServer,
  EAI_AGAIN,
  EAI_NONAME,
  type InternetAddress,
  type Resolved,
  resolve,
  reverseLookup,
} from "./resolver.ts";

export const EAI_NODATA = "No address associated with hostname";

/** Asks the servers in turn. @returns the answer, or undefined when none is usable */
async function ask(
  process: Process,
  conf: ResolvConf,
  name: string,
  type: number,
): Promise<DnsMessage | undefined> {
  const query: DnsMessage = {
    id: process.sys.random() & 0xffff,
    flags: DNS_RD,
    questions: [{ name, type, class: CLASS_IN }],
    answers: [],
    authority: [],
    additional: [],
  };
  for (let attempt = 0; attempt < conf.attempts; attempt++)
    for (const server of conf.servers) {
      const timeout = conf.timeout * 1e9;
      let answer = await queryServer(process, server, query, { timeout });
      if (typeof answer !== "number" && (answer.message.flags & DNS_TC) !== 0)
        answer = await queryServer(process, server, query, { timeout, tcp: true });
      if (typeof answer === "number") continue;
      const rcode = answer.message.flags & 15;
      if (rcode === RCODE_NOERROR || rcode === RCODE_NXDOMAIN) return answer.message;
    }
  return undefined;
}

function addressesOf(message: DnsMessage): InternetAddress[] {
  const addresses: InternetAddress[] = [];
  for (const { type, data } of message.answers)
    if (type === TYPE_A && data.length === 4)
      addresses.push({ family: AF_INET, address: ipv4FromBytes(data), port: 0 });
    else if (type === TYPE_AAAA && data.length === 16)
      addresses.push({ family: AF_INET6, address: Ipv6Address.fromBytes(data), port: 0, scopeId: 0 });
  return addresses;
}

/** Where the aliases of a name end. */
function canonicalName(message: DnsMessage, name: string): string {
  let end = name;
  for (const record of message.answers)
    if (record.type === TYPE_CNAME && record.name.toLowerCase() === end.toLowerCase())
      end = readName(record.data, 0)?.name ?? end;
  return end.replace(/\.$/, "");
}

/** What DNS says of one name: found, there without such an address, not there, or no answer. */
async function askName(
  process: Process,
  conf: ResolvConf,
  name: string,
  family: number,
): Promise<Resolved | "nodata" | "nxdomain" | "again"> {
  const types = family === AF_INET ? [TYPE_A] : family === AF_INET6 ? [TYPE_AAAA] : [TYPE_A, TYPE_AAAA];
  const addresses: InternetAddress[] = [];
  let canonical = name.replace(/\.$/, "");
  let result: "nodata" | "nxdomain" | "again" = "again";
  for (const type of types) {
    const message = await ask(process, conf, name, type);
    if (message === undefined) continue;
    const found = addressesOf(message);
    if (found.length > 0) canonical = canonicalName(message, name);
    addresses.push(...found);
    result = (message.flags & 15) === RCODE_NXDOMAIN ? "nxdomain" : "nodata";
    if (result === "nxdomain") break;
  }
  return addresses.length > 0 ? { addresses, canonicalName: canonical } : result;
}

/** Whether the kernel knows a way to the address. */
function reachable(sys: SystemCalls, address: InternetAddress): boolean {
  const socket = sys.socket(address.family, SOCK_DGRAM, 0);
  if (isErrno(socket)) return false;
  const result = socket.connect({ ...address, port: 9 });
  socket.close();
  return result >= 0;
}

/** The order of RFC 6724 as far as it follows from the addresses alone: what can be reached, then IPv6. */
function sorted(sys: SystemCalls, addresses: readonly InternetAddress[]): InternetAddress[] {
  if (addresses.length < 2) return [...addresses];
  const rank = (address: InternetAddress) =>
    (reachable(sys, address) ? 0 : 2) + (address.family === AF_INET6 ? 0 : 1);
  const ranked = addresses.map((address) => ({ address, rank: rank(address) }));
  return ranked.sort((left, right) => left.rank - right.rank).map(({ address }) => address);
}

/** `getaddrinfo(3)`. @returns the addresses, best first, or an error text */
export async function lookupHost(
  process: Process,
  name: string,
  family = AF_UNSPEC,
): Promise<Resolved | string> {
  const { sys } = process;
  const known = resolve(sys, name, family);
  if (known !== EAI_AGAIN) return known;
  const conf = readResolvConf(sys);
  const names = searchNames(conf, name);
  let failure: string | undefined;
  for (const candidate of names) {
    const result = await askName(process, conf, candidate, family);
    if (typeof result === "object") return { ...result, addresses: sorted(sys, result.addresses) };
    const text = result === "again" ? EAI_AGAIN : result === "nodata" ? EAI_NODATA : EAI_NONAME;
    // what is said of the name as it stands counts, when it is tried first
    failure = candidate === names[0] || !asIs(names, name) ? text : failure;
    if (result === "again" && candidate === names[0]) return EAI_AGAIN;
  }
  return failure ?? EAI_NONAME;
}

function asIs(names: readonly string[], name: string): boolean {
  return names[0] === (name.endsWith(".") ? name : `${name}.`);
}

/** The name of an address: from the files, or the name server. */
export async function lookupAddress(process: Process, address: InternetAddress): Promise<string | undefined> {
  const { sys } = process;
  const known = reverseLookup(sys, address);
  if (known !== undefined || !asksNameServer(sys)) return known;
  const bytes = address.family === AF_INET ? ipv4ToBytes(address.address) : address.address.toBytes();
  const message = await ask(process, readResolvConf(sys), reverseName(bytes), TYPE_PTR);
  const record = message?.answers.find(({ type }) => type === TYPE_PTR);
  const name = record === undefined ? undefined : readName(record.data, 0)?.name;
  return name?.replace(/\.$/, "");
}
