/** What a program of this machine writes, on its way to a stream of the process that it stands for. */
import * as fs from "node:fs";
import { EBADF } from "../../src/errno.ts";
import * as host from "../../src/linux/libc.ts";
import type { Stream } from "../../src/process/process.ts";
import { pipe2 } from "./libc.ts";

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const CAPACITY = 65_536;

export class OutputPipe {
  /** What the program gets; closed here once it has started. */
  readonly writer: number;
  private readonly stream: Stream | undefined;
  private readonly reader: number;
  private readonly buffer = new Uint8Array(CAPACITY);
  private watch: host.Watch | undefined;

  constructor(stream: Stream | undefined) {
    this.stream = stream;
    const ends = new Int32Array(2);
    pipe2(new Uint8Array(ends.buffer), O_CLOEXEC);
    // only the reading end must not block; opened anew, it has flags of its own
    this.reader = fs.openSync(`/proc/self/fd/${ends[0]}`, fs.constants.O_RDONLY | O_NONBLOCK);
    host.close(ends[0]);
    this.writer = ends[1];
  }

  started(readable: () => void): void {
    host.close(this.writer);
    this.watch = host.watch(this.reader, readable);
  }

  /** Hands on what has been written so far. @returns 0, or what writing it returned */
  async forward(): Promise<number> {
    for (;;) {
      const count = host.read(this.reader, this.buffer, CAPACITY);
      if (count <= 0) {
        if (count === 0) this.stop();
        return 0;
      }
      const result = (await this.stream?.write(this.buffer.slice(0, count))) ?? -EBADF;
      if (result < 0) return result;
    }
  }

  close(): void {
    this.stop();
    host.close(this.reader);
  }

  private stop(): void {
    this.watch?.close();
    this.watch = undefined;
  }
}
