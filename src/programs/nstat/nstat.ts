/**
 * `nstat` of iproute2 6.1: the counters of /proc/net, as differences to what a file remembers of the last time.
 *
 * Source: `misc/nstat.c`.
 */
import { isErrno, strerror } from "../../errno.ts";
import { O_CREAT, O_RDWR, O_TRUNC, type SystemCalls } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { matchesPattern } from "../ip/pattern.ts";
import { getopt } from "../lib/getopt.ts";
import { atoi } from "../lib/numbers.ts";
import { readLines, readTextFile } from "../lib/read-file.ts";

const USAGE = `Usage: nstat [OPTION] [ PATTERN [ PATTERN ] ]
   -h, --help          this message
   -a, --ignore        ignore history
   -d, --scan=SECS     sample every statistics every SECS
   -j, --json          format output in JSON
   -n, --nooutput      do history only
   -p, --pretty        pretty print
   -r, --reset         reset history
   -s, --noupdate      don't update history
   -t, --interval=SECS report average over the last SECS
   -V, --version       output version information
   -z, --zeros         show entries with zero activity
`;
const SOURCE = "kernel";
/** What the tool's `exit(-1)` is as a status. */
const FAILED = 255;
/** -2, as a status. */
const PARSE_FAILED = 254;

/** Numbers that count nothing. */
const SETTINGS = new Set([
  "IpForwarding",
  "IpDefaultTTL",
  "TcpRtoAlgorithm",
  "TcpRtoMin",
  "TcpRtoMax",
  "TcpMaxConn",
  "TcpCurrEstab",
]);

const LONG = [
  { name: "help", argument: "none", value: "h" },
  { name: "ignore", argument: "none", value: "a" },
  { name: "scan", argument: "required", value: "d" },
  { name: "nooutput", argument: "none", value: "n" },
  { name: "json", argument: "none", value: "j" },
  { name: "reset", argument: "none", value: "r" },
  { name: "noupdate", argument: "none", value: "s" },
  { name: "pretty", argument: "none", value: "p" },
  { name: "interval", argument: "required", value: "t" },
  { name: "version", argument: "none", value: "V" },
  { name: "zeros", argument: "none", value: "z" },
] as const;

interface Counter {
  readonly name: string;
  readonly value: number;
}

/** Files with a line of names and one of numbers for each protocol. */
function readPairs(sys: SystemCalls, path: string): Counter[] {
  const lines = readLines(sys, path);
  const counters: Counter[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const [protocol, ...names] = lines[at].split(/\s+/);
    const values = lines[at + 1].split(/\s+/).slice(1);
    names.forEach((name, i) => {
      counters.push({ name: protocol.replace(/:$/, "") + name, value: Number(values[i] ?? 0) });
    });
  }
  return counters;
}

function readCounters(sys: SystemCalls): Counter[] {
  const six = readLines(sys, "/proc/net/snmp6").map((line): Counter => {
    const [name, value] = line.split(/\s+/);
    return { name, value: Number(value) };
  });
  return [...readPairs(sys, "/proc/net/snmp"), ...six, ...readPairs(sys, "/proc/net/netstat")].filter(
    ({ name }) => !SETTINGS.has(name),
  );
}

function line(name: string, value: number): string {
  return `${name.padEnd(32)}${String(value).padEnd(16)}${"0.0".padStart(6)}\n`;
}

/** What was counted the last time, and by whom. */
interface History {
  readonly counters: ReadonlyMap<string, number>;
  readonly source: string;
  readonly stale: boolean;
}
const NO_HISTORY: History = { counters: new Map(), source: SOURCE, stale: false };

/** @returns undefined when a line is no counter */
function readHistory(sys: SystemCalls, path: string): History | undefined {
  const text = readTextFile(sys, path);
  const counters = new Map<string, number>();
  let source = "";
  let mixed = false;
  for (const line of typeof text === "number" ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])) {
    if (line.startsWith("#")) {
      // the last character is taken for the newline
      const name = line.slice(1, -1);
      mixed ||= source !== "" && source !== name;
      source = name;
      continue;
    }
    const [, name, value] = /^\s*(\S+)\s+([+-]?\d+)/.exec(line) ?? [];
    if (name === undefined) return undefined;
    if (!counters.has(name)) counters.set(name, Number(BigInt.asUintN(64, BigInt(value.replace("+", "")))));
  }
  source ||= SOURCE;
  const stale = mixed || (counters.size > 0 && source !== SOURCE);
  return stale ? { counters: new Map(), source: SOURCE, stale } : { counters, source, stale };
}

