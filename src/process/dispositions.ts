/** What a process does with each signal. Source: signal(7), "Signal dispositions". */
import type { Signal } from "./process.ts";

/** What happens when a signal comes: as signal(7) says, nothing, or the program's handler. */
export type Disposition = "default" | "ignore" | (() => void);

/** What one process does with each signal. */
export class Dispositions {
  private readonly actions = new Map<Signal, Disposition>();

  /** A child ignores what its parent ignores; handlers are the parent's own. */
  inherit(parent: Dispositions): void {
    for (const [signal, action] of parent.actions) if (action === "ignore") this.actions.set(signal, action);
  }

  /** Two signals cannot be caught, blocked or ignored. */
  set(signal: Signal, action: Disposition): void {
    if (signal !== "SIGKILL" && signal !== "SIGSTOP") this.actions.set(signal, action);
  }

  /** The one that was set or inherited. */
  get(signal: Signal): Disposition {
    return this.actions.get(signal) ?? "default";
  }

  /** `execve(2)`: there is no handler in the new program. */
  reset(): void {
    for (const [signal, action] of this.actions) if (action !== "ignore") this.actions.delete(signal);
  }
}
