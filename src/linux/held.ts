/** What a task has open: a process that ends closes it, and here the processes of a script are none of Linux's. */

/** Something with a descriptor that a task has. */
export interface Closable {
  owner: Held | undefined;
  close(): void;
}

/** The open descriptors of one task. */
export class Held {
  private readonly all = new Set<Closable>();

  /** Takes what was opened, or another task's. */
  take<T extends Closable>(opened: T): T {
    opened.owner?.forget(opened);
    opened.owner = this;
    this.all.add(opened);
    return opened;
  }

  /** It is closed, or another task's now. */
  forget(closed: Closable): void {
    this.all.delete(closed);
  }

  /** The task ends. */
  close(): void {
    for (const opened of this.all) opened.close();
  }
}
