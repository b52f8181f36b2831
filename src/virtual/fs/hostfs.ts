/**
 * Directories of the host seen by the virtual box: files are read from the host when they are opened; what a script writes stays in
 * memory on top of them, so that no script changes the host.
 */
import { ENOENT, type Errno } from "../../errno.ts";
import type { DirectoryEntry, File, FileStatus } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { Inode } from "./inode.ts";
import { Fifo, MemoryDirectory, MemoryFile } from "./ramfs.ts";

/** How the virtual box reads the host's files; paths are absolute. */
export interface HostFiles {
  stat(path: string): FileStatus | undefined;
  readdir(path: string): DirectoryEntry[] | undefined;
  read(path: string): Uint8Array | undefined;
}

/** One directory of the host, with what was written or removed on top of it. */
export class HostDirectory extends MemoryDirectory {
  private readonly host: HostFiles;
  private readonly path: string;
  private readonly removed = new Set<string>();

  constructor(host: HostFiles, path: string, mode = 0o755) {
    super(mode);
    this.host = host;
    this.path = path;
  }

  override lookup(name: string): Inode | Errno {
    const known = this.children.get(name);
    if (known !== undefined) return known;
    if (this.removed.has(name)) return -ENOENT;
    const path = `${this.path === "/" ? "" : this.path}/${name}`;
    const status = this.host.stat(path);
    if (status === undefined) return -ENOENT;
    const inode = this.seen(path, status);
    inode.modified = status.modified;
    this.children.set(name, inode);
    return inode;
  }

  /** What stands for a file of the host. A FIFO is one of the box's own: opening the host's would wait for a program there. */
  private seen(path: string, status: FileStatus): Inode {
    if (status.type === "directory") return new HostDirectory(this.host, path, status.mode);
    return status.type === "fifo" ? new Fifo(status.mode) : new HostFile(this.host, path, status);
  }

  override entries(): DirectoryEntry[] {
    const entries = super.entries();
    for (const entry of this.host.readdir(this.path) ?? []) {
      if (!this.children.has(entry.name) && !this.removed.has(entry.name)) entries.push(entry);
    }
    return entries;
  }

  override link(name: string, inode: Inode): number {
    this.lookup(name);
    return super.link(name, inode);
  }

  override unlink(name: string): number {
    this.lookup(name);
    const result = super.unlink(name);
    if (result === 0) this.removed.add(name);
    return result;
  }
}

class HostFile extends MemoryFile {
  private readonly host: HostFiles;
  private readonly path: string;
  private loaded = false;
  private readonly hostSize: number;

  constructor(host: HostFiles, path: string, status: FileStatus) {
    super(status.mode);
    this.host = host;
    this.path = path;
    this.hostSize = status.size;
  }

  override open(flags: number, task: TaskStruct): File {
    if (!this.loaded) {
      this.loaded = true;
      this.content = Uint8Array.from(this.host.read(this.path) ?? []);
      this.length = this.content.length;
    }
    return super.open(flags, task);
  }

  override size(): number {
    return this.loaded ? super.size() : this.hostSize;
  }
}
