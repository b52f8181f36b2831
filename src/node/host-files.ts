/** The host's files, for scripts on the virtual kernel to read. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { DirectoryEntry, FileStatus, FileType } from "../kernel.ts";
import type { HostFiles } from "../virtual/fs/hostfs.ts";

function typeOf(entry: {
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isCharacterDevice(): boolean;
}): FileType {
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO()) return "fifo";
  return entry.isCharacterDevice() ? "character" : "file";
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

export const nodeFiles: HostFiles = {
  stat: (path): FileStatus | undefined =>
    attempt(() => {
      const status = statSync(path);
      return {
        type: typeOf(status),
        mode: status.mode & 0o7777,
        size: status.size,
        inode: status.ino,
        device: status.dev,
        links: status.nlink,
        modified: status.mtimeMs,
      };
    }),
  readdir: (path): DirectoryEntry[] | undefined =>
    attempt(() =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, type: typeOf(entry) })),
    ),
  // Regular files only: a device of the host may have no end.
  read: (path) => attempt(() => (statSync(path).isFile() ? readFileSync(path) : undefined)),
};
