/**
 * A watch on a directory in memory, read as `struct inotify_event`s.
 *
 * Source: `fs/notify/inotify/inotify_user.c`, `inotify_fsnotify.c`.
 */
import { EAGAIN, EINVAL } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import { OpenFile } from "./file.ts";
import type { Inode } from "./inode.ts";

const IN_Q_OVERFLOW = 0x4000;
const IN_ISDIR = 0x40000000;
const HEADER_LENGTH = 16;
/** The only watch of the file. */
const WATCH = 1;
/** `fs.inotify.max_queued_events` */
const MAX_QUEUED = 16_384;

/** A directory that tells about its entries. */
export interface Watchable extends Inode {
  watchers: Set<InotifyFile> | null;
}

/** Tells who watches the directory. */
export function notifyWatchers(directory: Watchable, mask: number, name: string, entry: Inode): void {
  if (directory.watchers === null) return;
  for (const watcher of directory.watchers)
    watcher.notify(entry.type === "directory" ? mask | IN_ISDIR : mask, name);
}

/** The name follows the header, padded with zeroes to a multiple of the header's length. */
function encode(watch: number, mask: number, name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  const room = text.length === 0 ? 0 : Math.ceil((text.length + 1) / HEADER_LENGTH) * HEADER_LENGTH;
  const event = new Uint8Array(HEADER_LENGTH + room);
  const view = new DataView(event.buffer);
  view.setInt32(0, watch, true);
  view.setUint32(4, mask, true);
  view.setUint32(12, room, true);
  event.set(text, HEADER_LENGTH);
  return event;
}

/** An open watch, with the events that were not read yet. */
export class InotifyFile extends OpenFile {
  private readonly directory: Watchable | undefined;
  private readonly mask: number;
  private queue: Uint8Array[] = [];
  private wakers = new Set<() => void>();

  /** @param directory undefined where nothing is ever made or removed */
  constructor(inode: Inode, directory: Watchable | undefined, mask: number, task: TaskStruct) {
    super(inode, O_RDONLY, task);
    this.directory = directory;
    this.mask = mask;
    if (directory !== undefined) {
      directory.watchers ??= new Set();
      directory.watchers.add(this);
    }
  }

  notify(mask: number, name: string): void {
    if ((mask & this.mask) === 0 || this.queue.length > MAX_QUEUED) return;
    this.queue.push(
      this.queue.length === MAX_QUEUED ? encode(-1, IN_Q_OVERFLOW, "") : encode(WATCH, mask, name),
    );
    const { wakers } = this;
    this.wakers = new Set();
    for (const wake of wakers) wake();
  }

  protected override readBytes(into: Uint8Array): number {
    if (this.queue.length === 0) return -EAGAIN;
    let length = 0;
    let count = 0;
    for (const event of this.queue) {
      if (length + event.length > into.length) break;
      into.set(event, length);
      length += event.length;
      count++;
    }
    this.queue.splice(0, count);
    return count === 0 ? -EINVAL : length;
  }

  override poll(wake: () => void): () => void {
    if (this.queue.length > 0) wake();
    else this.wakers.add(wake);
    return () => void this.wakers.delete(wake);
  }

  override close(): void {
    super.close();
    this.task.forget(this);
    const { directory } = this;
    if (directory?.watchers?.delete(this) && directory.watchers.size === 0) directory.watchers = null;
  }
}
