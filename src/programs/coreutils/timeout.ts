/** sleep and timeout. Source: `timeout.c` and `sleep.c` of coreutils 9.1, `xstrtod(3)` for times. */
import { ENOENT, strerror } from "../../errno.ts";
import type { Child, Main, Process, Signal } from "../../process/process.ts";
import { parseSignal } from "../../process/signals.ts";
import { getopt, type ParsedOption } from "../lib/getopt.ts";
import { complain, quoted, usageFailure } from "../lib/text/input.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };
const NS = 1e9;
/** Seconds from which on a sleep has no end: thirty years. */
const FOR_EVER = 1e9;

const TIME =
  /^\s*\+?(?:(inf(?:inity)?)|(0x[0-9a-f]*\.?[0-9a-f]*)(?:p([+-]?\d+))?|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?))([smhd]?)$/i;

/** `5`, `0.5s`, `2m`: seconds; undefined for anything else. */
function seconds(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null || !Object.hasOwn(UNITS, match[5])) return undefined;
  const [, infinite, hex, power, decimal, unit] = match;
  if (infinite !== undefined) return Number.POSITIVE_INFINITY;
  const value = hex === undefined ? Number(decimal) : hexadecimal(hex, Number(power ?? 0));
  return value === undefined ? undefined : value * UNITS[unit];
}

function hexadecimal(text: string, power: number): number | undefined {
  const [whole, fraction = ""] = text.slice(2).split(".");
  if (whole === "" && fraction === "") return undefined;
  return Number.parseInt(whole + fraction, 16) * 2 ** (power - 4 * fraction.length);
}

/** Sleeps the whole time, whatever handlers run meanwhile. */
export const sleep: Main = async (process) => {
  const { operands, errors } = getopt(process.argv, "", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`]);
  let total = 0;
  const bad: string[] = [];
  for (const text of operands) {
    const each = seconds(text);
    if (each === undefined) bad.push(`${process.argv[0]}: invalid time interval ${quoted(process, text)}`);
    else total += each;
  }
  if (bad.length > 0) return usageFailure(process, bad);
  if (total > FOR_EVER) for (;;) await process.poll([]);
  await process.sleep(total * NS);
  return 0;
};

/** Status of `timeout` for what it did itself. */
const TIMED_OUT = 124;
const FAILED = 125;
/** What a shell adds to the number of the signal that ended a process. */
const SIGNAL_STATUS = 128;

interface Request {
  readonly limit: number;
  readonly killAfter: number | undefined;
  /** 0 is none, which is sent all the same. */
  readonly signal: Signal | 0;
  readonly foreground: boolean;
  readonly preserve: boolean;
  readonly verbose: boolean;
  readonly command: readonly string[];
}

function refuse(process: Process, message: string): number {
  return usageFailure(process, [`${process.argv[0]}: ${message}`], FAILED);
}

function parse(process: Process): Request | number {
  const { options, operands, errors } = getopt(process.argv, "+k:s:v", [
    { name: "foreground", argument: "none" },
    { name: "kill-after", argument: "required", value: "k" },
    { name: "preserve-status", argument: "none" },
    { name: "signal", argument: "required", value: "s" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1), FAILED);
  const values = optionValues(process, options);
  if (typeof values === "number") return values;
  if (operands.length < 2) return usageFailure(process, [], FAILED);
  const limit = seconds(operands[0]);
  if (limit === undefined) return refuse(process, `invalid time interval ${quoted(process, operands[0])}`);
  const has = (name: string) => options.some(({ option }) => option === name);
  return {
    ...values,
    limit,
    foreground: has("foreground"),
    preserve: has("preserve-status"),
    verbose: has("v"),
    command: operands.slice(1),
  };
}

/** In the order of the options, of which the first bad one is told. */
function optionValues(
  process: Process,
  options: readonly ParsedOption[],
): { signal: Signal | 0; killAfter: number | undefined } | number {
  let signal: Signal | 0 = "SIGTERM";
  let killAfter: number | undefined;
  for (const { option, argument = "" } of options) {
    if (option === "k") {
      killAfter = seconds(argument);
      if (killAfter === undefined)
        return refuse(process, `invalid time interval ${quoted(process, argument)}`);
    } else if (option === "s") {
      const parsed = /^(0+|exit)$/i.test(argument) ? 0 : parseSignal(argument);
      if (parsed === undefined) return refuse(process, `${quoted(process, argument)}: invalid signal`);
      signal = parsed;
    }
  }
  return { signal, killAfter };
}

export const timeout: Main = async (process) => {
  const request = parse(process);
  if (typeof request === "number") return request;
  // so that a signal reaches what the command started, too
  if (!request.foreground) process.newGroup();
  const { command } = request;
  const child = await process.spawn(command);
  if (typeof child === "number") {
    complain(process, `failed to run command ${quoted(process, command[0])}: ${strerror(-child)}`);
    return child === -ENOENT ? 127 : 126;
  }
  return new Supervisor(process, child, request).run();
};

/** Ends a command in time. */
class Supervisor {
  private readonly process: Process;
  private readonly child: Child;
  private readonly request: Request;
  private killAfter: number | undefined;
  private signal: Signal | 0;
  private expired = false;
  private cancel: () => void = () => {};

  constructor(process: Process, child: Child, request: Request) {
    this.process = process;
    this.child = child;
    this.request = request;
    this.signal = request.signal;
    this.killAfter = request.killAfter;
  }

  async run(): Promise<number> {
    const caught = new Set<Signal>(["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGALRM"]);
    if (this.signal !== 0) caught.add(this.signal);
    for (const each of caught) this.process.onSignal(each, () => this.send(each));
    this.alarm(this.request.limit);
    const status = await this.child.wait();
    this.cancel();
    return this.result(status);
  }

  private alarm(limit: number): void {
    this.cancel();
    if (limit <= 0 || limit > FOR_EVER) return;
    const timer = this.process.sys.setTimer(limit * NS, () => {
      this.expired = true;
      this.send(this.signal);
    });
    this.cancel = () => timer.cancel();
  }

  private send(signal: Signal | 0): void {
    const { request, process } = this;
    if (this.killAfter !== undefined) {
      this.alarm(this.killAfter);
      this.signal = "SIGKILL";
      this.killAfter = undefined;
    }
    if (request.verbose) {
      const name = signal === 0 ? "EXIT" : signal.slice(3);
      complain(process, `sending signal ${name} to command ${quoted(process, request.command[0])}`);
    }
    const both = (which: Signal | 0) => {
      process.kill(this.child.pid, which);
      if (request.foreground) return;
      if (which !== 0) process.onSignal(which, "ignore");
      process.kill(0, which);
    };
    both(signal);
    if (signal !== "SIGKILL" && signal !== "SIGCONT") both("SIGCONT");
  }

  private result(status: number): number {
    const { signal } = this.child;
    if (!this.expired && signal !== undefined) {
      // ends by the same signal, so that a shell tells it
      this.process.onSignal(signal, "default");
      this.process.kill(this.process.pid, signal);
      return status;
    }
    const killed = status === SIGNAL_STATUS + 9 && signal === "SIGKILL";
    return this.expired && !this.request.preserve && !killed ? TIMED_OUT : status;
  }
}
