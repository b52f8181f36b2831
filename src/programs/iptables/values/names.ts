/** Names of protocols, services and networks, from the files that the C library reads. */
import type { SystemCalls } from "../../../kernel.ts";
import { readTextFile } from "../../lib/read-file.ts";

/** What libxtables knows without a file; `all` is no protocol. */
const BUILTIN_PROTOCOLS: readonly (readonly [string, number])[] = [
  ["tcp", 6],
  ["sctp", 132],
  ["udp", 17],
  ["udplite", 136],
  ["icmp", 1],
  ["icmpv6", 58],
  ["ipv6-icmp", 58],
  ["esp", 50],
  ["ah", 51],
  ["ipv6-mh", 135],
  ["mh", 135],
  ["all", 0],
];

export class NameFiles {
  private readonly sys: SystemCalls;
  private readonly cache = new Map<string, readonly (readonly string[])[]>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  private lines(path: string, builtin = ""): readonly (readonly string[])[] {
    let lines = this.cache.get(path);
    if (!lines) {
      const text = readTextFile(this.sys, path);
      lines = (typeof text === "string" ? text : builtin)
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
        .filter((words) => words.length >= 2);
      this.cache.set(path, lines);
    }
    return lines;
  }

  /** The number of a protocol's name; undefined when nobody knows it. */
  protocolByName(name: string): number | undefined {
    if (name === "all") return 0;
    const entry = this.lines("/etc/protocols").find(
      (words) => words[0] === name || words.indexOf(name, 2) > 0,
    );
    return entry ? Number(entry[1]) : BUILTIN_PROTOCOLS.find(([known]) => known === name)?.[1];
  }

  /** The name of a protocol; undefined when nobody knows it. */
  protocolName(number: number): string | undefined {
    const entry =
      number === 0 ? undefined : this.lines("/etc/protocols").find((words) => Number(words[1]) === number);
    return entry?.[0] ?? BUILTIN_PROTOCOLS.find(([, known]) => known === number)?.[0];
  }

  /** `getservbyname(3)`: the port, of any protocol when none is named. */
  serviceByName(name: string, protocol?: string): number | undefined {
    const entry = this.lines("/etc/services").find(
      (words) =>
        (words[0] === name || words.indexOf(name, 2) > 0) &&
        (protocol === undefined || words[1].endsWith(`/${protocol}`)),
    );
    return entry ? Number.parseInt(entry[1], 10) : undefined;
  }

  /** `getservbyport(3)`. */
  serviceName(port: number, protocol?: string): string | undefined {
    return this.lines("/etc/services").find(
      (words) =>
        Number.parseInt(words[1], 10) === port &&
        (protocol === undefined || words[1].endsWith(`/${protocol}`)),
    )?.[0];
  }

  /** `getnetbyaddr(3)`: the name of a network by its first address, in dotted form. */
  networkName(address: string): string | undefined {
    return this.lines("/etc/networks").find((words) => words[1] === address)?.[0];
  }

  /** `getnetbyname(3)`. */
  networkByName(name: string): string | undefined {
    return this.lines("/etc/networks").find((words) => words[0] === name || words.indexOf(name, 2) > 0)?.[1];
  }

  /** `xtables_lmap_init`: names for numbers from a file of iproute2's form. @param builtin what is in it when it is not there */
  numbered(path: string, builtin: string): ReadonlyMap<string, number> {
    const map = new Map<string, number>();
    for (const [number, name] of this.lines(path, builtin)) if (!map.has(name)) map.set(name, Number(number));
    return map;
  }
}
