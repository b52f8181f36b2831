/** Tools for names of files: readlink, realpath, basename, dirname. */
import { strerror } from "../../../errno.ts";
import { baseName } from "../../../process/paths.ts";
import type { Main } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { realPath } from "../../lib/real-path.ts";
import { complain, missingOperand, quoted, usageFailure } from "../../lib/text/input.ts";
import { quotedIfNeeded } from "../../lib/text/quoting.ts";

export const readlink: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "efmnqsvz", []);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  let status = 0;
  for (const name of operands) {
    const text =
      has("f") || has("e") || has("m")
        ? realPath(process, name)
        : process.sys.readlink(process.resolve(name));
    if (typeof text === "number") status = 1;
    else process.stdout.write(`${text}${has("n") ? "" : "\n"}`);
  }
  return status;
};

export const realpath: Main = (process) => {
  const { operands, errors } = getopt(process.argv, "emqsz", []);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  let status = 0;
  for (const name of operands) {
    const path = realPath(process, name);
    if (typeof path === "string") process.stdout.write(`${path}\n`);
    else {
      complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-path)}`);
      status = 1;
    }
  }
  return status;
};

export const basename: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "+as:z", []);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const suffix = options.find(({ option }) => option === "s")?.argument;
  const many = suffix !== undefined || options.some(({ option }) => option === "a");
  if (!many && operands.length > 2)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[2])}`]);
  for (const name of many ? operands : operands.slice(0, 1)) {
    const base = name === "" ? "" : baseName(name);
    const end = suffix ?? (many ? "" : (operands[1] ?? ""));
    process.stdout.write(
      `${end !== "" && base !== end && base.endsWith(end) ? base.slice(0, -end.length) : base}\n`,
    );
  }
  return 0;
};

export const dirname: Main = (process) => {
  const { operands, errors } = getopt(process.argv, "z", []);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  for (const name of operands) {
    const trimmed = name.replace(/(?<=.)\/+$/, "");
    const at = trimmed.lastIndexOf("/");
    process.stdout.write(`${at < 0 ? "." : trimmed.slice(0, at).replace(/\/+$/, "") || "/"}\n`);
  }
  return 0;
};
