/** Leases: who has which address until when, and the file that keeps them. */
import { isErrno } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import { formatIpv4, type Ipv4Address, parseIpv4, parseMac } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { readTextFile } from "../lib/read-file.ts";
import { type Config, canonical } from "./config.ts";
import type { LocalName, LocalNames } from "./local-names.ts";

/** One address that was given away. */
export interface Lease {
  readonly address: Ipv4Address;
  mac: string;
  /** Hexadecimal with colons; empty: the client gives none. */
  clientId: string;
  name: string | undefined;
  /** Seconds since the epoch; 0 for ever. */
  expires: number;
}

/** All of them, by address. */
export class Leases {
  private readonly process: Process;
  private readonly config: Config;
  private readonly names: LocalNames;
  private readonly leases = new Map<number, Lease>();

  constructor(process: Process, config: Config, names: LocalNames) {
    this.process = process;
    this.config = config;
    this.names = names;
  }

  get now(): number {
    return Math.floor(this.process.sys.realtime() / 1e6);
  }

  /** Reads the file. @returns 0, or the error when it can not be made */
  load(): number {
    if (this.config.leaseFileUntouched) return 0;
    const path = this.process.resolve(this.config.leaseFile);
    const text = readTextFile(this.process.sys, path);
    if (typeof text === "number") {
      const file = this.process.sys.open(path, O_WRONLY | O_CREAT, 0o644);
      if (isErrno(file)) return file;
      file.close();
      return 0;
    }
    for (const line of text.split("\n")) {
      const [expires, mac, address, name, clientId] = line.split(" ");
      const parsed = parseIpv4(address ?? "");
      if (parsed === undefined || clientId === undefined || parseMac(mac) === undefined) continue;
      this.leases.set(parsed, {
        address: parsed,
        mac,
        clientId: clientId === "*" ? "" : clientId,
        name: name === "*" ? undefined : name,
        expires: Number(expires) || 0,
      });
    }
    this.expire();
    return 0;
  }

  get size(): number {
    return this.leases.size;
  }

  at(address: number): Lease | undefined {
    this.expire();
    return this.leases.get(address);
  }

  /** A client is known by its identifier, or else by its hardware address. */
  of(clientId: string, mac: string): Lease | undefined {
    this.expire();
    const all = [...this.leases.values()];
    const byId = clientId === "" ? undefined : all.find((lease) => lease.clientId === clientId);
    return byId ?? all.find((lease) => (clientId === "" || lease.clientId === "") && lease.mac === mac);
  }

  /** Gives the address to a client. A name belongs to the last one that has it. */
  grant(lease: Lease): void {
    this.leases.delete(lease.address);
    for (const other of this.leases.values())
      if (lease.name !== undefined && other.name === lease.name) other.name = undefined;
    this.leases.set(lease.address, lease);
    this.changed();
  }

  remove(address: number): void {
    if (this.leases.delete(address)) this.changed();
  }

  private expire(): void {
    const { now } = this;
    let some = false;
    for (const lease of this.leases.values()) {
      if (lease.expires === 0 || lease.expires >= now) continue;
      this.leases.delete(lease.address);
      some = true;
    }
    if (some) this.changed();
  }

  /** Tells the DNS side, and writes the file. */
  changed(): void {
    const { domain, localTtl, dhcpTtl } = this.config;
    const names: LocalName[] = [];
    const lines: string[] = [];
    for (const { address, mac, clientId, name, expires } of this.leases.values()) {
      lines.push(`${expires} ${mac} ${formatIpv4(address)} ${name ?? "*"} ${clientId || "*"}\n`);
      if (name === undefined) continue;
      const common = {
        address: { family: 2, address, port: 0 },
        source: "DHCP",
        ttl: dhcpTtl ?? localTtl,
      } as const;
      if (domain !== undefined)
        names.push({ ...common, name: `${canonical(name)}.${domain}`, reverse: true });
      names.push({ ...common, name, reverse: domain === undefined });
    }
    this.names.setLeases(names);
    if (this.config.leaseFileUntouched) return;
    const path = this.process.resolve(this.config.leaseFile);
    const file = this.process.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644);
    if (isErrno(file)) return;
    file.write(new TextEncoder().encode(lines.join("")));
    file.close();
  }
}
