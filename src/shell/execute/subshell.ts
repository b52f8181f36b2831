/** Forked shells. */

import type { ForkedChild, ForkOptions } from "../../process/forked-child.ts";
import { ProcessExit } from "../../process/process.ts";
import type { Shell } from "../shell.ts";
import { ExitControl, ExpansionFailure, LoopControl, ReturnControl } from "../unwind.ts";

/**
 * Forks the shell: `body` goes on in the child with a copy of the state as it is now.
 * @param showsJobs whether `jobs` in the child still shows the jobs of this shell
 */
export function forkShell(
  shell: Shell,
  body: (child: Shell) => Promise<number>,
  options: ForkOptions = {},
  showsJobs = false,
): ForkedChild {
  const copy = shell.fork(showsJobs);
  return shell.process.fork(async (process) => {
    copy.process = process;
    return runToEnd(copy, () => body(copy));
  }, options);
}

/** Runs the body and the EXIT trap, and turns everything that leaves a shell into its exit status. */
export async function runToEnd(shell: Shell, body: () => Promise<number>): Promise<number> {
  let killed: ProcessExit | undefined;
  try {
    shell.status = await settle(shell, body);
  } catch (error) {
    if (!(error instanceof ProcessExit) || !error.signal || error.signal === "SIGKILL") throw error;
    killed = error;
  }
  const action = shell.traps.get("EXIT");
  if (action === undefined || action === "") {
    if (killed) throw killed;
    return shell.status;
  }
  if (killed) {
    shell.process.revive();
    shell.status = killed.status;
  }
  shell.traps.delete("EXIT");
  const { status } = shell;
  shell.tolerant = 0;
  const after = await settle(shell, async () => {
    await shell.interpreter.text(shell, action, shell.source, "trap");
    return status;
  });
  if (killed) throw killed;
  return after;
}

async function settle(shell: Shell, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ProcessExit) throw error;
    if (error instanceof ExitControl || error instanceof ReturnControl) return error.status;
    if (error instanceof ExpansionFailure) return error.status;
    if (error instanceof LoopControl) return 0;
    if (error instanceof RangeError) {
      shell.error("nested too deeply");
      return 139;
    }
    throw error;
  }
}
