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

/** Each signal's number and what it does unless a program says otherwise. */
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

const CLASSIC =
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS";
const FIRST_REALTIME = 34;
const LAST_REALTIME = 64;
/** Up to here real-time signals are named from the first one on, then from the last one back. */
const MIDDLE_REALTIME = 49;

function realtimeName(number: number): string {
  if (number === FIRST_REALTIME) return "RTMIN";
  if (number === LAST_REALTIME) return "RTMAX";
  return number <= MIDDLE_REALTIME ? `RTMIN+${number - FIRST_REALTIME}` : `RTMAX-${LAST_REALTIME - number}`;
}

/** Number → name without `SIG` of every signal that Linux has, also of those that nothing here sends. */
export const LINUX_SIGNALS: ReadonlyMap<number, string> = new Map([
  ...CLASSIC.split(" ").map((name, i): [number, string] => [i + 1, name]),
  ...Array.from({ length: LAST_REALTIME - FIRST_REALTIME + 1 }, (_, i): [number, string] => [
    FIRST_REALTIME + i,
    realtimeName(FIRST_REALTIME + i),
  ]),
]);

/** All of them by name. */
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
