/** `touch`, `ln` and `mkfifo`. */
import { strerror } from "../../../errno.ts";
import { O_CREAT, O_WRONLY } from "../../../kernel.ts";
import type { Main } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, missingOperand, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { isLink, refused, statusOf } from "./file-lookup.ts";
import { under } from "./sources.ts";

export const touch: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "acd:hmr:t:", [
    { name: "no-create", argument: "none", value: "c" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  if (refused(process, options, "adhmrt")) return 1;
  const create = !options.some(({ option }) => option === "c");
  let status = 0;
  for (const name of operands) {
    const exists = typeof statusOf(process, name) !== "number";
    if (exists || !create) continue;
    const file = process.sys.open(process.resolve(name), O_WRONLY | O_CREAT, 0o666);
    if (typeof file !== "number") {
      file.close();
      continue;
    }
    complain(process, `cannot touch ${quotedName(process, name)}: ${strerror(-file)}`);
    status = 1;
  }
  return status;
};

export const ln: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "fnsTv", [
    { name: "force", argument: "none", value: "f" },
    { name: "symbolic", argument: "none", value: "s" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (!options.some(({ option }) => option === "s")) {
    complain(process, "hard links are not supported here; use -s");
    return 1;
  }
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  const target = operands[1] ?? ".";
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const asFile = has("T") || (has("n") && isLink(process, target));
  const path = asFile ? target : under(process, operands[0], target);
  if (options.some(({ option }) => option === "f")) process.sys.unlink(process.resolve(path));
  const error = process.sys.symlink(operands[0], process.resolve(path));
  if (error >= 0) {
    if (has("v"))
      process.stdout.write(`${quotedName(process, path)} -> ${quotedName(process, operands[0])}\n`);
    return 0;
  }
  complain(process, `failed to create symbolic link ${quotedName(process, path)}: ${strerror(-error)}`);
  return 1;
};

export const mkfifo: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "m:", [
    { name: "mode", argument: "required", value: "m" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const mode = Number.parseInt(options[0]?.argument ?? "666", 8);
  let status = 0;
  for (const name of operands) {
    const error = process.sys.mkfifo(process.resolve(name), mode);
    if (error >= 0) continue;
    complain(process, `cannot create fifo ${quotedName(process, name)}: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};
