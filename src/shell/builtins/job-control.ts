/** `jobs`, `wait`, `kill` and what moves jobs between foreground and background. */
import { ESRCH, strerror } from "../../errno.ts";
import type { Signal } from "../../process/process.ts";
import { LINUX_SIGNALS, parseSignal, SIGNALS } from "../../process/signals.ts";
import { reapJob, waitForeground } from "../execute/wait.ts";
import { formatJob, type Job, jobState, jobStatus } from "../jobs.ts";
import type { Builtin, Shell } from "../shell.ts";
import { parseOptions, printUsage } from "./usage.ts";

/** A job named by `%…` or a pid; tells an error otherwise. */
function findJob(shell: Shell, name: string, spec: string): Job | undefined {
  const found = spec.startsWith("%")
    ? shell.jobs.find(spec)
    : (shell.jobs.byPid(Number(spec)) ?? "no such job");
  if (typeof found !== "string") return found;
  shell.error(`${name}: ${spec}: ${found}`);
  return undefined;
}

const jobs: Builtin = (shell, words) => {
  const options = parseOptions(
    shell,
    words,
    "lnprs",
    "jobs [-lnprs] [jobspec ...] or jobs -x command [args]",
  );
  if (!options) return 2;
  const { letters, operands } = options;
  const chosen: Job[] = [];
  let status = 0;
  for (const spec of operands) {
    const job = findJob(shell, "jobs", spec);
    if (job) chosen.push(job);
    else status = 1;
  }
  for (const job of operands.length > 0 ? chosen : [...shell.jobs.jobs]) {
    const state = jobState(job);
    if (letters.has("r") && state !== "Running") continue;
    if (letters.has("s") && state !== "Stopped") continue;
    if (letters.has("p")) shell.write(`${job.children[0].pid}\n`);
    else shell.write(`${formatJob(job, shell.jobs.marker(job), letters.has("l"))}\n`);
    if (state === "Done") job.reported = true;
  }
  for (const job of [...shell.jobs.jobs])
    if (job.reported && jobState(job) === "Done") shell.jobs.remove(job);
  return status;
};

/** Waits until `done`, or a trapped signal arrives. @returns the signal's status then */
async function waitUntil(shell: Shell, jobsLeft: () => readonly Job[]): Promise<number | undefined> {
  for (;;) {
    const pending = shell.pendingTraps[0];
    if (pending !== undefined && pending !== "CHLD") return 128 + SIGNALS[`SIG${pending}` as Signal].number;
    const waiting = jobsLeft();
    if (waiting.length === 0) return undefined;
    if (shell.interrupted && shell.mode.interactive) return 130;
    await shell.process.untilInterrupted((wake) => {
      const cancels = waiting.flatMap((job) => job.children.map((child) => child.onChange(wake)));
      return () => {
        for (const cancel of cancels) cancel();
      };
    });
  }
}

const unfinished = (list: readonly Job[]): Job[] =>
  list.filter((job) => !job.inherited && jobStatus(job) === undefined);

const wait: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "fnp:", "wait [-fn] [-p var] [id ...]");
  if (!options) return 2;
  if (options.letters.has("n")) return waitAny(shell, options.operands, options.arguments.get("p"));
  if (options.operands.length === 0) {
    const interrupted = await waitUntil(shell, () => unfinished(shell.jobs.jobs));
    if (interrupted !== undefined) return interrupted;
    for (const job of [...shell.jobs.jobs]) reapJob(shell, job);
    return 0;
  }
  let status = 0;
  for (const spec of options.operands) {
    const each = await waitOne(shell, spec);
    if (each < 0) return -each;
    status = each;
  }
  return status;
};

/** The status of one job or pid; negative when a signal interrupted the wait. */
async function waitOne(shell: Shell, spec: string): Promise<number> {
  if (!spec.startsWith("%") && !/^\d+$/.test(spec)) {
    shell.error(`wait: \`${spec}': not a pid or valid job spec`);
    return 1;
  }
  const known = spec.startsWith("%") ? undefined : shell.jobs.finished.get(Number(spec));
  if (known !== undefined) return known;
  const job = spec.startsWith("%") ? findJob(shell, "wait", spec) : shell.jobs.byPid(Number(spec));
  if (!job) {
    if (!spec.startsWith("%")) shell.error(`wait: pid ${spec} is not a child of this shell`);
    return 127;
  }
  const interrupted = await waitUntil(shell, () => unfinished([job]));
  if (interrupted !== undefined) return -interrupted;
  const child = spec.startsWith("%")
    ? job.children.at(-1)
    : job.children.find((each) => each.pid === Number(spec));
  const status = child?.state.status ?? 0;
  reapJob(shell, job);
  return status;
}

async function waitAny(
  shell: Shell,
  specs: readonly string[],
  variable: string | undefined,
): Promise<number> {
  const wanted =
    specs.length === 0
      ? [...shell.jobs.jobs]
      : specs.map((spec) => findJob(shell, "wait", spec)).filter((job) => job !== undefined);
  if (wanted.length === 0) return 127;
  const done = () => wanted.find((job) => jobStatus(job) !== undefined);
  const interrupted = await waitUntil(shell, () => (done() ? [] : wanted));
  const job = done();
  if (interrupted !== undefined || !job) return interrupted ?? 127;
  if (variable !== undefined) shell.set(variable, String(job.children.at(-1)?.pid ?? ""));
  const status = jobStatus(job) ?? 0;
  reapJob(shell, job);
  return status;
}

const KILL_USAGE = "kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]";

