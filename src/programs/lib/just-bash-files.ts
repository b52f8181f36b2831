/** The kernel's file system as the just-bash library sees one. */
import type { FileContent, FsStat, IFileSystem } from "just-bash";
import { errnoName, strerror } from "../../errno.ts";
import { type FileStatus, O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import { readWhole } from "../../process/file-stream.ts";
import type { Process } from "../../process/process.ts";
import { resolvePathIn } from "../../process/real-path.ts";
import { decodeText, encodeText } from "../../process/text.ts";

function failure(error: number, call: string, path: string): Error {
  return new Error(`${errnoName(-error)}: ${strerror(-error).toLowerCase()}, ${call} '${path}'`);
}

function check(result: number, call: string, path: string): void {
  if (result < 0) throw failure(result, call, path);
}

function bytesOf(content: FileContent): Uint8Array {
  return typeof content === "string" ? encodeText(content) : content;
}

function toStat(status: FileStatus): FsStat {
  return {
    isFile: status.type !== "directory" && status.type !== "symlink",
    isDirectory: status.type === "directory",
    isSymbolicLink: status.type === "symlink",
    mode: status.mode,
    size: status.size,
    mtime: new Date(status.modified),
    dev: status.device,
    ino: status.inode,
  };
}

/** What the library sees of its own tool. */
const TOOL: FsStat = {
  isFile: true,
  isDirectory: false,
  isSymbolicLink: false,
  mode: 0o755,
  size: 0,
  mtime: new Date(0),
};

/**
 * @param tool the path at which the library looks for its own tool: it is there whatever the kernel's file system shows
 * @returns a file system for one run of a tool in a process
 */
export function libraryFiles(process: Process, tool: string): IFileSystem {
  const { sys } = process;
  const read = async (path: string): Promise<Uint8Array> => {
    const status = sys.stat(path);
    if (typeof status !== "number" && status.type === "directory") throw failure(-21, "read", path);
    const file = sys.open(path, O_RDONLY);
    if (typeof file === "number") throw failure(file, "open", path);
    for (;;) {
      const bytes = readWhole(file);
      if (bytes !== -11) {
        file.close();
        if (typeof bytes === "number") throw failure(bytes, "read", path);
        return bytes;
      }
      await process.poll([file]);
    }
  };
  const write = async (path: string, content: FileContent, flags: number): Promise<void> => {
    const file = sys.open(path, O_WRONLY | O_CREAT | flags, 0o666);
    if (typeof file === "number") throw failure(file, "open", path);
    file.write(bytesOf(content));
    file.close();
  };
  const stat = async (path: string, follow: boolean): Promise<FsStat> => {
    if (path === tool) return TOOL;
    const status = follow ? sys.stat(path) : sys.lstat(path);
    if (typeof status === "number") throw failure(status, "stat", path);
    return toStat(status);
  };
  const readdir = async (path: string) => {
    const entries = sys.readdir(path);
    if (typeof entries === "number") throw failure(entries, "scandir", path);
    return entries;
  };
  return {
    readFile: async (path) => decodeText(await read(path)),
    readFileBuffer: read,
    writeFile: (path, content) => write(path, content, O_TRUNC),
    appendFile: (path, content) => write(path, content, O_APPEND),
    exists: async (path) => path === tool || typeof sys.stat(path) !== "number",
    stat: (path) => stat(path, true),
    lstat: (path) => stat(path, false),
    mkdir: async (path) => check(sys.mkdir(path, 0o777), "mkdir", path),
    readdir: async (path) => (await readdir(path)).map((entry) => entry.name),
    readdirWithFileTypes: async (path) =>
      (await readdir(path)).map(({ name, type }) => ({
        name,
        isFile: type === "file",
        isDirectory: type === "directory",
        isSymbolicLink: type === "symlink",
      })),
    rm: async (path) => {
      const status = sys.lstat(path);
      const directory = typeof status !== "number" && status.type === "directory";
      check(directory ? sys.rmdir(path) : sys.unlink(path), "rm", path);
    },
    cp: async (from, to) => write(to, await read(from), O_TRUNC),
    mv: async (from, to) => check(sys.rename(from, to), "rename", from),
    // the tools find no file by an empty name
    resolvePath: (base, path) => (path === "" ? "" : resolvePathIn(sys, base, path)),
    getAllPaths: () => [],
    chmod: async (path, mode) => check(sys.chmod(path, mode), "chmod", path),
    symlink: async (target, path) => check(sys.symlink(target, path), "symlink", path),
    link: async (from) => check(-1, "link", from),
    readlink: async (path) => {
      const target = sys.readlink(path);
      if (typeof target === "number") throw failure(target, "readlink", path);
      return target;
    },
    realpath: async (path) => {
      if (typeof sys.stat(path) === "number") throw failure(-2, "realpath", path);
      return path;
    },
    utimes: async () => undefined,
  };
}
