/** What generators make: frames that belong together, each with the device that it is sent from. */
import type { Chance } from "../chance.ts";
import type { DeviceName } from "../world.ts";

export interface Injection {
  readonly from: DeviceName;
  readonly frame: Uint8Array;
  /** Time for work queues before the next frame, ms. */
  readonly pause?: number;
}

/** Makes one frame, or some that belong together such as the fragments of a datagram. */
export type Recipe = (chance: Chance) => Injection[];
