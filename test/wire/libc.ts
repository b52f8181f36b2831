/** The few functions of glibc that answering another program's system calls needs, beside those of `src/linux/libc.ts`. */
import koffi from "koffi";

const libc = koffi.load("libc.so.6");

/** Wraps a function so that a result of -1 becomes the negative error number. */
function bind<Arguments extends readonly unknown[]>(
  declaration: string,
): (...parameters: Arguments) => number {
  const call = libc.func(declaration) as (...parameters: Arguments) => number;
  return (...parameters) => {
    const result = call(...parameters);
    return result < 0 ? -koffi.errno() : result;
  };
}

const NR_PIDFD_OPEN = 434;
const NR_PIDFD_GETFD = 438;

export const pipe2 = bind<[Uint8Array, number]>("int pipe2(void *, int)");
export const memfdCreate = bind<[string, number]>("int memfd_create(str, uint32)");
const syscall3 = bind<[number, number, number, number]>("int64 syscall(int64, int64, int64, int64)");

/** A descriptor for the process. */
export function pidfdOpen(pid: number): number {
  return syscall3(NR_PIDFD_OPEN, pid, 0, 0);
}

/** A duplicate of another process's descriptor. */
export function pidfdGetfd(pidfd: number, fd: number): number {
  return syscall3(NR_PIDFD_GETFD, pidfd, fd, 0);
}
