/**
 * How late Linux's timer wheel runs a timer: the further away it is, the coarser the slot that it falls into.
 *
 * Source: `kernel/time/timer.c` (`calc_wheel_index`), with `CONFIG_HZ=250`.
 */
const NS_PER_JIFFY = 4_000_000;
/** Slots of a level, as a power of two, and how much coarser each next level is. */
const LEVEL_BITS = 6;
const CLOCK_SHIFT = 3;
const LEVELS = 9;

/** When a timer that is armed at `now` for `expires` really runs; both and the result in ns since boot. */
export function wheelExpiry(now: number, expires: number): number {
  const current = Math.floor(now / NS_PER_JIFFY);
  const wanted = Math.max(Math.floor(expires / NS_PER_JIFFY), current);
  const delta = wanted - current;
  let shift = 0;
  for (let level = 1; level < LEVELS; level++) {
    if (delta < ((1 << LEVEL_BITS) - 1) * 2 ** ((level - 1) * CLOCK_SHIFT)) break;
    shift = level * CLOCK_SHIFT;
  }
  const granule = 2 ** shift;
  return (Math.floor(wanted / granule) + 1) * granule * NS_PER_JIFFY;
}
