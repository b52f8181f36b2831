/**
 * `net/FAMILY/neigh/DEVICE`: the parameters of neighbours as files.
 *
 * Linux keeps times in jiffies, so that what is read back is not always what was written.
 *
 * Source: `net/core/neighbour.c` (`neigh_sysctl_template`, `proc_unres_qlen`).
 */
import { AF_INET6 } from "../../../kernel.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import type { SysctlEntry } from "../sysctl/sysctl.ts";
import {
  millisecondsUnit,
  NS_PER_JIFFY,
  plainUnit,
  type SysctlUnit,
  secondsUnit,
  ticksUnit,
  unitSysctl,
} from "../sysctl/sysctl-jiffies.ts";
import { type NeighParms, type NeighValues, PACKET_CHARGE } from "./neigh-parms.ts";
import type { NeighTable } from "./neigh-table.ts";

/** Most packets that may wait (`unres_qlen_max`). */
const MOST_PACKETS = Math.floor(0x7fffffff / PACKET_CHARGE);

const number = plainUnit(0);
const packets: SysctlUnit = {
  keep(value) {
    const kept = plainUnit(0, MOST_PACKETS).keep(value);
    return kept === undefined ? undefined : kept * PACKET_CHARGE;
  },
  show: (kept) => String(Math.floor(kept / PACKET_CHARGE)),
};

/** A time, kept in ns here. */
function time(unit: SysctlUnit): SysctlUnit {
  return {
    keep(value) {
      const jiffies = unit.keep(value);
      return jiffies === undefined ? undefined : jiffies * NS_PER_JIFFY;
    },
    show: (kept) => unit.show(Math.floor(kept / NS_PER_JIFFY)),
  };
}

const seconds = time(secondsUnit);
const milliseconds = time(millisecondsUnit());
const ticks = time(ticksUnit);
/** IPv6's `retrans_time`, which Linux reads and writes as it keeps it (`ndisc_ifinfo_sysctl_change`). */
const jiffies = time(plainUnit());

const FILES: readonly (readonly [string, keyof NeighValues, SysctlUnit])[] = [
  ["anycast_delay", "anycastDelay", ticks],
  ["app_solicit", "appProbes", number],
  ["base_reachable_time", "baseReachableTime", seconds],
  ["base_reachable_time_ms", "baseReachableTime", milliseconds],
  ["delay_first_probe_time", "delayProbeTime", seconds],
  ["gc_stale_time", "gcStaletime", seconds],
  ["interval_probe_time_ms", "intervalProbeTime", time(millisecondsUnit(1))],
  ["locktime", "locktime", ticks],
  ["mcast_resolicit", "mcastReprobes", number],
  ["mcast_solicit", "mcastProbes", number],
  ["proxy_delay", "proxyDelay", ticks],
  ["proxy_qlen", "proxyQlen", number],
  ["retrans_time", "retransTime", ticks],
  ["retrans_time_ms", "retransTime", milliseconds],
  ["ucast_solicit", "ucastProbes", number],
  ["unres_qlen", "queueLenBytes", packets],
  ["unres_qlen_bytes", "queueLenBytes", number],
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
    entries[file] = unitSysctl(
      unit,
      (net, key) => parmsOf(net, key)?.values[name] ?? 0,
      (net, key, kept) => ownParmsOf(net, key)?.set(name, kept),
    );
  }
  const keys = (net: Net): string[] =>
    net
      .devicesByIndex()
      .filter((dev) => table.parmsOf(dev) !== null)
      .map((dev) => dev.name);
  machine.sysctls.registerKeyed(path, keys, entries);
}
