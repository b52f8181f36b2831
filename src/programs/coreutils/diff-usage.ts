/** How the tools of diffutils say that they were called wrongly: the hint names the tool, too. */
import type { Process } from "../../process/process.ts";
import { complain, toolName, usageFailure } from "../lib/text/input.ts";

/** @returns the status of trouble */
export function diffUsage(process: Process, messages: readonly string[]): number {
  if (/unrecognized option '--(help|version)'$/.test(messages[0] ?? ""))
    return usageFailure(process, messages, 2);
  for (const message of messages) process.stderr.write(`${message}\n`);
  complain(process, `Try '${toolName(process)} --help' for more information.`);
  return 2;
}
