/** The files that grep looks into, directory after directory. */
import type { FileStatus } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";

/** The most directories inside each other: `PATH_MAX` / 2. */
const DEEPEST = 2048;

/**
 * The names of the files below the operands, in the order of their directories; an operand that is no directory is itself. Below an
 * operand neither symbolic links (unless `follow`) nor anything that is no file is looked into. `looped` is told the directories that
 * are inside themselves.
 *
 * Source: GNU grep's `grepdirent`.
 */
export function* filesBelow(
  process: Process,
  operands: readonly string[],
  follow: boolean,
  looped: (name: string) => void,
): Generator<string> {
  const walk = { process, follow, looped };
  if (operands.length === 0) yield* inDirectory(walk, ".", "", []);
  for (const name of operands) {
    const status = name === "-" ? -1 : process.sys.stat(process.resolve(name));
    if (typeof status === "number" || status.type !== "directory") yield name;
    else yield* inDirectory(walk, name, name.endsWith("/") ? name : `${name}/`, [identity(status)]);
  }
}

/** Whether one of the operands is a directory, so that names are shown (`out_file`). */
export function anyDirectory(process: Process, operands: readonly string[]): boolean {
  return operands.some((name) => {
    const status = name === "-" ? -1 : process.sys.stat(process.resolve(name));
    return typeof status !== "number" && status.type === "directory";
  });
}

interface Walk {
  readonly process: Process;
  readonly follow: boolean;
  readonly looped: (name: string) => void;
}

function identity(status: FileStatus): string {
  return `${status.device}:${status.inode}`;
}

function* inDirectory(
  walk: Walk,
  directory: string,
  prefix: string,
  above: readonly string[],
): Generator<string> {
  const { process } = walk;
  const entries = process.sys.readdir(process.resolve(directory));
  if (typeof entries === "number") {
    yield directory;
    return;
  }
  for (const { name } of entries) {
    const path = prefix + name;
    const status = process.sys[walk.follow ? "stat" : "lstat"](process.resolve(path));
    if (typeof status === "number" || status.type === "file") yield path;
    else if (status.type === "directory") {
      const own = identity(status);
      if (above.includes(own)) walk.looped(path);
      else if (above.length < DEEPEST) yield* inDirectory(walk, path, `${path}/`, [...above, own]);
    }
  }
}
