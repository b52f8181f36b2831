/**
 * The real Linux kernel behind the system-call interface: the one that this program runs on. Needs root for most of what
 * programs do, and koffi. Import it only when it was asked for.
 *
 * Tasks made by {@link SystemCalls.fork} are no processes of Linux: they share the thread, and have network and mount namespaces
 * of their own. `/proc/self` and `/proc/net` are those of the task's namespaces; there is no `/proc/PID` for a forked task, and
 * its pid lies above the kernel's `pid_max`, so that it is nobody else's.
 */
import * as fs from "node:fs";
import { EINVAL, type Errno } from "../errno.ts";
import {
  CLONE_NEWNET,
  CLONE_NEWNS,
  type DirectoryEntry,
  type File,
  type FileStatus,
  type Socket,
  SYSLOG_ACTION_READ,
  type SystemCalls,
  type TimerHandle,
} from "../kernel.ts";
import { EPOLLOUT, EventLoop } from "./event-loop.ts";
import { attempt, LinuxFile, linkStatus, list, result, status } from "./files.ts";
import { Held } from "./held.ts";
import * as libc from "./libc.ts";
import { TaskNamespaces } from "./netns.ts";
import { LinuxSocket } from "./sockets.ts";
import { monotonic, realtime, Timers } from "./time.ts";

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const SOCK_FLAGS = O_NONBLOCK | O_CLOEXEC;
/** `__NEW_UTS_LEN` + 1: the size of each field of `struct utsname`. */
const UTS_FIELD = 65;
/** `PID_MAX_LIMIT`: no process of Linux has a pid from here on. */
const FIRST_TASK_PID = 4_194_304;

/** Files that keep a namespace or a device alive. All others may be handed to other tasks, and are closed by who opened them. */
const OWNED = /^\/dev\/net\/tun$|^(\/var)?\/run\/netns\/|\/ns\/net$/;

/** What all tasks share. */
class Shared {
  readonly loop = new EventLoop();
  readonly writeLoop = new EventLoop(EPOLLOUT);
  readonly timers = new Timers(this.loop);
  nextPid = FIRST_TASK_PID + process.pid;
}

/** The system calls of this program itself; {@link SystemCalls.fork} gives those of further tasks. */
export function createLinuxKernel(): SystemCalls {
  return new LinuxTask(new Shared(), process.pid, new TaskNamespaces());
}

class LinuxTask implements SystemCalls {
  readonly pid: number;
  private readonly shared: Shared;
  private readonly namespaces: TaskNamespaces;
  private readonly held = new Held();
  private readonly word = new Uint8Array(4);

  constructor(shared: Shared, pid: number, namespaces: TaskNamespaces) {
    this.shared = shared;
    this.pid = pid;
    this.namespaces = namespaces;
  }

  fork(_comm: string): SystemCalls {
    return new LinuxTask(this.shared, this.shared.nextPid++, new TaskNamespaces(this.namespaces));
  }

  syslog(type: number, argument: Uint8Array | number): number {
    // Reading would block the whole program; /proc/kmsg gives the same.
    if (type === SYSLOG_ACTION_READ) return -EINVAL;
    return typeof argument === "number"
      ? libc.klogctl(type, null, argument)
      : libc.klogctl(type, argument, argument.length);
  }

  exit(): void {
    this.held.close();
    this.namespaces.release();
  }

  monotonic(): number {
    return monotonic();
  }

  realtime(): number {
    return realtime();
  }

  setTimer(ns: number, expire: () => void): TimerHandle {
    return this.shared.timers.set(ns, expire);
  }

  spend(_ns: number): void {
    // the processor time that the caller really needed has passed already
  }

  random(): number {
    libc.getrandom(this.word, 4, 0);
    return new DataView(this.word.buffer).getUint32(0, true);
  }

  socket(domain: number, type: number, protocol: number): Socket | Errno {
    const fd = this.namespaces.inside(() => libc.socket(domain, type | SOCK_FLAGS, protocol));
    return fd < 0 ? fd : this.held.take(new LinuxSocket(fd, this.shared.loop, this.shared.writeLoop));
  }

