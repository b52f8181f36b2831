/**
 * Files of the virtual file system: what every kind of inode answers.
 *
 * Source: `include/linux/fs.h` (`struct inode_operations`), errors as ext4 and procfs give them.
 */
import { EACCES, EINVAL, ENODEV, ENOENT, ENOTDIR, EPERM, type Errno } from "../../errno.ts";
import type { DirectoryEntry, File, FileStatus, FileType } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";

/** `struct inode`: what can be asked of any file; most answer with an error. */
export abstract class Inode {
  abstract readonly type: FileType;
  /** Permission bits. */
  mode: number;
  inode = 0;
  /** Number of the file system's anonymous device. */
  device = 1;
  /** Milliseconds since the epoch. */
  modified = 0;

  constructor(mode: number) {
    this.mode = mode;
  }

  /** Entry `name` of this directory, for that task. */
  lookup(_name: string, _task: TaskStruct): Inode | Errno {
    return -ENOTDIR;
  }

  entries(_task: TaskStruct): DirectoryEntry[] | Errno {
    return -ENOTDIR;
  }

  open(_flags: number, _task: TaskStruct): File | Errno {
    return -ENODEV;
  }

  /** The text of a symbolic link. */
  readlink(_task: TaskStruct): string | Errno {
    return -EINVAL;
  }

  /** Where a magic link leads (`/proc/self/ns/net`), whatever its text says. */
  follow(_task: TaskStruct): Inode | undefined {
    return undefined;
  }

  /** Puts a new entry into this directory. */
  link(_name: string, _inode: Inode): number {
    return -EACCES;
  }

  /** Takes an entry out of this directory. */
  unlink(_name: string): number {
    return -EPERM;
  }

  status(task: TaskStruct): FileStatus {
    if (this.inode === 0) this.inode = task.machine.nextInode++;
    return {
      type: this.type,
      mode: this.mode,
      size: this.size(task),
      inode: this.inode,
      device: this.device,
      links: this.type === "directory" ? 2 : 1,
      modified: this.modified,
    };
  }

  size(_task: TaskStruct): number {
    return 0;
  }
}

/** A directory whose entries are found by a function, as in procfs and sysfs. */
export class ComputedDirectory extends Inode {
  readonly type = "directory";
  private readonly find: (name: string, task: TaskStruct) => Inode | undefined;
  private readonly list: (task: TaskStruct) => DirectoryEntry[];

  constructor(
    find: (name: string, task: TaskStruct) => Inode | undefined,
    list: (task: TaskStruct) => DirectoryEntry[],
    mode = 0o555,
  ) {
    super(mode);
    this.find = find;
    this.list = list;
  }

  override lookup(name: string, task: TaskStruct): Inode | Errno {
    return this.find(name, task) ?? -ENOENT;
  }

  override entries(task: TaskStruct): DirectoryEntry[] {
    return this.list(task);
  }
}

/** A directory of procfs, in which a name that is not there can not be made either: its lookup says so, not its permissions. */
export class ProcDirectory extends ComputedDirectory {
  override link(): number {
    return -ENOENT;
  }
}

/** A directory of procfs whose entries are made when they are looked up: most lookups want one of many. */
export function lazyDirectory(
  children: Readonly<Record<string, readonly [FileType, () => Inode]>>,
  mode = 0o555,
): Inode {
  return new ProcDirectory(
    (name) => (Object.hasOwn(children, name) ? children[name][1]() : undefined),
    () => Object.entries(children).map(([name, [type]]) => ({ name, type })),
    mode,
  );
}

/** A computed directory with a fixed set of entries. */
export function fixedDirectory(children: Readonly<Record<string, Inode>>, mode = 0o555): Inode {
  const table = new Map(Object.entries(children));
  return new ComputedDirectory(
    (name) => table.get(name),
    () => [...table].map(([name, inode]) => ({ name, type: inode.type })),
    mode,
  );
}

/** A symbolic link whose text may depend on who reads it; `target` is where it leads when that is not its text. */
export class ComputedLink extends Inode {
  readonly type = "symlink";
  private readonly text: (task: TaskStruct) => string;
  private readonly target: ((task: TaskStruct) => Inode | undefined) | undefined;

  constructor(text: (task: TaskStruct) => string, target?: (task: TaskStruct) => Inode | undefined) {
    super(0o777);
    this.text = text;
    this.target = target;
  }

  override readlink(task: TaskStruct): string {
    return this.text(task);
  }

  override follow(task: TaskStruct): Inode | undefined {
    return this.target?.(task);
  }
}
