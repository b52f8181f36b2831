/**
 * `net/FAMILY/neigh/DEVICE`: the parameters of neighbours as files.
 *
 * Linux keeps times in jiffies, so that what is read back is not always what was written.
 *
 * Source: `net/core/neighbour.c` (`neigh_sysctl_template`), `kernel/sysctl.c` (`proc_dointvec_ms_jiffies`,
 * `proc_dointvec_userhz_jiffies`).
 */
import { EINVAL } from "../../errno.ts";
import { AF_INET6 } from "../../kernel.ts";
import type { Machine } from "./machine.ts";
import { type NeighParms, type NeighValues, NS_PER_MS, NS_PER_SECOND, PACKET_CHARGE } from "./neigh-parms.ts";
import type { NeighTable } from "./neigh-table.ts";
import type { Net } from "./net.ts";
import { parseSysctlInteger, type SysctlEntry } from "./sysctl.ts";

/** HZ is 250. */
const JIFFY_MS = 4;
const NS_PER_JIFFY = JIFFY_MS * NS_PER_MS;
/** Jiffies in a tick of USER_HZ. */
const JIFFIES_PER_TICK = 2.5;

/** How a value is shown. */
interface Unit {
  /** What is kept (ns, or a number as it is) of what was written. */
  keep(shown: number): number;
  show(kept: number): number;
  readonly minimum: number;
}

function times(factor: number): Unit {
  return { keep: (shown) => shown * factor, show: (kept) => Math.floor(kept / factor), minimum: 0 };
}

const plain = times(1);
const seconds = times(NS_PER_SECOND);
const packets = times(PACKET_CHARGE);
const milliseconds: Unit = {
  keep: (shown) => Math.ceil(shown / JIFFY_MS) * NS_PER_JIFFY,
  show: (kept) => Math.floor(kept / NS_PER_MS),
  minimum: 0,
};
const ticks: Unit = {
  keep: (shown) => Math.floor(shown * JIFFIES_PER_TICK) * NS_PER_JIFFY,
  show: (kept) => Math.floor(kept / NS_PER_JIFFY / JIFFIES_PER_TICK),
  minimum: 0,
};

/** IPv6's `retrans_time`, which Linux reads and writes as it keeps it (`ndisc_ifinfo_sysctl_change`). */
const jiffies = times(NS_PER_JIFFY);

const FILES: readonly (readonly [string, keyof NeighValues, Unit])[] = [
  ["anycast_delay", "anycastDelay", ticks],
  ["app_solicit", "appProbes", plain],
  ["base_reachable_time", "baseReachableTime", seconds],
  ["base_reachable_time_ms", "baseReachableTime", milliseconds],
  ["delay_first_probe_time", "delayProbeTime", seconds],
  ["gc_stale_time", "gcStaletime", seconds],
  ["interval_probe_time_ms", "intervalProbeTime", { ...milliseconds, minimum: 1 }],
  ["locktime", "locktime", ticks],
  ["mcast_resolicit", "mcastReprobes", plain],
  ["mcast_solicit", "mcastProbes", plain],
  ["proxy_delay", "proxyDelay", ticks],
  ["proxy_qlen", "proxyQlen", plain],
  ["retrans_time", "retransTime", ticks],
  ["retrans_time_ms", "retransTime", milliseconds],
  ["ucast_solicit", "ucastProbes", plain],
  ["unres_qlen", "queueLenBytes", packets],
  ["unres_qlen_bytes", "queueLenBytes", plain],
];

/** Registers `net/FAMILY/neigh` for a family's table. */
export function registerNeighSysctls(machine: Machine, path: string, table: NeighTable): void {
  const parmsOf = (net: Net, key: string): NeighParms | null => {
    const dev = net.devByName(key);
    return dev === undefined ? null : table.parmsOf(dev);
  };
  const ownParmsOf = (net: Net, key: string): NeighParms | null => {
    const dev = net.devByName(key);
    return dev === undefined ? null : table.ownParms(dev);
  };
  const entries: Record<string, SysctlEntry> = {};
  for (const [file, name, usual] of FILES) {
    const unit = file === "retrans_time" && table.family === AF_INET6 ? jiffies : usual;
    entries[file] = {
      mode: 0o644,
      read: (net, key) => String(unit.show(parmsOf(net, key)?.values[name] ?? 0)),
      write: (net, key, text) => {
        const value = parseSysctlInteger(text);
        if (value === undefined || value < unit.minimum) return -EINVAL;
        ownParmsOf(net, key)?.set(name, unit.keep(value));
        return 0;
      },
    };
  }
  const keys = (net: Net): string[] =>
    net
      .devicesByIndex()
      .filter((dev) => table.parmsOf(dev) !== null)
      .map((dev) => dev.name);
  machine.sysctls.registerKeyed(path, keys, entries);
}
