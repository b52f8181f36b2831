/**
 * The system calls: the one interface between programs and a kernel. The virtual kernel (`src/virtual`) and Linux (`src/linux`)
 * both implement it, so that one program, one test and one script run on either.
 *
 * Calls return what Linux's system calls return: a non-negative number or an object, or a negative error number ({@link Errno}).
 * They never throw and never block: a call that would block returns `-EAGAIN`, and {@link Pollable.poll} tells when to try again.
 */
import type { Errno } from "./errno.ts";
import type { Ipv4Address, Ipv6Address } from "./packet/address.ts";

/** An interface index; 0 is "none". */
export type IfIndex = number;

/** Something that becomes ready. */
export interface Pollable {
  /**
   * Calls `wake` once, as soon as a read would not return `-EAGAIN` (at once, before returning, if that is so already).
   * @returns a function that withdraws the request; harmless after `wake` was called
   */
  poll(wake: () => void): () => void;
}

/** `AF_INET` socket address. */
export interface SockaddrIn {
  readonly family: 2;
  readonly address: Ipv4Address;
  readonly port: number;
}

/** `AF_INET6` socket address. */
export interface SockaddrIn6 {
  readonly family: 10;
  readonly address: Ipv6Address;
  readonly port: number;
  readonly flowinfo?: number;
  readonly scopeId?: IfIndex;
}

/** `AF_NETLINK` socket address. */
export interface SockaddrNl {
  readonly family: 16;
  readonly pid: number;
  readonly groups: number;
}

/** `AF_PACKET` socket address; `protocol` in host order. */
export interface SockaddrLl {
  readonly family: 17;
  readonly protocol: number;
  readonly ifindex: IfIndex;
  readonly hatype?: number;
  readonly packetType?: number;
  readonly address?: Uint8Array;
}

/** `AF_UNIX` socket address. */
export interface SockaddrUn {
  readonly family: 1;
  /** As the program wrote it; an abstract name has a zero before it; empty: none. */
  readonly path: string;
  /** The same path from the root on, when `path` begins in the working directory. */
  readonly at?: string;
  /** Permission bits of the file that `bind` makes, without those of the process's umask; 0o755 when not given. */
  readonly mode?: number;
}

/** `struct sockaddr` of any family, told apart by `family`. */
export type SocketAddress = SockaddrUn | SockaddrIn | SockaddrIn6 | SockaddrNl | SockaddrLl;

/** One control message (`cmsghdr`); numbers in `data` are little-endian as on x86-64. */
export interface ControlMessage {
  readonly level: number;
  readonly type: number;
  readonly data: Uint8Array;
}

/** What `sendmsg(2)` takes beside the data. */
export interface SendOptions {
  readonly to?: SocketAddress;
  readonly flags?: number;
  readonly control?: readonly ControlMessage[];
}

/** What a received message carries beside its bytes; filled by {@link Socket.recv}, so that one object serves all calls. */
export interface ReceivedMessage {
  from: SocketAddress | undefined;
  control: ControlMessage[];
  /** `MSG_TRUNC`, `MSG_ERRQUEUE`, … */
  flags: number;
}

/**
 * A socket, of any family, as one process has it open. Calls return at once, with a negative error number where Linux gives an
 * error.
 */
