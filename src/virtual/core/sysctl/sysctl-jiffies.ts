/**
 * Sysctls of times, which Linux keeps in jiffies: what is read back is not always what was written, and numbers that are too great
 * overflow as they do there.
 *
 * Source: `kernel/time/jiffies.c` (`proc_dointvec_jiffies`, `proc_dointvec_userhz_jiffies`, `proc_dointvec_ms_jiffies`),
 * `kernel/sysctl.c` (`proc_get_long`), `kernel/time/time.c`. HZ is 250, USER_HZ is 100.
 */
import { EINVAL } from "../../../errno.ts";
import type { Net } from "../net.ts";
import { parseSysctlLong, type SysctlEntry } from "./sysctl.ts";

/** ns in a jiffy */
export const NS_PER_JIFFY = 4_000_000;
const MS_PER_JIFFY = 4;
const HZ = 250;
const INT_MAX = 0x7fffffff;
const U64 = 1n << 64n;
/** From here on the conversion of ticks of USER_HZ gives up, as it does for all negative numbers. */
const TICKS_LIMIT = ((U64 - 1n) / BigInt(HZ)) * 100n;
/** As many ticks, of either sign, are refused. */
const MOST_TICKS = (((1n << 63n) - 1n) / BigInt(HZ)) * 100n;

/** Greatest time in seconds, of either sign. */
export const SECONDS_MAX = Math.floor(INT_MAX / HZ);

/** How a number is written and shown. */
export interface SysctlUnit {
  /** What is kept, an `int`; undefined: refused. */
  keep(value: bigint): number | undefined;
  show(kept: number): string;
}

/** A number as it is, not below `least`. */
export function plainUnit(least = -INT_MAX - 1, most = INT_MAX): SysctlUnit {
  return {
    keep: (value) => (value < least || value > most ? undefined : Number(value)),
    show: String,
  };
}

/** Keeps jiffies, shows seconds. */
export const secondsUnit: SysctlUnit = {
  keep: (value) => (value > SECONDS_MAX || -value > SECONDS_MAX ? undefined : Number(value) * HZ),
  show: (kept) => (kept < 0 ? "-" : "") + Math.floor(Math.abs(kept) / HZ),
};

/** Keeps jiffies, shows ticks of USER_HZ. */
export const ticksUnit: SysctlUnit = {
  keep(value) {
    if (value > MOST_TICKS || -value > MOST_TICKS) return undefined;
    const ticks = BigInt.asUintN(64, value);
    return ticks >= TICKS_LIMIT
      ? -1
      : Number(BigInt.asIntN(32, BigInt.asUintN(64, ticks * BigInt(HZ)) / 100n));
  },
  show: (kept) => (kept < 0 ? "-" : "") + Math.floor((Math.abs(kept) * MS_PER_JIFFY) / 10),
};

/** Keeps jiffies, shows milliseconds; not below `least` jiffies. */
export function millisecondsUnit(least = 0): SysctlUnit {
  return {
    keep(value) {
      const ms = Number(BigInt.asUintN(32, value));
      const jiffies = Math.ceil(ms / MS_PER_JIFFY);
      return ms > INT_MAX || jiffies < least ? undefined : jiffies;
    },
    show: (kept) => String((kept * MS_PER_JIFFY) >>> 0),
  };
}

/** An entry in a unit. */
export function unitSysctl(
  unit: SysctlUnit,
  get: (net: Net, key: string) => number,
  set: (net: Net, key: string, kept: number) => void,
): SysctlEntry {
  return {
    mode: 0o644,
    read: (net, key) => unit.show(get(net, key)),
    write(net, key, text) {
      const value = parseSysctlLong(text);
      const kept = value === undefined ? undefined : unit.keep(value);
      if (kept === undefined) return -EINVAL;
      set(net, key, kept);
      return 0;
    },
  };
}

/** A time that the kernel here keeps in ms, in whole jiffies. */
export function millisecondsSysctl(
  get: (net: Net, key: string) => number,
  set: (net: Net, key: string, ms: number) => void,
): SysctlEntry {
  return unitSysctl(
    millisecondsUnit(),
    (net, key) => Math.ceil(get(net, key) / MS_PER_JIFFY),
    (net, key, kept) => set(net, key, kept * MS_PER_JIFFY),
  );
}
