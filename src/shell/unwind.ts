/** What leaves several levels of the interpreter at once. */

/** `break` and `continue`, with the number of loops still to leave. */
export class LoopControl {
  readonly kind: "break" | "continue";
  levels: number;
  constructor(kind: "break" | "continue", levels: number) {
    this.kind = kind;
    this.levels = levels;
  }
}

/** Ctrl-C while the shell itself was at work: back to the prompt. */
export class InterruptControl {}

/** `return`. */
export class ReturnControl {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** `exit`, `set -e`, and errors that end a shell that is not interactive. */
export class ExitControl {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** An expansion that failed after its message was printed: the command does not run, and a script ends. */
export class ExpansionFailure {
  readonly status: number;
  /** Whether it ends a shell that is not interactive; otherwise it ends the current top-level command only. */
  readonly fatal: boolean;
  constructor(status: number, fatal: boolean) {
    this.status = status;
    this.fatal = fatal;
  }
}