export interface Socket extends Pollable {
  bind(address: SocketAddress): number;
  connect(address: SocketAddress): number;
  /** `listen(2)` */
  listen(backlog: number): number;
  /** `accept(2)`: the next connection, or `-EAGAIN` while there is none ({@link Pollable.poll} tells when). */
  accept(): Socket | Errno;
  /** `shutdown(2)`: {@link SHUT_RD}, {@link SHUT_WR} or {@link SHUT_RDWR}. */
  shutdown(how: number): number;
  /** As {@link Pollable.poll}, for writing: also when a connection was made or refused. */
  pollWrite(wake: () => void): () => void;
  getsockname(): SocketAddress | Errno;
  getpeername(): SocketAddress | Errno;
  /** @returns the number of bytes sent */
  send(data: Uint8Array, options?: SendOptions): number;
  /** @returns the number of bytes written to `into`; with `MSG_TRUNC` in `flags`, the whole length of the message */
  recv(into: Uint8Array, message?: ReceivedMessage, flags?: number): number;
  /**
   * A number is passed as a 32-bit `int`; anything else as its bytes. `SO_ATTACH_FILTER` takes the `struct sock_filter` array
   * itself (8 bytes each), as nobody can follow the pointer of a `struct sock_fprog`.
   */
  setsockopt(level: number, name: number, value: number | Uint8Array): number;
  /** @returns the length of the value written to `into` */
  getsockopt(level: number, name: number, into: Uint8Array): number;
  /**
   * `argument` has the layout of the C structure (`struct ifreq`, 40 bytes) and is read and written in place. What a pointer in
   * it refers to (`ifr_data` of `SIOCETHTOOL`, `ifc_buf` of `SIOCGIFCONF`, `rt_dev` of `SIOCADDRT`) follows the structure in the same array.
   */
  ioctl(request: number, argument: Uint8Array): number;
  close(): void;
}

/** What an offset counts from; `data` is `SEEK_DATA`, which /dev/kmsg knows. */
export type Whence = "set" | "current" | "end" | "data";

/** An open file, directory, pipe end or device node. */
export interface File extends Pollable {
  /** The number by which messages refer to it (`IFLA_NET_NS_FD`), on files that the kernel opened. */
  readonly fd?: number;
  /** Reads at the file's position. @returns the number of bytes; 0 at the end */
  read(into: Uint8Array): number;
  write(data: Uint8Array): number;
  /** @returns the new position */
  seek(offset: number, whence: Whence): number;
  truncate(length: number): number;
  /** As {@link Socket.ioctl}; a request that takes a number by value (`TUNSETPERSIST`) gets it as four bytes. */
  ioctl(request: number, argument: Uint8Array): number;
  stat(): FileStatus | Errno;
  close(): void;
}

/** Kinds of files. */
export type FileType = "file" | "directory" | "symlink" | "fifo" | "socket" | "character";

/** `struct stat`, as far as programs look at it. */
export interface FileStatus {
  readonly type: FileType;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly size: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** `struct dirent`. */
export interface DirectoryEntry {
  readonly name: string;
  readonly type: FileType;
}

/** `open(2)` flags as on x86-64. */
export const O_RDONLY = 0;
export const O_WRONLY = 1;
export const O_RDWR = 2;
export const O_CREAT = 0o100;
export const O_EXCL = 0o200;
export const O_TRUNC = 0o1000;
export const O_APPEND = 0o2000;
export const O_DIRECTORY = 0o200000;

/** Actions of `syslog(2)`. */
export const SYSLOG_ACTION_CLOSE = 0;
export const SYSLOG_ACTION_OPEN = 1;
export const SYSLOG_ACTION_READ = 2;
export const SYSLOG_ACTION_READ_ALL = 3;
export const SYSLOG_ACTION_READ_CLEAR = 4;
export const SYSLOG_ACTION_CLEAR = 5;
export const SYSLOG_ACTION_CONSOLE_OFF = 6;
export const SYSLOG_ACTION_CONSOLE_ON = 7;
export const SYSLOG_ACTION_CONSOLE_LEVEL = 8;
export const SYSLOG_ACTION_SIZE_UNREAD = 9;
export const SYSLOG_ACTION_SIZE_BUFFER = 10;

/** Events of `inotify(7)`. */
export const IN_CREATE = 0x100;
export const IN_DELETE = 0x200;

export const CLONE_NEWNS = 0x00020000;
export const CLONE_NEWNET = 0x40000000;

/** A pending timer. */
export interface TimerHandle {
  /** Does nothing once the timer has fired. */
  cancel(): void;
}

/** The system calls as seen by one process. Paths are absolute; `/proc/self` is this process. */
export interface SystemCalls {
  readonly pid: number;

