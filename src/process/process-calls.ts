/** The system calls of one process, with the paths that mean its own file descriptors. */
import { EBADF, ENOENT, type Errno } from "../errno.ts";
import type { File, FileStatus, Socket, SystemCalls, TimerHandle } from "../kernel.ts";
import { DescriptorFile, NullFile, statusOf } from "./file-stream.ts";
import type { OpenFile } from "./open-file.ts";

const DESCRIPTOR = /^\/(?:dev\/fd|proc\/self\/fd)\/(\d+)$/;
const STANDARD: Readonly<Record<string, number>> = { "/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2 };

/** The number of a descriptor path such as `/dev/fd/63`, or undefined. */
export function descriptorOf(path: string): number | undefined {
  if (!path.startsWith("/dev/") && !path.startsWith("/proc/")) return undefined;
  const match = DESCRIPTOR.exec(path);
  return match ? Number(match[1]) : Object.hasOwn(STANDARD, path) ? STANDARD[path] : undefined;
}

/** Delegates to the kernel; file descriptors and `/dev/null` belong to the process runtime. */
export class ProcessCalls implements SystemCalls {
  readonly kernel: SystemCalls;
  /** `umask(2)`: permission bits that new files do not get. */
  umask = 0o022;
  private readonly fds: ReadonlyMap<number, OpenFile>;

  constructor(kernel: SystemCalls, fds: ReadonlyMap<number, OpenFile>) {
    this.kernel = kernel;
    this.fds = fds;
  }

  get pid(): number {
    return this.kernel.pid;
  }

  open(path: string, flags: number, mode?: number): File | Errno {
    if (path === "/dev/null") return new NullFile();
    const fd = descriptorOf(path);
    if (fd === undefined) return this.kernel.open(path, flags, (mode ?? 0o666) & ~this.umask);
    const open = this.fds.get(fd);
    return open ? new DescriptorFile(open) : -ENOENT;
  }

  stat(path: string): FileStatus | Errno {
    if (path === "/dev/null") return new NullFile().stat();
    const fd = descriptorOf(path);
    if (fd === undefined) return this.kernel.stat(path);
    const open = this.fds.get(fd);
    return open ? statusOf(open) : -EBADF;
  }

  readlink(path: string): string | Errno {
    const fd = descriptorOf(path);
    if (fd === undefined) return this.kernel.readlink(path);
    return this.fds.get(fd)?.description ?? -ENOENT;
  }

  fork(comm: string): SystemCalls {
    return this.kernel.fork(comm);
  }
  setName(comm: string): void {
    this.kernel.setName(comm);
  }
  syslog(type: number, argument: Uint8Array | number): number {
    return this.kernel.syslog(type, argument);
  }
  exit(): void {
    this.kernel.exit();
  }
  monotonic(): number {
    return this.kernel.monotonic();
  }
  realtime(): number {
    return this.kernel.realtime();
  }
  setTimer(ns: number, expire: () => void): TimerHandle {
    return this.kernel.setTimer(ns, expire);
  }
  spend(ns: number): void {
    this.kernel.spend(ns);
  }
  random(): number {
    return this.kernel.random();
  }
  socket(domain: number, type: number, protocol: number): Socket | Errno {
    return this.kernel.socket(domain, type, protocol);
  }
  adopt(socket: Socket): void {
    this.kernel.adopt(socket);
  }
  unshare(flags: number): number {
    return this.kernel.unshare(flags);
  }
  setns(file: File): number {
    return this.kernel.setns(file);
  }
  hostname(): string {
    return this.kernel.hostname();
  }
  sethostname(name: string): number {
    return this.kernel.sethostname(name);
  }
  uname(): ReturnType<SystemCalls["uname"]> {
    return this.kernel.uname();
  }
  lstat(path: string): FileStatus | Errno {
    return path === "/dev/null" ? this.stat(path) : this.kernel.lstat(path);
  }
  readdir(path: string): ReturnType<SystemCalls["readdir"]> {
    return this.kernel.readdir(path);
  }
  mkdir(path: string, mode: number): number {
    return this.kernel.mkdir(path, mode & ~this.umask);
  }
  rmdir(path: string): number {
    return this.kernel.rmdir(path);
  }
  unlink(path: string): number {
    return this.kernel.unlink(path);
  }
  rename(from: string, to: string): number {
    return this.kernel.rename(from, to);
  }
  symlink(target: string, path: string): number {
    return this.kernel.symlink(target, path);
  }
  chmod(path: string, mode: number): number {
    return this.kernel.chmod(path, mode);
  }
  inotify(path: string, mask: number): File | Errno {
    return this.kernel.inotify(path, mask);
  }
  mkfifo(path: string, mode: number): number {
    return this.kernel.mkfifo(path, mode & ~this.umask);
  }
  mount(source: string, target: string, fstype: string, flags: number): number {
    return this.kernel.mount(source, target, fstype, flags);
  }
  umount(target: string, flags: number): number {
    return this.kernel.umount(target, flags);
  }
}
