/** Jobs: pipelines in the background or stopped. */

import type { ForkedChild } from "../process/forked-child.ts";
import { SIGNALS } from "../process/signals.ts";
import { printCommand } from "./function-text.ts";

/** One of them. */
export interface Job {
  readonly number: number;
  readonly children: readonly ForkedChild[];
  /** The text that `jobs` shows. */
  readonly text: string;
  /** Whether it runs in a process group of its own. */
  readonly controlled: boolean;
  /** The order in which jobs became current. */
  order: number;
  /** Whether the end has been told or waited for. */
  reported: boolean;
  /** Whether `disown` has made it none of the shell's business. */
  disowned: boolean;
  foreground: boolean;
  /** Whether these are children of the shell that this one was forked from: they are shown, and never waited for. */
  readonly inherited: boolean;
}

/** What `jobs` says of one. */
export type JobStatus = "Running" | "Stopped" | "Done";

/** The last process's status: the job's. */
export function jobStatus(job: Job): number | undefined {
  return job.children.some((child) => child.state.status === undefined)
    ? undefined
    : job.children.at(-1)?.state.status;
}

/** How a job is now. */
export function jobState(job: Job): JobStatus {
  if (jobStatus(job) !== undefined) return "Done";
  return job.children.some((child) => child.state.stopped) ? "Stopped" : "Running";
}

/** With more of them than this, the older ones that have ended are forgotten. */
const MAX_JOBS = 1024;

/** So many exit statuses are kept for whoever waits late, as in bash (`MAX_CHILD_MAX`). */
const MAX_STATUSES = 32768;

/** Those of one shell. */
export class JobTable {
  readonly jobs: Job[] = [];
  /** Exit statuses of children that were known once: pid → status. */
  readonly finished = new Map<number, number>();
  private sequence = 0;
  /** What was current, and had not ended, when the youngest job began. */
  private predecessor: Job | undefined;

  /**
   * For a forked shell.
   * @param shown whether it still shows the jobs of this one, as a command substitution does
   */
  forSubshell(shown: boolean): JobTable {
    const table = new JobTable();
    if (!shown) return table;
    for (const job of this.jobs) table.jobs.push({ ...job, inherited: true });
    table.sequence = this.sequence;
    return table;
  }

  add(children: readonly ForkedChild[], text: string, controlled: boolean): Job {
    const number = this.jobs.reduce((highest, job) => Math.max(highest, job.number), 0) + 1;
    const before = this.ranked().find((job) => jobState(job) !== "Done");
    let shown: string | undefined;
    const job: Job = {
      number,
      children,
      get text() {
        shown ??= printCommand(text);
        return shown;
      },
      controlled,
      order: ++this.sequence,
      reported: false,
      disowned: false,
      foreground: false,
      inherited: false,
    };
    this.jobs.push(job);
    this.predecessor = before;
    if (this.jobs.length > MAX_JOBS) this.forgetDead();
    return job;
  }

  /** Many have ended that nobody asked for (`mark_dead_jobs_as_notified`). */
  private forgetDead(): void {
    for (const job of this.jobs.slice(0, -MAX_JOBS / 2)) if (jobState(job) === "Done") this.remove(job);
  }

  remove(job: Job): void {
    const at = this.jobs.indexOf(job);
    if (at >= 0) this.jobs.splice(at, 1);
    for (const child of job.children) {
      const { status } = child.state;
      if (status !== undefined) this.finished.set(child.pid, status);
    }
    for (const pid of this.finished.keys()) {
      if (this.finished.size <= MAX_STATUSES) break;
      this.finished.delete(pid);
    }
  }

  touch(job: Job): void {
    job.order = ++this.sequence;
  }

  byPid(pid: number): Job | undefined {
    return this.jobs.find((job) => job.children.some((child) => child.pid === pid));
  }

  /** `%+` and `%-`: stopped jobs first, then the youngest. */
  ranked(): Job[] {
    return [...this.jobs].sort((a, b) => {
      const stopped = Number(jobState(b) === "Stopped") - Number(jobState(a) === "Stopped");
      return stopped || b.order - a.order;
    });
  }

  marker(job: Job): string {
    const [current, previous] = this.ranked();
    if (job === current) return "+";
    // one that had ended when the current one began never was the one before it
    return job === previous && (jobState(job) !== "Done" || job === this.predecessor) ? "-" : " ";
  }

  /** A job by `%1`, `%+`, `%-`, `%name`, `%?text`; an error text otherwise. */
  find(spec: string): Job | "no such job" | "ambiguous job spec" {
    const name = spec.slice(1);
    if (name === "" || name === "+" || name === "%") return this.ranked()[0] ?? "no such job";
    if (name === "-") return this.ranked()[1] ?? this.ranked()[0] ?? "no such job";
    if (/^\d+$/.test(name)) return this.jobs.find((job) => job.number === Number(name)) ?? "no such job";
    const matches = this.jobs.filter((job) =>
      name.startsWith("?") ? job.text.includes(name.slice(1)) : job.text.startsWith(name),
    );
    if (matches.length > 1) return "ambiguous job spec";
    return matches[0] ?? "no such job";
  }
}

/** How `jobs` and the prompt describe a job's state. */
export function describeState(job: Job): string {
  const state = jobState(job);
  if (state !== "Done") return state;
  const last = job.children.at(-1)?.state;
  if (last?.signal) return SIGNALS[last.signal].description;
  return last?.status ? `Exit ${last.status}` : "Done";
}

/** One line of `jobs`. */
export function formatJob(job: Job, marker: string, long: boolean): string {
  const state = describeState(job);
  const text = jobState(job) === "Running" ? `${job.text} &` : job.text;
  const pid = long ? String(job.children[0]?.pid ?? 0).padStart(5) : "";
  return `[${job.number}]${marker} ${pid} ${state.padEnd(24)}${text}`;
}
