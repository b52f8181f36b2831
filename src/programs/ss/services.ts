/** Names of ports and of protocols. */
import type { SystemCalls } from "../../kernel.ts";
import { readLines } from "../lib/read-file.ts";

/** Both files, read at once. */
export class Services {
  private readonly names = new Map<string, string>();
  private readonly numbers = new Map<string, number>();
  private readonly protocols = new Map<number, string>();

  constructor(sys: SystemCalls) {
    for (const line of readLines(sys, "/etc/services")) {
      const [name, port, ...aliases] = line
        .replace(/#.*$/, "")
        .split(/[ \t]+/)
        .filter(Boolean);
      if (port === undefined) continue;
      if (!this.names.has(port)) this.names.set(port, name);
      for (const one of [name, ...aliases])
        if (!this.numbers.has(one)) this.numbers.set(one, Number.parseInt(port, 10));
    }
    for (const line of readLines(sys, "/etc/protocols")) {
      const [name, number] = line
        .replace(/#.*$/, "")
        .split(/[ \t]+/)
        .filter(Boolean);
      if (number !== undefined) this.protocols.set(Number(number), name);
    }
  }

  name(port: number, protocol: string): string {
    return this.names.get(`${port}/${protocol}`) ?? String(port);
  }

  number(text: string): number | undefined {
    if (/^\d{1,5}$/.test(text)) return Number(text);
    return this.numbers.get(text);
  }

  protocol(number: number, numeric: boolean): string {
    return numeric ? String(number) : (this.protocols.get(number) ?? String(number));
  }
}