  /**
   * `syslog(2)`, also known as `klogctl`: reads or clears the log of the kernel, or sets the level of the console.
   * @param argument the buffer, or the number where there is none (`SYSLOG_ACTION_CONSOLE_LEVEL`)
   */
  syslog(type: number, argument: Uint8Array | number): number;

  /** A new process in the same namespaces. `comm` is what `/proc/PID/comm` and `ip netns pids` users see. */
  fork(comm: string): SystemCalls;
  /** `PR_SET_NAME`, as `execve(2)` does it: what `comm` says from now on, at most 15 bytes. */
  setName(comm: string): void;
  /** Ends the process: leaves its namespaces, frees its entry under /proc. */
  exit(): void;

  /** `CLOCK_MONOTONIC`, in ns. */
  monotonic(): number;
  /** `CLOCK_REALTIME`, in µs since the epoch. */
  realtime(): number;
  /** Calls `expire` once after `ns`; on the virtual clock time jumps there when every process waits. */
  setTimer(ns: number, expire: () => void): TimerHandle;
  /**
   * Charges `ns` of processor time to the virtual clock (no effect on the real one), and lets timers that are due run when
   * control next returns to the scheduler.
   */
  spend(ns: number): void;
  /** An unsigned 32-bit random number (`getrandom(2)`), from the seed on the virtual kernel. */
  random(): number;

  socket(domain: number, type: number, protocol: number): Socket | Errno;
  /** A socket of the process that forked this one is this one's from now on: it does not end with the other. */
  adopt(socket: Socket): void;

  unshare(flags: number): number;
  /** Joins the network namespace that an open file of nsfs refers to. */
  setns(file: File): number;
  /** `uname(2)` nodename of this process's UTS namespace. */
  hostname(): string;
  sethostname(name: string): number;
  uname(): {
    readonly sysname: string;
    readonly release: string;
    readonly version: string;
    readonly machine: string;
  };

  open(path: string, flags: number, mode?: number): File | Errno;
  stat(path: string): FileStatus | Errno;
  lstat(path: string): FileStatus | Errno;
  readdir(path: string): DirectoryEntry[] | Errno;
  /**
   * `inotify(7)` with one watch: a file from which the `struct inotify_event`s of entries that are made in ({@link IN_CREATE})
   * or removed from ({@link IN_DELETE}) the directory are read; -EAGAIN while there are none.
   */
  inotify(path: string, mask: number): File | Errno;
  /** The link's text, e.g. `net:[4026531840]`. A string is the result, a number the error. */
  readlink(path: string): string | Errno;
  mkdir(path: string, mode: number): number;
  rmdir(path: string): number;
  unlink(path: string): number;
  rename(from: string, to: string): number;
  symlink(target: string, path: string): number;
  chmod(path: string, mode: number): number;
  mkfifo(path: string, mode: number): number;
  /** `mount(2)`: bind mounts, sysfs, tmpfs and propagation changes as `ip netns` uses them. `flags` are `MS_*`. */
  mount(source: string, target: string, fstype: string, flags: number): number;
  umount(target: string, flags: number): number;
}

/** Socket constants of x86-64 Linux that every program shares. */
export const AF_UNSPEC = 0;
export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const AF_NETLINK = 16;
export const AF_PACKET = 17;
export const SOCK_STREAM = 1;
export const SOCK_DGRAM = 2;
export const SOCK_RAW = 3;
export const SOCK_SEQPACKET = 5;
export const SOL_SOCKET = 1;
export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;
export const MSG_OOB = 0x1;
export const MSG_PEEK = 0x2;
export const MSG_DONTROUTE = 0x4;
export const MSG_TRUNC = 0x20;
export const MSG_DONTWAIT = 0x40;
export const MSG_CONFIRM = 0x800;
export const MSG_ERRQUEUE = 0x2000;
