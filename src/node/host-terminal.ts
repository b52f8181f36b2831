/** The terminal of the host process. */
import { writeSync } from "node:fs";
import { EAGAIN, EIO } from "../errno.ts";
import type { HostLoop } from "../process/host-loop.ts";
import type { Signal } from "../process/process.ts";
import { Terminal } from "../process/terminal.ts";

/** How long to wait until a slow terminal takes more, in ms. */
const RETRY_MS = 2;

/** All bytes, however slow the terminal is. */
function writeAll(data: Uint8Array): number {
  let done = 0;
  while (done < data.length) {
    try {
      done += writeSync(1, data, done);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN"))
        return done > 0 ? done : -EIO;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
  return done === 0 ? -EAGAIN : done;
}

/** Takes over the host's terminal; it is given back when the process ends. */
export function openTerminal(loop: HostLoop, signal: (signal: Signal) => void): Terminal {
  const { stdin, stdout } = process;
  const terminal = new Terminal({
    write: writeAll,
    signal,
    size: () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 }),
    newlines: false,
    loop,
  });
  stdin.setRawMode(true);
  stdin.on("data", (data: Uint8Array) => terminal.input(data));
  stdin.on("end", () => terminal.hangUp());
  stdout.on("resize", () => signal("SIGWINCH"));
  process.on("exit", () => stdin.setRawMode(false));
  return terminal;
}
