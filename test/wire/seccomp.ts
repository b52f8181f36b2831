/**
 * The listener's side of a seccomp filter: system calls of another program arrive here before Linux sees them, and are answered
 * from here, or handed on to Linux. See seccomp_unotify(2).
 */
import * as libc from "../../src/linux/libc.ts";

/** Letters and sizes of `<linux/seccomp.h>` on 64-bit architectures. */
const SECCOMP_IOCTL_NOTIF_RECV = 0xc0502100;
const SECCOMP_IOCTL_NOTIF_SEND = 0xc0182101;
const SECCOMP_IOCTL_NOTIF_ADDFD = 0x40182103;
const SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1;
const NOTIFICATION_SIZE = 80;
const ANSWER_SIZE = 24;
const ARGUMENTS = 6;

/** A system call that waits for its answer. */
export interface Notification {
  readonly id: bigint;
  /** The calling thread. */
  readonly tid: number;
  /** Number of the system call. */
  readonly nr: number;
  readonly args: readonly bigint[];
}

export class Listener {
  readonly fd: number;
  private readonly notification = new Uint8Array(NOTIFICATION_SIZE);
  private readonly answer = new Uint8Array(ANSWER_SIZE);

  constructor(fd: number) {
    this.fd = fd;
  }

  /** The next call; undefined when the caller has died meanwhile. Blocks unless the descriptor is readable. */
  receive(): Notification | undefined {
    this.notification.fill(0);
    if (libc.ioctl(this.fd, SECCOMP_IOCTL_NOTIF_RECV, this.notification) < 0) return undefined;
    const view = new DataView(this.notification.buffer);
    const args = Array.from({ length: ARGUMENTS }, (_, index) => view.getBigUint64(32 + index * 8, true));
    return {
      id: view.getBigUint64(0, true),
      tid: view.getUint32(8, true),
      nr: view.getInt32(16, true),
      args,
    };
  }

  /** @param result what the call returns: a number, or a negative error number */
  respond(id: bigint, result: number): void {
    this.send(id, BigInt(Math.max(result, 0)), Math.min(result, 0), 0);
  }

  /** Linux answers. */
  passOn(id: bigint): void {
    this.send(id, 0n, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
  }

  /**
   * The call returns a new descriptor for what `fd` is here. In two steps: when a signal interrupts an addition that answers too
   * (`SECCOMP_ADDFD_FLAG_SEND`), the call returns 0 without a descriptor.
   */
  respondWithFile(id: bigint, fd: number, flags: number): void {
    const view = this.clear();
    view.setBigUint64(0, id, true);
    view.setUint32(12, fd, true);
    view.setUint32(20, flags, true);
    this.respond(id, libc.ioctl(this.fd, SECCOMP_IOCTL_NOTIF_ADDFD, this.answer));
  }

  close(): void {
    libc.close(this.fd);
  }

  private send(id: bigint, value: bigint, error: number, flags: number): void {
    const view = this.clear();
    view.setBigUint64(0, id, true);
    view.setBigInt64(8, value, true);
    view.setInt32(16, error, true);
    view.setUint32(20, flags, true);
    // fails when the caller was killed: nobody is left to be answered
    libc.ioctl(this.fd, SECCOMP_IOCTL_NOTIF_SEND, this.answer);
  }

  private clear(): DataView {
    this.answer.fill(0);
    return new DataView(this.answer.buffer);
  }
}
