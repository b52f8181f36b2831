/** Files of a box get another name. Source: `fs/namei.c` (`do_renameat2`, `vfs_rename`). */
import { EBUSY, EINVAL, EISDIR, ENOTDIR, ENOTEMPTY, EPERM } from "../../errno.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { Inode } from "./inode.ts";
import { MemoryDirectory } from "./ramfs.ts";
import { walkToParent } from "./walk.ts";

/** Only files in memory can be moved. @returns 0 or a negative error */
export function rename(task: TaskStruct, from: string, to: string): number {
  const source = walkToParent(task, from);
  if (typeof source === "number") return source;
  const target = walkToParent(task, to);
  if (typeof target === "number") return target;
  const inode = source.parent.lookup(source.name, task);
  if (typeof inode === "number") return inode;
  if (task.mounts.covers(source.path, inode)) return -EBUSY;
  if (!(source.parent instanceof MemoryDirectory) || !(target.parent instanceof MemoryDirectory))
    return -EPERM;
  const present = target.parent.lookup(target.name);
  if (present === inode) return 0;
  if (typeof present !== "number") {
    const refusal = replaceable(inode, present);
    if (refusal < 0) return refusal;
    target.parent.unlink(target.name);
  }
  if (inode instanceof MemoryDirectory && isWithin(inode, target.parent)) return -EINVAL;
  source.parent.children.delete(source.name);
  return target.parent.link(target.name, inode);
}

/** Whether a name that is there may be given to another. @returns 0 or a negative error */
function replaceable(inode: Inode, present: Inode): number {
  if (present.type === "directory" && inode.type !== "directory") return -EISDIR;
  if (present.type !== "directory" && inode.type === "directory") return -ENOTDIR;
  return present instanceof MemoryDirectory && present.children.size > 0 ? -ENOTEMPTY : 0;
}

/** A directory cannot be moved into itself. */
function isWithin(outer: MemoryDirectory, inner: Inode): boolean {
  if (outer === inner) return true;
  for (const child of outer.children.values()) {
    if (child instanceof MemoryDirectory && isWithin(child, inner)) return true;
  }
  return false;
}
