/** Signal numbers and default actions of x86-64 Linux. Source: signal(7). */
import type { Signal } from "./process.ts";

/** What happens to a process that neither handles nor ignores a signal. */
export type DefaultAction = "terminate" | "ignore" | "stop" | "continue";

interface SignalInfo {
  readonly number: number;
  readonly action: DefaultAction;
  /** What `strsignal(3)` says, as shells print it for a killed job. */
  readonly description: string;
}

export const SIGNALS: Readonly<Record<Signal, SignalInfo>> = {
  SIGHUP: { number: 1, action: "terminate", description: "Hangup" },
  SIGINT: { number: 2, action: "terminate", description: "Interrupt" },
  SIGQUIT: { number: 3, action: "terminate", description: "Quit" },
  SIGKILL: { number: 9, action: "terminate", description: "Killed" },
  SIGUSR1: { number: 10, action: "terminate", description: "User defined signal 1" },
  SIGUSR2: { number: 12, action: "terminate", description: "User defined signal 2" },
  SIGPIPE: { number: 13, action: "terminate", description: "Broken pipe" },
  SIGALRM: { number: 14, action: "terminate", description: "Alarm clock" },
  SIGTERM: { number: 15, action: "terminate", description: "Terminated" },
  SIGCHLD: { number: 17, action: "ignore", description: "Child exited" },
  SIGCONT: { number: 18, action: "continue", description: "Continued" },
  SIGSTOP: { number: 19, action: "stop", description: "Stopped (signal)" },
  SIGTSTP: { number: 20, action: "stop", description: "Stopped" },
  SIGTTIN: { number: 21, action: "stop", description: "Stopped (tty input)" },
  SIGTTOU: { number: 22, action: "stop", description: "Stopped (tty output)" },
  SIGWINCH: { number: 28, action: "ignore", description: "Window changed" },
};

export const SIGNAL_NAMES = Object.keys(SIGNALS) as Signal[];

/** The signal of a number, or undefined. */
export function signalByNumber(number: number): Signal | undefined {
  return SIGNAL_NAMES.find((name) => SIGNALS[name].number === number);
}

/** Accepts `TERM`, `SIGTERM`, `term` and `15`; undefined for anything else. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return signalByNumber(Number(text));
  const upper = text.toUpperCase();
  const name = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  return Object.hasOwn(SIGNALS, name) ? (name as Signal) : undefined;
}
