/** Answers from what this server knows itself. */
import { formatIpv4, Ipv6Address, ipv4FromBytes, ipv4ToBytes } from "../../packet/address.ts";
import {
  addressOfReverseName,
  CLASS_CH,
  CLASS_IN,
  type DnsQuestion,
  type DnsRecord,
  encodeName,
  RCODE_NOERROR,
  RCODE_NXDOMAIN,
  TYPE_A,
  TYPE_AAAA,
  TYPE_ANY,
  TYPE_CNAME,
  TYPE_MX,
  TYPE_PTR,
  TYPE_SRV,
  TYPE_TXT,
} from "../../packet/dns.ts";
import { typeText } from "../../packet/dns-text.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { type Config, canonical, matchDomain } from "./config.ts";
import type { LocalName, LocalNames } from "./local-names.ts";
import type { Log } from "./log.ts";

/** What is said to one question. */
export interface LocalAnswer {
  readonly rcode: number;
  readonly records: readonly DnsRecord[];
  /** It is said with authority: by configuration, a file or a lease. */
  readonly authoritative: boolean;
}

const VERSION_TEXT = "dnsmasq-2.90";
/** Aliases of aliases, at most. */
const ALIASES = 10;

/** An address as the data of an A or AAAA record. */
export function addressData(address: InternetAddress): Uint8Array {
  return address.family === 2 ? ipv4ToBytes(address.address) : address.address.toBytes();
}

/** The data of an A or AAAA record as text. */
export function addressText(data: Uint8Array): string {
  return data.length === 4 ? formatIpv4(ipv4FromBytes(data)) : Ipv6Address.fromBytes(data).toString();
}

function wants(type: number, address: InternetAddress): boolean {
  return type === TYPE_ANY || type === (address.family === 2 ? TYPE_A : TYPE_AAAA);
}

/** The name without its final dot, as the log shows it; the root stays a dot. */
export function shown(name: string): string {
  return name === "." ? "." : name.replace(/\.$/, "");
}

/** Looks questions up in what is known here. */
export class Answers {
  private readonly config: Config;
  private readonly names: LocalNames;
  private readonly log: Log;

  constructor(config: Config, names: LocalNames, log: Log) {
    this.config = config;
    this.names = names;
    this.log = log;
  }

  private tell(source: string, name: string, what: string): void {
    if (this.config.logQueries) this.log.say(`${source} ${shown(name)} is ${what}`);
  }

  /**
   * What is known here; undefined when others have to be asked.
   * @param lasting whether what this answer changes holds for later ones
   */
  answer(question: DnsQuestion, lasting: boolean): LocalAnswer | undefined {
    if (question.class === CLASS_CH) return this.chaos(question);
    if (question.class !== CLASS_IN) return undefined;
    const records = this.known(question, lasting);
    if (records.length > 0) return { rcode: RCODE_NOERROR, records, authoritative: true };
    return this.local(question);
  }

  private chaos({ name, type }: DnsQuestion): LocalAnswer | undefined {
    if (type !== TYPE_TXT || canonical(name) !== "version.bind") return undefined;
    this.tell("config", name, "<TXT>");
    const text = new TextEncoder().encode(VERSION_TEXT);
    const data = Uint8Array.of(text.length, ...text);
    const record = { name, type, class: CLASS_CH, ttl: this.config.localTtl, data };
    return { rcode: RCODE_NOERROR, records: [record], authoritative: true };
  }

  /** The service that was told first is told last the next time. */
  private takeTurns(name: string): void {
    const { records } = this.config;
    const first = records.findIndex(
      (record) => record.type === TYPE_SRV && canonical(record.name) === canonical(name),
    );
    if (first >= 0) records.push(...records.splice(first, 1));
  }

  private known(question: DnsQuestion, lasting: boolean): DnsRecord[] {
    const { type } = question;
    const records: DnsRecord[] = [];
    let { name } = question;
    for (let depth = 0; depth < ALIASES && type !== TYPE_CNAME; depth++) {
      const alias = this.config.aliases.find((one) => canonical(one.name) === canonical(name));
      if (alias === undefined || !this.reachable(alias.target)) break;
      this.tell("config", name, "<CNAME>");
      const data = encodeName(alias.target) ?? new Uint8Array(1);
      records.push({ name, type: TYPE_CNAME, class: CLASS_IN, ttl: alias.ttl ?? this.config.localTtl, data });
      name = `${alias.target.replace(/\.$/, "")}.`;
    }
    const all = type === TYPE_ANY;
    if (all || type === TYPE_TXT) records.push(...this.typed(name, TYPE_TXT));
    if (all || type === TYPE_PTR) {
      records.push(...this.typed(name, TYPE_PTR));
      records.push(...this.reverse(name, records.length > 0));
    }
    records.push(...this.addresses(name, type));
    if (all || type === TYPE_MX) records.push(...this.typed(name, TYPE_MX));
    if (all || type === TYPE_SRV) {
      records.push(...this.typed(name, TYPE_SRV));
      if (lasting) this.takeTurns(name);
    }
    return records;
  }

