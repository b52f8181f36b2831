/** Questions that others answer: which servers are asked, who waits for what, and what was answered before. */

import { isErrno } from "../../errno.ts";
import {
  SOCK_DGRAM,
  type SockaddrIn,
  type SockaddrIn6,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY } from "../../packet/address.ts";
import {
  buildDns,
  CLASS_IN,
  DNS_QR,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  parseDns,
  RCODE_NOERROR,
  RCODE_NXDOMAIN,
  TYPE_A,
  TYPE_AAAA,
  TYPE_CNAME,
  TYPE_OPT,
  TYPE_SOA,
  TYPE_TXT,
} from "../../packet/dns.ts";
import { RCODES, typeText } from "../../packet/dns-text.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { addressText, shown } from "./answers.ts";
import { type Config, canonical, matchDomain } from "./config.ts";
import type { Log } from "./log.ts";
import { serverText } from "./parse-dns.ts";

/** Questions under way at most, and for how long (`FTABSIZ`, `TIMEOUT`). */
const PENDING_MAX = 150;
const TIMEOUT_NS = 10e9;

interface Pending {
  readonly key: string;
  readonly id: number;
  readonly question: DnsQuestion;
  readonly message: DnsMessage;
  readonly since: number;
  readonly servers: readonly InternetAddress[];
  /** Those who wait for it: by who they are and their number. */
  readonly clients: Map<string, (message: DnsMessage) => void>;
}

interface Cached {
  readonly message: DnsMessage;
  readonly since: number;
  readonly ttl: number;
}

/** Asks on behalf of clients, and remembers what was answered. */
export class Forwarder {
  private readonly sys: SystemCalls;
  private readonly config: Config;
  private readonly log: Log;
  private readonly pending = new Map<number, Pending>();
  private readonly cache = new Map<string, Cached>();
  /** The server of a domain that answered last. */
  private readonly last = new Map<string, InternetAddress>();
  /** Servers of /etc/resolv.conf. */
  upstream: readonly InternetAddress[] = [];
  readonly sockets: Socket[] = [];
  private v4: Socket | undefined;
  private v6: Socket | undefined;

  constructor(sys: SystemCalls, config: Config, log: Log) {
    this.sys = sys;
    this.config = config;
    this.log = log;
  }

  /** The servers of the longest domain that the name is in. */
  private serversOf(name: string): { domain: string; servers: InternetAddress[] } {
    const key = canonical(name);
    let domain = "";
    for (const server of this.config.servers)
      if (matchDomain(key, server.domain) > domain.length) domain = server.domain;
    const own = this.config.servers.flatMap((server) =>
      server.domain === domain && server.address !== undefined ? [server.address] : [],
    );
    return { domain, servers: domain === "" ? [...own, ...this.upstream] : own };
  }

  private tell(text: string): void {
    if (this.config.logQueries) this.log.say(text);
  }

  /** Answers from what was answered before, or asks. @returns false when there is nobody to ask */
  ask(
    question: DnsQuestion,
    message: DnsMessage,
    client: string,
    reply: (message: DnsMessage) => void,
  ): boolean {
    const known = this.fromCache(question);
    if (known !== undefined) {
      this.tellRecords("cached", question, known);
      reply(known);
      return true;
    }
    const { domain, servers } = this.serversOf(question.name);
    if (servers.length === 0) return false;
    this.expire();
    const key = `${question.name.toLowerCase()} ${question.type} ${question.class}`;
    const who = `${client} ${message.id}`;
    const before = [...this.pending.values()].find((entry) => entry.key === key);
    if (before !== undefined) {
      // asked again by the same, it is sent again; another one waits with it
      if (before.clients.has(who)) for (const server of before.servers) this.send(before, server);
      else if (before.clients.size < PENDING_MAX) before.clients.set(who, reply);
      return true;
    }
    if (this.pending.size >= PENDING_MAX) {
      this.log.say(`Maximum number of concurrent DNS queries reached (max: ${PENDING_MAX})`);
      return false;
    }
    const last = this.last.get(domain);
    const all = this.config.allServers || last === undefined;
    const chosen = this.config.strictOrder ? servers.slice(0, 1) : all ? servers : [last];
    const entry = {
      key,
      id: this.newId(),
      question,
      message,
      since: this.sys.monotonic(),
      servers: chosen,
      clients: new Map([[who, reply]]),
    };
    this.pending.set(entry.id, entry);
    for (const server of chosen) {
      this.send(entry, server);
      this.tell(`forwarded ${shown(question.name)} to ${serverText(server)}`);
    }
    return true;
  }

  private newId(): number {
    for (;;) {
      const id = this.sys.random() & 0xffff;
      if (!this.pending.has(id)) return id;
    }
  }

  private expire(): void {
    const before = this.sys.monotonic() - TIMEOUT_NS;
    for (const [id, { since }] of this.pending) if (since < before) this.pending.delete(id);
  }

