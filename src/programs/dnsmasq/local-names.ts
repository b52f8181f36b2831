/** The names that this server knows itself: files of hosts, `--host-record`, leases. */
import { formatIpv4 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { readTextFile } from "../lib/read-file.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { parseAddress } from "../lib/server-address.ts";
import { type Config, canonical } from "./config.ts";
import type { Log } from "./log.ts";

/** An address of a name, and who says so. */
export interface LocalName {
  readonly name: string;
  readonly address: InternetAddress;
  /** As the log names it: a path, `config` or `DHCP`. */
  readonly source: string;
  readonly ttl: number;
  /** What the address is looked up to. */
  readonly reverse: boolean;
}

function addressText(address: InternetAddress): string {
  return address.family === 2 ? formatIpv4(address.address) : address.address.toString();
}

/** Names and addresses, each found by the other. */
export class LocalNames {
  private readonly config: Config;
  private readonly process: Process;
  private readonly log: Log;
  private byName = new Map<string, LocalName[]>();
  private byAddress = new Map<string, LocalName>();
  private leases: readonly LocalName[] = [];

  constructor(process: Process, config: Config, log: Log) {
    this.process = process;
    this.config = config;
    this.log = log;
  }

  /** Reads everything anew, and says what was read. */
  load(): void {
    this.byName = new Map();
    this.byAddress = new Map();
    for (const { names, addresses, ttl } of this.config.hostRecords)
      for (const address of addresses)
        for (const [i, name] of names.entries())
          this.add({ name, address, source: "config", ttl: ttl ?? this.config.localTtl, reverse: i === 0 });
    const files = [...(this.config.noHosts ? [] : ["/etc/hosts"]), ...this.config.hostsFiles];
    if (files.length === 0) this.log.say("cleared cache");
    for (const path of files) this.readHosts(path);
  }

  /** The names of leases in force. */
  setLeases(names: readonly LocalName[]): void {
    this.leases = names;
  }

  private add(entry: LocalName): boolean {
    const key = canonical(entry.name);
    const present = this.byName.get(key) ?? [];
    const text = addressText(entry.address);
    if (present.some(({ address }) => addressText(address) === text)) return false;
    this.byName.set(key, [...present, entry]);
    if (entry.reverse && !this.byAddress.has(text)) this.byAddress.set(text, entry);
    return true;
  }

  private readHosts(path: string): void {
    const text = readTextFile(this.process.sys, this.process.resolve(path));
    if (typeof text === "number") {
      this.log.say(`failed to load names from ${path}: No such file or directory`);
      return;
    }
    let count = 0;
    for (const line of text.split("\n")) {
      const [word, ...names] = line
        .replace(/#.*$/, "")
        .split(/[ \t]+/)
        .filter(Boolean);
      const address = parseAddress(word ?? "");
      if (address === undefined) continue;
      for (const name of names) count += this.addHost(name, address, path);
    }
    this.log.say(`read ${path} - ${count} names`);
  }

  /** A name of a file, and what it is in the domain when it has no dot. @returns how many names that are */
  private addHost(name: string, address: InternetAddress, source: string): number {
    const { expandHosts, domain, localTtl } = this.config;
    const expand = expandHosts && domain !== undefined && !name.includes(".");
    const common = { address, source, ttl: localTtl };
    if (expand) this.add({ ...common, name: `${name}.${domain}`, reverse: true });
    this.add({ ...common, name, reverse: !expand });
    return expand ? 2 : 1;
  }

  /** Addresses of a name. */
  find(name: string): readonly LocalName[] {
    const key = canonical(name);
    const fixed = this.byName.get(key) ?? [];
    const leased = this.leases.filter((lease) => canonical(lease.name) === key);
    return [
      ...fixed,
      ...leased.filter(({ address }) => fixed.every((one) => one.address.family !== address.family)),
    ];
  }

  /** The name of an address. */
  findAddress(text: string): LocalName | undefined {
    return (
      this.byAddress.get(text) ??
      this.leases.find(({ address, reverse }) => reverse && addressText(address) === text)
    );
  }
}
