/** `trap`: commands that run on signals and events. */
import type { Signal } from "../process/process.ts";
import { parseSignal, SIGNALS } from "../process/signals.ts";
import type { Shell } from "./shell.ts";
import { ExitControl } from "./unwind.ts";

/** Events that are not signals. */
export const PSEUDO_SIGNALS = ["EXIT", "DEBUG", "RETURN", "ERR"];

/** A trap's name without SIG, e.g. `INT`, `EXIT`; undefined for an invalid one. */
export function trapName(text: string): string | undefined {
  if (text === "0") return "EXIT";
  const upper = text.toUpperCase();
  if (PSEUDO_SIGNALS.includes(upper)) return upper;
  return parseSignal(text)?.slice(3);
}

/** Sets, ignores (empty action) or removes (undefined) a trap. */
export function setTrap(shell: Shell, name: string, action: string | undefined): void {
  if (shell.ignoredAtStart.has(name) && !shell.mode.interactive) return;
  if (action === undefined) shell.traps.delete(name);
  else shell.traps.set(name, action);
  if (PSEUDO_SIGNALS.includes(name)) return;
  const signal = `SIG${name}` as Signal;
  if (action === undefined) resetSignal(shell, signal);
  else if (action === "") shell.process.onSignal(signal, "ignore");
  else shell.process.onSignal(signal, () => notePending(shell, name));
}

/** A signal that comes again before its trap ran counts once, except that every child is told; lower numbers run first. */
function notePending(shell: Shell, name: string): void {
  const { pendingTraps } = shell;
  if (name !== "CHLD" && pendingTraps.includes(name)) return;
  pendingTraps.push(name);
  pendingTraps.sort((a, b) => trapNumber(a) - trapNumber(b));
}

function resetSignal(shell: Shell, signal: Signal): void {
  shell.process.onSignal(signal, "default");
  if (signal === "SIGINT") handleInterrupt(shell);
}

/** Without a trap, Ctrl-C belongs to the foreground command while one runs; else it ends a script. */
export function handleInterrupt(shell: Shell): void {
  const { process } = shell;
  process.onSignal("SIGINT", () => {
    if (shell.foreground || shell.mode.interactive) {
      shell.interrupted = true;
      return;
    }
    process.onSignal("SIGINT", "default");
    process.deliver("SIGINT");
  });
}

/** Runs the traps of signals that have arrived. */
export async function runPendingTraps(shell: Shell): Promise<void> {
  while (shell.pendingTraps.length > 0) {
    const name = shell.pendingTraps.shift() ?? "";
    const action = shell.traps.get(name);
    if (action) await runTrap(shell, action);
  }
}

/** Runs a trap's commands; `$?` is the same after as before. */
export async function runTrap(shell: Shell, action: string): Promise<void> {
  const { status, pipeStatus, line, source } = shell;
  await shell.interpreter.text(shell, action, source, "trap");
  shell.line = line;
  shell.status = status;
  shell.pipeStatus = pipeStatus;
}

/** `set -e` and the ERR trap after a command that counts. */
export async function checkFailure(shell: Shell, status: number): Promise<void> {
  if (status === 0 || shell.tolerant > 0) return;
  const action = shell.traps.get("ERR");
  if (action && !shell.inTrap) {
    shell.inTrap = true;
    try {
      await runTrap(shell, action);
    } finally {
      shell.inTrap = false;
    }
  }
  if (shell.options.on("errexit")) throw new ExitControl(status);
}

/** The number of a trap, for the order in which they are listed. */
export function trapNumber(name: string): number {
  if (name === "EXIT") return 0;
  const at = PSEUDO_SIGNALS.indexOf(name);
  return at > 0 ? 64 + at : SIGNALS[`SIG${name}` as Signal].number;
}
