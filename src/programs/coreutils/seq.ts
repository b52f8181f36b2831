/** `seq`. */
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, quoted, usageFailure } from "../lib/text/input.ts";

/** After so many lines others have their turn; a line costs about what it costs here. */
const LINES_AT_ONCE = 1024;
const NS_PER_LINE = 1000;

/** A number: neither it nor what follows is an option. */
const NEGATIVE = /^-[\d.]/;
/** An option whose argument is the next word. */
const WANTS_WORD = /^(-w*[fs]|--[fs][a-z]*)$/;

function parse(argv: readonly string[]) {
  const found = argv.findIndex((word, i) => i > 0 && NEGATIVE.test(word) && !WANTS_WORD.test(argv[i - 1]));
  const end = found < 0 ? argv.length : found;
  const { options, operands, errors } = getopt(argv.slice(0, end), "+f:s:w", [
    { name: "equal-width", argument: "none", value: "w" },
    { name: "format", argument: "required", value: "f" },
    { name: "separator", argument: "required", value: "s" },
  ]);
  const last = (letter: string) => options.findLast(({ option }) => option === letter)?.argument;
  return {
    errors,
    format: last("f"),
    operands: [...operands, ...argv.slice(end)],
    separator: last("s") ?? "\n",
    width: options.some(({ option }) => option === "w"),
  };
}

/** What is wrong with a format, which has to have one directive for a number. */
function wrongFormat(process: Process, format: string): string | undefined {
  const directives = [...format.matchAll(/%(?:%|[-+ #0']*\d*(?:\.\d*)?L?([\s\S]?))/g)].filter(
    ([text]) => text !== "%%",
  );
  const name = `format ${quoted(process, format)}`;
  if (directives.length === 0) return `${name} has no % directive`;
  const [[, letter]] = directives;
  if (letter === "") return `${name} ends in %`;
  if (!"aAeEfFgG".includes(letter)) return `${name} has unknown %${letter} directive`;
  return directives.length > 1 ? `${name} has too many % directives` : undefined;
}

const loadPrintf = () => import("../lib/text/printf.ts");

export const seq: Main = async (process) => {
  const parsed = parse(process.argv);
  if (parsed.errors.length > 0) return usageFailure(process, parsed.errors.slice(0, 1));
  const { operands, format, separator, width } = parsed;
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`]);
  if (operands.length > 3)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[3])}`]);
  const refusal = format === undefined ? undefined : wrongFormat(process, format);
  if (refusal !== undefined) {
    complain(process, refusal);
    return 1;
  }
  if (format !== undefined && width)
    return usageFailure(process, [
      `${process.argv[0]}: format string may not be specified when printing equal width strings`,
    ]);
  const nan = operands.find((text) => /^\s*[-+]?nan$/i.test(text));
  if (nan !== undefined)
    return usageFailure(process, [
      `${process.argv[0]}: invalid ${quoted(process, "not-a-number")} argument: ${quoted(process, nan)}`,
    ]);
  const bad = operands.find(
    (text) => text.trimStart() === "" || /\s$/.test(text) || Number.isNaN(numberOf(text)),
  );
  if (bad !== undefined)
    return usageFailure(process, [
      `${process.argv[0]}: invalid floating point argument: ${quoted(process, bad)}`,
    ]);
  const [first, step, last] =
    operands.length === 1
      ? ["1", "1", operands[0]]
      : operands.length === 2
        ? [operands[0], "1", operands[1]]
        : operands;
  if (numberOf(step) === 0)
    return usageFailure(process, [
      `${process.argv[0]}: invalid Zero increment value: ${quoted(process, step)}`,
    ]);
  const places = Math.max(...[first, step].map((text) => text.split(".")[1]?.length ?? 0));
  const { formatPrintf } = await process.load(loadPrintf);
  const digits = width ? Math.max(first.length, decimal(numberOf(last), places).length) : 0;
  const [start, increment] = [numberOf(first), numberOf(step)];
  const count = Math.floor((numberOf(last) - start) / increment + 1e-10);
  for (let i = 0; i <= count; i++) {
    const value = decimal(i === 0 ? start : start + i * increment, places);
    const text =
      format === undefined
        ? pad(value, digits)
        : formatPrintf(format, [value], { now: 0, started: 0, multibyte: false }).text;
    process.stdout.write(`${i === 0 ? "" : separator}${text}`);
    if (i % LINES_AT_ONCE === LINES_AT_ONCE - 1) {
      process.sys.spend(LINES_AT_ONCE * NS_PER_LINE);
      await process.stdout.flush();
    }
  }
  if (count >= 0) process.stdout.write("\n");
  return 0;
};

/** As `strtold` reads it, apart from hexadecimal fractions. */
function numberOf(text: string): number {
  const infinite = /^\s*([-+]?)inf(?:inity)?$/i.exec(text);
  if (infinite === null) return Number(text);
  return infinite[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function decimal(value: number, places: number): string {
  return Number.isFinite(value) ? value.toFixed(places) : value < 0 ? "-inf" : "inf";
}

function pad(value: string, digits: number): string {
  return value.startsWith("-") ? `-${value.slice(1).padStart(digits - 1, "0")}` : value.padStart(digits, "0");
}
