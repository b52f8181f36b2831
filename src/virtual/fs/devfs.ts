/** The device nodes of /dev: null, zero, full, random, urandom, kmsg, tty and net/tun. */
import { ENOSPC, ENXIO, type Errno } from "../../errno.ts";
import type { File } from "../../kernel.ts";
import type { TaskStruct } from "../task-struct.ts";
import { OpenFile } from "./file.ts";
import { ComputedLink, Inode } from "./inode.ts";
import { openKmsg } from "./kmsg.ts";
import { MemoryDirectory } from "./ramfs.ts";

/** A character device, opened by a function. */
class DeviceNode extends Inode {
  readonly type = "character";
  private readonly opener: (inode: Inode, flags: number, task: TaskStruct) => File | Errno;

  constructor(mode: number, opener: (inode: Inode, flags: number, task: TaskStruct) => File | Errno) {
    super(mode);
    this.opener = opener;
  }

  override open(flags: number, task: TaskStruct): File | Errno {
    return this.opener(this, flags, task);
  }
}

class NullFile extends OpenFile {
  protected override readBytes(_into: Uint8Array): number {
    return 0;
  }
  protected override writeBytes(data: Uint8Array): number {
    return data.length;
  }
  override seek(): number {
    return 0;
  }
  override truncate(): number {
    return 0;
  }
}

/** What a byte of `/dev/zero` costs, in ns. */
const ZERO_BYTE_NS = 1;
/** What a byte of `/dev/urandom` costs, in ns: whoever reads without end comes to the end of its time. */
const RANDOM_BYTE_NS = 4;

class ZeroFile extends NullFile {
  protected override readBytes(into: Uint8Array): number {
    into.fill(0);
    this.task.spend(into.length * ZERO_BYTE_NS);
    return into.length;
  }
}

class FullFile extends ZeroFile {
  protected override writeBytes(): number {
    return -ENOSPC;
  }
}

class RandomFile extends NullFile {
  protected override readBytes(into: Uint8Array): number {
    for (let i = 0; i < into.length; i += 4) {
      const word = this.task.random();
      into[i] = word;
      into[i + 1] = word >>> 8;
      into[i + 2] = word >>> 16;
      into[i + 3] = word >>> 24;
    }
    this.task.spend(into.length * RANDOM_BYTE_NS);
    return into.length;
  }
}

/** Makes /dev. `openTun` opens the clone device of the TUN/TAP driver for a task. */
export function createDev(openTun: (task: TaskStruct) => File | Errno): MemoryDirectory {
  const dev = new MemoryDirectory(0o755);
  const node = (
    name: string,
    mode: number,
    opener: (inode: Inode, flags: number, task: TaskStruct) => File | Errno,
  ) => dev.link(name, new DeviceNode(mode, opener));
  node("null", 0o666, (inode, flags, task) => new NullFile(inode, flags, task));
  node("zero", 0o666, (inode, flags, task) => new ZeroFile(inode, flags, task));
  node("full", 0o666, (inode, flags, task) => new FullFile(inode, flags, task));
  node("random", 0o666, (inode, flags, task) => new RandomFile(inode, flags, task));
  node("urandom", 0o666, (inode, flags, task) => new RandomFile(inode, flags, task));
  node("kmsg", 0o644, openKmsg);
  node("tty", 0o666, () => -ENXIO);
  dev.link("fd", new ComputedLink(() => "/proc/self/fd"));
  dev.link("stdin", new ComputedLink(() => "/proc/self/fd/0"));
  dev.link("stdout", new ComputedLink(() => "/proc/self/fd/1"));
  dev.link("stderr", new ComputedLink(() => "/proc/self/fd/2"));
  const net = new MemoryDirectory(0o755);
  net.link("tun", new DeviceNode(0o666, (_inode, _flags, task) => openTun(task)));
  dev.link("net", net);
  return dev;
}
