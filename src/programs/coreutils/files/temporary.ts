/** `mktemp`. */
import { EEXIST, strerror } from "../../../errno.ts";
import { O_CREAT, O_EXCL, O_WRONLY } from "../../../kernel.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, quoted, usageFailure } from "../../lib/text/input.ts";

const TEMPLATE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
export const mktemp: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "dp:qtu", [
    { name: "directory", argument: "none", value: "d" },
    { name: "dry-run", argument: "none", value: "u" },
    { name: "tmpdir", argument: "optional", value: "p" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const base = options.find(({ option }) => option === "p")?.argument ?? process.env.get("TMPDIR") ?? "/tmp";
  const template = operands[0] ?? "tmp.XXXXXXXXXX";
  const match = /^(.*?)(X{3,})([^X]*)$/s.exec(template);
  if (!match) {
    complain(process, `too few X's in template ${quoted(process, template)}`);
    return 1;
  }
  const directory = operands.length === 0 || has("p") || has("t") ? `${base}/` : "";
  for (let attempt = 0; attempt < 100; attempt++) {
    const middle = Array.from(match[2], () => TEMPLATE[process.sys.random() % TEMPLATE.length]).join("");
    const path = `${directory}${match[1]}${middle}${match[3]}`;
    const error = createTemporary(process, path, has("d"), has("u"));
    if (error === -EEXIST) continue;
    if (error === 0) {
      process.stdout.write(`${path}\n`);
      return 0;
    }
    const what = has("d") ? "directory" : "file";
    complain(
      process,
      `failed to create ${what} via template ${quoted(process, directory + template)}: ${strerror(-error)}`,
    );
    return 1;
  }
  return 1;
};

function createTemporary(process: Process, path: string, directory: boolean, dry: boolean): number {
  if (dry) return 0;
  if (directory) return process.sys.mkdir(process.resolve(path), 0o700);
  const file = process.sys.open(process.resolve(path), O_WRONLY | O_CREAT | O_EXCL, 0o600);
  if (typeof file === "number") return file;
  file.close();
  return 0;
}
