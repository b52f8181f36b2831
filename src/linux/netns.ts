/**
 * The network and mount namespaces of a task.
 *
 * All tasks share the thread of the program, and namespaces belong to threads: so whatever depends on them runs in a window in
 * which the thread is in the namespaces of the task. Sockets and open files keep the namespace that they were opened in.
 */
import { CLONE_NEWNET, CLONE_NEWNS, O_DIRECTORY, O_RDONLY } from "../kernel.ts";
import * as libc from "./libc.ts";

const O_CLOEXEC = 0o2000000;
const CLONE_FS = 0x00000200;
const OWN_NET = "/proc/thread-self/ns/net";
const OWN_MOUNT = "/proc/thread-self/ns/mnt";

/** An open file of nsfs, closed when no task refers to it any more. */
class NamespaceFile {
  readonly fd: number;
  private references = 1;

  constructor(path: string) {
    this.fd = libc.open(path, O_RDONLY | O_CLOEXEC, 0);
  }

  retain(): NamespaceFile {
    this.references++;
    return this;
  }

  release(): void {
    if (--this.references === 0 && this.fd >= 0) libc.close(this.fd);
  }
}

/** The namespaces that the program was started in. */
class HostNamespaces {
  readonly net = new NamespaceFile(OWN_NET);
  readonly mount = new NamespaceFile(OWN_MOUNT);
  private threadIsAlone = false;

  /** `setns(2)` to a mount namespace needs a thread that shares its root and working directory with no other. */
  separateThread(): number {
    if (this.threadIsAlone) return 0;
    const result = libc.unshare(CLONE_FS);
    this.threadIsAlone = result === 0;
    return result;
  }
}

let host: HostNamespaces | undefined;
/** The namespaces that the thread is in at this moment, when that is not the host's. */
let current: TaskNamespaces | undefined;

/** What one task is in. */
export class TaskNamespaces {
  private readonly host: HostNamespaces;
  private net: NamespaceFile;
  private mount: NamespaceFile;

  constructor(parent?: TaskNamespaces) {
    this.host = host ??= new HostNamespaces();
    this.net = (parent?.net ?? this.host.net).retain();
    this.mount = (parent?.mount ?? this.host.mount).retain();
  }

  release(): void {
    this.net.release();
    this.mount.release();
  }

  /** Runs `call` with the thread in this task's namespaces. */
  inside<Result>(call: () => Result): Result {
    const { net, mount } = this.host;
    if (current === this || (this.net === net && this.mount === mount)) return call();
    const before = current;
    const directory = this.mount === mount ? -1 : libc.open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    current = this;
    if (directory >= 0) libc.setns(this.mount.fd, CLONE_NEWNS);
    if (this.net !== net) libc.setns(this.net.fd, CLONE_NEWNET);
    try {
      return call();
    } finally {
      this.leave(directory);
      current = before;
    }
  }

  private leave(directory: number): void {
    libc.setns(this.host.net.fd, CLONE_NEWNET);
    if (directory < 0) return;
    libc.setns(this.host.mount.fd, CLONE_NEWNS);
    libc.fchdir(directory);
    libc.close(directory);
  }

  /** `unshare(2)` of network and mount namespaces. */
  unshare(flags: number): number {
    if (flags & CLONE_NEWNS) {
      const result = this.host.separateThread();
      if (result < 0) return result;
    }
    const directory = libc.open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    const result = this.inside(() => {
      const error = libc.unshare(flags & (CLONE_NEWNET | CLONE_NEWNS));
      if (error >= 0) this.adopt(flags);
      return error;
    });
    this.leave(directory);
    return result;
  }

  /** Joins a network namespace by an open file of nsfs. */
  setns(fd: number): number {
    const result = this.inside(() => {
      const error = libc.setns(fd, CLONE_NEWNET);
      if (error >= 0) this.adopt(CLONE_NEWNET);
      return error;
    });
    libc.setns(this.host.net.fd, CLONE_NEWNET);
    return result;
  }

  /** Takes the namespaces that the thread is in now as the task's. */
  private adopt(flags: number): void {
    if (flags & CLONE_NEWNET) {
      this.net.release();
      this.net = new NamespaceFile(OWN_NET);
    }
    if (flags & CLONE_NEWNS) {
      this.mount.release();
      this.mount = new NamespaceFile(OWN_MOUNT);
    }
  }
}
