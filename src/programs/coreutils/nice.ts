/** nice: runs a program with another niceness, which is told and inherited; a box has no load that it would weigh in. */
import { ENOENT, strerror } from "../../errno.ts";
import type { Main } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, quoted, usageFailure } from "../lib/text/input.ts";

/** Status for what it did itself. */
const FAILED = 125;
const USUAL = 10;
const LEAST = -20;
const MOST = 19;

export const nice: Main = async (process) => {
  const name = process.argv[0];
  // `-5` and `--5` are old spellings of `-n 5` and `-n -5`
  const words = process.argv.slice(1);
  let old: string | undefined;
  while (/^-[-+]?\d+$/.test(words[0] ?? "")) old = words.shift()?.slice(1);
  const parsed = getopt([name, ...words], "+n:", [{ name: "adjustment", argument: "required", value: "n" }]);
  if (parsed.errors.length > 0) return usageFailure(process, parsed.errors.slice(0, 1), FAILED);
  const given = parsed.options.findLast(({ option }) => option === "n")?.argument ?? old;
  if (given !== undefined && !/^\s*[-+]?\d+$/.test(given)) {
    complain(process, `invalid adjustment ${quoted(process, given)}`);
    return FAILED;
  }
  const command = parsed.operands;
  if (command.length === 0) {
    if (given !== undefined)
      return usageFailure(process, [`${name}: a command must be given with an adjustment`], FAILED);
    process.stdout.write(`${process.niceness}\n`);
    return 0;
  }
  const adjustment = given === undefined ? USUAL : Number(given);
  process.niceness = Math.max(LEAST, Math.min(MOST, process.niceness + adjustment));
  const status = await process.exec(command);
  if (status >= 0) return status;
  complain(process, `${quoted(process, command[0])}: ${strerror(-status)}`);
  return status === -ENOENT ? 127 : 126;
};
