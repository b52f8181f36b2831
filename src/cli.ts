/** The command. */
import { parseCommandLine } from "./node/arguments.ts";
import { runOnHost } from "./node/run.ts";

async function main(): Promise<void> {
  const request = parseCommandLine(process.argv.slice(2));
  if (typeof request === "number") {
    process.exitCode = request;
    return;
  }
  const { status, signal } = await runOnHost(request);
  if (signal === "SIGINT") {
    // end as the script did, so that a calling shell stops as well
    process.removeAllListeners("SIGINT");
    process.kill(process.pid, "SIGINT");
  }
  process.exit(status);
}

void main();
