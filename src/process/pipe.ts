/** Pipes with Linux's capacity, backpressure and ends. Source: pipe(7). */
import { EAGAIN, EPIPE, type Errno } from "../errno.ts";
import { BaseOpenFile, nothing, Wakers } from "./open-file.ts";

/** `fs/pipe.c` `PIPE_DEF_BUFFERS` pages. */
export const PIPE_CAPACITY = 65_536;
/** Writes up to this size are all or nothing. */
export const PIPE_BUF = 4096;

let nextInode = 10_000;

class PipeBuffer {
  readonly inode = nextInode++;
  readonly chunks: Uint8Array[] = [];
  readonly readable = new Wakers();
  readonly writable = new Wakers();
  size = 0;
  readerOpen = true;
  writerOpen = true;
}

class PipeReader extends BaseOpenFile {
  private readonly pipe: PipeBuffer;

  constructor(pipe: PipeBuffer) {
    super();
    this.pipe = pipe;
  }

  get description(): string {
    return `pipe:[${this.pipe.inode}]`;
  }

  protected override readNow(max: number): Uint8Array | undefined | Errno {
    const { pipe } = this;
    const first = pipe.chunks[0];
    if (!first) return pipe.writerOpen ? -EAGAIN : undefined;
    if (first.length > max) pipe.chunks[0] = first.subarray(max);
    else pipe.chunks.shift();
    const taken = first.length > max ? first.subarray(0, max) : first;
    pipe.size -= taken.length;
    pipe.writable.wakeAll();
    return taken;
  }

  protected override waitReadable(wake: () => void): () => void {
    if (this.pipe.size === 0 && this.pipe.writerOpen) return this.pipe.readable.add(wake);
    wake();
    return nothing;
  }

  protected override closed(): void {
    this.pipe.readerOpen = false;
    this.pipe.chunks.length = 0;
    this.pipe.size = 0;
    this.pipe.writable.wakeAll();
  }
}

class PipeWriter extends BaseOpenFile {
  private readonly pipe: PipeBuffer;

  constructor(pipe: PipeBuffer) {
    super();
    this.pipe = pipe;
  }

  get description(): string {
    return `pipe:[${this.pipe.inode}]`;
  }

  protected override writeNow(data: Uint8Array): number {
    const { pipe } = this;
    if (!pipe.readerOpen) return -EPIPE;
    if (data.length === 0) return 0;
    const room = PIPE_CAPACITY - pipe.size;
    if (room === 0 || (data.length <= PIPE_BUF && data.length > room)) return -EAGAIN;
    const taken = data.slice(0, room);
    pipe.chunks.push(taken);
    pipe.size += taken.length;
    pipe.readable.wakeAll();
    return taken.length;
  }

  override pollWrite(wake: () => void): () => void {
    const { pipe } = this;
    if (pipe.readerOpen && PIPE_CAPACITY - pipe.size < PIPE_BUF) return pipe.writable.add(wake);
    wake();
    return nothing;
  }

  protected override closed(): void {
    this.pipe.writerOpen = false;
    this.pipe.readable.wakeAll();
  }
}

/** `pipe(2)`: what is written to one end is read from the other. Both ends start without a descriptor: retain them. */
export function createPipe(): { readonly reader: BaseOpenFile; readonly writer: BaseOpenFile } {
  const pipe = new PipeBuffer();
  return { reader: new PipeReader(pipe), writer: new PipeWriter(pipe) };
}
