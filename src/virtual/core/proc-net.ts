/**
 * The files of /proc/net: one generator of text each, called when the file is opened.
 */
import type { Net } from "./net.ts";

export class ProcNet {
  private readonly files = new Map<string, (net: Net) => string>();

  /** `path` is relative to /proc/net, e.g. `"arp"` or `"stat/arp_cache"`. */
  register(path: string, show: (net: Net) => string): void {
    this.files.set(path, show);
  }

  get(path: string): ((net: Net) => string) | undefined {
    return this.files.get(path);
  }

  paths(): string[] {
    return [...this.files.keys()].sort();
  }
}