const kill: Builtin = (shell, words) => {
  let signal: Signal | 0 = "SIGTERM";
  let at = 1;
  const first = words[1];
  if (first === "-l" || first === "-L") return listSignals(shell, words.slice(2));
  if (first === "-s" || first === "-n") {
    const name = words[2];
    if (name === undefined) {
      shell.error(`kill: ${first}: option requires an argument`);
      return 1;
    }
    const parsed = signalOf(name);
    if (parsed === undefined) return invalidSignal(shell, name);
    signal = parsed;
    at = 3;
  } else if (first !== undefined && /^-./.test(first) && first !== "--") {
    const parsed = signalOf(first.slice(1));
    if (parsed === undefined) return invalidSignal(shell, first.slice(1));
    signal = parsed;
    at = 2;
  }
  if (words[at] === "--") at++;
  if (at >= words.length) {
    printUsage(shell, "kill", KILL_USAGE);
    return 2;
  }
  let status = 1;
  for (const target of words.slice(at)) if (killOne(shell, target, signal)) status = 0;
  return status;
};

function signalOf(text: string): Signal | 0 | undefined {
  return text === "0" || text === "EXIT" ? 0 : parseSignal(text);
}

function invalidSignal(shell: Shell, text: string): number {
  shell.error(`kill: ${text}: invalid signal specification`);
  return 1;
}

function killOne(shell: Shell, target: string, signal: Signal | 0): boolean {
  if (target.startsWith("%")) {
    const job = findJob(shell, "kill", target);
    if (!job) return false;
    for (const child of job.children) shell.process.kill(child.pid, signal);
    return true;
  }
  if (!/^-?\d+$/.test(target)) {
    shell.error(`kill: ${target}: arguments must be process or job IDs`);
    return false;
  }
  const result = shell.process.kill(Number(target), signal);
  if (result === 0) return true;
  shell.error(`kill: (${target}) - ${strerror(-result || ESRCH)}`);
  return false;
}

function listSignals(shell: Shell, specs: readonly string[]): number {
  if (specs.length === 0) {
    const cells = [...LINUX_SIGNALS].map(([number, name]) => `${String(number).padStart(2)}) SIG${name}`);
    for (let i = 0; i < cells.length; i += 5) {
      const row = cells.slice(i, i + 5);
      shell.write(`${row.join("\t")}${row.length < 5 ? "\t" : ""}\n`);
    }
    return 0;
  }
  let status = 0;
  for (const spec of specs) {
    const shown = /^\d+$/.test(spec) ? signalName(Number(spec)) : signalNumber(spec);
    if (shown !== undefined) shell.write(`${shown}\n`);
    else status = invalidSignal(shell, spec);
  }
  return status;
}

/** A signal's name, also by the status of a process that it ended. */
function signalName(number: number): string | undefined {
  return number === 0 ? "EXIT" : LINUX_SIGNALS.get(number > 128 ? number - 128 : number);
}

function signalNumber(name: string): number | undefined {
  const wanted = name.toUpperCase().replace(/^SIG/, "");
  if (wanted === "EXIT") return 0;
  for (const [number, known] of LINUX_SIGNALS) if (known === wanted) return number;
  return undefined;
}

function noJobControl(shell: Shell, name: string): boolean {
  if (shell.options.on("monitor")) return false;
  shell.error(`${name}: no job control`);
  return true;
}

const fg: Builtin = async (shell, words) => {
  if (noJobControl(shell, "fg")) return 1;
  const job = currentOr(shell, "fg", words[1]);
  if (!job) return 1;
  shell.write(`${job.text}\n`);
  await shell.process.stdout.flush();
  shell.process.kill(-job.children[0].group, "SIGCONT");
  job.foreground = true;
  const status = await waitForeground(shell, job.children, job.text, true);
  job.foreground = false;
  if (jobStatus(job) !== undefined) {
    job.reported = true;
    shell.jobs.remove(job);
  }
  return status;
};

const bg: Builtin = (shell, words) => {
  if (noJobControl(shell, "bg")) return 1;
  const job = currentOr(shell, "bg", words[1]);
  if (!job) return 1;
  if (jobState(job) === "Running") {
    shell.error(`bg: job ${job.number} already in background`);
    return 0;
  }
  shell.write(`[${job.number}]${shell.jobs.marker(job)} ${job.text} &\n`);
  shell.process.kill(-job.children[0].group, "SIGCONT");
  return 0;
};

function currentOr(shell: Shell, name: string, spec: string | undefined): Job | undefined {
  if (spec !== undefined) return findJob(shell, name, spec.startsWith("%") ? spec : `%${spec}`);
  const [job] = shell.jobs.ranked();
  if (!job) shell.error(`${name}: current: no such job`);
  return job;
}

const disown: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "ahr", "disown [-h] [-ar] [jobspec ... | pid ...]");
  if (!options) return 2;
  const all = options.letters.has("a") || options.letters.has("r");
  const specs = options.operands;
  const current = shell.jobs.ranked()[0];
  if (!all && specs.length === 0 && !current) {
    shell.error("disown: current: no such job");
    return 1;
  }
  const chosen =
    specs.length > 0
      ? specs.map((spec) => findJob(shell, "disown", spec))
      : all
        ? [...shell.jobs.jobs]
        : [current];
  for (const job of chosen) {
    if (!job) continue;
    job.disowned = true;
    if (!options.letters.has("h")) shell.jobs.remove(job);
  }
  return chosen.includes(undefined) ? 1 : 0;
};

/** The builtins by name. */
export const jobControl: Readonly<Record<string, Builtin>> = { bg, disown, fg, jobs, kill, wait };
