/** A kernel with programs on it: what the command, the library and the web page start scripts in. */
import type { SystemCalls } from "./kernel.ts";
import type { HostLoop } from "./process/host-loop.ts";
import { ProcessTable } from "./process/process-table.ts";
import type { ProgramTable } from "./process/program-lookup.ts";
import { PROGRAMS } from "./programs/registry.ts";

const shell = () => import("./shell/main.ts");

const SHELLS: ProgramTable = {
  "/usr/bin/bash": shell,
  "/usr/bin/dash": shell,
  "/usr/bin/sh": shell,
};

/** Every program that a system knows, by the path it has on Debian. */
export const ALL_PROGRAMS: ProgramTable = { ...PROGRAMS, ...SHELLS };

/** The environment of a login of root. */
export function defaultEnvironment(): Map<string, string> {
  return new Map([
    ["HOME", "/root"],
    ["LANG", "C.UTF-8"],
    ["LOGNAME", "root"],
    ["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    ["SHELL", "/bin/bash"],
    ["TERM", "xterm-256color"],
    ["USER", "root"],
  ]);
}

/** Pid 1 of a kernel, and the processes on it. */
export class System {
  readonly init: SystemCalls;
  readonly processes: ProcessTable;

  constructor(init: SystemCalls, host: HostLoop) {
    this.init = init;
    this.processes = new ProcessTable(ALL_PROGRAMS, host);
  }
}
