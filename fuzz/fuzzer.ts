/** What a fuzzer is to `npm run fuzz`. */

/** What `npm run fuzz` was told. */
export interface FuzzOptions {
  /** How long to go on, in minutes; a fuzzer ends with the sequence that it is at. */
  readonly minutes: number;
  /** At most this many inputs, however much time is left; the time alone counts when it is not given. */
  readonly most?: number;
  /** What everything random derives from: the same seed makes the same inputs, in the same order. */
  readonly seed: number;
  /** A folder for what was found; the fuzzer makes it when there is something to write. */
  readonly folder: string;
  /** Subjects of the command fuzzer that are drawn most of the time; none for all alike. */
  readonly grammar: readonly string[];
  /** Whether subjects that were not chosen are left out. */
  readonly alone: boolean;
  /** Prints a line for the person who waits. */
  readonly say: (line: string) => void;
}

/** What a run came to. */
export interface Report {
  /** How many of what were compared, in the order they are printed, e.g. `{ sequences: 12, commands: 340 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** One line for each difference between the kernels: what, and the file that shows it. Empty when all were equal. */
  readonly differences: readonly string[];
}

/** A fuzzer, and whether it can run here. */
export interface Fuzzer {
  /** What `--only` calls it. */
  readonly name: string;
  /** Why it can not run on this machine; undefined when it can. */
  readonly whyNot: () => string | undefined;
  readonly run: (options: FuzzOptions) => Promise<Report>;
}
