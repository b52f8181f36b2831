/** Lists of words on conntrack's command line: each may be shortened. Source: `parse_parameter` of `conntrack.c`. */
import { wrong } from "./failure.ts";
import { IPS_CONFIRMED, STATUS_WORDS } from "./names.ts";
import type { OutputFlags } from "./print.ts";

type Say = (line: string) => void;

/** Goes through a list; `word` says whether it knows one, which may begin with `!`. */
function eachWord(
  text: string,
  say: Say,
  word: (begins: (name: string) => boolean, unwanted: boolean) => boolean,
  negates = false,
): void {
  for (let at = 0; ; ) {
    const comma = text.indexOf(",", at);
    const whole = text.slice(at, comma < 0 ? undefined : comma).toUpperCase();
    const unwanted = negates && whole.startsWith("!");
    const given = unwanted ? whole.slice(1) : whole;
    const begins = (name: string): boolean => name.toUpperCase().startsWith(given);
    if (whole === "") wrong(`Bad parameter \`${text.slice(at)}'`);
    const way = ["SRC", "DST"].find((side) => begins(`${side}_NAT`));
    if (way !== undefined) say(`WARNING: ignoring ${way}_NAT, use --${way.toLowerCase()}-nat instead`);
    else if (!word(begins, unwanted)) wrong(`Bad parameter \`${text.slice(at)}'`);
    if (comma < 0) return;
    at = comma + 1;
  }
}

/** Bits that are asked for, and bits that must not be there. */
export interface Status {
  readonly set: number;
  readonly unset: number;
}

/** `--status`: the bits that must be set, and those that must not. */
export function parseStatus(text: string, say: Say): Status {
  let set = IPS_CONFIRMED;
  let unset = 0;
  const known = (begins: (name: string) => boolean, unwanted: boolean): boolean => {
    const [, bits] = [...STATUS_WORDS].find(([name]) => begins(name)) ?? [];
    if (unwanted) unset |= bits ?? 0;
    else set |= bits ?? 0;
    return bits !== undefined;
  };
  eachWord(text, say, known, true);
  return { set, unset };
}

const EVENTS: readonly (readonly [string, number])[] = [
  ["ALL", 7],
  ["NEW", 1],
  ["UPDATES", 2],
  ["DESTROY", 4],
];

/** `--event-mask`, as bits. */
export function parseEvents(text: string, say: Say): number {
  let mask = 0;
  eachWord(text, say, (begins) => {
    const found = EVENTS.find(([name]) => begins(name));
    mask |= found?.[1] ?? 0;
    return found !== undefined;
  });
  return mask;
}

const OUTPUTS: readonly (keyof OutputFlags)[] = [
  "xml",
  "extended",
  "timestamp",
  "id",
  "ktimestamp",
  "labels",
  "userspace",
  "save",
];

/** Adds what the words ask for to `flags`. */
export function parseOutput(text: string, flags: OutputFlags, say: Say): OutputFlags {
  const all = { ...flags };
  eachWord(text, say, (begins) => {
    const found = OUTPUTS.find(begins);
    if (found !== undefined) all[found] = true;
    return found !== undefined;
  });
  return all;
}
