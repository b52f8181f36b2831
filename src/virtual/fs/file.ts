/** What open files have in common: they are always ready, and refuse what they cannot do. */
import { EBADF, EINVAL, ENOTTY, type Errno, ESPIPE } from "../../errno.ts";
import { type File, type FileStatus, O_RDONLY, O_RDWR, O_WRONLY, type Whence } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { Inode } from "./inode.ts";

const NOTHING = (): void => {};
const ACCESS_MODE = 3;

/** What is there unless a kind of file says otherwise. */
export abstract class OpenFile implements File {
  readonly fd: number;
  readonly inode: Inode;
  protected readonly task: TaskStruct;
  private readonly access: number;

  constructor(inode: Inode, flags: number, task: TaskStruct) {
    this.inode = inode;
    this.task = task;
    this.access = flags & ACCESS_MODE;
    this.fd = task.files.add(this);
  }

  read(into: Uint8Array): number {
    return this.access === O_RDONLY || this.access === O_RDWR ? this.readBytes(into) : -EBADF;
  }

  write(data: Uint8Array): number {
    return this.access === O_WRONLY || this.access === O_RDWR ? this.writeBytes(data) : -EBADF;
  }

  protected readBytes(_into: Uint8Array): number {
    return -EINVAL;
  }

  protected writeBytes(_data: Uint8Array): number {
    return -EINVAL;
  }

  seek(_offset: number, _whence: Whence): number {
    return -ESPIPE;
  }

  truncate(_length: number): number {
    return -EINVAL;
  }

  ioctl(_request: number, _argument: Uint8Array): number {
    return -ENOTTY;
  }

  stat(): FileStatus | Errno {
    return this.inode.status(this.task);
  }

  poll(wake: () => void): () => void {
    wake();
    return NOTHING;
  }

  close(): void {
    this.task.files.remove(this.fd);
  }
}

/** A file whose text is made when it is opened; what is written to it goes to a handler at once. */
export class TextFile extends OpenFile {
  private readonly content: Uint8Array | Errno;
  private readonly store: ((text: string) => number) | undefined;
  private position = 0;

  constructor(
    inode: Inode,
    flags: number,
    task: TaskStruct,
    content: string | Errno,
    store?: (text: string) => number,
  ) {
    super(inode, flags, task);
    this.content = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.store = store;
  }

  protected override readBytes(into: Uint8Array): number {
    if (typeof this.content === "number") return this.content;
    const count = Math.max(0, Math.min(into.length, this.content.length - this.position));
    into.set(this.content.subarray(this.position, this.position + count));
    this.position += count;
    return count;
  }

  protected override writeBytes(data: Uint8Array): number {
    if (this.store === undefined) return -EINVAL;
    const result = this.store(new TextDecoder().decode(data));
    return result < 0 ? result : data.length;
  }

  override seek(offset: number, whence: Whence): number {
    if (typeof this.content === "number") return this.content;
    if (whence === "data") return -EINVAL;
    const base = whence === "set" ? 0 : whence === "current" ? this.position : this.content.length;
    if (base + offset < 0) return -EINVAL;
    this.position = base + offset;
    return this.position;
  }

  override truncate(): number {
    return 0;
  }
}
