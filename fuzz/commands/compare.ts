/** Compares what the sections of a script printed on the two kernels. */
import { diffLines } from "../../conformance/compare.ts";
import type { Run } from "../../conformance/linux.ts";
import { normalise } from "../../conformance/normalise.ts";
import { withoutBridgeTimes } from "./bridge-state.ts";
import { ERRORS, MARK, type Script, type Section } from "./script.ts";
import { describeState } from "./state-messages.ts";

/** What a section came to: exit code, standard output and error. */
interface Result {
  exit: string;
  output: string;
  errors: string;
}

export interface Difference {
  /** Index of the section. */
  readonly section: number;
  readonly command: string;
  /** Lines of `-` what Linux did, `+` what the virtual kernel did. */
  readonly diff: string;
}

/** Text by mark. */
function split(text: string): Map<string, { value: string; text: string }> {
  const parts = new Map<string, { value: string; text: string }>();
  let before = "";
  for (const piece of text.split(MARK)) {
    const match = /^(\w+):(\d*)\n/.exec(piece);
    if (match === null) before = piece;
    else {
      parts.set(match[1] ?? "", { value: match[2] ?? "", text: before });
      before = piece.slice(match[0].length);
    }
  }
  return parts;
}

/** What each section printed; those that were never reached are undefined. */
function results(run: Run, script: Script): (Result | undefined)[] {
  const { text } = normalise(run.output, script.text);
  const [outputs = "", errors = ""] = text.split(`${MARK}${ERRORS}:\n`);
  const [byOutput, byError] = [split(outputs), split(errors)];
  return script.sections.map((section, index) => {
    const output = byOutput.get(String(index));
    if (output === undefined) return undefined;
    const lines = arrange(output.text, section, script.text);
    return { exit: output.value, output: lines, errors: byError.get(String(index))?.text ?? "" };
  });
}

/** The entries that reports of multicast groups leave: those are sent at times drawn at random. */
const GROUP_NEIGHBOURS =
  /^(\[NEIGH\])?(Deleted )?(?:ff02::\S+|224\.0\.0\.22) dev \S+ lladdr \S+ .*NOARP *\n/gm;

/**
 * Proxied addresses without a device: Linux forgets those of a namespace that goes, and a later one at the same place in memory has
 * them. Those of the script have an address that it names where it makes some.
 */
function withoutStrayProxies(text: string, script: string): string {
  const own = script.split("\n").filter((line) => /\b(proxy|arp)\b/.test(line));
  return text.replace(/^(\S+) proxy *\n/gm, (line, address: string) =>
    own.some((command) => command.includes(address)) ? line : "",
  );
}

/** Without such entries and the identifier that `ping -v` has drawn. */
function withoutRandom(text: string): string {
  return text.replace(GROUP_NEIGHBOURS, "").replace(/ ident=\d+ /g, " ident=<id> ");
}

/** What is left of lifetimes: a sequence takes Linux some seconds longer, or shorter, than the virtual kernel. */
function roundLifetimes(text: string): string {
  return text
    .replace(/\bexpires -\d+sec/g, "expires over")
    .replace(/\b((?:valid_lft|preferred_lft|expires) )(\d+)sec/g, (_, name: string, seconds: string) => {
      return `${name}${Math.round(Number(seconds) / LIFETIME_STEP) * LIFETIME_STEP}sec`;
    })
    .replace(/\bexpires 0sec/g, "expires over");
}

/** Lifetimes in commands are multiples of this, in seconds. */
const LIFETIME_STEP = 100;

/** Without what comes at a random time, and sorted where Linux's order is that of a hash table. */
function arrange(text: string, section: Section, script: string): string {
  if (section.messages) return describeState(text, script, LIFETIME_STEP);
  const lines = withoutBridgeTimes(withoutStrayProxies(roundLifetimes(withoutRandom(text)), script), script);
  return section.unordered ? sortLines(lines) : lines;
}

/** The lines as a set, and those that are a list in JSON as a set of its elements. */
function sortLines(text: string): string {
  const sorted = text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const list = /^\[\{(.*)\}\]$/.exec(line)?.[1];
      return list === undefined ? line : `[{${list.split("},{").sort().join("},{")}}]`;
    });
  return sorted.sort().join("\n");
}

function describe(result: Result | undefined): string {
  if (result === undefined) return "[not reached]\n";
  const { exit, output, errors } = result;
  const mark = (name: string, text: string): string =>
    text === "" ? "" : `[${name}]\n${text}${text.endsWith("\n") ? "" : "\n"}`;
  return `[exit ${exit}]\n${mark("output", output)}${mark("errors", errors)}`;
}

/** All sections that differ, in order. */
export function differences(script: Script, linux: Run, virtual: Run): Difference[] {
  const [expected, actual] = [results(linux, script), results(virtual, script)];
  return script.sections.flatMap(({ command }, section) => {
    const [left, right] = [describe(expected[section]), describe(actual[section])];
    return left === right ? [] : [{ section, command, diff: diffLines(left, right) }];
  });
}
