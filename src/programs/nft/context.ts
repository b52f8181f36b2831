/** Options of a call of nft, and what it asks its system for: names of protocols, services and devices. */
import type { Process } from "../../process/process.ts";
import { interfaceIndex, interfaceName } from "../lib/interfaces.ts";
import { readLines } from "../lib/read-file.ts";

export class NftContext {
  readonly process: Process;
  handles = false;
  stateless = false;
  terse = false;
  echo = false;
  /** `-j` */
  json = false;
  check = false;
  /** `--debug=netlink`: what is sent and what is told is printed. */
  debug = false;
  /** `-S`: names of services. */
  services = false;
  /** `-y`, `-p`, `-T`, `-u`; `-n` is all of them. */
  numericPriority = false;
  numericProtocol = false;
  numericTime = false;
  guid = false;
  numericSymbols = false;
  /** What is told on standard error in front of a place in the text that is printed. */
  readonly warnings: { readonly at: number; readonly text: string }[] = [];
  includePaths: string[] = ["/etc"];
  readonly defines = new Map<string, string>();
  private protocolTable: ReadonlyMap<string, number> | undefined;
  private serviceTable: ReadonlyMap<string, number> | undefined;

  constructor(process: Process) {
    this.process = process;
  }

  /** The same without what was counted. */
  asStateless(): NftContext {
    return Object.assign(Object.create(this) as NftContext, { stateless: true });
  }

  /** The same with numbers where there are names: the ends of a range are written so. */
  asNumeric(): NftContext {
    const numeric = { numericPriority: true, numericProtocol: true, numericTime: true, numericSymbols: true };
    return Object.assign(Object.create(this) as NftContext, { ...numeric, services: false, guid: false });
  }

  /** Names and aliases. */
  protocols(): ReadonlyMap<string, number> {
    this.protocolTable ??= readTable(this, "/etc/protocols");
    return this.protocolTable;
  }

  protocolName(number: number): string | undefined {
    for (const [name, value] of this.protocols()) if (value === number) return name;
    return undefined;
  }

  service(name: string): number | undefined {
    this.serviceTable ??= readTable(this, "/etc/services");
    return this.serviceTable.get(name);
  }

  serviceName(port: number): string | undefined {
    this.service("");
    for (const [name, value] of this.serviceTable ?? []) if (value === port) return `"${name}"`;
    return undefined;
  }

  /** The number of a user or group by its name. */
  account(file: "passwd" | "group", name: string): bigint | undefined {
    for (const line of readLines(this.process.sys, `/etc/${file}`)) {
      const [own, , number] = line.split(":");
      if (own === name && /^\d+$/.test(number ?? "")) return BigInt(number);
    }
    return undefined;
  }

  /** Addresses of a host's name in `/etc/hosts`, as they stand there. */
  hostAddresses(name: string): string[] {
    const wanted = name.toLowerCase();
    const found: string[] = [];
    for (const line of readLines(this.process.sys, "/etc/hosts")) {
      const [address, ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
      if (address !== undefined && names.some((each) => each.toLowerCase() === wanted)) found.push(address);
    }
    return found;
  }

  interfaceIndex(name: string): number | undefined {
    const index = interfaceIndex(this.process.sys, name);
    return index <= 0 ? undefined : index;
  }

  /** What a program is called that has this port id, which is its process's number. */
  programName(portid: number): string {
    const program = this.process.processes().find(({ pid }) => pid === portid);
    return program?.argv[0]?.split("/").at(-1) ?? "";
  }

  interfaceName(index: number): string | undefined {
    return interfaceName(this.process.sys, index);
  }
}

/** Lines of a name, a number (before a slash) and more names. */
function readTable(ctx: NftContext, path: string): ReadonlyMap<string, number> {
  const table = new Map<string, number>();
  for (const line of readLines(ctx.process.sys, path)) {
    const [name, number, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (name === undefined || number === undefined) continue;
    const value = Number.parseInt(number, 10);
    if (Number.isNaN(value)) continue;
    if (!table.has(name)) table.set(name, value);
    for (const alias of aliases) if (!table.has(alias)) table.set(alias, value);
  }
  return table;
}
