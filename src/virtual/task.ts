/**
 * A process as the virtual kernel knows it: its namespaces, and the system calls made in them.
 */

import {
  EADDRINUSE,
  EBUSY,
  ECONNREFUSED,
  EEXIST,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  EROFS,
  type Errno,
} from "../errno.ts";
import {
  CLONE_NEWNET,
  CLONE_NEWNS,
  type DirectoryEntry,
  type File,
  type FileStatus,
  IN_CREATE,
  IN_DELETE,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_RDWR,
  O_WRONLY,
  type Socket,
  type SystemCalls,
  type TimerHandle,
} from "../kernel.ts";
import type { Machine } from "./core/machine.ts";
import type { Net } from "./core/net.ts";
import { Sock, type SocketNode, type SockOwner } from "./core/sock/sock.ts";
import { KernelTimer } from "./core/timer.ts";
import { TunFile } from "./drivers/tun-file.ts";
import type { FileTable } from "./fd-table.ts";
import type { Inode } from "./fs/inode.ts";
import { InotifyFile, notifyWatchers } from "./fs/inotify.ts";
import type { MountNamespace } from "./fs/mount.ts";
import { mount, umount } from "./fs/mount-calls.ts";
import { NetnsFile, NetnsInode } from "./fs/nsfs.ts";
import { DirectoryFile, Fifo, MemoryDirectory, MemoryFile, MemoryLink } from "./fs/ramfs.ts";
import { rename } from "./fs/rename.ts";
import { SocketInode } from "./fs/socket-inode.ts";
import { walk, walkToParent } from "./fs/walk.ts";
import { UNAME } from "./kernel-release.ts";
import type { TaskEnvironment, TaskStruct } from "./task-struct.ts";

const US_PER_MS = 1000;
/** `TASK_COMM_LEN` without its zero. */
const COMM_MAX = 15;
/** Behind the standard streams, which are the process runtime's. */
const FIRST_DESCRIPTOR = 3;

/** One process, as far as networks need it, with its {@link SystemCalls}. */
export class VirtualTask implements SystemCalls, TaskStruct, SockOwner {
  readonly pid: number;
  readonly parentPid: number;
  comm: string;
  net: Net;
  mounts: MountNamespace;
  readonly environment: TaskEnvironment;
  private alive = true;
  /** Sockets and files that keep a namespace or a device alive: they end with the task. Null while there are none. */
  private owned: Map<Socket | File, number> | null = null;
  /** No lower descriptor is free. */
  private lowestFree = FIRST_DESCRIPTOR;
  private readonly used = new Set<number>();

  constructor(
    environment: TaskEnvironment,
    parentPid: number,
    comm: string,
    net: Net,
    mounts: MountNamespace,
  ) {
    this.environment = environment;
    this.pid = environment.tasks.allocate();
    this.parentPid = parentPid;
    this.comm = comm.slice(0, COMM_MAX);
    this.net = net;
    this.mounts = mounts;
    net.hold();
    mounts.hold();
    environment.tasks.add(this);
  }

  get machine(): Machine {
    return this.environment.machine;
  }

  get root(): Inode {
    return this.environment.root;
  }

  get files(): FileTable {
    return this.environment.files;
  }

  fork(comm: string): VirtualTask {
    return new VirtualTask(this.environment, this.pid, comm, this.net, this.mounts);
  }

  setName(comm: string): void {
    this.comm = comm.slice(0, COMM_MAX);
  }

  syslog(type: number, argument: Uint8Array | number): number {
    return this.machine.syslog.call(type, argument);
  }

  exit(): void {
    if (!this.alive) return;
    this.alive = false;
    this.environment.tasks.remove(this);
    for (const held of this.owned?.keys() ?? []) held.close();
    this.owned = null;
    this.mounts.release();
    this.net.release();
  }

  monotonic(): number {
    return this.machine.clock.now();
  }

  realtime(): number {
    return this.machine.clock.realtime();
  }

  /** Time stamps of files. */
  milliseconds(): number {
    return Math.floor(this.realtime() / US_PER_MS);
  }

