/** Functions of awk that do not wait. */
import { formatTime } from "../lib/text/strftime.ts";
import { formatAwk } from "./format.ts";
import { splitBy, splitText } from "./record.ts";
import { awkRegExp } from "./regex.ts";
import type { CallBuiltin, Runtime } from "./runtime.ts";
import { AwkError, Input, toNumber, type Value } from "./value.ts";

type Call = Parameters<CallBuiltin>[1];

/** Calls one. @throws AwkError for a wrong number of arguments */
export function callBuiltin(runtime: Runtime, call: Call, values: readonly Value[]): Value {
  const builtin = BUILTINS[call.name];
  const [least, most] = ARGUMENTS[call.name] ?? [1, 1];
  if (builtin === undefined || values.length < least || values.length > most)
    throw new AwkError(`wrong number of arguments in call to ${call.name}`);
  return builtin(runtime, call, values);
}

/** Fewest and most arguments, where it is not one. */
const ARGUMENTS: Readonly<Record<string, readonly [number, number]>> = {
  atan2: [2, 2],
  gsub: [2, 3],
  index: [2, 2],
  length: [0, 1],
  match: [2, 2],
  mktime: [1, 1],
  rand: [0, 0],
  split: [2, 3],
  sprintf: [1, Number.POSITIVE_INFINITY],
  srand: [0, 1],
  strftime: [0, 3],
  sub: [2, 3],
  substr: [2, 3],
  systime: [0, 0],
};

function math(compute: (value: number) => number): CallBuiltin {
  return (_runtime, _call, [value]) => compute(toNumber(value));
}

/** Only ASCII letters have two cases: awk sees bytes. */
function letters(change: (text: string) => string): CallBuiltin {
  return (runtime, _call, [value]) => change(runtime.text(value));
}

const length: CallBuiltin = (runtime, { args }, values) => {
  const [operand] = args;
  if (operand === undefined) return runtime.record.text.length;
  if (operand.kind === "variable" && runtime.cell(operand.name).isArray)
    return runtime.cell(operand.name).array.size;
  return runtime.text(values[0]).length;
};

/** Places are cut to whole numbers; one before the text makes the piece longer, as in mawk 1.3.4. */
const substr: CallBuiltin = (runtime, _call, values) => {
  const text = runtime.text(values[0]);
  const begin = Math.trunc(toNumber(values[1]));
  if (values.length < 3) return text.slice(Math.max(0, begin - 1));
  const count = Math.trunc(toNumber(values[2])) - (begin < 1 ? begin : 0);
  const start = Math.max(0, begin - 1);
  return count > 0 ? text.slice(start, start + count) : "";
};

const split: CallBuiltin = (runtime, { args }, values) => {
  const text = runtime.text(values[0]);
  const [, name, by] = args;
  if (name.kind !== "variable") throw new AwkError("split: the second argument is no array");
  const parts =
    by?.kind === "regex"
      ? text === ""
        ? []
        : splitBy(text, awkRegExp(by.source))
      : splitText(text, by === undefined ? runtime.text(runtime.get("FS")) : runtime.text(values[2]));
  runtime.cell(name.name).array.clear();
  const { array } = runtime.cell(name.name);
  parts.forEach((part, i) => {
    array.set(String(i + 1), new Input(part));
  });
  return parts.length;
};

/** `sub` and `gsub`: `&` is the match, a backslash before it the character. */
function substitute(all: boolean): CallBuiltin {
  return (runtime, { args }, values) => {
    const target = args[2] ?? { kind: "field", args: [{ kind: "value", value: 0, args: [] }] };
    const text = runtime.text(args[2] === undefined ? runtime.record.field(0) : values[2]);
    const replacement = runtime.text(values[1]);
    const fill = (match: string) =>
      replacement.replace(/\\\\|\\&|&/g, (found) => (found === "&" ? match : found.slice(1)));
    let count = 0;
    let out = "";
    let from = 0;
    for (const match of text.matchAll(runtime.expression(args[0], values[0]))) {
      // nothing is not matched right after something
      if (match[0] === "" && count > 0 && match.index === from) continue;
      out += text.slice(from, match.index) + fill(match[0]);
      from = match.index + match[0].length;
      count++;
      if (!all) break;
    }
    if (count === 0) return 0;
    const result = out + text.slice(from);
    if (target.kind === "variable" || target.kind === "element" || target.kind === "field")
      runtime.write(target, result);
    return count;
  };
}

const match: CallBuiltin = (runtime, { args }, values) => {
  const found = runtime.expression(args[1], values[1]).exec(runtime.text(values[0]));
  runtime.set("RSTART", found === null ? 0 : found.index + 1);
  runtime.set("RLENGTH", found === null ? -1 : found[0].length);
  return found === null ? 0 : found.index + 1;
};

/** A linear congruential generator; the same seed gives the same numbers. */
function random(runtime: Runtime): number {
  runtime.seed = (Math.imul(runtime.seed, 1_664_525) + 1_013_904_223) >>> 0;
  return runtime.seed / 2 ** 32;
}

function seconds(runtime: Runtime): number {
  return Math.floor(runtime.process.sys.realtime() / 1e6);
}

const mktime: CallBuiltin = (runtime, _call, [value]) => {
  const parts = runtime.text(value).trim().split(/\s+/).map(Number);
  if (parts.length < 6 || parts.some(Number.isNaN)) return -1;
  const [year, month, day, hour, minute, second] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
};

const BUILTINS: Readonly<Record<string, CallBuiltin>> = {
  length,
  substr,
  split,
  match,
  mktime,
  sub: substitute(false),
  gsub: substitute(true),
  index: (runtime, _call, [text, part]) => runtime.text(text).indexOf(runtime.text(part)) + 1,
  sprintf: (runtime, _call, [format, ...values]) =>
    formatAwk(runtime.text(format), values, (value) => runtime.text(value)),
  sin: math(Math.sin),
  cos: math(Math.cos),
  exp: math(Math.exp),
  log: math(Math.log),
  sqrt: math(Math.sqrt),
  int: math(Math.trunc),
  atan2: (_runtime, _call, [y, x]) => Math.atan2(toNumber(y), toNumber(x)),
  tolower: letters((text) => text.toLowerCase()),
  toupper: letters((text) => text.toUpperCase()),
  rand: (runtime) => random(runtime),
  srand(runtime, _call, values) {
    const before = runtime.seed;
    runtime.seed = (values.length > 0 ? Math.trunc(toNumber(values[0])) : seconds(runtime)) >>> 0;
    return before;
  },
  systime: (runtime) => seconds(runtime),
  strftime(runtime, _call, values) {
    const time = values.length > 1 ? toNumber(values[1]) : seconds(runtime);
    return formatTime(values.length > 0 ? runtime.text(values[0]) : "%c", time * 1000);
  },
};