  /** The host's process keeps its name. */
  setName(_comm: string): void {}

  adopt(socket: Socket): void {
    if (socket instanceof LinuxSocket) this.held.take(socket);
  }

  unshare(flags: number): number {
    if (flags & ~(CLONE_NEWNET | CLONE_NEWNS)) return -EINVAL;
    return this.namespaces.unshare(flags);
  }

  setns(file: File): number {
    return file.fd === undefined ? -EINVAL : this.namespaces.setns(file.fd);
  }

  hostname(): string {
    return utsField(1);
  }

  sethostname(name: string): number {
    const bytes = new TextEncoder().encode(name);
    return libc.sethostname(bytes, bytes.length);
  }

  uname(): ReturnType<SystemCalls["uname"]> {
    return {
      sysname: utsField(0),
      release: utsField(2),
      version: utsField(3),
      machine: utsField(4),
    };
  }

  open(path: string, flags: number, mode = 0o666): File | Errno {
    const all = flags | O_NONBLOCK | O_CLOEXEC;
    const fd = this.namespaces.inside(() => libc.open(ofThread(path), all, mode));
    if (fd < 0) return fd;
    const file = new LinuxFile(fd, this.shared.loop);
    return OWNED.test(path) ? this.held.take(file) : file;
  }

  stat(path: string): FileStatus | Errno {
    return this.namespaces.inside(() => status(ofThread(path)));
  }

  lstat(path: string): FileStatus | Errno {
    return this.namespaces.inside(() => linkStatus(ofThread(path)));
  }

  readdir(path: string): DirectoryEntry[] | Errno {
    return this.namespaces.inside(() => list(ofThread(path)));
  }

  inotify(path: string, mask: number): File | Errno {
    const fd = libc.inotifyInit(O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return fd;
    const watch = this.namespaces.inside(() => libc.inotifyAddWatch(fd, ofThread(path), mask));
    if (watch >= 0) return new LinuxFile(fd, this.shared.loop);
    libc.close(fd);
    return watch;
  }

  readlink(path: string): string | Errno {
    return this.namespaces.inside(() => result(() => fs.readlinkSync(ofThread(path))));
  }

  mkdir(path: string, mode: number): number {
    return this.attempt(() => fs.mkdirSync(path, mode));
  }

  rmdir(path: string): number {
    return this.attempt(() => fs.rmdirSync(path));
  }

  unlink(path: string): number {
    return this.attempt(() => fs.unlinkSync(path));
  }

  rename(from: string, to: string): number {
    return this.attempt(() => fs.renameSync(from, to));
  }

  symlink(target: string, path: string): number {
    return this.attempt(() => fs.symlinkSync(target, path));
  }

  chmod(path: string, mode: number): number {
    return this.attempt(() => fs.chmodSync(path, mode));
  }

  mkfifo(path: string, mode: number): number {
    return this.namespaces.inside(() => libc.mkfifo(path, mode));
  }

  mount(source: string, target: string, fstype: string, flags: number): number {
    return this.namespaces.inside(() =>
      libc.mount(ofThread(source), target, fstype === "" ? null : fstype, flags, null),
    );
  }

  umount(target: string, flags: number): number {
    return this.namespaces.inside(() => libc.umount2(target, flags));
  }

  private attempt(call: () => void): number {
    return this.namespaces.inside(() => attempt(call));
  }
}

/** `/proc/self` is the process; namespaces, and with them `/proc/net`, belong to the thread. */
function ofThread(path: string): string {
  if (!path.startsWith("/proc/")) return path;
  return path
    .replace(/^\/proc\/(self|thread-self)(?=\/|$)/, "/proc/thread-self")
    .replace(/^\/proc\/net(?=\/|$)/, "/proc/thread-self/net");
}

function utsField(index: number): string {
  const fields = new Uint8Array(UTS_FIELD * 6);
  libc.uname(fields);
  const field = fields.subarray(index * UTS_FIELD, (index + 1) * UTS_FIELD);
  return new TextDecoder().decode(field.subarray(0, field.indexOf(0)));
}
