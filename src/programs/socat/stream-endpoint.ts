/** Sides that are open files: the standard streams, files, pipes to programs. */
import { EAGAIN, EBADF, type Errno } from "../../errno.ts";
import type { Pollable } from "../../kernel.ts";
import { concatenate, type OpenFile } from "../../process/open-file.ts";
import type { Options } from "./address.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Session } from "./session.ts";

/** What such a side is made of. */
export interface StreamParts {
  readonly options: Options;
  readonly reader?: OpenFile;
  readonly writer?: OpenFile;
  readonly readFd: number;
  readonly writeFd: number;
  /** Closing the writer tells the other side that no more comes, as with pipes. */
  readonly endsByClosing?: boolean;
  /** Waits for what is at the other end, after it was told that no more comes and nothing is heard of it. */
  readonly linger?: () => Promise<void>;
  /** The process has it open anyway: it is not closed here. */
  readonly borrowed?: boolean;
  /** Done when it is closed: a program at the other end is told to end. */
  readonly atClose?: (session: Session) => void;
}

/** A side with a file to read from, one to write to, or both. */
export class StreamEndpoint implements Endpoint {
  readonly readFd: number;
  readonly writeFd: number;
  readonly options: Options;
  readonly readable: Pollable;
  readonly writable: Pollable;
  private readonly parts: StreamParts;
  private reader: OpenFile | undefined;
  private writer: OpenFile | undefined;
  private holders = 1;
  private deaf = false;

  constructor(parts: StreamParts) {
    this.parts = parts;
    this.readFd = parts.readFd;
    this.writeFd = parts.writeFd;
    this.options = parts.options;
    this.reader = parts.reader;
    this.writer = parts.writer;
    if (!parts.borrowed) {
      this.reader?.retain();
      this.writer?.retain();
    }
    this.readable = { poll: (wake) => (this.deaf ? none : (this.reader?.pollRead(wake) ?? none)) };
    this.writable = { poll: (wake) => this.writer?.pollWrite(wake) ?? none };
  }

  retain(): void {
    this.holders++;
  }

  read(_session: Session, max: number): Uint8Array | undefined | Errno {
    const first = this.reader?.tryRead(max);
    // Linux never tells that the end of a pipe that is for writing could be read
    if (first === -EBADF && this.parts.borrowed) {
      this.deaf = true;
      return -EAGAIN;
    }
    if (first === undefined || typeof first === "number") return first;
    return this.readMore(first, max);
  }

  /** What was written in several pieces is read at once. */
  private readMore(first: Uint8Array, max: number): Uint8Array {
    const chunks = [first];
    for (let length = first.length; length < max; ) {
      const next = this.reader?.tryRead(max - length);
      if (next === undefined || typeof next === "number" || next.length === 0) break;
      chunks.push(next);
      length += next.length;
    }
    return concatenate(chunks);
  }

  write(_session: Session, data: Uint8Array): number {
    return this.writer?.tryWrite(data) ?? data.length;
  }

  writeCall(data: Uint8Array, address: string): string {
    return `write(${this.writeFd}, ${address}, ${data.length})`;
  }

  shutdownWrite(): void {
    if (!this.parts.endsByClosing) return;
    this.writer?.release();
    this.writer = undefined;
  }

  async linger(): Promise<void> {
    await this.parts.linger?.();
  }

  close(session: Session): void {
    if (--this.holders > 0) return;
    this.parts.atClose?.(session);
    if (!this.parts.borrowed) {
      this.reader?.release();
      this.writer?.release();
    }
    this.reader = undefined;
    this.writer = undefined;
  }
}

function none(): void {
  // nothing to withdraw
}
