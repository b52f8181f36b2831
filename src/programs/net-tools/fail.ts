/** How net-tools end. */
import type { Process } from "../../process/process.ts";

/** Unwinds a program with an exit status and what it says last. */
export class ToolExit {
  readonly status: number;
  readonly error: string;
  readonly output: string;
  constructor(status: number, error = "", output = "") {
    this.status = status;
    this.error = error;
    this.output = output;
  }
}

/** Runs a program's body; what it throws as {@link ToolExit} becomes its exit status. */
export async function runTool(process: Process, body: () => Promise<number> | number): Promise<number> {
  try {
    return await body();
  } catch (end) {
    if (!(end instanceof ToolExit)) throw end;
    process.stdout.write(end.output);
    process.stderr.write(end.error);
    return end.status;
  }
}
