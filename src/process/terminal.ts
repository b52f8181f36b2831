/**
 * A terminal with Linux's line discipline (`n_tty`): line editing, echo, and the characters that are signals; or raw, for programs
 * that edit lines themselves. It knows no host: bytes are put in by {@link Terminal.input} and come out of a function.
 */
import { EAGAIN, type Errno } from "../errno.ts";
import type { HostLoop } from "./host-loop.ts";
import { BaseOpenFile, concatenate, nothing, Wakers } from "./open-file.ts";
import type { Signal } from "./process.ts";

/** What a terminal is connected to. */
export interface TerminalHost {
  /** Shows bytes; a newline is already a carriage return and a line feed where {@link newlines} says so. */
  write(data: Uint8Array): number;
  /** Sends a signal to the foreground process group. */
  signal(signal: Signal): void;
  size(): { readonly columns: number; readonly rows: number };
  /** Whether `\n` has to become `\r\n` on the way out. */
  readonly newlines: boolean;
  readonly loop: HostLoop;
}

const SIGNAL_CHARACTERS: Readonly<Record<number, { readonly signal: Signal; readonly echo: string }>> = {
  3: { signal: "SIGINT", echo: "^C" },
  26: { signal: "SIGTSTP", echo: "^Z" },
  28: { signal: "SIGQUIT", echo: "^\\" },
};
const END = 4;
const BACKSPACE = 8;
const NEWLINE = 10;
const RETURN = 13;
const KILL_LINE = 21;
const DELETE = 127;
/** `N_TTY_BUF_SIZE`: longer lines lose what does not fit. */
const LINE_LIMIT = 4095;

const encoder = new TextEncoder();

/** `/dev/tty` of a session: lines, echo, and the keys that are signals. */
export class Terminal extends BaseOpenFile {
  override readonly isTerminal = true;
  readonly description = "/dev/pts/0";
  private readonly host: TerminalHost;
  private readonly readable = new Wakers();
  private raw = false;
  private line: number[] = [];
  private readonly ready: Uint8Array[] = [];
  private ends = 0;
  private closedByHost = false;

  constructor(host: TerminalHost) {
    super();
    this.host = host;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return this.host.size();
  }

  /** Raw: every byte at once, without echo and signals. */
  setRaw(raw: boolean): void {
    this.raw = raw;
  }

  /** Bytes that were typed. */
  input(data: Uint8Array): void {
    if (this.raw) this.ready.push(data.slice());
    else for (const byte of data) this.typed(byte);
    if (this.ready.length > 0 || this.ends > 0) this.readable.wakeAll();
  }

  /** Nothing more will be typed. */
  hangUp(): void {
    this.closedByHost = true;
    this.readable.wakeAll();
  }

  private echo(text: string): void {
    this.tryWrite(encoder.encode(text));
  }

  private typed(byte: number): void {
    const signal = SIGNAL_CHARACTERS[byte];
    if (signal) {
      this.line = [];
      this.echo(signal.echo);
      this.host.signal(signal.signal);
    } else if (byte === END) {
      if (this.line.length > 0) this.deliver();
      else this.ends++;
    } else if (byte === RETURN || byte === NEWLINE) {
      this.line.push(NEWLINE);
      this.echo("\n");
      this.deliver();
    } else if (byte === DELETE || byte === BACKSPACE) this.erase();
    else if (byte === KILL_LINE) while (this.line.length > 0) this.erase();
    else if (this.line.length < LINE_LIMIT) {
      this.line.push(byte);
      if (byte < 32 && byte !== 9) this.echo(`^${String.fromCharCode(byte + 64)}`);
      else this.tryWrite(Uint8Array.of(byte));
    }
  }

  private erase(): void {
    let last = this.line.pop();
    if (last === undefined) return;
    while (last !== undefined && (last & 0xc0) === 0x80) last = this.line.pop();
    this.echo("\b \b");
  }

  private deliver(): void {
    this.ready.push(Uint8Array.from(this.line));
    this.line = [];
  }

  protected override readNow(max: number): Uint8Array | undefined | Errno {
    const first = this.ready[0];
    if (!first) {
      if (this.ends > 0) this.ends--;
      else return this.closedByHost ? undefined : -EAGAIN;
      return undefined;
    }
    if (first.length > max) this.ready[0] = first.subarray(max);
    else this.ready.shift();
    return first.subarray(0, max);
  }

  protected override waitReadable(wake: () => void): () => void {
    if (this.ready.length > 0 || this.ends > 0 || this.closedByHost) {
      wake();
      return nothing;
    }
    const release = this.host.loop.hold();
    const cancel = this.readable.add(() => {
      wake();
      release();
    });
    return () => {
      cancel();
      release();
    };
  }

  protected override writeNow(data: Uint8Array): number {
    if (!this.host.newlines || !data.includes(NEWLINE)) return this.host.write(data);
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, from)) {
      parts.push(data.subarray(from, at), Uint8Array.of(RETURN, NEWLINE));
      from = at + 1;
    }
    parts.push(data.subarray(from));
    const result = this.host.write(concatenate(parts));
    return result < 0 ? result : data.length;
  }
}

/** The terminal that an open file is, if it is one whose mode can be set. */
export function terminalOf(file: unknown): Terminal | undefined {
  return file instanceof Terminal ? file : undefined;
}
