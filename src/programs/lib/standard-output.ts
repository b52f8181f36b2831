/** How a program ends that could not write all of its standard output. */
import { EBADF, strerror } from "../../errno.ts";
import { type Main, type Process, ProcessExit } from "../../process/process.ts";

/** What a program does about it. */
export interface OutputPolicy {
  /** The status it ends with; undefined for a program that never looks. */
  readonly status: number | undefined;
  /** The lines that it prints, from its name, the error's text after a colon (empty when it was met long before), and the error. */
  readonly message: (name: string, reason: string, error: number) => string;
  /** Bytes that are lost before the program notices and ends, undefined for one that only looks at its end. */
  readonly notices: number | undefined;
  /** A closed standard output is what the caller wanted. */
  readonly mayBeClosed?: boolean;
  /** Looks at standard output before it does anything. */
  readonly needsOpen?: boolean;
  /** Whether the reason is told: by most when something is left at the end that fails. Lines that were handed on are not. */
  readonly reason?: "always" | "never";
}

/** The program, closing its standard output at its end (gnulib's `close_stdout`). */
export function hearing(main: Main, policy: OutputPolicy): Main {
  if (policy.status === undefined) return main;
  const { status, notices } = policy;
  return async (process) => {
    if (policy.needsOpen && !process.fds.has(1)) return tell(process, policy, EBADF, status);
    const { stdout } = process;
    if (notices !== undefined) {
      stdout.faults.status = status;
      stdout.faults.unnoticed = notices;
    }
    let ended: number;
    try {
      ended = await main(process);
      await process.stdout.flush();
    } catch (thrown) {
      if (!(thrown instanceof ProcessExit) || thrown.signal !== undefined) throw thrown;
      ended = thrown.status;
      process.stdout.faults.status = undefined;
      await process.stdout.flush();
    }
    return closed(process, policy, ended, status);
  };
}

function closed(process: Process, policy: OutputPolicy, ended: number, status: number): number {
  const { faults } = process.stdout;
  const { error, over } = faults;
  if (error === 0) return ended;
  faults.clear();
  if (error === EBADF && policy.mayBeClosed) return ended;
  const met = policy.reason === undefined ? over : policy.reason === "never";
  const silent = met && error !== EBADF;
  return tell(process, policy, silent ? 0 : error, status);
}

function tell(process: Process, policy: OutputPolicy, error: number, status: number): number {
  process.stderr.write(policy.message(process.argv[0], error === 0 ? "" : `: ${strerror(error)}`, error));
  return status;
}