  private reachable(target: string): boolean {
    const known = this.config.aliases.some((alias) => canonical(alias.name) === canonical(target));
    return known || this.names.find(target).length > 0;
  }

  private typed(name: string, type: number): DnsRecord[] {
    const { records } = this.config;
    const found = records.filter(
      (record) => type === record.type && canonical(record.name) === canonical(name),
    );
    for (const record of found) this.tell("config", name, `<${typeText(record.type)}>`);
    return found.map(({ type: own, data }) => ({
      name,
      type: own,
      class: CLASS_IN,
      ttl: this.config.localTtl,
      data,
    }));
  }

  private addresses(name: string, type: number): DnsRecord[] {
    const found = this.names.find(name).filter(({ address }) => wants(type, address));
    const known = found.filter(({ address }) => !this.filtered(address));
    for (const { source, address } of known) this.tell(source, name, addressText(addressData(address)));
    if (known.length > 0) return known.map((entry) => this.addressRecord(name, entry));
    return this.ofDomain(name, type);
  }

  private filtered(address: InternetAddress): boolean {
    return address.family === 2 ? this.config.filterA : this.config.filterAaaa;
  }

  private addressRecord(name: string, { address, ttl }: Pick<LocalName, "address" | "ttl">): DnsRecord {
    const type = address.family === 2 ? TYPE_A : TYPE_AAAA;
    return { name, type, class: CLASS_IN, ttl, data: addressData(address) };
  }

  /** `--address`: the longest domain counts, also against those that servers are asked for. */
  private ofDomain(name: string, type: number): DnsRecord[] {
    const key = canonical(name);
    let best: Config["addresses"][number] | undefined;
    let length = -1;
    for (const entry of this.config.addresses) {
      const match = matchDomain(key, entry.domain);
      if (match > length) {
        best = entry;
        length = match;
      }
    }
    if (best === undefined) return [];
    if (this.config.servers.some(({ domain }) => matchDomain(key, domain) > length)) return [];
    const addresses = best.addresses.filter((address) => wants(type, address));
    for (const address of addresses) this.tell("config", name, addressText(addressData(address)));
    return addresses.map((address) => this.addressRecord(name, { address, ttl: this.config.localTtl }));
  }

  private reverse(name: string, done: boolean): DnsRecord[] {
    const address = addressOfReverseName(name);
    if (address === undefined || done) return [];
    const known = this.names.findAddress(addressText(address));
    if (known === undefined) return [];
    if (this.config.logQueries)
      this.log.say(`${known.source} ${addressText(address)} is ${shown(known.name)}`);
    const data = encodeName(known.name) ?? new Uint8Array(1);
    return [{ name, type: TYPE_PTR, class: CLASS_IN, ttl: known.ttl, data }];
  }

  /** Nobody else is asked about a local domain, plain names (`-D`) and private addresses (`-b`). */
  private local({ name, type }: DnsQuestion): LocalAnswer | undefined {
    const key = canonical(name);
    if (!this.isLocal(key, type)) return undefined;
    const nodata = this.names.find(name).length > 0;
    const kind = nodata
      ? `NODATA${type === TYPE_A ? "-IPv4" : type === TYPE_AAAA ? "-IPv6" : ""}`
      : "NXDOMAIN";
    this.tell("config", name, kind);
    return { rcode: nodata ? RCODE_NOERROR : RCODE_NXDOMAIN, records: [], authoritative: false };
  }

  private isLocal(key: string, type: number): boolean {
    let length = -1;
    let local = false;
    for (const { domain, address } of this.config.servers) {
      const match = matchDomain(key, domain);
      if (match > length || (match === length && match >= 0 && address !== undefined)) {
        length = match;
        local = address === undefined;
      }
    }
    if (local) return true;
    const isAddress = type === TYPE_A || type === TYPE_AAAA;
    if (this.config.domainNeeded && isAddress && key !== "" && !key.includes(".")) return true;
    return (
      this.config.bogusPrivate &&
      length <= 0 &&
      /(^|\.)(10|168\.192|254\.169|(1[6-9]|2\d|3[01])\.172)\.in-addr\.arpa$/.test(key)
    );
  }
}
