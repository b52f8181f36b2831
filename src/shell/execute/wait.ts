/** Waiting for children, and telling how they ended. */

import type { ForkedChild } from "../../process/forked-child.ts";
import type { Signal } from "../../process/process.ts";
import { SIGNALS } from "../../process/signals.ts";
import { printCommand } from "../function-text.ts";
import { formatJob, type Job, jobState, jobStatus } from "../jobs.ts";
import type { Shell } from "../shell.ts";

/** Signals that a script does not talk about when they end a child in the background. */
const SILENT = new Set<Signal | undefined>([undefined, "SIGINT", "SIGPIPE", "SIGTERM"]);

/** Waits for a foreground pipeline; gives the status of the last process and fills `PIPESTATUS`. */
export async function waitForeground(
  shell: Shell,
  children: readonly ForkedChild[],
  text: string,
  controlled: boolean,
): Promise<number> {
  const { table } = shell.process;
  const before = table.foreground;
  if (controlled) table.foreground = children[0].group;
  shell.foreground = children;
  const nested = shell.interrupted;
  shell.interrupted = false;
  try {
    const stopped = await untilEnded(shell, children, controlled);
    if (stopped) return suspend(shell, children, text, stopped);
  } finally {
    shell.foreground = undefined;
    if (controlled) table.foreground = before;
  }
  afterInterrupt(shell, children, nested);
  if (children[children.length - 1].signal === "SIGTERM")
    shell.process.stderr.write(`${SIGNALS.SIGTERM.description}\n`);
  else reportKilled(shell, children, text);
  if (!shell.mode.interactive) notifyJobs(shell);
  const statuses = children.map((child) => child.state.status ?? 0);
  shell.pipeStatus = statuses;
  return pipelineStatus(shell, statuses);
}

/** With `pipefail` the last failure, else the last process. */
export function pipelineStatus(shell: Shell, statuses: readonly number[]): number {
  const last = statuses.at(-1) ?? 0;
  if (!shell.options.on("pipefail")) return last;
  return statuses.findLast((status) => status !== 0) ?? 0;
}

async function untilEnded(
  shell: Shell,
  children: readonly ForkedChild[],
  stops: boolean,
): Promise<Signal | undefined> {
  for (const child of children) {
    while (child.state.status === undefined) {
      if (stops && child.state.stopped) return child.state.stopped;
      await child.waitChange();
      shell.process.checkKilled();
    }
  }
  return undefined;
}

function suspend(shell: Shell, children: readonly ForkedChild[], text: string, signal: Signal): number {
  const job = shell.jobs.byPid(children[0].pid) ?? shell.jobs.add(children, text, true);
  shell.jobs.touch(job);
  shell.process.stderr.write(`\n${formatJob(job, shell.jobs.marker(job), false)}\n`);
  const status = 128 + SIGNALS[signal].number;
  shell.pipeStatus = [status];
  return status;
}

/** A child that died from Ctrl-C takes the script with it; one that handled it does not. */
function afterInterrupt(shell: Shell, children: readonly ForkedChild[], before: boolean): void {
  const interrupted = shell.interrupted;
  shell.interrupted = before;
  const died = children.at(-1)?.signal === "SIGINT" || children.at(-1)?.state.status === 130;
  if (!interrupted || !died || shell.mode.interactive || shell.traps.has("INT")) return;
  shell.process.onSignal("SIGINT", "default");
  shell.process.deliver("SIGINT");
  shell.process.checkKilled();
}

/** Tells about a child that a signal killed, as a script's shell does. */
function reportKilled(shell: Shell, children: readonly ForkedChild[], text: string): void {
  const { signal, pid } = children[children.length - 1];
  if (SILENT.has(signal) || signal === undefined) {
    if (shell.mode.interactive && signal === "SIGINT") shell.process.stderr.write("\n");
    return;
  }
  if (shell.traps.has(signal.slice(3))) return;
  const description = SIGNALS[signal].description;
  if (shell.mode.interactive) shell.process.stderr.write(`${description}\n`);
  else shell.error(`${String(pid).padStart(5)} ${description.padEnd(24)}${printCommand(text)}`);
}

/**
 * Tells about background jobs that have ended, and forgets them. Scripts tell only of those that were killed; of others a script that
 * is a file keeps what `jobs` or `wait` has not told yet (`notify_of_job_status`).
 */
export function notifyJobs(shell: Shell): void {
  const { interactive, commandString } = shell.mode;
  for (const job of [...shell.jobs.jobs]) {
    if (jobStatus(job) === undefined) continue;
    const killed = job.children.at(-1)?.signal !== undefined;
    if (!interactive && !commandString && !killed && !job.reported) continue;
    if (!job.reported) reportJob(shell, job);
    shell.jobs.remove(job);
  }
}

function reportJob(shell: Shell, job: Job): void {
  job.reported = true;
  if (shell.mode.interactive) {
    if (!job.disowned) shell.process.stderr.write(`${formatJob(job, shell.jobs.marker(job), false)}\n`);
    return;
  }
  reportKilled(shell, job.children, job.text);
}

/** Marks a job that `wait` was called for: it is told of once. */
export function reapJob(shell: Shell, job: Job): void {
  if (jobState(job) !== "Done") return;
  if (!job.reported && !shell.mode.interactive) reportJob(shell, job);
  job.reported = true;
  shell.jobs.remove(job);
}
