/** The relay: data from each side to the other until both are at their ends (`_socat`). */
import { EAGAIN, isErrno, strerror } from "../../errno.ts";
import { type File, O_CREAT, O_TRUNC, O_WRONLY, type Pollable } from "../../kernel.ts";
import { dump } from "./dump.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Session } from "./session.ts";

const NS_PER_S = 1e9;
const CR = 13;
const LF = 10;
/** How long a side that ignores its end is left alone. */
const IGNORED_END_NS = 1e9;

/** How lines end at a side. */
type LineEnd = "lf" | "crlf" | "cr";

function lineEnd(side: Endpoint): LineEnd {
  return side.options.has("crnl") ? "crlf" : side.options.has("cr") ? "cr" : "lf";
}

/** Newlines as the one side has them, as the other has them. */
function convert(data: Uint8Array, from: LineEnd, to: LineEnd): Uint8Array {
  if (from === to) return data;
  const out: number[] = [];
  for (const byte of data) {
    if (from === "crlf" && byte === CR) continue;
    const newline = from === "cr" ? byte === CR : byte === LF;
    if (!newline) out.push(byte);
    else if (to === "crlf") out.push(CR, LF);
    else out.push(to === "cr" ? CR : LF);
  }
  return Uint8Array.from(out);
}

/** One direction. */
class Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  private readonly session: Session;
  private readonly sign: ">" | "<";
  private readonly raw: File | undefined;
  private readonly number: number;
  private left: number;
  private pending: Uint8Array | undefined;
  private carried = 0;
  ended = false;

  constructor(session: Session, from: Endpoint, to: Endpoint, number: 1 | 2) {
    this.session = session;
    this.from = from;
    this.to = to;
    this.number = number;
    this.sign = number === 1 ? ">" : "<";
    this.left = from.options.number("readbytes") ?? Number.POSITIVE_INFINITY;
    const { rawRight, rawLeft } = session.settings;
    const path = number === 1 ? rawRight : rawLeft;
    if (path === undefined) return;
    const file = session.process.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o664);
    if (isErrno(file)) session.log.error(`open("${path}"): ${strerror(-file)}`);
    this.raw = file;
  }

  /** What it waits for. */
  get source(): Pollable | undefined {
    if (this.ended) return undefined;
    return this.pending ? this.to.writable : this.from.readable;
  }

  /** A step: reads, or writes what is left. @returns whether something went on */
  step(): boolean {
    return this.pending ? this.push() : this.pull();
  }

  private pull(): boolean {
    const { session, from } = this;
    const size = Math.min(session.settings.blockSize, this.left);
    const data = size === 0 ? undefined : from.read(session, size);
    if (data === -EAGAIN) return false;
    if (typeof data === "number") {
      const call = `read(${from.readFd}, ${bufferAddress(session)}, ${session.settings.blockSize})`;
      return session.log.error(`${call}: ${strerror(-data)}`);
    }
    if (data === undefined) {
      this.ended = true;
      return true;
    }
    this.left -= data.length;
    const converted = convert(data, lineEnd(from), lineEnd(this.to));
    this.show(converted);
    this.pending = converted;
    return this.push();
  }

  private show(data: Uint8Array): void {
    const { verbose, hex } = this.session.settings;
    this.raw?.write(data);
    if (!verbose && !hex) return;
    const now = this.session.process.sys.realtime();
    const block = { sign: this.sign, data, offset: this.carried, now };
    this.session.process.stderr.write(dump(block, verbose, hex));
    this.carried += data.length;
  }

  private push(): boolean {
    const { session, to } = this;
    while (this.pending && this.pending.length > 0) {
      const count = to.write(session, this.pending);
      if (count === -EAGAIN) return true;
      if (count < 0)
        session.log.error(`${to.writeCall(this.pending, bufferAddress(session))}: ${strerror(-count)}`);
      this.pending = this.pending.subarray(count);
    }
    this.pending = undefined;
    return true;
  }

  /** Tells the other side that no more comes. */
  finish(): void {
    this.session.log.notice(`socket ${this.number} (fd ${this.from.readFd}) is at EOF`);
    this.to.shutdownWrite();
    this.raw?.close();
  }

  /** Whether its side is to be read again after its end. */
  get ignoresEnd(): boolean {
    return this.from.options.has("ignoreeof");
  }
}

/** Where the buffer is: another place in every run, as on Linux. */
function bufferAddress(session: Session): string {
  const random = session.process.sys.random();
  return `0x${((0x5500 + (random & 0xff)) * 2 ** 20 + (random >>> 12)).toString(16)}000`;
}

/** Carries data until both sides are at their ends or nothing came for too long. @returns the status */
export async function transfer(session: Session, left: Endpoint, right: Endpoint): Promise<number> {
  const { direction } = session.settings;
  const { log } = session;
  const descriptors = (side: Endpoint) => {
    const alone = direction === "both" ? undefined : (direction === "right") === (side === left);
    const readFd = alone === false ? side.writeFd : side.readFd;
    const writeFd = alone === true ? side.readFd : side.writeFd;
    return `[${readFd},${writeFd < 0 ? readFd : writeFd}]`;
  };
  log.notice(`starting data transfer loop with FDs ${descriptors(left)} and ${descriptors(right)}`);
  const flows: Flow[] = [];
  if (direction !== "left") flows.push(new Flow(session, left, right, 1));
  if (direction !== "right") flows.push(new Flow(session, right, left, 2));
  await run(session, flows);
  if (flows.length === 1) await flows[0].to.linger?.();
  log.notice("exiting with status 0");
  return 0;
}

async function run(session: Session, flows: readonly Flow[]): Promise<void> {
  const { settings, log, process } = session;
  const closing = () => flows.some(({ ended }) => ended);
  while (!flows.every(({ ended }) => ended)) {
    const sources = flows.flatMap(({ source }) => source ?? []);
    const quiet = settings.inactivity > 0 ? settings.inactivity : undefined;
    const seconds = closing() ? Math.min(settings.closeWait, quiet ?? Number.POSITIVE_INFINITY) : quiet;
    const before = process.sys.monotonic();
    const ready = await process.poll(sources, seconds === undefined ? undefined : seconds * NS_PER_S);
    session.check();
    if (ready === undefined) {
      const over = seconds !== undefined && process.sys.monotonic() - before >= seconds * NS_PER_S;
      if (!over) continue;
      if (!closing()) log.notice("inactivity timeout triggered");
      return;
    }
    await step(session, flows);
  }
}

/** One look at both sides; the ends are told after the data. */
async function step(session: Session, flows: readonly Flow[]): Promise<void> {
  const open = flows.filter(({ ended }) => !ended);
  for (const flow of open) flow.step();
  for (const flow of open) {
    if (!flow.ended) continue;
    if (!flow.ignoresEnd) {
      flow.finish();
      continue;
    }
    flow.ended = false;
    await session.process.sleep(IGNORED_END_NS);
    session.check();
  }
}
