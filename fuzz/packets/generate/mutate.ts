/** Frames with some bytes changed, cut or added. */
import type { Chance } from "../chance.ts";
import type { Injection } from "./recipe.ts";
import { concat } from "./wire.ts";

const BOUNDARIES: readonly number[] = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

function change(chance: Chance, frame: Uint8Array): Uint8Array {
  const changed = frame.slice();
  // the headers are where a change matters
  const at = 12 + chance.int(Math.min(changed.length - 12, 90));
  changed[at] = chance.oneIn(2) ? chance.pick(BOUNDARIES) : (changed[at] as number) ^ (1 << chance.int(8));
  return changed;
}

/** A frame that is not quite what it was. */
export function mutated(chance: Chance, injection: Injection): Injection {
  let { frame } = injection;
  if (frame.length < 34) return injection;
  for (let left = 1 + chance.int(3); left > 0; left--)
    frame = chance.weighted<() => Uint8Array>([
      [8, () => change(chance, frame)],
      [1, () => frame.subarray(0, 14 + chance.int(frame.length - 14))],
      [1, () => concat(frame, chance.bytes(1 + chance.int(20)))],
    ])();
  return { ...injection, frame };
}
