/** A child as its parent sees it. */
import type { Child, Signal, SpawnOptions } from "./process.ts";

/** How a process ended, or that it is stopped. */
export interface ProcessState {
  readonly stopped: Signal | undefined;
  /** As `wait(2)` gives it to a shell; undefined while it lives. */
  readonly status: number | undefined;
  readonly signal: Signal | undefined;
}

/** What a fork can be told. */
export interface ForkOptions extends SpawnOptions {
  /** Joins this process group, 0 for a new one; the parent's when absent. */
  readonly group?: number;
  /** Signals that the child ignores from the start. */
  readonly ignore?: readonly Signal[];
}

/** A started child; waiting for it is waiting of the parent. */
export interface ForkedChild extends Child {
  /** Calls `wake` when the child ends, stops or continues. */
  onChange(wake: () => void): () => void;
  readonly state: ProcessState;
  /** Waits until it ends, stops or continues, or a signal handler of the parent ran. */
  waitChange(): Promise<ProcessState>;
  readonly group: number;
}

/** What the handle needs of the parent. */
interface Parent {
  until(register: (wake: () => void) => () => void): Promise<void>;
  untilInterrupted(register: (wake: () => void) => () => void): Promise<boolean>;
}

/** What the handle needs of the child. */
interface Started {
  readonly pid: number;
  readonly group: number;
  readonly state: ProcessState;
  onChange(wake: () => void): () => void;
}

/** A child in the hands of its parent. */
export class ChildHandle implements ForkedChild {
  readonly pid: number;
  readonly group: number;
  private readonly parent: Parent;
  private readonly child: Started;

  constructor(parent: Parent, child: Started) {
    this.parent = parent;
    this.child = child;
    this.pid = child.pid;
    this.group = child.group;
  }

  get state(): ProcessState {
    return this.child.state;
  }

  get signal(): Signal | undefined {
    return this.child.state.signal;
  }

  async wait(): Promise<number> {
    for (;;) {
      const { status } = this.child.state;
      if (status !== undefined) return status;
      await this.parent.until((wake) => this.child.onChange(wake));
    }
  }

  onChange(wake: () => void): () => void {
    return this.child.onChange(wake);
  }

  async waitChange(): Promise<ProcessState> {
    if (this.child.state.status === undefined) {
      await this.parent.untilInterrupted((wake) => this.child.onChange(wake));
    }
    return this.child.state;
  }
}