  setTimer(ns: number, expire: () => void): TimerHandle {
    const { machine } = this;
    const timer = new KernelTimer<undefined>(() => {
      machine.programTimers--;
      expire();
    }, undefined);
    machine.programTimers++;
    machine.modTimer(timer, machine.now() + Math.max(0, ns));
    return {
      cancel: () => {
        if (timer.pending) machine.programTimers--;
        machine.deleteTimer(timer);
      },
    };
  }

  spend(ns: number): void {
    this.machine.clock.spend(ns);
  }

  random(): number {
    return this.machine.random();
  }

  socket(domain: number, type: number, protocol: number): Socket | Errno {
    return this.own(this.machine.createSocket(this.net, domain, type, protocol));
  }

  /** Remembers what is to be closed at exit. */
  private own<T extends Socket | File>(opened: T | Errno): T | Errno {
    if (typeof opened === "number") return opened;
    this.owned ??= new Map();
    if (!this.owned.has(opened)) this.owned.set(opened, this.takeDescriptor());
    if (opened instanceof Sock) opened.owner = this;
    return opened;
  }

  private takeDescriptor(): number {
    while (this.used.has(this.lowestFree)) this.lowestFree++;
    this.used.add(this.lowestFree);
    return this.lowestFree;
  }

  /** Sockets by descriptor, as `/proc/PID/fd` shows them. */
  sockets(): ReadonlyMap<number, Sock> {
    const found = new Map<number, Sock>();
    for (const [held, descriptor] of this.owned ?? []) if (held instanceof Sock) found.set(descriptor, held);
    return found;
  }

  adopt(socket: Socket): void {
    if (socket instanceof Sock) socket.owner?.forget(socket);
    this.own(socket);
  }

  /** What was opened is closed: nothing to do at exit any more. */
  forget(closed: Socket | File): void {
    const descriptor = this.owned?.get(closed);
    if (this.owned === null || descriptor === undefined) return;
    this.owned.delete(closed);
    this.used.delete(descriptor);
    this.lowestFree = Math.min(this.lowestFree, descriptor);
    if (this.owned.size === 0) this.owned = null;
  }

  unshare(flags: number): number {
    if ((flags & ~(CLONE_NEWNET | CLONE_NEWNS)) !== 0) return -EINVAL;
    if ((flags & CLONE_NEWNET) !== 0) {
      const net = this.machine.createNet();
      this.net.release();
      this.net = net;
    }
    if ((flags & CLONE_NEWNS) !== 0) {
      const mounts = this.mounts.copy(this.machine.nextNamespaceInode++);
      mounts.hold();
      this.mounts.release();
      this.mounts = mounts;
    }
    return 0;
  }

  setns(file: File): number {
    if (!(file instanceof NetnsFile)) return -EINVAL;
    file.net.hold();
    this.net.release();
    this.net = file.net;
    return 0;
  }

  hostname(): string {
    return this.environment.uts.nodename;
  }

  sethostname(name: string): number {
    if (name.length > 64) return -EINVAL;
    this.environment.uts.nodename = name;
    return 0;
  }

  uname(): { sysname: string; release: string; version: string; machine: string } {
    return UNAME;
  }

