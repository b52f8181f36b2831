/**
 * Files in memory: the root file system, /tmp, /run and whatever a script makes.
 *
 * Source: `mm/shmem.c` and `fs/libfs.c` for behaviour and errors.
 */
import { EAGAIN, EEXIST, EINVAL, EISDIR, ENOENT, ENOSPC, ENOTEMPTY, ENXIO, type Errno } from "../../errno.ts";
import {
  type DirectoryEntry,
  type File,
  type FileType,
  O_APPEND,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  type Whence,
} from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import { OpenFile } from "./file.ts";
import { Inode } from "./inode.ts";
import type { InotifyFile } from "./inotify.ts";

/** Bytes that one file may grow to: a bound on what a runaway script can take. */
const MAX_FILE_SIZE = 1 << 30;
/** `PIPE_BUF` times 16: what a FIFO holds. */
const FIFO_CAPACITY = 65536;

/** A directory. */
export class MemoryDirectory extends Inode {
  readonly type: FileType = "directory";
  readonly children = new Map<string, Inode>();
  watchers: Set<InotifyFile> | null = null;

  override lookup(name: string): Inode | Errno {
    return this.children.get(name) ?? -ENOENT;
  }

  /** The youngest first, as tmpfs lists them (`fs/libfs.c`, `simple_offset`). */
  override entries(): DirectoryEntry[] {
    return [...this.children].reverse().map(([name, inode]) => ({ name, type: inode.type }));
  }

  override open(flags: number, task: TaskStruct): File | Errno {
    return (flags & (O_WRONLY | O_RDWR)) !== 0 ? -EISDIR : new DirectoryFile(this, flags, task);
  }

  override link(name: string, inode: Inode): number {
    if (this.children.has(name)) return -EEXIST;
    this.children.set(name, inode);
    return 0;
  }

  override unlink(name: string): number {
    const inode = this.children.get(name);
    if (inode === undefined) return -ENOENT;
    if (inode instanceof MemoryDirectory && inode.children.size > 0) return -ENOTEMPTY;
    this.children.delete(name);
    return 0;
  }
}

/** An open directory: reading it gives EISDIR, its entries come from `readdir`. */
export class DirectoryFile extends OpenFile {
  protected override readBytes(): number {
    return -EISDIR;
  }
}

/** A regular file; its bytes grow with what is written. */
export class MemoryFile extends Inode {
  readonly type = "file";
  content = new Uint8Array(0);
  length = 0;

  override open(flags: number, task: TaskStruct): File {
    if ((flags & O_TRUNC) !== 0) this.resize(0);
    return new MemoryFileHandle(this, flags, task);
  }

  override size(): number {
    return this.length;
  }

  /** Sets the length; new bytes are zero. @returns 0 or a negative error */
  resize(length: number): number {
    if (length > MAX_FILE_SIZE) return -ENOSPC;
    if (length > this.content.length) {
      const larger = new Uint8Array(Math.max(length, this.content.length * 2));
      larger.set(this.content.subarray(0, this.length));
      this.content = larger;
    } else if (length < this.length) this.content.fill(0, length, this.length);
    this.length = length;
    return 0;
  }
}

class MemoryFileHandle extends OpenFile {
  private readonly file: MemoryFile;
  private readonly append: boolean;
  private position = 0;

  constructor(file: MemoryFile, flags: number, task: TaskStruct) {
    super(file, flags, task);
    this.file = file;
    this.append = (flags & O_APPEND) !== 0;
  }

  protected override readBytes(into: Uint8Array): number {
    const count = Math.max(0, Math.min(into.length, this.file.length - this.position));
    into.set(this.file.content.subarray(this.position, this.position + count));
    this.position += count;
    return count;
  }

  protected override writeBytes(data: Uint8Array): number {
    if (this.append) this.position = this.file.length;
    const end = this.position + data.length;
    if (end > this.file.length) {
      const result = this.file.resize(end);
      if (result < 0) return result;
    }
    this.file.content.set(data, this.position);
    this.position = end;
    this.file.modified = this.task.milliseconds();
    return data.length;
  }

  override seek(offset: number, whence: Whence): number {
    if (whence === "data" && (offset < 0 || offset >= this.file.length)) return -ENXIO;
    const base = { set: 0, data: 0, current: this.position, end: this.file.length }[whence];
    if (base + offset < 0) return -EINVAL;
    this.position = base + offset;
    return this.position;
  }

  override truncate(length: number): number {
    return length < 0 ? -EINVAL : this.file.resize(length);
  }
}

/** A symbolic link. */
export class MemoryLink extends Inode {
  readonly type = "symlink";
  private readonly target: string;

  constructor(target: string) {
    super(0o777);
    this.target = target;
  }

  override readlink(): string {
    return this.target;
  }

  override size(): number {
    return this.target.length;
  }
}

/** A named pipe. Opening never waits; a read without a writer yet would block. */
export class Fifo extends Inode {
  readonly type = "fifo";
  readonly chunks: Uint8Array[] = [];
  buffered = 0;
  readers = 0;
  writers = 0;
  everWritten = false;
  wakers: (() => void)[] = [];

  override open(flags: number, task: TaskStruct): File {
    return new FifoHandle(this, flags, task);
  }

  wake(): void {
    const wakers = this.wakers;
    this.wakers = [];
    for (const wake of wakers) wake();
  }
}

class FifoHandle extends OpenFile {
  private readonly fifo: Fifo;
  private readonly reads: boolean;
  private readonly writes: boolean;

  constructor(fifo: Fifo, flags: number, task: TaskStruct) {
    super(fifo, flags, task);
    this.fifo = fifo;
    this.reads = (flags & O_WRONLY) === O_RDONLY;
    this.writes = (flags & (O_WRONLY | O_RDWR)) !== 0;
    if (this.reads) fifo.readers++;
    if (this.writes) {
      fifo.writers++;
      fifo.everWritten = true;
      fifo.wake();
    }
  }

  protected override readBytes(into: Uint8Array): number {
    const first = this.fifo.chunks[0];
    if (first === undefined) return this.fifo.writers > 0 || !this.fifo.everWritten ? -EAGAIN : 0;
    const count = Math.min(into.length, first.length);
    into.set(first.subarray(0, count));
    if (count === first.length) this.fifo.chunks.shift();
    else this.fifo.chunks[0] = first.subarray(count);
    this.fifo.buffered -= count;
    return count;
  }

  protected override writeBytes(data: Uint8Array): number {
    const room = FIFO_CAPACITY - this.fifo.buffered;
    if (room <= 0) return -EAGAIN;
    const taken = data.slice(0, room);
    this.fifo.chunks.push(taken);
    this.fifo.buffered += taken.length;
    this.fifo.wake();
    return taken.length;
  }

  override poll(wake: () => void): () => void {
    const { fifo } = this;
    const ready = !this.reads || fifo.chunks.length > 0 || (fifo.writers === 0 && fifo.everWritten);
    if (ready) {
      wake();
      return () => {};
    }
    fifo.wakers.push(wake);
    return () => {
      fifo.wakers = fifo.wakers.filter((other) => other !== wake);
    };
  }

  override close(): void {
    super.close();
    if (this.reads) this.fifo.readers--;
    if (this.writes && --this.fifo.writers === 0) this.fifo.wake();
  }
}
