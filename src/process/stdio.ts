/** The standard streams with the buffering of glibc's stdio. */
import { EAGAIN, EBADF, EPIPE } from "../errno.ts";
import { READ_BYTE_NS, WRITE_BYTE_NS } from "./cost.ts";
import { concatenate, type OpenFile } from "./open-file.ts";
import { OutputFaults } from "./output-faults.ts";
import { type Input, type Output, ProcessExit } from "./process.ts";
import { decodeText, encodeText } from "./text.ts";

/** What the streams need of their process. */
export interface StreamOwner {
  readonly fds: ReadonlyMap<number, OpenFile>;
  /** Waits for `register` to wake; a signal that kills unwinds. */
  until(register: (wake: () => void) => () => void): Promise<void>;
  /** Nobody reads what was written. */
  brokenPipe(): void;
  /** Unwinds when the process has been killed meanwhile. */
  checkKilled(): void;
  /** Lets the host's other tasks run when it is their turn, so that a program that only writes does not keep them out. */
  breathe(): Promise<void>;
  /** Charges processor time. */
  spend(ns: number): void;
  /** Ends as a program that gets no more memory. */
  exhausted(): never;
}

/** What a program may keep of its input, in bytes or characters: endless input ends it instead of the whole machine. */
export const MOST_KEPT = 1 << 26;

/** `st_blksize` of files and pipes: glibc's buffer. */
const BLOCK = 4096;
const NEWLINE = 10;

/** Standard output or standard error of a process. */
export class BufferedOutput implements Output {
  readonly faults = new OutputFaults();
  private readonly owner: StreamOwner;
  private readonly fd: number;
  private readonly unbuffered: boolean;
  private readonly before: BufferedOutput | undefined;
  private chunks: Uint8Array[] = [];
  private length = 0;
  /** Bytes at the front that glibc would have handed to the kernel already. */
  private due = 0;
  private withdraw: (() => void) | undefined;

  /** @param before the stream that `error(3)` flushes before it writes to this one */
  constructor(owner: StreamOwner, fd: number, unbuffered: boolean, before?: BufferedOutput) {
    this.owner = owner;
    this.fd = fd;
    this.unbuffered = unbuffered;
    this.before = before;
  }

  get isTerminal(): boolean {
    return this.owner.fds.get(this.fd)?.isTerminal ?? false;
  }

  get columns(): number | undefined {
    const file = this.owner.fds.get(this.fd);
    return file?.isTerminal ? file.size?.columns : undefined;
  }

  write(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? encodeText(data) : data.slice();
    if (bytes.length === 0) return;
    this.before?.faults.messageFollows();
    const buffered = this.length - this.due;
    this.chunks.push(bytes);
    this.length += bytes.length;
    this.due += this.handedOn(buffered, bytes);
    // what waits for room goes on by itself: trying at every line would look at all of it each time
    if (this.due > 0 && this.withdraw === undefined) this.drain();
  }

  /** How many more bytes glibc hands on when `bytes` follow `buffered` ones. */
  private handedOn(buffered: number, bytes: Uint8Array): number {
    const total = buffered + bytes.length;
    if (this.unbuffered) return total;
    if (this.isTerminal) {
      const newline = bytes.lastIndexOf(NEWLINE);
      return newline < 0 ? 0 : buffered + newline + 1;
    }
    if (buffered > 0 && total <= BLOCK) return 0;
    return total - (total % BLOCK);
  }

  /** Hands on what is due as far as it is accepted; the rest follows when there is room. */
  private drain(): void {
    this.withdraw?.();
    this.withdraw = undefined;
    const file = this.owner.fds.get(this.fd);
    while (this.due > 0) {
      const whole = concatenate(this.chunks);
      const count = file ? file.tryWrite(whole.subarray(0, this.due)) : -EBADF;
      if (count === -EAGAIN && file) {
        this.chunks = [whole];
        this.withdraw = file.pollWrite(() => this.drain());
        return;
      }
      if (count < 0) return this.fail(-count);
      if (count >= BLOCK) this.owner.spend(count * WRITE_BYTE_NS);
      this.chunks = count === whole.length ? [] : [whole.subarray(count)];
      this.length -= count;
      this.due -= count;
    }
  }

  private fail(error: number): void {
    this.faults.add(error, this.length);
    this.discard();
    if (error === EPIPE) this.owner.brokenPipe();
  }

  /** Forgets what was not handed on: a killed process. */
  discard(): void {
    this.withdraw?.();
    this.withdraw = undefined;
    this.chunks = [];
    this.length = 0;
    this.due = 0;
  }

  async flush(): Promise<void> {
    this.owner.checkKilled();
    this.due = this.length;
    if (this.due > 0) this.drain();
    await this.owner.breathe();
    while (this.due > 0) {
      const file = this.owner.fds.get(this.fd);
      if (!file) return this.discard();
      await this.owner.until((wake) => file.pollWrite(wake));
      this.drain();
    }
    this.owner.checkKilled();
    const { status } = this.faults;
    if (status !== undefined && this.faults.noticed) throw new ProcessExit(status);
  }
}

/** Standard input of a process. */
export class BufferedInput implements Input {
  private readonly owner: StreamOwner;
  private readonly fd: number;
  private rest: Uint8Array | undefined;

  constructor(owner: StreamOwner, fd: number) {
    this.owner = owner;
    this.fd = fd;
  }

  get isTerminal(): boolean {
    return this.owner.fds.get(this.fd)?.isTerminal ?? false;
  }

  async read(): Promise<Uint8Array | undefined> {
    const rest = this.rest;
    this.rest = undefined;
    return rest ?? this.fill();
  }

  private async fill(): Promise<Uint8Array | undefined> {
    const file = this.owner.fds.get(this.fd);
    if (!file) return undefined;
    const result = await readFrom(this.owner, file, 65_536);
    if (result === undefined || typeof result === "number") return undefined;
    if (result.length >= BLOCK) this.owner.spend(result.length * READ_BYTE_NS);
    return result;
  }

  async readLine(): Promise<string | undefined> {
    const chunks: Uint8Array[] = [];
    let kept = 0;
    for (;;) {
      const chunk = await this.read();
      if (!chunk) break;
      kept += chunk.length;
      if (kept > MOST_KEPT) this.owner.exhausted();
      const newline = chunk.indexOf(NEWLINE);
      if (newline < 0) {
        chunks.push(chunk);
        continue;
      }
      if (newline + 1 < chunk.length) this.rest = chunk.subarray(newline + 1);
      chunks.push(chunk.subarray(0, newline));
      return decodeText(concatenate(chunks));
    }
    return chunks.length === 0 ? undefined : decodeText(concatenate(chunks));
  }

  async readAll(): Promise<string> {
    const chunks: Uint8Array[] = [];
    let kept = 0;
    for (let chunk = await this.read(); chunk; chunk = await this.read()) {
      kept += chunk.length;
      if (kept > MOST_KEPT) this.owner.exhausted();
      chunks.push(chunk);
    }
    return chunks.length === 0 ? "" : decodeText(concatenate(chunks));
  }
}

/** Reads from an open file, waiting until there is something. @returns bytes, undefined at the end, or an error number */
export async function readFrom(
  owner: Pick<StreamOwner, "until">,
  file: OpenFile,
  max: number,
): Promise<Uint8Array | undefined | number> {
  for (;;) {
    const result = file.tryRead(max);
    if (result !== -EAGAIN) return result;
    await owner.until((wake) => file.pollRead(wake));
  }
}
