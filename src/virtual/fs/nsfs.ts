/**
 * Namespace files: what `/proc/PID/ns/net` leads to and `/run/netns/NAME` is covered by. A mounted one keeps its namespace alive.
 *
 * Source: `fs/nsfs.c`.
 */
import { EINVAL, type Errno } from "../../errno.ts";
import type { File } from "../../kernel.ts";
import type { Net } from "../core/net.ts";
import type { TaskStruct } from "../task-struct.ts";
import { OpenFile } from "./file.ts";
import { Inode } from "./inode.ts";
import type { MountHolder } from "./mount.ts";

/** Number of the nsfs device, as `stat` shows it on Linux. */
const NSFS_DEVICE = 4;

/** One inode a namespace, so that mounts of the same namespace compare equal. */
const inodes = new WeakMap<Net, NetnsInode>();

/** The one inode of a namespace, by whatever path it is found. */
export class NetnsInode extends Inode implements MountHolder {
  readonly type = "file";
  readonly net: Net;

  private constructor(net: Net) {
    super(0o444);
    this.net = net;
    this.inode = net.inode;
    this.device = NSFS_DEVICE;
  }

  static of(net: Net): NetnsInode {
    const known = inodes.get(net);
    if (known !== undefined) return known;
    const inode = new NetnsInode(net);
    inodes.set(net, inode);
    return inode;
  }

  mounted(): void {
    this.net.hold();
  }

  unmounted(): void {
    this.net.release();
  }

  override open(flags: number, task: TaskStruct): File | Errno {
    return this.net.dying ? -EINVAL : new NetnsFile(this, flags, task);
  }
}

/** An open namespace file: what `setns` and `IFLA_NET_NS_FD` take. It holds the namespace. */
export class NetnsFile extends OpenFile {
  readonly net: Net;
  private open = true;

  constructor(inode: NetnsInode, flags: number, task: TaskStruct) {
    super(inode, flags, task);
    this.net = inode.net;
    this.net.hold();
  }

  override close(): void {
    if (!this.open) return;
    this.open = false;
    super.close();
    this.task.forget(this);
    this.net.release();
  }
}
