/** Writing whole pieces to a file that a tool opened itself. */
import { EAGAIN } from "../../../errno.ts";
import type { File } from "../../../kernel.ts";
import type { Process } from "../../../process/process.ts";

/** How long a writer waits before it tries a full FIFO again, in ns: a {@link File} tells only readers when to go on. */
const RETRY_NS = 1e6;

/** Writes all of it, as `full_write` does. @returns 0, or what a write failed with: `-ENOSPC`, `-EPIPE`, … */
export async function writeWhole(process: Process, file: File, data: Uint8Array): Promise<number> {
  for (let at = 0; at < data.length; ) {
    const count = file.write(data.subarray(at));
    if (count === -EAGAIN) await process.sleep(RETRY_NS);
    else if (count < 0) return count;
    else at += count;
  }
  return 0;
}
