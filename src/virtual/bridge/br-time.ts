/**
 * Time as the bridge counts it: in ticks of the kernel's timer, of which Debian's and the reference kernel have 250 a second.
 *
 * Source: `kernel/time/time.c` (`clock_t_to_jiffies`, `jiffies_to_clock_t`), `net/bridge/br_stp_timer.c` (`br_timer_value`).
 */
import type { Machine } from "../core/machine.ts";
import type { KernelTimer } from "../core/timer.ts";

/** Ticks a second (`CONFIG_HZ`). */
export const HZ = 250;
/** ns of a tick. */
const TICK_NSEC = 4e6;
/** User space counts hundredths of a second (`USER_HZ`). */
const USER_HZ = 100;
/** Nothing that is set may be longer, but for the longest of all. */
const MAX_JIFFY = Number.MAX_SAFE_INTEGER;
/** `~0UL`, as near as a number comes to it. */
const FOREVER = 2 ** 64;
/** Above this, products with a tick's length may not fit a number. */
const EXACT = 2 ** 30;

/** ns of a hundredth of a second. */
const CLOCK_NSEC = 10_000_000n;

/** Ticks since boot. */
export function jiffies(machine: Machine): number {
  return Math.floor(machine.now() / TICK_NSEC);
}

/** Hundredths of a second as ticks; not longer than what a number holds exactly. */
export function clockToJiffies(value: number): number {
  if (value >= FOREVER) return FOREVER;
  if (value > EXACT) return Math.min(MAX_JIFFY, Number((BigInt(value) * BigInt(HZ)) / BigInt(USER_HZ)));
  return Math.floor((value * HZ) / USER_HZ);
}

/** Ticks as hundredths of a second; so many that their nanoseconds do not fit 64 bits come round. */
export function jiffiesToClock(value: number): number {
  if (value <= EXACT) return Math.floor((value * USER_HZ) / HZ);
  const ticks = value === FOREVER ? 2n ** 64n - 1n : BigInt(value);
  return Number(BigInt.asUintN(64, ticks * BigInt(TICK_NSEC)) / CLOCK_NSEC);
}

/** Lets the timer run out so many ticks from now, with the next one at the earliest (`mod_timer`): also after for ever, which has wrapped. */
export function startTimer<T>(machine: Machine, timer: KernelTimer<T>, delay: number): void {
  machine.modWheelTimer(timer, (jiffies(machine) + (delay === FOREVER ? 1 : Math.max(1, delay))) * TICK_NSEC);
}

/** Ticks until the timer runs out, or since it did: less than 0; a timer that never ran has run out long ago. */
export function ticksLeft<T>(machine: Machine, timer: KernelTimer<T>): number {
  return Math.round(timer.expires / TICK_NSEC) - jiffies(machine);
}

/** Lets the timer run out in so many ticks at the latest; starts it when it does not run. */
export function shortenTimer<T>(machine: Machine, timer: KernelTimer<T>, delay: number): void {
  if (!timer.pending || ticksLeft(machine, timer) > delay) startTimer(machine, timer, delay);
}

/** The tick rounded to the next full second, as `round_jiffies` does it for the first processor: up from a quarter on. */
export function startTimerAtSecond<T>(machine: Machine, timer: KernelTimer<T>, delay: number): void {
  const now = jiffies(machine);
  const end = now + delay;
  const rest = end % HZ;
  const rounded = rest < HZ / 4 ? end - rest : end - rest + HZ;
  machine.modWheelTimer(timer, (rounded <= now ? end : rounded) * TICK_NSEC);
}

/** Hundredths of a second until the timer runs out; 0 when it does not run. */
export function timerValue<T>(machine: Machine, timer: KernelTimer<T>): number {
  if (!timer.pending) return 0;
  return jiffiesToClock(Math.max(0, ticksLeft(machine, timer)));
}