/** A counter as it is shown: one that is less than it was says so. */
interface Shown extends Counter {
  readonly overflow: boolean;
}

function sinceLastTime({ name, value }: Counter, history: ReadonlyMap<string, number>): Shown {
  const before = history.get(name) ?? 0;
  return { name, value: Math.max(0, value - before), overflow: value < before };
}

function writeHistory(sys: SystemCalls, path: string, source: string, counters: readonly Counter[]): void {
  const file = sys.open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600);
  if (isErrno(file)) return;
  const lines = counters.map(({ name, value }) => line(name, value));
  file.write(new TextEncoder().encode(`#${source}\n${lines.join("")}`));
  file.close();
}

function asJson(source: string, counters: readonly Counter[], pretty: boolean): string {
  const entries = counters.map(({ name, value }) => `"${name}":${pretty ? " " : ""}${value}`);
  if (!pretty) return `{"${source}":{${entries.join(",")}}}\n`;
  const body = entries.length === 0 ? "{}" : `{\n        ${entries.join(",\n        ")}\n    }`;
  return `{\n    "${source}": ${body}\n}\n`;
}

export function main(process: Process): number {
  const { options, operands, errors } = getopt(process.argv, "h?vVzrnasd:t:jp", LONG);
  const fail = (text: string): number => {
    process.stderr.write(text);
    return FAILED;
  };
  for (const { option, argument = "" } of options) {
    if (option === "v" || option === "V") {
      process.stdout.write("nstat utility, iproute2-6.1.0\n");
      return 0;
    }
    if (option === "t" && atoi(argument) <= 0) return fail("nstat: invalid time constant divisor\n");
    if (option === "h") return fail(USAGE);
    if (option === "?") return fail(errors.length === 0 ? USAGE : `${errors[0]}\n${USAGE}`);
  }
  const letters = new Set(options.map(({ option }) => option));
  if (letters.has("d")) return fail("nstat: option -d (a daemon) is not supported here\n");
  return report(process, letters, operands);
}

function report(process: Process, letters: ReadonlySet<string>, operands: readonly string[]): number {
  const { sys } = process;
  const path = process.resolve(process.env.get("NSTAT_HISTORY") ?? "/tmp/.nstat.u0");
  if (letters.has("r")) sys.unlink(path);
  let read: History | undefined = NO_HISTORY;
  if (!letters.has("a") || !letters.has("s")) {
    const opened = sys.open(path, O_RDWR | O_CREAT, 0o600);
    if (isErrno(opened)) {
      process.stderr.write(`nstat: open history file: ${strerror(-opened)}\n`);
      return FAILED;
    }
    opened.close();
    read = readHistory(sys, path);
  }
  if (!read) {
    process.stderr.write("nstat.c:146: error parsing history file\n");
    return PARSE_FAILED;
  }
  if (read.stale) process.stderr.write("nstat: history is stale, ignoring it.\n");
  const { source } = read;
  const history = letters.has("a") ? NO_HISTORY.counters : read.counters;
  const counters = readCounters(sys);
  const matches = ({ name }: Counter): boolean =>
    operands.length === 0 || operands.some((pattern) => matchesFolded(pattern, name));
  const zeros = letters.has("z");
  if (!letters.has("n")) {
    const shown = counters
      .map((counter) => sinceLastTime(counter, history))
      .filter((counter) => (zeros || counter.value !== 0) && matches(counter));
    if (letters.has("j")) process.stdout.write(asJson(source, shown, letters.has("p")));
    else process.stdout.write(`#${source}\n${shown.map(shownLine).join("")}`);
  }
  if (letters.has("s")) return 0;
  // of what was not asked for the old value is kept
  const kept = counters
    .filter(({ value }) => zeros || value !== 0)
    .map((counter) =>
      matches(counter) ? counter : { ...counter, value: history.get(counter.name) ?? counter.value },
    );
  writeHistory(sys, path, source, kept);
  return 0;
}

/** Capitals do not count. */
function matchesFolded(pattern: string, name: string): boolean {
  return matchesPattern(pattern.toLowerCase(), name.toLowerCase());
}

function shownLine({ name, value, overflow }: Shown): string {
  return overflow ? line(name, value).replace("\n", " (overflow)\n") : line(name, value);
}
