/** Names of ports: `getservbyname(3)` and `getservbyport(3)` over /etc/services. */
import type { SystemCalls } from "../../kernel.ts";
import { readLines } from "./read-file.ts";

interface Service {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly aliases: readonly string[];
}

/** The file, read when it is first needed. */
export class Services {
  private readonly sys: SystemCalls;
  private entries: Service[] | undefined;

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  private all(): Service[] {
    this.entries ??= parse(readLines(this.sys, "/etc/services"));
    return this.entries;
  }

  port(name: string, protocol: string): number | undefined {
    if (/^\d+$/.test(name)) return undefined;
    return this.all().find((s) => s.protocol === protocol && (s.name === name || s.aliases.includes(name)))
      ?.port;
  }

  name(port: number, protocol: string): string | undefined {
    return this.all().find((s) => s.protocol === protocol && s.port === port)?.name;
  }
}

function parse(lines: readonly string[]): Service[] {
  const services: Service[] = [];
  for (const line of lines) {
    const [name, place, ...aliases] = line.replace(/#.*/, "").trim().split(/\s+/);
    const match = /^(\d+)\/(\w+)$/.exec(place ?? "");
    if (match) services.push({ name, port: Number(match[1]), protocol: match[2], aliases });
  }
  return services;
}
