/** `cp`. */
import { strerror } from "../../../errno.ts";
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from "../../../kernel.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { chunksOf, complain, usageFailure } from "../../lib/text/input.ts";
import { writeWhole } from "../../lib/text/output-file.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { refused, statusOf } from "./file-lookup.ts";
import { sourcesAndTarget, under } from "./sources.ts";

export const cp: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "adfiLnpPrRTuv", [
    { name: "archive", argument: "none", value: "a" },
    { name: "force", argument: "none", value: "f" },
    { name: "recursive", argument: "none", value: "r" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (refused(process, options, "diLPTu")) return 1;
  const request = sourcesAndTarget(process, operands);
  if (typeof request === "number") return request;
  const letters = new Set(options.map(({ option }) => option));
  const recursive = ["a", "r", "R"].some((letter) => letters.has(letter));
  const told = (from: string, to: string) => {
    if (letters.has("v"))
      process.stdout.write(`${quotedName(process, from)} -> ${quotedName(process, to)}\n`);
  };
  let status = 0;
  for (const source of request.sources) {
    const target = under(process, source, request.target);
    if (letters.has("n") && typeof statusOf(process, target) !== "number") continue;
    if (!(await copy(process, source, target, recursive, told))) status = 1;
  }
  return status;
};

async function copy(
  process: Process,
  source: string,
  target: string,
  recursive: boolean,
  told: (from: string, to: string) => void,
): Promise<boolean> {
  const status = statusOf(process, source);
  if (typeof status === "number") {
    complain(process, `cannot stat ${quotedName(process, source)}: ${strerror(-status)}`);
    return false;
  }
  if (status.type !== "directory") return copyFile(process, source, target, status.mode, told);
  if (!recursive) {
    complain(process, `-r not specified; omitting directory ${quotedName(process, source)}`);
    return false;
  }
  const present = statusOf(process, target);
  if (typeof present !== "number" && present.type !== "directory") {
    const name = quotedName(process, source);
    complain(process, `cannot overwrite non-directory ${quotedName(process, target)} with directory ${name}`);
    return false;
  }
  if (process.sys.mkdir(process.resolve(target), status.mode) === 0) told(source, target);
  const entries = process.sys.readdir(process.resolve(source));
  if (typeof entries === "number") return false;
  let all = true;
  for (const { name } of entries)
    if (!(await copy(process, `${source}/${name}`, `${target}/${name}`, true, told))) all = false;
  return all;
}

async function copyFile(
  process: Process,
  source: string,
  target: string,
  mode: number,
  told: (from: string, to: string) => void,
): Promise<boolean> {
  if (process.resolve(source) === process.resolve(target)) {
    complain(process, `${quotedName(process, source)} and ${quotedName(process, target)} are the same file`);
    return false;
  }
  told(source, target);
  const from = process.sys.open(process.resolve(source), O_RDONLY);
  if (typeof from === "number") {
    complain(process, `cannot open ${quotedName(process, source)} for reading: ${strerror(-from)}`);
    return false;
  }
  const to = process.sys.open(process.resolve(target), O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (typeof to === "number") {
    from.close();
    complain(process, `cannot create regular file ${quotedName(process, target)}: ${strerror(-to)}`);
    return false;
  }
  let error = 0;
  try {
    for await (const chunk of chunksOf(process, from)) {
      error = await writeWhole(process, to, chunk);
      if (error !== 0) break;
    }
  } finally {
    to.close();
  }
  if (error !== 0) complain(process, `error writing ${quotedName(process, target)}: ${strerror(-error)}`);
  return error === 0;
}
