/**
 * Mount namespaces: which inode is covered by which.
 *
 * Propagation is kept for a namespace as a whole: a copy made by `unshare` is a peer (mounts go both ways), becomes a slave with
 * `MS_SLAVE` (it still receives) and is cut off by `MS_PRIVATE`. That is what `ip netns` and `unshare -m` rely on.
 *
 * Source: `fs/namespace.c`, `Documentation/filesystems/sharedsubtree.rst`.
 */
import type { Inode } from "./inode.ts";

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

export class MountNamespace {
  /** Inode number, as in `mnt:[4026531832]`. */
  readonly inode: number;
  private references = 0;
  /** Mount point → what is mounted on it, the uppermost last. */
  private readonly mounts = new Map<Inode, Inode[]>();
  /** Namespaces that receive what is mounted here. */
  private readonly receivers = new Set<MountNamespace>();
  private origin: MountNamespace | undefined;

  constructor(inode: number) {
    this.inode = inode;
  }

  /** A copy for a new namespace, as `CLONE_NEWNS` makes it. */
  copy(inode: number): MountNamespace {
    const copy = new MountNamespace(inode);
    for (const [point, stack] of this.mounts) {
      copy.mounts.set(point, [...stack]);
      for (const root of stack) holder(root)?.mounted();
    }
    copy.origin = this;
    this.receivers.add(copy);
    copy.receivers.add(this);
    return copy;
  }

  /** What a path walk sees when it arrives at an inode. */
  resolve(inode: Inode): Inode {
    const { mounts } = this;
    if (mounts.size === 0) return inode;
    let at = inode;
    for (let stack = mounts.get(at); stack !== undefined && stack.length > 0; stack = mounts.get(at)) {
      const top = stack[stack.length - 1];
      if (top === at) return at;
      at = top;
    }
    return at;
  }

  mount(point: Inode, root: Inode): void {
    this.spread((namespace) => {
      const stack = namespace.mounts.get(point);
      if (stack === undefined) namespace.mounts.set(point, [root]);
      else stack.push(root);
      holder(root)?.mounted();
    });
  }

  /** Takes away the uppermost mount on a mount point or of a mounted root. @returns whether there was one */
  unmount(root: Inode): boolean {
    const point = this.pointOf(root);
    if (point === undefined) return false;
    this.spread((namespace) => {
      const stack = namespace.mounts.get(point);
      const at = stack?.lastIndexOf(root) ?? -1;
      if (stack === undefined || at < 0) return;
      stack.splice(at, 1);
      if (stack.length === 0) namespace.mounts.delete(point);
      holder(root)?.unmounted();
    });
    return true;
  }

  /** The mount point whose uppermost mount this is. */
  private pointOf(root: Inode): Inode | undefined {
    for (const [point, stack] of this.mounts) if (stack[stack.length - 1] === root) return point;
    return undefined;
  }

  isMounted(root: Inode): boolean {
    return this.pointOf(root) !== undefined;
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
    for (const stack of this.mounts.values()) for (const root of stack) holder(root)?.unmounted();
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