  open(path: string, flags: number, mode = 0o644): File | Errno {
    const found = walk(this, path);
    if (typeof found === "number") {
      return found === -ENOENT && (flags & O_CREAT) !== 0 ? this.create(path, flags, mode) : found;
    }
    if ((flags & (O_CREAT | O_EXCL)) === (O_CREAT | O_EXCL)) return -EEXIST;
    if (found.type !== "directory") {
      if ((flags & O_DIRECTORY) !== 0) return -ENOTDIR;
      const file = found.open(flags, this);
      return file instanceof NetnsFile || file instanceof TunFile ? this.own<File>(file) : file;
    }
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) !== 0) return -EISDIR;
    return new DirectoryFile(found, flags, this);
  }

  private create(path: string, flags: number, mode: number): File | Errno {
    const file = new MemoryFile(mode & 0o7777);
    const result = this.enter(path, file);
    return result < 0 ? result : file.open(flags, this);
  }

  /** Puts a new inode at a path that must be free. */
  private enter(path: string, inode: Inode): number {
    const place = walkToParent(this, path);
    if (typeof place === "number") return place;
    inode.modified = this.milliseconds();
    const result = place.parent.link(place.name, inode);
    if (result >= 0 && place.parent instanceof MemoryDirectory)
      notifyWatchers(place.parent, IN_CREATE, place.name, inode);
    return result;
  }

  stat(path: string): FileStatus | Errno {
    const inode = walk(this, path);
    return typeof inode === "number" ? inode : inode.status(this);
  }

  lstat(path: string): FileStatus | Errno {
    const inode = walk(this, path, false);
    return typeof inode === "number" ? inode : inode.status(this);
  }

  readdir(path: string): DirectoryEntry[] | Errno {
    const inode = walk(this, path);
    return typeof inode === "number" ? inode : inode.entries(this);
  }

  readlink(path: string): string | Errno {
    const inode = walk(this, path, false);
    return typeof inode === "number" ? inode : inode.readlink(this);
  }

  mkdir(path: string, mode: number): number {
    const existing = walk(this, path, false);
    if (typeof existing !== "number") return -EEXIST;
    return this.enter(path, new MemoryDirectory(mode & 0o7777));
  }

  rmdir(path: string): number {
    return this.remove(path, (inode) => (inode.type === "directory" ? 0 : -ENOTDIR));
  }

  /** `unix_bind_bsd` */
  nameSocket(path: string, socket: Sock, mode: number): SocketNode | Errno {
    if (typeof walk(this, path, false) !== "number") return -EADDRINUSE;
    const node = new SocketInode(socket, mode);
    const error = this.enter(path, node);
    if (error < 0) return error;
    const { inode, device } = node.status(this);
    return { inode, device, release: () => node.release() };
  }

  /** `unix_find_bsd` */
  findSocket(path: string): Sock | Errno {
    const inode = walk(this, path);
    if (typeof inode === "number") return inode;
    return (inode instanceof SocketInode ? inode.socket : null) ?? -ECONNREFUSED;
  }

  unlink(path: string): number {
    return this.remove(path, (inode) => (inode.type === "directory" ? -EISDIR : 0));
  }

  private remove(path: string, check: (inode: Inode) => number): number {
    const place = walkToParent(this, path);
    if (typeof place === "number") return place;
    const inode = place.parent.lookup(place.name, this);
    if (typeof inode === "number") return inode;
    const refusal = check(inode);
    if (refusal < 0) return refusal;
    if (this.mounts.covers(place.path, inode)) return -EBUSY;
    const result = place.parent.unlink(place.name);
    if (result >= 0 && place.parent instanceof MemoryDirectory)
      notifyWatchers(place.parent, IN_DELETE, place.name, inode);
    return result;
  }

  inotify(path: string, mask: number): File | Errno {
    const inode = walk(this, path);
    if (typeof inode === "number") return inode;
    const directory = inode instanceof MemoryDirectory ? inode : undefined;
    return this.own<File>(new InotifyFile(inode, directory, mask, this));
  }

  rename(from: string, to: string): number {
    return rename(this, from, to);
  }

  symlink(target: string, path: string): number {
    return target === "" ? -ENOENT : this.enter(path, new MemoryLink(target));
  }

  chmod(path: string, mode: number): number {
    const inode = walk(this, path);
    if (typeof inode === "number") return inode;
    if (inode instanceof NetnsInode) return -EROFS;
    inode.mode = mode & 0o7777;
    return 0;
  }

  mkfifo(path: string, mode: number): number {
    return this.enter(path, new Fifo(mode & 0o7777));
  }

  mount(source: string, target: string, fstype: string, flags: number): number {
    return mount(this, source, target, fstype, flags);
  }

  umount(target: string, flags: number): number {
    return umount(this, target, flags);
  }
}