  private socketTo(server: InternetAddress): Socket | undefined {
    const present = server.family === 2 ? this.v4 : this.v6;
    if (present !== undefined) return present;
    const socket = this.sys.socket(server.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) return undefined;
    const any: SockaddrIn | SockaddrIn6 =
      server.family === 2
        ? { family: 2, address: INADDR_ANY, port: 0 }
        : { family: 10, address: IN6ADDR_ANY, port: 0 };
    socket.bind(any);
    this.sockets.push(socket);
    if (server.family === 2) this.v4 = socket;
    else this.v6 = socket;
    return socket;
  }

  private send(entry: Pending, server: InternetAddress): void {
    const questions = [entry.question];
    const bytes = buildDns({ ...entry.message, id: entry.id, questions, answers: [], authority: [] });
    this.socketTo(server)?.send(bytes, { to: server });
  }

  /** A datagram from a server. */
  receive(bytes: Uint8Array, from: InternetAddress): void {
    const message = parseDns(bytes);
    if (message === undefined || (message.flags & DNS_QR) === 0) return;
    const entry = this.pending.get(message.id);
    const asked = entry?.servers.find((server) => serverText(server, true) === serverText(from, true));
    if (entry === undefined || asked === undefined) return;
    const [question] = message.questions;
    const same = question !== undefined && question.type === entry.question.type;
    if (!same || canonical(question.name) !== canonical(entry.question.name)) return;
    this.pending.delete(message.id);
    this.last.set(this.serversOf(question.name).domain, asked);
    const limited = this.limit(message);
    this.tellRecords("reply", entry.question, limited);
    this.store(entry.question, limited);
    for (const reply of entry.clients.values()) reply(limited);
  }

  private limit(message: DnsMessage): DnsMessage {
    const { maxTtl } = this.config;
    if (maxTtl === undefined) return message;
    const cut = (record: DnsRecord) => ({ ...record, ttl: Math.min(record.ttl, maxTtl) });
    return { ...message, answers: message.answers.map(cut), authority: message.authority.map(cut) };
  }

  private tellRecords(how: string, question: DnsQuestion, message: DnsMessage): void {
    const rcode = message.flags & 15;
    const name = shown(question.name);
    if (rcode === RCODE_NXDOMAIN) return this.tell(`${how} ${name} is NXDOMAIN`);
    if (rcode !== RCODE_NOERROR) return this.tell(`${how} error is ${RCODES[rcode] ?? rcode}`);
    const family = question.type === TYPE_A ? "-IPv4" : question.type === TYPE_AAAA ? "-IPv6" : "";
    if (message.answers.length === 0) return this.tell(`${how} ${name} is NODATA${family}`);
    for (const record of message.answers) this.tellRecord(how, record);
  }

  private tellRecord(how: string, { name, type, data }: DnsRecord): void {
    const what = `${how} ${shown(name)} is `;
    if (type === TYPE_A || type === TYPE_AAAA) this.tell(what + addressText(data));
    else if (type === TYPE_TXT)
      for (let at = 0; at < data.length; at += 1 + data[at])
        this.tell(what + new TextDecoder("latin1").decode(data.subarray(at + 1, at + 1 + data[at])));
    else if (type === TYPE_CNAME) this.tell(`${what}<CNAME>`);
    else this.tell(`${what}<${typeText(type)}>`);
  }

  private cacheKey({ name, type }: DnsQuestion): string {
    return `${canonical(name)} ${type}`;
  }

  /** Addresses, aliases of them and what is not there are kept as long as they say. */
  private store(question: DnsQuestion, message: DnsMessage): void {
    const rcode = message.flags & 15;
    if (this.config.cacheSize === 0 || question.class !== CLASS_IN) return;
    if (![TYPE_A, TYPE_AAAA].includes(question.type) || (rcode !== RCODE_NOERROR && rcode !== RCODE_NXDOMAIN))
      return;
    const negative = message.answers.length === 0;
    const soa = message.authority.find(({ type }) => type === TYPE_SOA);
    if (negative && (soa === undefined || !this.config.negativeCache)) return;
    const ttl = Math.min(...(negative ? [soa?.ttl ?? 0] : message.answers.map((record) => record.ttl)));
    if (ttl === 0) return;
    const key = this.cacheKey(question);
    this.cache.delete(key);
    // the oldest entry makes room
    for (const oldest of this.cache.keys())
      if (this.cache.size >= this.config.cacheSize) this.cache.delete(oldest);
    this.cache.set(key, { message, since: this.sys.monotonic(), ttl });
  }

  private fromCache(question: DnsQuestion): DnsMessage | undefined {
    const key = this.cacheKey(question);
    const entry = this.cache.get(key);
    if (entry === undefined) return undefined;
    const age = Math.floor((this.sys.monotonic() - entry.since) / 1e9);
    if (age >= entry.ttl) {
      this.cache.delete(key);
      return undefined;
    }
    const older = (record: DnsRecord) =>
      record.type === TYPE_OPT ? record : { ...record, ttl: record.ttl - age };
    return {
      ...entry.message,
      answers: entry.message.answers.map(older),
      flags: entry.message.flags & ~0x0400,
    };
  }

  clearCache(): void {
    this.cache.clear();
  }
}
