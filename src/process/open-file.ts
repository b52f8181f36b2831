/** Open file descriptions: what file descriptors of several processes may share. */
import { EAGAIN, EBADF, type Errno } from "../errno.ts";
import type { Stream } from "./process.ts";

/** A {@link Stream} that can be tried without waiting, counts its descriptors, and takes back bytes that were read too far. */
export interface OpenFile extends Stream {
  /** At most `max` bytes; undefined at the end; `-EAGAIN` when nothing is there yet. */
  tryRead(max: number): Uint8Array | undefined | Errno;
  /** The number of bytes taken; `-EAGAIN`, `-EPIPE`, … */
  tryWrite(data: Uint8Array): number;
  /** Calls `wake` once a read would not return `-EAGAIN`. @returns a function that withdraws the request */
  pollRead(wake: () => void): () => void;
  /** Calls `wake` once a write would not return `-EAGAIN`. @returns a function that withdraws the request */
  pollWrite(wake: () => void): () => void;
  /** Gives bytes back: the next read returns them first, whoever reads. */
  unread(data: Uint8Array): void;
  /** One more descriptor refers to this. */
  retain(): this;
  /** One descriptor less; the last one closes. */
  release(): void;
  /** What `readlink /proc/self/fd/N` says. */
  readonly description: string;
}

/** Largest single read of {@link BaseOpenFile.read}: a pipe's capacity. */
const READ_SIZE = 65_536;

/** What open files have in common: counting, bytes given back, and waiting on top of trying. */
export abstract class BaseOpenFile implements OpenFile {
  readonly isTerminal: boolean = false;
  abstract readonly description: string;
  private references = 0;
  private returned: Uint8Array | undefined;

  protected readNow(_max: number): Uint8Array | undefined | Errno {
    return -EBADF;
  }

  protected writeNow(_data: Uint8Array): number {
    return -EBADF;
  }

  protected waitReadable(wake: () => void): () => void {
    wake();
    return nothing;
  }

  pollWrite(wake: () => void): () => void {
    wake();
    return nothing;
  }

  protected closed(): void {
    // most have nothing to free
  }

  tryRead(max: number): Uint8Array | undefined | Errno {
    const first = this.returned;
    if (!first) return this.readNow(max);
    this.returned = first.length > max ? first.subarray(max) : undefined;
    return first.length > max ? first.subarray(0, max) : first;
  }

  tryWrite(data: Uint8Array): number {
    return this.writeNow(data);
  }

  pollRead(wake: () => void): () => void {
    if (!this.returned) return this.waitReadable(wake);
    wake();
    return nothing;
  }

  unread(data: Uint8Array): void {
    if (data.length === 0) return;
    const rest = this.returned;
    if (!rest) this.returned = data;
    else this.returned = concatenate([data, rest]);
  }

  retain(): this {
    this.references++;
    return this;
  }

  release(): void {
    if (--this.references === 0) this.closed();
  }

  async read(): Promise<Uint8Array | undefined> {
    for (;;) {
      const result = this.tryRead(READ_SIZE);
      if (typeof result !== "number") return result;
      if (result !== -EAGAIN) return undefined;
      await new Promise<void>((wake) => this.pollRead(wake));
    }
  }

  async write(data: Uint8Array): Promise<number> {
    let done = 0;
    while (done < data.length) {
      const count = this.tryWrite(data.subarray(done));
      if (count >= 0) done += count;
      else if (count !== -EAGAIN) return count;
      else await new Promise<void>((wake) => this.pollWrite(wake));
    }
    return done;
  }
}

/** Adapts a stream that knows only waiting; reading ahead at most one chunk. */
class AdaptedStream extends BaseOpenFile {
  override readonly isTerminal: boolean;
  readonly description = "/dev/pts/0";
  private readonly stream: Stream;
  private readonly wakers = new Wakers();
  private chunk: Uint8Array | undefined;
  private reading = false;
  private ended = false;
  private writing = false;

  constructor(stream: Stream) {
    super();
    this.stream = stream;
    this.isTerminal = stream.isTerminal;
  }

  get size(): Stream["size"] {
    return this.stream.size;
  }

  protected override readNow(max: number): Uint8Array | undefined | Errno {
    const chunk = this.chunk;
    if (chunk) {
      this.chunk = chunk.length > max ? chunk.subarray(max) : undefined;
      return chunk.subarray(0, max);
    }
    if (this.ended) return undefined;
    if (!this.reading) void this.fill();
    return -EAGAIN;
  }

  private async fill(): Promise<void> {
    this.reading = true;
    const chunk = await this.stream.read();
    this.reading = false;
    this.ended = chunk === undefined;
    this.chunk = chunk;
    this.wakers.wakeAll();
  }

  protected override waitReadable(wake: () => void): () => void {
    if (this.chunk || this.ended) {
      wake();
      return nothing;
    }
    if (!this.reading) void this.fill();
    return this.wakers.add(wake);
  }

  protected override writeNow(data: Uint8Array): number {
    if (this.writing) return -EAGAIN;
    const result = this.stream.write(data);
    if (typeof result === "number") return result < 0 ? result : data.length;
    this.writing = true;
    void result.then(() => {
      this.writing = false;
      this.wakers.wakeAll();
    });
    return data.length;
  }

  override pollWrite(wake: () => void): () => void {
    if (this.writing) return this.wakers.add(wake);
    wake();
    return nothing;
  }
}

const adapted = new WeakMap<Stream, OpenFile>();

/** The stream itself when it is an {@link OpenFile}, else the one adapter for it. */
export function asOpenFile(stream: Stream): OpenFile {
  if ("tryRead" in stream && "retain" in stream) return stream as OpenFile;
  let adapter = adapted.get(stream);
  if (!adapter) {
    adapter = new AdaptedStream(stream);
    adapted.set(stream, adapter);
  }
  return adapter;
}

/** Those who wait for something, woken together and once. */
export class Wakers {
  private readonly waiting = new Set<() => void>();

  add(wake: () => void): () => void {
    const entry = () => wake();
    this.waiting.add(entry);
    return () => this.waiting.delete(entry);
  }

  get empty(): boolean {
    return this.waiting.size === 0;
  }

  wakeAll(): void {
    if (this.waiting.size === 0) return;
    const all = [...this.waiting];
    this.waiting.clear();
    for (const wake of all) wake();
  }
}

/** Takes back a request to be woken where there is none. */
export function nothing(): void {
  // a withdrawn request of something that was ready at once
}

/** One array with the bytes of all. */
export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
