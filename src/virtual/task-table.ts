/** All processes of a box, by process id. */
import type { DirectoryEntry } from "../kernel.ts";
import type { TaskStruct } from "./task-struct.ts";

/** `kernel.pid_max` as systemd sets it on 64-bit machines: room for as many processes as memory allows (`PID_MAX_LIMIT`). */
const PID_MAX = 4194304;

/** Processes by their id, as /proc lists them. */
export class TaskTable {
  private readonly tasks = new Map<number, TaskStruct>();
  lastPid = 0;

  get size(): number {
    return this.tasks.size;
  }

  get(pid: number): TaskStruct | undefined {
    return this.tasks.get(pid);
  }

  /** The next free process id; ids are reused only after they wrapped around. */
  allocate(): number {
    do this.lastPid = this.lastPid >= PID_MAX - 1 ? 2 : this.lastPid + 1;
    while (this.tasks.has(this.lastPid));
    return this.lastPid;
  }

  add(task: TaskStruct): void {
    this.tasks.set(task.pid, task);
  }

  remove(task: TaskStruct): void {
    this.tasks.delete(task.pid);
  }

  /** The directories of /proc, ascending. */
  entries(): DirectoryEntry[] {
    return [...this.tasks.keys()]
      .sort((a, b) => a - b)
      .map((pid) => ({ name: String(pid), type: "directory" }));
  }
}
