/** `seq`. */
import type { Main } from "../../process/process.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { quoted, usageFailure } from "../lib/text/input.ts";

/** After so many lines others have their turn; a line costs about what it costs here. */
const LINES_AT_ONCE = 1024;
const NS_PER_LINE = 1000;

const loadPrintf = () => import("../lib/text/printf.ts");

export const seq: Main = async (process) => {
  const argv = [...process.argv];
  let separator = "\n";
  let width = false;
  let format: string | undefined;
  let at = 1;
  for (; at < argv.length && /^-[^\d.]/.test(argv[at]); at++) {
    if (argv[at] === "--") {
      at++;
      break;
    }
    if (argv[at] === "-w" || argv[at] === "--equal-width") width = true;
    else if (argv[at] === "-s") separator = decodeEscapes(argv[++at] ?? "", "printf").text;
    else if (argv[at].startsWith("-s")) separator = argv[at].slice(2);
    else if (argv[at].startsWith("--separator=")) separator = argv[at].slice(12);
    else if (argv[at] === "-f") format = argv[++at];
    else return usageFailure(process, [`${process.argv[0]}: invalid option -- '${argv[at][1]}'`]);
  }
  const operands = argv.slice(at);
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`]);
  if (operands.length > 3)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[3])}`]);
  const bad = operands.find((text) => text.trim() === "" || Number.isNaN(Number(text)));
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
  if (Number(step) === 0)
    return usageFailure(process, [
      `${process.argv[0]}: invalid Zero increment value: ${quoted(process, step)}`,
    ]);
  const places = Math.max(...[first, step].map((text) => text.split(".")[1]?.length ?? 0));
  const { formatPrintf } = await process.load(loadPrintf);
  const digits = width ? Math.max(first.length, Number(last).toFixed(places).length) : 0;
  const count = Math.floor((Number(last) - Number(first)) / Number(step) + 1e-10);
  for (let i = 0; i <= count; i++) {
    const value = (Number(first) + i * Number(step)).toFixed(places);
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

function pad(value: string, digits: number): string {
  return value.startsWith("-") ? `-${value.slice(1).padStart(digits - 1, "0")}` : value.padStart(digits, "0");
}
