/**
 * glibc through koffi: every function as `(numbers, byte arrays, strings) → number or -errno`.
 *
 * This module loads koffi, so it must only be imported when the real kernel was asked for.
 */
import koffi from "koffi";

/** A byte array whose address is passed, an address, or NULL. */
export type Pointer = Uint8Array | bigint | null;

const libc = koffi.load("libc.so.6");

/** Wraps a libc function so that a result of -1 becomes the negative error number. */
function bind<Arguments extends readonly unknown[]>(
  declaration: string,
): (...parameters: Arguments) => number {
  const call = libc.func(declaration) as (...parameters: Arguments) => number;
  return (...parameters) => {
    const result = call(...parameters);
    return result < 0 ? -koffi.errno() : result;
  };
}

export const socket = bind<[number, number, number]>("int socket(int, int, int)");
export const bindSocket = bind<[number, Pointer, number]>("int bind(int, void *, uint32)");
export const connect = bind<[number, Pointer, number]>("int connect(int, void *, uint32)");
export const listen = bind<[number, number]>("int listen(int, int)");
export const accept = bind<[number, null, null, number]>("int accept4(int, void *, void *, int)");
export const shutdown = bind<[number, number]>("int shutdown(int, int)");
export const getsockname = bind<[number, Pointer, Pointer]>("int getsockname(int, void *, void *)");
export const getpeername = bind<[number, Pointer, Pointer]>("int getpeername(int, void *, void *)");
export const sendmsg = bind<[number, Pointer, number]>("int64 sendmsg(int, void *, int)");
export const recvmsg = bind<[number, Pointer, number]>("int64 recvmsg(int, void *, int)");
export const setsockopt = bind<[number, number, number, Pointer, number]>(
  "int setsockopt(int, int, int, void *, uint32)",
);
export const getsockopt = bind<[number, number, number, Pointer, Pointer]>(
  "int getsockopt(int, int, int, void *, void *)",
);
/** `ioctl(2)` with a pointer argument. */
export const ioctl = bind<[number, number, Pointer]>("int ioctl(int, uint64, void *)");
/** `ioctl(2)` with a number for argument. */
export const ioctlValue = bind<[number, number, number]>("int ioctl(int, uint64, uint64)");
export const close = bind<[number]>("int close(int)");
export const read = bind<[number, Pointer, number]>("int64 read(int, void *, uint64)");
export const write = bind<[number, Pointer, number]>("int64 write(int, void *, uint64)");
export const lseek = bind<[number, number, number]>("int64 lseek(int, int64, int)");
export const open = bind<[string, number, number]>("int open(str, int, uint32)");
export const fchdir = bind<[number]>("int fchdir(int)");
export const inotifyInit = bind<[number]>("int inotify_init1(int)");
export const inotifyAddWatch = bind<[number, string, number]>("int inotify_add_watch(int, str, uint32)");
export const mkfifo = bind<[string, number]>("int mkfifo(str, uint32)");
export const mount = bind<[string, string, string | null, number, null]>(
  "int mount(str, str, str, uint64, void *)",
);
export const umount2 = bind<[string, number]>("int umount2(str, int)");
export const unshare = bind<[number]>("int unshare(int)");
export const klogctl = bind<[number, Pointer, number]>("int klogctl(int, void *, int)");
export const setns = bind<[number, number]>("int setns(int, int)");
export const sethostname = bind<[Pointer, number]>("int sethostname(void *, uint64)");
export const uname = bind<[Pointer]>("int uname(void *)");
export const clockGettime = bind<[number, Pointer]>("int clock_gettime(int, void *)");
export const getrandom = bind<[Pointer, number, number]>("int64 getrandom(void *, uint64, uint32)");
export const poll = bind<[Pointer, number, number]>("int poll(void *, uint64, int)");
export const epollCreate = bind<[number]>("int epoll_create1(int)");
export const epollControl = bind<[number, number, number, Pointer]>("int epoll_ctl(int, int, int, void *)");
export const epollWait = bind<[number, Pointer, number, number]>("int epoll_wait(int, void *, int, int)");
export const timerfdCreate = bind<[number, number]>("int timerfd_create(int, int)");
export const timerfdSettime = bind<[number, number, Pointer, null]>(
  "int timerfd_settime(int, int, void *, void *)",
);

/** The address of the first byte, for structures that hold pointers; the array must be kept alive by the caller. */
export function addressOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : koffi.address(bytes);
}

/** Calls `ready` in the host's event loop whenever `fd` is readable. */
export function watch(fd: number, ready: () => void): Watch {
  return koffi.node.poll(fd, { readable: true }, ready);
}

/** What `koffi.node.poll` returns: it must be kept, or the watch is collected. */
export type Watch = ReturnType<typeof koffi.node.poll>;
