/**
 * Sysctls of two limits in bytes, of which the lower may not pass the higher: those of the memory for fragments.
 *
 * Source: `proc_doulongvec_minmax`; `net/ipv4/ip_fragment.c`, `net/ipv6/reassembly.c`.
 */
import { EINVAL } from "../../../errno.ts";
import type { Net } from "../net.ts";
import { parseSysctlLong, type SysctlEntry } from "./sysctl.ts";

/** Where a limit is kept for those who compare with it. */
export interface SysctlLimit {
  get(net: Net): number;
  set(net: Net, value: number): void;
}

/** What a number has no room for, by namespace. */
type Exact = WeakMap<Net, bigint>;

function exactValue(limit: SysctlLimit, exact: Exact, net: Net): bigint {
  return exact.get(net) ?? BigInt(limit.get(net));
}

/** Up to 64 bits. Above 2^53 the limit itself is rounded, which no memory here comes near; what was written is read back. */
function entry(limit: SysctlLimit, exact: Exact, valid: (net: Net, value: bigint) => boolean): SysctlEntry {
  return {
    mode: 0o644,
    read: (net) => String(exactValue(limit, exact, net)),
    write(net, _key, text) {
      const value = parseSysctlLong(text);
      if (value === undefined || value < 0n || !valid(net, value)) return -EINVAL;
      if (value > BigInt(Number.MAX_SAFE_INTEGER)) exact.set(net, value);
      else exact.delete(net);
      limit.set(net, Number(value));
      return 0;
    },
  };
}

/** @returns the files of both limits */
export function limitSysctls(low: SysctlLimit, high: SysctlLimit): { low: SysctlEntry; high: SysctlEntry } {
  const lowExact: Exact = new WeakMap();
  const highExact: Exact = new WeakMap();
  return {
    low: entry(low, lowExact, (net, value) => value <= exactValue(high, highExact, net)),
    high: entry(high, highExact, (net, value) => value >= exactValue(low, lowExact, net)),
  };
}
