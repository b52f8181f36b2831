/** The standard streams of the host process, as open files. */
import { fstatSync, readSync, writeSync } from "node:fs";
import { EAGAIN, EIO, EPIPE, type Errno } from "../errno.ts";
import type { HostLoop } from "../process/host-loop.ts";
import { BaseOpenFile, nothing, Wakers } from "../process/open-file.ts";

/** How long to wait before a full pipe of the host is tried again, in ms. */
const RETRY_MS = 2;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Standard output or standard error. */
export class HostOutput extends BaseOpenFile {
  override readonly isTerminal: boolean;
  readonly description = "/dev/stdout";
  private readonly fd: number;
  private readonly host: HostLoop;

  constructor(fd: number, isTerminal: boolean, host: HostLoop) {
    super();
    this.fd = fd;
    this.isTerminal = isTerminal;
    this.host = host;
  }

  get size(): { columns: number; rows: number } | undefined {
    if (!this.isTerminal) return undefined;
    return { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
  }

  protected override writeNow(data: Uint8Array): number {
    try {
      return writeSync(this.fd, data);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EAGAIN") return -EAGAIN;
      return code === "EPIPE" ? -EPIPE : -EIO;
    }
  }

  override pollWrite(wake: () => void): () => void {
    const release = this.host.hold();
    const timer = setTimeout(() => {
      wake();
      release();
    }, RETRY_MS);
    return () => {
      clearTimeout(timer);
      release();
    };
  }
}

/** Standard input: read in blocks; the virtual clock stands still while somebody waits for it. */
export class HostInput extends BaseOpenFile {
  override readonly isTerminal: boolean;
  readonly description = "/dev/stdin";
  private readonly host: HostLoop;
  private readonly readable = new Wakers();
  private readonly chunks: Uint8Array[] = [];
  private ended = false;
  private started = false;
  private unhold: (() => void) | undefined;
  private readonly synchronous: boolean;

  constructor(isTerminal: boolean, host: HostLoop) {
    super();
    this.isTerminal = isTerminal;
    this.host = host;
    this.synchronous = isRegularFile();
  }

  get size(): { columns: number; rows: number } | undefined {
    if (!this.isTerminal) return undefined;
    return { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
  }

  protected override readNow(max: number): Uint8Array | undefined | Errno {
    const first = this.chunks[0];
    if (!first) {
      if (this.synchronous) return readBlock(max);
      return this.ended ? undefined : -EAGAIN;
    }
    if (first.length > max) this.chunks[0] = first.subarray(max);
    else this.chunks.shift();
    return first.subarray(0, max);
  }

  protected override waitReadable(wake: () => void): () => void {
    if (this.chunks.length > 0 || this.ended || this.synchronous) {
      wake();
      return nothing;
    }
    this.start();
    this.unhold ??= this.host.hold();
    process.stdin.ref?.();
    process.stdin.resume();
    const cancel = this.readable.add(wake);
    return () => {
      cancel();
      if (this.readable.empty) this.rest();
    };
  }

  /** Nobody waits: the host process may end, and the clock go on. */
  private rest(): void {
    this.unhold?.();
    this.unhold = undefined;
    process.stdin.pause();
    process.stdin.unref?.();
  }

  private start(): void {
    if (this.started) return;
    this.started = true;
    process.stdin.on("data", (chunk: Uint8Array) => {
      this.chunks.push(new Uint8Array(chunk));
      this.wake();
    });
    process.stdin.on("end", () => this.end());
    process.stdin.on("error", () => this.end());
  }

  private end(): void {
    this.ended = true;
    this.wake();
  }

  private wake(): void {
    this.readable.wakeAll();
    if (this.readable.empty) this.rest();
  }
}

function isRegularFile(): boolean {
  try {
    const status = fstatSync(0);
    return status.isFile();
  } catch {
    return true;
  }
}

function readBlock(max: number): Uint8Array | undefined | Errno {
  const into = new Uint8Array(Math.min(max, 65_536));
  try {
    const count = readSync(0, into);
    return count === 0 ? undefined : into.subarray(0, count);
  } catch {
    return undefined;
  }
}
