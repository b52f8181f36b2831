/**
 * A process as files, paths and /proc see it: `struct task_struct`. Its system calls are in `task.ts`, which makes files, so that
 * files cannot know of them.
 */
import type { File, Socket } from "../kernel.ts";
import type { Machine } from "./core/machine.ts";
import type { Net } from "./core/net.ts";
import type { Sock } from "./core/sock/sock.ts";
import type { FileTable } from "./fd-table.ts";
import type { Inode } from "./fs/inode.ts";
import type { MountNamespace } from "./fs/mount.ts";
import type { TaskTable } from "./task-table.ts";

/** UTS names, shared by the processes of a box. */
export interface UtsNamespace {
  nodename: string;
}

/** What all tasks of a box share. */
export interface TaskEnvironment {
  readonly machine: Machine;
  readonly tasks: TaskTable;
  readonly files: FileTable;
  readonly root: Inode;
  readonly uts: UtsNamespace;
  /** The root of tracefs. */
  readonly tracing: Inode;
}

/** One process. */
export interface TaskStruct {
  readonly pid: number;
  readonly parentPid: number;
  readonly comm: string;
  readonly net: Net;
  readonly mounts: MountNamespace;
  readonly environment: TaskEnvironment;
  readonly machine: Machine;
  readonly root: Inode;
  readonly files: FileTable;
  /** Time stamps of files: ms since the epoch. */
  milliseconds(): number;
  random(): number;
  /** Time that a call takes, in ns. */
  spend(ns: number): void;
  /** Sockets by descriptor, as `/proc/PID/fd` shows them. */
  sockets(): ReadonlyMap<number, Sock>;
  /** What was opened is closed: nothing to do at exit any more. */
  forget(closed: Socket | File): void;
}
