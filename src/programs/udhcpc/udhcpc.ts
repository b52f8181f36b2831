/** `udhcpc`: busybox's DHCP client. */
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { runningProcess } from "../../process/running-process.ts";
import { nullStreams } from "../lib/daemon.ts";
import { Client } from "./client.ts";
import { type Options, parseOptions, UsageError } from "./options.ts";
import { USAGE, VERSION } from "./usage.ts";

export const main: Main = async (process) => {
  // what every busybox program does when this is all that it is told
  if (process.argv.length === 2 && process.argv[1] === "--help") {
    process.stderr.write(USAGE);
    return 0;
  }
  let options: Options & { readonly clientId: boolean };
  try {
    options = parseOptions(process.argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(error.text);
    return 1;
  }
  const client = new Client(process, options);
  if (!client.readInterface()) {
    process.stderr.write("udhcpc: SIOCGIFINDEX: No such device\n");
    return 1;
  }
  writePid(process, options.pidFile);
  process.stderr.write(`udhcpc: started, v${VERSION}\n`);
  await client.start();
  const outcome = await client.run();
  if (outcome === "background") return goOnInBackground(process, client, options);
  removePid(process, options.pidFile);
  return outcome;
};

/** `daemon(3)`: a child of init goes on, with nothing to write to. */
async function goOnInBackground(process: Process, client: Client, options: Options): Promise<number> {
  await process.stdout.flush();
  const body = async (child: Process) => {
    writePid(child, options.pidFile);
    client.adopt(child);
    const outcome = await client.run();
    removePid(child, options.pidFile);
    return typeof outcome === "number" ? outcome : 0;
  };
  runningProcess(process).fork(body, { fds: nullStreams(), group: 0 });
  return 0;
}

function writePid(process: Process, path: string | undefined): void {
  if (path === undefined) return;
  const file = process.sys.open(process.resolve(path), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (typeof file === "number") return;
  file.write(new TextEncoder().encode(`${process.pid}\n`));
  file.close();
}

function removePid(process: Process, path: string | undefined): void {
  if (path !== undefined) process.sys.unlink(process.resolve(path));
}
