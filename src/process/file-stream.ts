/** Streams over files of the kernel, and the other way round; memory and null devices. */
import { EAGAIN, EBADF, EINVAL, ENOMEM, ENOTTY, type Errno, ESPIPE } from "../errno.ts";
import type { File, FileStatus, Whence } from "../kernel.ts";
import { BaseOpenFile, nothing, type OpenFile } from "./open-file.ts";
import { MOST_KEPT } from "./stdio.ts";

/** Largest single read from a file. */
const BLOCK = 65_536;

/** A file of the kernel behind file descriptors. */
export class FileStream extends BaseOpenFile {
  readonly file: File;
  readonly description: string;

  constructor(file: File, path: string) {
    super();
    this.file = file;
    this.description = path;
  }

  protected override readNow(max: number): Uint8Array | undefined | Errno {
    const into = new Uint8Array(Math.min(max, BLOCK));
    const count = this.file.read(into);
    if (count < 0) return count;
    return count === 0 ? undefined : into.subarray(0, count);
  }

  protected override writeNow(data: Uint8Array): number {
    return this.file.write(data);
  }

  protected override waitReadable(wake: () => void): () => void {
    return this.file.poll(wake);
  }

  protected override closed(): void {
    this.file.close();
  }
}

/** Bytes that are there from the start: here-documents and here-strings. */
export class MemoryStream extends BaseOpenFile {
  readonly description = "/tmp/sh-thd (deleted)";
  private rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    super();
    this.rest = bytes;
  }

  protected override readNow(max: number): Uint8Array | undefined {
    if (this.rest.length === 0) return undefined;
    const taken = this.rest.subarray(0, max);
    this.rest = this.rest.subarray(taken.length);
    return taken;
  }
}

/** `/dev/null`. */
export class NullStream extends BaseOpenFile {
  readonly description = "/dev/null";

  protected override readNow(): undefined {
    return undefined;
  }

  protected override writeNow(data: Uint8Array): number {
    return data.length;
  }
}

/** What a program gets that opens `/dev/fd/N`: a file that reads and writes the open file of that descriptor. */
export class DescriptorFile implements File {
  private readonly open: OpenFile;

  constructor(open: OpenFile) {
    this.open = open.retain();
  }

  read(into: Uint8Array): number {
    const result = this.open.tryRead(into.length);
    if (result === undefined) return 0;
    if (typeof result === "number") return result;
    into.set(result);
    return result.length;
  }

  write(data: Uint8Array): number {
    return this.open.tryWrite(data);
  }

  poll(wake: () => void): () => void {
    return this.open.pollRead(wake);
  }

  seek(offset: number, whence: Whence): number {
    return this.open instanceof FileStream ? this.open.file.seek(offset, whence) : -ESPIPE;
  }

  truncate(length: number): number {
    return this.open instanceof FileStream ? this.open.file.truncate(length) : -EINVAL;
  }

  ioctl(request: number, argument: Uint8Array): number {
    return this.open instanceof FileStream ? this.open.file.ioctl(request, argument) : -ENOTTY;
  }

  stat(): FileStatus | Errno {
    return statusOf(this.open);
  }

  close(): void {
    this.open.release();
  }
}

/** `fstat(2)` of an open file. */
export function statusOf(open: OpenFile): FileStatus | Errno {
  if (open instanceof FileStream) return open.file.stat();
  const type = open.isTerminal || open instanceof NullStream ? "character" : "fifo";
  return { type, mode: type === "fifo" ? 0o600 : 0o666, size: 0, inode: 3, device: 5, links: 1, modified: 0 };
}

/** `/dev/null` as a file of the kernel. */
export class NullFile implements File {
  read(): number {
    return 0;
  }
  write(data: Uint8Array): number {
    return data.length;
  }
  poll(wake: () => void): () => void {
    wake();
    return nothing;
  }
  seek(): number {
    return 0;
  }
  truncate(): number {
    return -EINVAL;
  }
  ioctl(): number {
    return -ENOTTY;
  }
  stat(): FileStatus {
    return { type: "character", mode: 0o666, size: 0, inode: 4, device: 0x103, links: 1, modified: 0 };
  }
  close(): void {
    // nothing is open
  }
}

/** Bytes of a whole file; an error number when it cannot be read now, `-ENOMEM` when it does not end. */
export function readWhole(file: File): Uint8Array | Errno {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const into = new Uint8Array(BLOCK);
    const count = file.read(into);
    if (count === -EAGAIN || count === -EBADF) return count;
    if (count < 0) return count;
    if (count === 0) break;
    chunks.push(into.subarray(0, count));
    length += count;
    if (length > MOST_KEPT) return -ENOMEM;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
