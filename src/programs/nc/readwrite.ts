/** Between standard input, the network and standard output. */
import { EAGAIN } from "../../errno.ts";
import type { Pollable, Socket } from "../../kernel.ts";
import type { OpenFile } from "../../process/open-file.ts";
import type { Process } from "../../process/process.ts";
import type { NcOptions } from "./options.ts";

const BUFFER_SIZE = 16384;
const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;
const SHUT_RD = 0;
const SHUT_WR = 1;
const NEWLINE = 10;
const NOTHING = new Uint8Array(0);
const IAC = 255;
const DONT = 254;
const DO = 253;
const WONT = 252;
const WILL = 251;

/** Every newline as a carriage return and a newline. */
function withCrlf(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === NEWLINE && data[i - 1] !== 13) out.push(13);
    out.push(data[i]);
  }
  return Uint8Array.from(out);
}

/** Refuses whatever a telnet server proposes. */
function answerTelnet(socket: Socket, data: Uint8Array): void {
  for (let i = 0; i + 2 < data.length && data[i] === IAC; i += 3) {
    const verb = data[i + 1];
    const answer = verb === WILL || verb === WONT ? DONT : verb === DO || verb === DONT ? WONT : 0;
    if (answer !== 0) socket.send(Uint8Array.of(IAC, answer, data[i + 2]));
  }
}

/** Carries data both ways until both ends are told (`readwrite` of netcat.c). */
export class ReadWrite {
  private readonly process: Process;
  private readonly socket: Socket;
  private readonly options: NcOptions;
  private readonly input: OpenFile | undefined;
  private readonly fromInput: Pollable;
  private readonly toNet: Pollable;
  private pending = new Uint8Array(0);
  private inputOpen: boolean;
  private outOpen = true;
  private inOpen = true;
  private received = 0;
  /** `-q`: the end of standard input ends it all, whatever the other side still has to say. */
  private quitting = false;

  constructor(process: Process, socket: Socket, options: NcOptions) {
    this.process = process;
    this.socket = socket;
    this.options = options;
    this.input = process.fds.get(0) as OpenFile | undefined;
    this.inputOpen = !options.detached && this.input !== undefined;
    const { input } = this;
    this.fromInput = { poll: (wake) => (input === undefined ? () => {} : input.pollRead(wake)) };
    this.toNet = { poll: (wake) => socket.pollWrite(wake) };
  }

  /** Whether the program was ended by the alarm of `-q`, which tidies nothing up. */
  get alarmed(): boolean {
    return this.quitting && this.options.quit > 0;
  }

  /** Carries bytes until one side is done, or nothing came for as long as `-w` says. */
  async run(): Promise<void> {
    const { options, process } = this;
    const timeout = options.timeout < 0 ? undefined : options.timeout * NS_PER_MS;
    const into = new Uint8Array(BUFFER_SIZE);
    while (!this.finished) {
      if (options.interval > 0) await process.sleep(options.interval * NS_PER_S);
      const ready = await process.poll(this.sources(), timeout);
      if (ready === undefined) return;
      if (ready === this.fromInput) this.readInput();
      else if (ready === this.toNet) this.drain();
      else if (!(await this.readNet(into))) continue;
      this.settle();
      this.quitting = options.quit >= 0 && !this.inputOpen && this.pending.length === 0;
    }
    if (this.alarmed) {
      this.socket.close();
      await process.sleep(options.quit * NS_PER_S);
    }
  }

  private get finished(): boolean {
    if (this.quitting) return true;
    if (!this.inOpen && this.pending.length === 0 && (this.options.listen || !this.inputOpen)) return true;
    return false;
  }

  private sources(): Pollable[] {
    const sources: Pollable[] = [];
    if (this.inputOpen && this.outOpen && this.pending.length < BUFFER_SIZE) sources.push(this.fromInput);
    if (this.outOpen && this.pending.length > 0) sources.push(this.toNet);
    if (this.inOpen) sources.push(this.socket);
    return sources;
  }

  /** Standard input is at its end and all is sent: the other side may be told. */
  private settle(): void {
    if (this.inputOpen || this.pending.length > 0 || !this.outOpen) return;
    if (this.options.shutdown) this.socket.shutdown(SHUT_WR);
    this.outOpen = false;
  }

  private readInput(): void {
    const read = this.input?.tryRead(BUFFER_SIZE - this.pending.length);
    if (read === -EAGAIN) return;
    if (read === undefined || typeof read === "number") {
      this.inputOpen = false;
      return;
    }
    const data = this.options.crlf ? withCrlf(read) : read;
    const all = new Uint8Array(this.pending.length + data.length);
    all.set(this.pending);
    all.set(data, this.pending.length);
    this.pending = all;
  }

  private drain(): void {
    const sent = this.socket.send(this.pending);
    if (sent === -EAGAIN) return;
    if (sent < 0) {
      this.outOpen = false;
      this.inputOpen = false;
      this.pending = new Uint8Array(0);
      return;
    }
    this.pending = this.pending.slice(sent);
  }

  /** The other side takes nothing any more (`POLLHUP`, `POLLERR`), and nothing more is read that could not be sent. */
  private hangUp(): void {
    this.outOpen = false;
    this.inputOpen = false;
    this.pending = new Uint8Array(0);
  }

  /** @returns whether anything had come */
  private async readNet(into: Uint8Array): Promise<boolean> {
    const count = this.socket.recv(into);
    if (count === -EAGAIN) return false;
    if (count < 0) {
      this.inOpen = false;
      this.hangUp();
      return true;
    }
    if (count === 0 && !this.options.udp) {
      if (this.options.unix && this.socket.send(NOTHING) < 0) this.hangUp();
      this.socket.shutdown(SHUT_RD);
      this.inOpen = false;
    }
    if (this.options.receiveLimit > 0 && ++this.received >= this.options.receiveLimit) {
      if (this.inOpen) this.socket.shutdown(SHUT_RD);
      this.inOpen = false;
    }
    if (count === 0) return true;
    const data = into.slice(0, count);
    if (this.options.telnet) answerTelnet(this.socket, data);
    this.process.stdout.write(data);
    await this.process.stdout.flush();
    return true;
  }
}
