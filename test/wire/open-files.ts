/**
 * What programs have open in the other kernel.
 *
 * For each such file the program holds the reading end of a pipe. It duplicates, inherits and closes it as it likes, without being
 * asked; the pipe's identity under /proc tells which file a descriptor means, its having no reader any more tells that the file was
 * closed, and a byte in it makes `poll`, `select` and `epoll` say that there is something to read.
 */
import * as fs from "node:fs";
import type { File, Socket } from "../../src/kernel.ts";
import * as host from "../../src/linux/libc.ts";
import type { Caller } from "./caller.ts";
import { pipe2 } from "./libc.ts";

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;
const POLLERR = 8;
const BYTE = new Uint8Array(1);

/** Something of the other kernel that a descriptor refers to. */
export class OpenFile {
  readonly what: Socket | File;
  /** The path by which it was opened; "" for a socket. */
  readonly path: string;
  /** The descriptor to hand out; closed once that is done. */
  readonly handle: number;
  readonly description: string;
  /** How many entries of a directory have been read. */
  position = 0;
  private readonly writer: number;
  private readonly poller = new Uint8Array(8);
  private withdraw: () => void = () => {};
  private readable = false;

  constructor(what: Socket | File, path: string, nonBlocking: boolean) {
    this.what = what;
    this.path = path;
    const ends = new Int32Array(2);
    pipe2(new Uint8Array(ends.buffer), O_CLOEXEC | (nonBlocking ? O_NONBLOCK : 0));
    [this.handle, this.writer] = ends;
    this.description = fs.readlinkSync(`/proc/self/fd/${this.writer}`);
  }

  get isSocket(): boolean {
    return "send" in this.what;
  }

  /** Whether no descriptor of any program refers to it. */
  get abandoned(): boolean {
    const view = new DataView(this.poller.buffer);
    view.setInt32(0, this.writer, true);
    view.setInt16(4, 0, true);
    return host.poll(this.poller, 1, 0) > 0 && (view.getInt16(6, true) & POLLERR) !== 0;
  }

  /** Makes the descriptor readable when the file is, and only then. */
  watch(): void {
    this.withdraw();
    if (this.readable) this.drain();
    this.withdraw = this.what.poll(() => {
      if (this.readable) return;
      this.readable = true;
      host.write(this.writer, BYTE, 1);
    });
  }

  close(): void {
    this.withdraw();
    this.what.close();
    host.close(this.writer);
  }

  private drain(): void {
    this.readable = false;
    const reader = host.open(`/proc/self/fd/${this.writer}`, O_NONBLOCK | O_CLOEXEC, 0);
    host.read(reader, new Uint8Array(1), 1);
    host.close(reader);
  }
}

/** A file that is open for writing: the program holds the writing end, and what it wrote is written there a moment later. */
export class Sink {
  /** The descriptor to hand out; closed once that is done. */
  readonly handle: number;
  private readonly file: File;
  private readonly reader: number;
  private readonly buffer = new Uint8Array(4096);

  constructor(file: File) {
    this.file = file;
    const ends = new Int32Array(2);
    pipe2(new Uint8Array(ends.buffer), O_CLOEXEC);
    this.reader = fs.openSync(`/proc/self/fd/${ends[0]}`, fs.constants.O_RDONLY | O_NONBLOCK);
    host.close(ends[0]);
    this.handle = ends[1];
  }

  /** Hands on what has been written. @returns false once nobody can write any more */
  forward(): boolean {
    for (;;) {
      const count = host.read(this.reader, this.buffer, this.buffer.length);
      if (count <= 0) return count !== 0;
      this.file.write(this.buffer.slice(0, count));
    }
  }

  close(): void {
    this.forward();
    host.close(this.reader);
    this.file.close();
  }
}

export class OpenFiles {
  private readonly files = new Map<string, OpenFile>();
  private readonly sinks = new Set<Sink>();

  add(file: OpenFile | Sink): void {
    if (file instanceof Sink) this.sinks.add(file);
    else this.files.set(file.description, file);
  }

  /** What the caller's descriptor refers to, if it is ours. */
  find(caller: Caller, fd: number): OpenFile | undefined {
    return this.files.size === 0 ? undefined : this.files.get(caller.description(fd));
  }

  /** Closes what no program has open any more. */
  closeAbandoned(): void {
    for (const sink of [...this.sinks]) {
      if (!sink.forward()) this.closeSink(sink);
    }
    for (const file of [...this.files.values()]) {
      if (file.abandoned) this.close(file);
    }
  }

  closeAll(): void {
    for (const sink of [...this.sinks]) this.closeSink(sink);
    for (const file of [...this.files.values()]) this.close(file);
  }

  private closeSink(sink: Sink): void {
    this.sinks.delete(sink);
    sink.close();
  }

  private close(file: OpenFile): void {
    this.files.delete(file.description);
    file.close();
  }
}
