/** What a process has that `daemon(3)` leaves alone: nothing to read, and nobody who hears it. */
import type { Stream } from "../../process/process.ts";

/** Standard input, output and error of a daemon. */
export function nullStreams(): ReadonlyMap<number, Stream> {
  const nothing: Stream = { read: async () => undefined, write: (data) => data.length, isTerminal: false };
  return new Map([0, 1, 2].map((fd) => [fd, nothing]));
}
