/** `iperf3`: 3.12's. */
import { strerror } from "../../errno.ts";
import { O_CREAT, O_RDWR, O_TRUNC } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { runningProcess } from "../../process/running-process.ts";
import { nullStreams } from "../lib/daemon.ts";
import { Client } from "./client.ts";
import { IperfError, type Options, parseOptions } from "./options.ts";
import { Printer } from "./printer.ts";
import { Server } from "./server.ts";
import { systemInfo } from "./test.ts";
import { failure, TestError } from "./test-error.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const PID_MODE = 0o600;

export const main: Main = async (process) => {
  let options: Options | string;
  try {
    options = parseOptions(process.argv);
  } catch (error) {
    if (!(error instanceof IperfError)) throw error;
    process.stderr.write(error.text);
    return 1;
  }
  if (typeof options === "string") {
    process.stdout.write(options.replace("%system%", systemInfo(process)));
    return 0;
  }
  const printer = makePrinter(process, options);
  const error = options.logFile === undefined ? 0 : printer.openLog(options.logFile);
  if (error < 0) {
    process.stderr.write(`iperf3: error - unable to open log file: ${strerror(-error)}\n`);
    return 1;
  }
  if (!options.daemon) return whole(process, options, printer);
  const chosen = options;
  await process.stdout.flush();
  runningProcess(process).fork(
    async (child) => {
      const own = makePrinter(child, chosen);
      if (chosen.logFile !== undefined) own.openLog(chosen.logFile);
      return whole(child, chosen, own);
    },
    { fds: nullStreams(), group: 0 },
  );
  return 0;
};

function makePrinter(process: Process, { server, settings, timestamps, flushes }: Options): Printer {
  return new Printer(process, { title: server ? undefined : settings.title, timestamps, flushes });
}

/** With the file of its number; a signal ends it in order. */
async function whole(process: Process, options: Options, printer: Printer): Promise<number> {
  try {
    writePid(process, options.pidFile);
    const run = options.server
      ? new Server(process, options, printer)
      : new Client(process, options, printer);
    const interrupted = new Promise<"interrupted">((resolve) => {
      for (const signal of SIGNALS) process.onSignal(signal, () => resolve("interrupted"));
    });
    const work = run.main();
    // what is left of it when a signal came
    work.catch(() => undefined);
    if ((await Promise.race([work, interrupted])) === "interrupted") throw await run.interrupted();
    return 0;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    if (!options.json) printer.error(error.text);
    return 1;
  } finally {
    if (options.pidFile !== undefined) process.sys.unlink(process.resolve(options.pidFile));
  }
}

function writePid(process: Process, path: string | undefined): void {
  if (path === undefined) return;
  const file = process.sys.open(process.resolve(path), O_RDWR | O_CREAT | O_TRUNC, PID_MODE);
  if (typeof file === "number") throw failure("unable to write PID file", -file);
  file.write(new TextEncoder().encode(String(process.pid)));
  file.close();
}
