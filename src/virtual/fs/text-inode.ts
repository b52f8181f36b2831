/** A small text file computed when it is opened, as procfs and sysfs have them. */
import { EACCES, type Errno } from "../../errno.ts";
import { type File, O_RDWR, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import { TextFile } from "./file.ts";
import { Inode } from "./inode.ts";

/** One such file: how its text is made, and what is done with what is written. */
export class TextInode extends Inode {
  readonly type = "file";
  private readonly show: (task: TaskStruct) => string | Errno;
  private readonly store: ((text: string, task: TaskStruct) => number) | undefined;
  private readonly shownSize: number;
  /** What opening with `O_TRUNC` does. */
  onTruncate: (() => void) | undefined;

  /** A negative number from `show` is the error of every read. `shownSize` is the size that `stat` shows. */
  constructor(
    mode: number,
    show: (task: TaskStruct) => string | Errno,
    store?: (text: string, task: TaskStruct) => number,
    shownSize = 0,
  ) {
    super(mode);
    this.show = show;
    this.store = store;
    this.shownSize = shownSize;
  }

  override open(flags: number, task: TaskStruct): File | Errno {
    const access = flags & (O_WRONLY | O_RDWR);
    // Root may open anything on a disk, but sysctl and sysfs files refuse what their mode does not have.
    if (access !== 0 && (this.mode & 0o222) === 0) return -EACCES;
    if (access !== O_WRONLY && (this.mode & 0o444) === 0) return -EACCES;
    if ((flags & O_TRUNC) !== 0) this.onTruncate?.();
    const store = this.store;
    const content = access === O_WRONLY ? "" : this.show(task);
    return new TextFile(this, flags, task, content, store && ((text) => store(text, task)));
  }

  override size(): number {
    return this.shownSize;
  }
}
