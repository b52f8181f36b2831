/** Files and directories of Linux behind the {@link File} interface. */
import * as fs from "node:fs";
import { EBADF, EINVAL, EIO, type Errno } from "../errno.ts";
import type { DirectoryEntry, File, FileStatus, FileType, Whence } from "../kernel.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Closable, Held } from "./held.ts";
import * as libc from "./libc.ts";

/** Requests of /dev/net/tun that take a number, not a pointer: TUNSETPERSIST, TUNSETOWNER, TUNSETLINK, TUNSETGROUP, TUNSETOFFLOAD, TUNSETNOCSUM. */
const BY_VALUE: ReadonlySet<number> = new Set([
  0x400454cb, 0x400454cc, 0x400454cd, 0x400454ce, 0x400454d0, 0x400454c8,
]);

const WHENCE = { set: 0, current: 1, end: 2, data: 3 } as const;

/** An open file. */
export class LinuxFile implements File, Closable {
  owner: Held | undefined = undefined;
  private descriptor: number;
  private readonly loop: EventLoop;

  constructor(fd: number, loop: EventLoop) {
    this.descriptor = fd;
    this.loop = loop;
  }

  get fd(): number {
    return this.descriptor;
  }

  read(into: Uint8Array): number {
    return libc.read(this.descriptor, into, into.length);
  }

  write(data: Uint8Array): number {
    return libc.write(this.descriptor, data, data.length);
  }

  seek(offset: number, whence: Whence): number {
    return libc.lseek(this.descriptor, offset, WHENCE[whence]);
  }

  truncate(length: number): number {
    return attempt(() => fs.ftruncateSync(this.descriptor, length));
  }

  ioctl(request: number, argument: Uint8Array): number {
    if (!BY_VALUE.has(request)) return libc.ioctl(this.descriptor, request, argument);
    if (argument.length < 4) return -EINVAL;
    return libc.ioctlValue(
      this.descriptor,
      request,
      new DataView(argument.buffer, argument.byteOffset).getUint32(0, true),
    );
  }

  stat(): FileStatus | Errno {
    return result(() => toStatus(fs.fstatSync(this.descriptor)));
  }

  poll(wake: () => void): () => void {
    return this.loop.poll(this.descriptor, wake);
  }

  close(): void {
    if (this.descriptor < 0) return;
    const fd = this.descriptor;
    this.descriptor = -EBADF;
    this.owner?.forget(this);
    this.loop.closing(fd);
    libc.close(fd);
  }
}

/** Calls a function of `node:fs`; what it throws becomes the negative error number. */
export function result<Value>(call: () => Value): Value | Errno {
  try {
    return call();
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).errno;
    return errno === undefined ? -EIO : errno;
  }
}

/** As {@link result}, for functions without one: 0 on success. */
export function attempt(call: () => void): number {
  return result(() => {
    call();
    return 0;
  });
}

/** `stat(2)` */
export function status(path: string): FileStatus | Errno {
  return result(() => toStatus(fs.statSync(path)));
}

/** `lstat(2)` */
export function linkStatus(path: string): FileStatus | Errno {
  return result(() => toStatus(fs.lstatSync(path)));
}

/** In the order of the directory, as `getdents(2)` gives it; `readdirSync` would sort. */
export function list(path: string): DirectoryEntry[] | Errno {
  return result(() => {
    const directory = fs.opendirSync(path);
    const entries: DirectoryEntry[] = [];
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        entries.push({ name: entry.name, type: typeOf(entry) });
      }
    } finally {
      directory.closeSync();
    }
    return entries;
  });
}

function toStatus(stats: fs.Stats): FileStatus {
  return {
    type: typeOf(stats),
    mode: stats.mode & 0o7777,
    size: stats.size,
    inode: stats.ino,
    device: stats.dev,
    links: stats.nlink,
    modified: stats.mtimeMs,
  };
}

/** Block devices and sockets count as character devices, which programs here treat alike: nothing to be read by path. */
function typeOf(entry: fs.Stats | fs.Dirent): FileType {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  return entry.isFIFO() ? "fifo" : "character";
}
