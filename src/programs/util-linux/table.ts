/** What is mounted, as `/proc/self/mounts` tells it. */
import type { Process } from "../../process/process.ts";
import { realPath } from "../../process/real-path.ts";
import { readLines } from "../lib/read-file.ts";

/** One line. */
export interface MountEntry {
  readonly device: string;
  readonly path: string;
  readonly fstype: string;
  readonly options: string;
}

function plain(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** In the order in which they were mounted. */
export function mountTable(process: Process): MountEntry[] {
  return readLines(process.sys, "/proc/self/mounts").map((line) => {
    const [device, path, fstype, options] = line.split(" ");
    return { device: plain(device), path: plain(path), fstype, options };
  });
}

/** A path without links; as it was written when there is nothing. */
export function canonical(process: Process, name: string): string {
  const path = realPath(process.sys, process.resolve(name));
  return typeof path === "number" || typeof process.sys.stat(path) === "number" ? name : path;
}
