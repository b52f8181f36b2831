/** chmod: permission bits, as numbers and as words. */
import { strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { complain, missingOperand, quoted, quotedName, usageFailure } from "../lib/text/input.ts";

/** The permission bits that a mode text makes of the old ones. */
function applyMode(text: string, old: number, directory: boolean): number | undefined {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = old;
  for (const clause of text.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] === "" || match[1].includes("a") ? "ugo" : match[1];
    let bits = 0;
    if (match[3].includes("r")) bits |= 4;
    if (match[3].includes("w")) bits |= 2;
    if (match[3].includes("x") || (match[3].includes("X") && (directory || old & 0o111))) bits |= 1;
    for (const [letter, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0],
    ] as const) {
      if (!who.includes(letter)) continue;
      if (match[2] === "+") mode |= bits << shift;
      else if (match[2] === "-") mode &= ~(bits << shift);
      else mode = (mode & ~(7 << shift)) | (bits << shift);
    }
  }
  return mode;
}

export const chmod: Main = (process) => {
  const words = process.argv.slice(1);
  const recursive = words[0] === "-R";
  const [mode, ...names] = recursive ? words.slice(1) : words;
  if (mode === undefined) return missingOperand(process);
  if (names.length === 0)
    return usageFailure(process, [`${process.argv[0]}: missing operand after ${quoted(process, mode)}`]);
  let status = 0;
  for (const name of names) if (!changeMode(process, name, mode, recursive)) status = 1;
  return status;
};

function changeMode(process: Process, name: string, mode: string, recursive: boolean): boolean {
  const status = process.sys.stat(process.resolve(name));
  if (typeof status === "number") {
    complain(process, `cannot access ${quotedName(name)}: ${strerror(-status)}`);
    return false;
  }
  const bits = applyMode(mode, status.mode, status.type === "directory");
  if (bits === undefined) {
    usageFailure(process, [`${process.argv[0]}: invalid mode: ${quoted(process, mode)}`]);
    return false;
  }
  process.sys.chmod(process.resolve(name), bits);
  const entries = recursive && status.type === "directory" ? process.sys.readdir(process.resolve(name)) : [];
  if (typeof entries === "number") return true;
  return entries.map((entry) => changeMode(process, `${name}/${entry.name}`, mode, true)).every(Boolean);
}
