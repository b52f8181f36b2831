/** The interactive shell. */
import type { Shell } from "../shell.ts";

export async function runInteractive(_shell: Shell): Promise<number> {
  return 0;
}
