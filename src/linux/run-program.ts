/** One program of the registry as a process of the host: its standard streams, signals and exit status. */
import * as fs from "node:fs";
import * as tty from "node:tty";
import { EAGAIN, EIO, strerror } from "../errno.ts";
import { CountingHostLoop } from "../process/host-loop.ts";
import type { Signal, Stream } from "../process/process.ts";
import { ProcessTable } from "../process/process-table.ts";
import { PROGRAMS } from "../programs/registry.ts";
import { createLinuxKernel } from "./linux-kernel.ts";

const FORWARDED: readonly Signal[] = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"];

/** A file descriptor of the host as a stream. */
class HostStream implements Stream {
  private readonly fd: number;
  private chunks: AsyncIterator<Uint8Array> | undefined;

  constructor(fd: number) {
    this.fd = fd;
  }

  get isTerminal(): boolean {
    return tty.isatty(this.fd);
  }

  get size(): { columns: number; rows: number } | undefined {
    const stream = this.fd === 2 ? process.stderr : process.stdout;
    return this.isTerminal ? { columns: stream.columns, rows: stream.rows } : undefined;
  }

  async read(): Promise<Uint8Array | undefined> {
    if (this.fd !== 0) return undefined;
    this.chunks ??= process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const next = await this.chunks.next();
    return next.done ? undefined : next.value;
  }

  async write(data: Uint8Array): Promise<number> {
    let done = 0;
    while (done < data.length) {
      try {
        done += fs.writeSync(this.fd, data, done);
      } catch (error) {
        const errno = (error as NodeJS.ErrnoException).errno ?? -EIO;
        if (errno !== -EAGAIN) return errno;
        await new Promise((resume) => setTimeout(resume, 1));
      }
    }
    return done;
  }
}

/** Runs a program by name or path. @returns its exit status as a shell shows it */
export async function runOnLinux(argv: readonly string[]): Promise<number> {
  const table = new ProcessTable(PROGRAMS, new CountingHostLoop(setImmediate));
  for (const signal of FORWARDED) process.on(signal, () => table.kill(-table.foreground, signal));
  const env = Object.entries(process.env).filter((entry): entry is [string, string] => !!entry[1]);
  const started = await table.start(createLinuxKernel(), argv, {
    env: new Map([["PATH", "/usr/sbin:/usr/bin:/sbin:/bin"], ...env]),
    cwd: process.cwd(),
    fds: new Map([0, 1, 2].map((fd) => [fd, new HostStream(fd)])),
  });
  if (typeof started === "number") {
    process.stderr.write(`${argv[0]}: ${strerror(-started)}\n`);
    return 127;
  }
  const { status } = await started.ended;
  process.stdin.destroy();
  for (const signal of FORWARDED) process.removeAllListeners(signal);
  return status ?? 1;
}
