/**
 * What `mount` and `umount` do to a process's mount namespace.
 *
 * Source: `fs/namespace.c` (`path_mount`, `do_change_type`, `do_loopback`, `path_umount`).
 */
import { EBUSY, EINVAL, ENODEV, ENOTDIR, type Errno } from "../../errno.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { Inode } from "./inode.ts";
import { MNT_DETACH, MS_BIND, MS_PRIVATE, MS_REC, MS_REMOUNT, MS_SHARED, MS_SLAVE } from "./mount.ts";
import { NetnsInode } from "./nsfs.ts";
import { createProc } from "./procfs.ts";
import { MemoryDirectory } from "./ramfs.ts";
import { createSysfs } from "./sysfs/sysfs.ts";
import { type InodeAndPath, walkToPath } from "./walk.ts";

const PROPAGATION = MS_SHARED | MS_PRIVATE | MS_SLAVE;

/** `mount(2)`: a new file system, a bind mount, or other propagation of what is mounted. @returns 0 or a negative error */
export function mount(
  task: TaskStruct,
  source: string,
  target: string,
  fstype: string,
  flags: number,
): number {
  const at = walkToPath(task, target);
  if (typeof at === "number") return at;
  if ((flags & PROPAGATION) !== 0) return setPropagation(task, at, flags);
  if ((flags & MS_REMOUNT) !== 0) return -EINVAL;
  if ((flags & MS_BIND) !== 0) return bind(task, source, at, (flags & MS_REC) !== 0);
  const root = newFileSystem(task, fstype);
  if (typeof root === "number") return root;
  if (at.inode.type !== "directory") return -ENOTDIR;
  task.mounts.mount(at.path, at.inode, root, { device: source, fstype });
  return 0;
}

/** `do_change_type` */
function setPropagation(task: TaskStruct, { inode, path }: InodeAndPath, flags: number): number {
  const isRoot = path === "/";
  if (!isRoot && !task.mounts.isMounted(path, inode)) return -EINVAL;
  if ((flags & ~(PROPAGATION | MS_REC)) !== 0) return -EINVAL;
  if (isRoot && (flags & MS_SLAVE) !== 0) task.mounts.makeSlave();
  if (isRoot && (flags & MS_PRIVATE) !== 0) task.mounts.makePrivate();
  return 0;
}

/** `do_loopback` */
function bind(task: TaskStruct, source: string, at: InodeAndPath, recursive: boolean): number {
  const from = walkToPath(task, source);
  if (typeof from === "number") return from;
  const { inode, path } = from;
  if ((inode.type === "directory") !== (at.inode.type === "directory")) return -ENOTDIR;
  const isNamespace = inode instanceof NetnsInode;
  const filesystem = isNamespace ? { device: "nsfs", fstype: "nsfs" } : task.mounts.sourceAt(path);
  task.mounts.mount(at.path, at.inode, inode, filesystem);
  if (recursive && at.path !== path) task.mounts.mountBelow(path, at.path);
  return 0;
}

function newFileSystem(task: TaskStruct, fstype: string): Inode | Errno {
  if (fstype === "sysfs") return createSysfs(task.net);
  if (fstype === "tracefs") return task.environment.tracing;
  if (fstype === "tmpfs") return new MemoryDirectory(0o1777);
  if (fstype === "proc") return createProc(task.machine, task.environment.tasks);
  return -ENODEV;
}

/** `umount2(2)` @returns 0 or a negative error */
export function umount(task: TaskStruct, target: string, flags: number): number {
  const at = walkToPath(task, target);
  if (typeof at === "number") return at;
  if (!task.mounts.isMounted(at.path, at.inode)) return -EINVAL;
  if ((flags & MNT_DETACH) === 0 && task.mounts.isBusy(at.path)) return -EBUSY;
  task.mounts.unmount(at.path, at.inode);
  return 0;
}
