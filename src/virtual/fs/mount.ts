/**
 * Mount namespaces: which inode is covered by which, at which path.
 *
 * Propagation is kept for a namespace as a whole: a copy made by `unshare` is a peer (mounts go both ways), becomes a slave with
 * `MS_SLAVE` (it still receives) and is cut off by `MS_PRIVATE`. That is what `ip netns` and `unshare -m` rely on.
 *
 * Source: `fs/namespace.c`, `Documentation/filesystems/sharedsubtree.rst`.
 */
import type { Inode } from "./inode.ts";

/** Of `umount2(2)`: now, whoever still uses it. */
export const MNT_DETACH = 2;
export const MS_REMOUNT = 0x20;
export const MS_BIND = 0x1000;
export const MS_REC = 0x4000;
export const MS_PRIVATE = 1 << 18;
export const MS_SLAVE = 1 << 19;
export const MS_SHARED = 1 << 20;

/** Told when a mounted inode is covered by one mount more or less in some namespace: nsfs keeps its namespaces alive so. */
export interface MountHolder {
  mounted(): void;
  unmounted(): void;
}

function holder(inode: Inode): MountHolder | undefined {
  return "mounted" in inode && "unmounted" in inode ? (inode as Inode & MountHolder) : undefined;
}

/** What `/proc/PID/mounts` says of a mount. */
export interface MountSource {
  /** First column; any text for file systems without a device. */
  readonly device: string;
  readonly fstype: string;
}

/** A mount: `root` covers `point` when a walk arrives there by `path`. */
interface Mount extends MountSource {
  readonly path: string;
  readonly point: Inode;
  readonly root: Inode;
  /** Later mounts have greater numbers. */
  readonly order: number;
}

/** The file system that every path starts in. */
const ROOT_SOURCE: MountSource = { device: "none", fstype: "tmpfs" };

/** `struct mnt_namespace`. */
export class MountNamespace {
  /** Inode number, as in `mnt:[4026531832]`. */
  readonly inode: number;
  private references = 0;
  /** Absolute path without links → what is mounted there, the uppermost last. */
  private readonly mounts = new Map<string, Mount[]>();
  /** Numbers mounts, together with the namespaces that this one was copied from or to. */
  private counter = { next: 0 };
  /** Namespaces that receive what is mounted here. */
  private readonly receivers = new Set<MountNamespace>();
  private origin: MountNamespace | undefined;

  constructor(inode: number) {
    this.inode = inode;
  }

  /** A copy for a new namespace, as `CLONE_NEWNS` makes it. */
  copy(inode: number): MountNamespace {
    const copy = new MountNamespace(inode);
    for (const [path, stack] of this.mounts) {
      copy.mounts.set(path, [...stack]);
      for (const { root } of stack) holder(root)?.mounted();
    }
    copy.counter = this.counter;
    copy.origin = this;
    this.receivers.add(copy);
    copy.receivers.add(this);
    return copy;
  }

  /** What a path walk sees when it arrives at an inode. @param path without links and without a slash at its end; "/" for the root */
  resolve(path: string, inode: Inode): Inode {
    const stack = this.mounts.get(path);
    if (stack === undefined) return inode;
    let at = inode;
    for (const { point, root } of stack) if (point === at) at = root;
    return at;
  }

  mount(path: string, point: Inode, root: Inode, source: MountSource): void {
    const { device, fstype } = source;
    const mount: Mount = { path, point, root, device, fstype, order: this.counter.next++ };
    this.spread((namespace) => {
      const stack = namespace.mounts.get(path);
      if (stack === undefined) namespace.mounts.set(path, [mount]);
      else stack.push(mount);
      holder(root)?.mounted();
    });
  }

  /** `MS_BIND | MS_REC`: what is mounted below `from` appears below `to` as well. */
  mountBelow(from: string, to: string): void {
    for (const { path, point, root, device, fstype } of this.below(from))
      this.mount(to + path.slice(from.length), point, root, { device, fstype });
  }

  /** Takes away the uppermost mount at `path`, whose root is `root`, and all below it. @returns whether there was one */
  unmount(path: string, root: Inode): boolean {
    const found = this.mounts.get(path)?.findLast((mount) => mount.root === root);
    if (found === undefined) return false;
    for (const mount of this.below(path, found.order).reverse()) this.remove(mount.path, mount.root);
    this.remove(path, root);
    return true;
  }

  private remove(path: string, root: Inode): void {
    this.spread((namespace) => {
      const stack = namespace.mounts.get(path);
      const at = stack?.findLastIndex((mount) => mount.root === root) ?? -1;
      if (stack === undefined || at < 0) return;
      stack.splice(at, 1);
      if (stack.length === 0) namespace.mounts.delete(path);
      holder(root)?.unmounted();
    });
  }

  isMounted(path: string, root: Inode): boolean {
    return this.mounts.get(path)?.some((mount) => mount.root === root) ?? false;
  }

  /** Whether something is mounted on what a directory has at that path. */
  covers(path: string, inode: Inode): boolean {
    return this.mounts.get(path)?.some((mount) => mount.point === inode) ?? false;
  }

  /** Whether something is mounted below the uppermost mount at a path. */
  isBusy(path: string): boolean {
    return this.below(path, this.mounts.get(path)?.at(-1)?.order).length > 0;
  }

  /** What was mounted below a path after the mount with number `after`, in that order. */
  private below(path: string, after = -1): Mount[] {
    const prefix = path === "/" ? path : `${path}/`;
    return this.inOrder().filter((mount) => mount.order > after && mount.path.startsWith(prefix));
  }

  private inOrder(): Mount[] {
    return [...this.mounts.values()].flat().sort((a, b) => a.order - b.order);
  }

  /** What a path lies in. */
  sourceAt(path: string): MountSource {
    for (let at = path; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
      const mount = this.mounts.get(at)?.at(-1);
      if (mount !== undefined) return mount;
    }
    return ROOT_SOURCE;
  }

  /** `/proc/PID/mounts` */
  text(): string {
    const escaped = (text: string) =>
      text.replace(/[ \t\n\\]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`);
    return [{ path: "/", ...ROOT_SOURCE }, ...this.inOrder()]
      .map(({ device, path, fstype }) => `${escaped(device)} ${escaped(path)} ${fstype} rw,relatime 0 0\n`)
      .join("");
  }

  /** `MS_SLAVE`: mounts made here no longer reach the namespace that this one was copied from. */
  makeSlave(): void {
    if (this.origin !== undefined) this.receivers.delete(this.origin);
  }

  /** `MS_PRIVATE` */
  makePrivate(): void {
    this.makeSlave();
    this.origin?.receivers.delete(this);
  }

  /** One more process lives here. */
  hold(): void {
    this.references++;
  }

  /** One less; the last one takes the namespace and its mounts away. */
  release(): void {
    if (--this.references > 0) return;
    this.makePrivate();
    for (const receiver of this.receivers) if (receiver.origin === this) receiver.origin = undefined;
    this.receivers.clear();
    for (const stack of this.mounts.values()) for (const { root } of stack) holder(root)?.unmounted();
    this.mounts.clear();
  }

  private spread(change: (namespace: MountNamespace) => void): void {
    const reached = new Set<MountNamespace>();
    const visit = (namespace: MountNamespace): void => {
      if (reached.has(namespace)) return;
      reached.add(namespace);
      change(namespace);
      for (const receiver of namespace.receivers) visit(receiver);
    };
    visit(this);
  }
}
