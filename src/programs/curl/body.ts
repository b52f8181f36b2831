/** The body of a response: of a known length, in chunks, or up to the end of the connection. */
import { ECONNRESET, ETIMEDOUT, strerror } from "../../errno.ts";
import type { HttpReader } from "../http/reader.ts";
import type { Facts } from "./facts.ts";
import { CurlFailure } from "./options.ts";
import type { RateLimit } from "./rate-limit.ts";

const BLOCK = 16_384;

/** Who takes what comes. */
export interface Sink {
  /** Takes bytes of the body. @returns false when they can not be written */
  body(data: Uint8Array): Promise<boolean>;
  /** Takes a line of a response's header, which may be `shown` before the body. */
  header(text: string, shown: boolean): void;
  /** A verbose line. */
  say(text: string): void;
  /** The length of the body is known. */
  expect(total: number): void;
  /** The transfer is over: the progress meter is drawn a last time. */
  done(): void;
  readonly length: number;
}

/** Where the body goes, and who is told. */
export interface Place {
  /** Nobody wants it: the next request follows. */
  readonly skipped: boolean;
  readonly limit: RateLimit | undefined;
  readonly sink: Sink;
  readonly facts: Facts;
  say(text: string): void;
  timedOut(received: number, total?: number): CurlFailure;
}

/** Reads one body. */
export class BodyReader {
  private readonly reader: HttpReader;
  private readonly place: Place;
  private told = false;

  constructor(reader: HttpReader, place: Place) {
    this.reader = reader;
    this.place = place;
  }

  private async take(data: Uint8Array, last = false): Promise<void> {
    if (!this.told) this.place.say(`{ [${data.length} bytes data]\n`);
    this.told = true;
    if (this.place.skipped) return;
    this.place.facts.size += data.length;
    if (!(await this.place.sink.body(data)))
      throw new CurlFailure(23, `Failure writing output to destination`);
    if (!last) await this.place.limit?.wait(data.length, this.reader.buffered);
  }

  /** A body of a known length, or up to the end. @throws {@link CurlFailure} */
  async plain(length: number | undefined): Promise<void> {
    this.told = false;
    if (length !== undefined && !this.place.skipped) this.place.sink.expect(length);
    let received = 0;
    while (length === undefined || received < length) {
      const part = await this.reader.some(Math.min(BLOCK, (length ?? Number.POSITIVE_INFINITY) - received));
      if (part === undefined) break;
      received += part.length;
      await this.take(part, received === length);
    }
    if (received === 0 && length !== 0) await this.take(new Uint8Array(0));
    if (this.reader.error === -ETIMEDOUT) throw this.place.timedOut(received, length);
    if (this.reader.error < 0 && this.reader.error !== -ECONNRESET)
      throw new CurlFailure(56, `Recv failure: ${strerror(-this.reader.error)}`);
    if (this.reader.error === -ECONNRESET)
      throw new CurlFailure(56, "Recv failure: Connection reset by peer");
    if (length !== undefined && received < length)
      throw new CurlFailure(18, `transfer closed with ${length - received} bytes remaining to read`);
  }

  /** A body in chunks. @throws {@link CurlFailure} */
  async chunks(): Promise<void> {
    this.told = false;
    for (;;) {
      const size = Number.parseInt((await this.reader.line()) ?? "", 16);
      if (Number.isNaN(size)) {
        if (this.reader.error === -ETIMEDOUT) throw this.place.timedOut(this.place.facts.size);
        throw new CurlFailure(18, "transfer closed with outstanding read data remaining");
      }
      if (size === 0) break;
      for (let rest = size; rest > 0; ) {
        const part = await this.reader.some(Math.min(BLOCK, rest));
        if (part === undefined)
          throw new CurlFailure(18, "transfer closed with outstanding read data remaining");
        rest -= part.length;
        await this.take(part);
      }
      await this.reader.line();
    }
    for (let line = await this.reader.line(); line; line = await this.reader.line());
  }
}
