/**
 * Settings that bridges and their VLANs have of snooping.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_set_querier`, `br_multicast_set_igmp_version`, `br_multicast_set_query_intvl` …).
 */
import { EINVAL } from "../../../errno.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import { clockToJiffies, HZ, jiffies, jiffiesToClock } from "../br-time.ts";
import { FAMILIES, type McastContext } from "./br-mcast-context.ts";
import { startQuerier } from "./br-mcast-querier.ts";

/** `BR_MULTICAST_QUERY_INTVL_MIN`, `BR_MULTICAST_STARTUP_QUERY_INTVL_MIN`: a second; and the greatest, a day. */
const LEAST_INTERVAL = HZ;
const GREATEST_INTERVAL = 86400 * HZ;

/** Sets it. @returns 0 or a negative error */
export type ContextSetter = (context: McastContext, value: number) => number;

function setting(change: (context: McastContext, value: number) => void): ContextSetter {
  return (context, value) => {
    change(context, value);
    return 0;
  };
}

function time(
  name: "lastMemberInterval" | "membershipInterval" | "querierInterval" | "queryResponseInterval",
): ContextSetter {
  return setting((context, value) => {
    context[name] = clockToJiffies(value);
  });
}

/** The bridge begins to query (`br_multicast_set_querier`). */
function setQuerier(context: McastContext, on: boolean): number {
  if (context.querier === on) return 0;
  context.querier = on;
  if (!on) return 0;
  const now = jiffies(context.bridge.net.machine);
  for (const family of FAMILIES) {
    const other = context.other[family];
    if (!other.timer.pending) other.delayTime = now + context.queryResponseInterval;
    startQuerier(context, family);
  }
  return 0;
}

/** Intervals of queries have bounds, within which they are moved with a word in the kernel's log. */
function boundedInterval({ bridge }: McastContext, value: number, what: string): number {
  const ticks = clockToJiffies(value);
  const bounded = Math.min(GREATEST_INTERVAL, Math.max(LEAST_INTERVAL, ticks));
  if (bounded !== ticks)
    bridge.net.machine.log.print(
      KERN_INFO,
      `${bridge.name}: trying to set multicast ${what} interval ${ticks < bounded ? "below minimum" : "above maximum"}, setting to ${jiffiesToClock(bounded)} (${(bounded * 1000) / HZ}ms)`,
    );
  return bounded;
}

/** The versions that a bridge speaks: with sources and the one before. */
function setVersion(context: McastContext, which: "igmpVersion" | "mldVersion", value: number): number {
  const lowest = which === "igmpVersion" ? 2 : 1;
  if (value !== lowest && value !== lowest + 1) return -EINVAL;
  context[which] = value;
  return 0;
}

export const setQuerierOn: ContextSetter = (context, value) => setQuerier(context, value !== 0);
export const setIgmpVersion: ContextSetter = (context, value) => setVersion(context, "igmpVersion", value);
export const setMldVersion: ContextSetter = (context, value) => setVersion(context, "mldVersion", value);
export const setLastMemberInterval = time("lastMemberInterval");
export const setMembershipInterval = time("membershipInterval");
export const setQuerierInterval = time("querierInterval");
export const setQueryResponseInterval = time("queryResponseInterval");
export const setLastMemberCount = setting((context, value) => {
  context.lastMemberCount = value;
});
export const setStartupQueryCount = setting((context, value) => {
  context.startupQueryCount = value;
});
export const setQueryInterval = setting((context, value) => {
  context.queryInterval = boundedInterval(context, value, "query");
});
export const setStartupQueryInterval = setting((context, value) => {
  context.startupQueryInterval = boundedInterval(context, value, "startup query");
});
