/** One stream of data of a test: sending or receiving, and what was counted. */
import { EAGAIN, isErrno } from "../../errno.ts";
import type { File, Socket } from "../../kernel.ts";
import { read32, write32 } from "../../packet/bytes.ts";
import type { Process } from "../../process/process.ts";
import { writable } from "../lib/byte-stream.ts";
import type { Settings } from "./settings.ts";
import { readTcpInfo, type TcpInfo } from "./tcp-info.ts";

/** What handling a block costs a processor: on the virtual clock time passes by it. */
const BLOCK_NS = 2000;
const NS_PER_BYTE = 0.05;
const UDP_HEADER = 12;
const UDP_HEADER64 = 16;
/** How long nobody looks whether the test is over. */
const POLL_NS = 5_000_000;
/** How long the last block may take when the test is over. */
const LAST_BLOCK_NS = 200_000_000;
/** Longest wait for a block that is due. */
const PACE_NS = 1e8;
const HIGH = 2 ** 32;

/** What is counted of a stream since the beginning, the end of what is omitted, or the last interval. */
export class Counts {
  bytes = 0;
  packets = 0;
  lost = 0;
  outOfOrder = 0;

  reset(): void {
    this.bytes = 0;
    this.packets = 0;
    this.lost = 0;
    this.outOfOrder = 0;
  }
}

/** What a stream is made with. */
export interface FlowOptions {
  readonly socket: Socket;
  /** As iperf3 shows it: the number of a descriptor. */
  readonly id: number;
  readonly sender: boolean;
  readonly settings: Settings;
  readonly length: number;
  /** What is sent, or where it is written, in place of a pattern and of nowhere. */
  readonly file: File | undefined;
}

/** The stream. */
export class Flow {
  readonly socket: Socket;
  readonly id: number;
  readonly sender: boolean;
  readonly udp: boolean;
  readonly total = new Counts();
  /** In the present interval. */
  readonly now = new Counts();
  /** Seconds. */
  jitter = 0;
  /** Retransmissions that count, and those that were told of in intervals before. */
  retransmits = 0;
  /** Round trips of the intervals, in µs, and the largest windows. */
  readonly trips: number[] = [];
  largestCwnd = 0;
  largestWindow = 0;
  /** Processor time that it took, in ns. */
  spent = 0;
  private readonly process: Process;
  private readonly settings: Settings;
  private readonly file: File | undefined;
  private readonly length: number;
  /** Bytes of the file that is sent or written; undefined without one. */
  get fileSize(): number | undefined {
    const status = this.file?.stat();
    return status === undefined || isErrno(status) ? undefined : status.size;
  }

  private sentPackets = 0;
  private retransmitsBefore = 0;
  private transit = Number.NaN;
  private highest = 0;

  constructor(process: Process, options: FlowOptions) {
    this.process = process;
    this.socket = options.socket;
    this.id = options.id;
    this.sender = options.sender;
    this.settings = options.settings;
    this.udp = options.settings.udp;
    this.length = options.length;
    this.file = options.file;
  }

  private count(bytes: number): void {
    this.total.bytes += bytes;
    this.now.bytes += bytes;
    const cost = BLOCK_NS + bytes * NS_PER_BYTE;
    this.spent += cost;
    this.process.sys.spend(cost);
  }

  /** What was omitted is over: everything is counted from here on. */
  reset(): void {
    this.total.reset();
    this.now.reset();
    this.jitter = 0;
    this.retransmits = 0;
    this.trips.length = 0;
    this.largestCwnd = 0;
    this.largestWindow = 0;
  }

  /** Retransmissions since the last look, windows and round trip of a sender. */
  look(): { readonly info: TcpInfo; readonly retransmits: number } | undefined {
    const info = readTcpInfo(this.socket);
    if (info === undefined) return undefined;
    const retransmits = info.totalRetransmits - this.retransmitsBefore;
    this.retransmitsBefore = info.totalRetransmits;
    this.retransmits += retransmits;
    this.largestCwnd = Math.max(this.largestCwnd, info.window);
    this.largestWindow = Math.max(this.largestWindow, info.peerWindow);
    this.trips.push(info.rtt);
    return { info, retransmits };
  }

  /** Sends until told to stop, at most at the rate that was asked for. `sent` is called for each block. */
  async send(more: () => boolean, sent: () => void): Promise<void> {
    const { sys } = this.process;
    const { rate, burst, pacing } = this.settings;
    const block = this.payload();
    const started = sys.monotonic();
    let bytes = 0;
    for (let blocks = 0; more(); blocks++) {
      if (rate > 0 && (burst === 0 || blocks % burst === 0)) {
        const due = Math.ceil((bytes * 8e9) / rate / (pacing * 1000)) * pacing * 1000;
        if (!(await this.until(started + due, more))) break;
      }
      const length = this.file === undefined ? block.length : this.file.read(block);
      if (length <= 0) break;
      if (this.udp) this.stamp(block);
      const count = await this.sendBlock(length < block.length ? block.subarray(0, length) : block, more);
      if (count < 0 && !this.udp) throw new FlowError(`unable to write to stream socket`, -count);
      bytes += Math.max(0, count);
      sent();
      // the other flows have their turn
      if (blocks % 16 === 15) await this.process.sleep(0);
    }
  }

  /** Waits until a time. @returns false when the test was over before */
  private async until(due: number, more: () => boolean): Promise<boolean> {
    for (;;) {
      const wait = due - this.process.sys.monotonic();
      if (wait <= 0) return true;
      await this.process.sleep(Math.min(wait, PACE_NS));
      if (!more()) return false;
    }
  }

  /** Digits that come again and again, or chance. */
  private payload(): Uint8Array {
    const block = new Uint8Array(this.length);
    if (this.settings.repeating) for (let i = 0; i < block.length; i++) block[i] = 0x30 + (i % 10);
    else {
      let state = this.process.sys.random() | 1;
      for (let i = 0; i < block.length; i++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        block[i] = state;
      }
    }
    return block;
  }

  /** A whole block, however often that takes: who receives waits for all of it. @returns its length, or a negative error */
  private async sendBlock(block: Uint8Array, more: () => boolean): Promise<number> {
    let patience = LAST_BLOCK_NS;
    for (let at = 0; at < block.length; ) {
      const count = this.socket.send(at === 0 ? block : block.subarray(at));
      if (count === -EAGAIN) {
        await this.process.poll([writable(this.socket)], POLL_NS);
        // who has stopped reading does not wait for the rest
        if (!more()) patience -= POLL_NS;
        if (patience <= 0) return at;
      } else if (count < 0) return count;
      else {
        at += count;
        this.count(count);
      }
    }
    return block.length;
  }

  private stamp(block: Uint8Array): void {
    const now = this.process.sys.realtime();
    this.sentPackets++;
    this.total.packets++;
    this.now.packets++;
    write32(block, 0, Math.floor(now / 1e6));
    write32(block, 4, Math.floor(now % 1e6));
    if (this.settings.counters64) {
      write32(block, 8, Math.floor(this.sentPackets / HIGH));
      write32(block, 12, this.sentPackets >>> 0);
    } else write32(block, 8, this.sentPackets >>> 0);
  }

  /** Receives until the end, or until told to stop. `heard` is called for what came. */
  async receive(stop: () => boolean, heard: () => void): Promise<void> {
    const buffer = new Uint8Array(Math.max(this.length, UDP_HEADER64));
    const header = this.settings.counters64 ? UDP_HEADER64 : UDP_HEADER;
    while (!stop()) {
      const count = this.socket.recv(buffer);
      if (count === -EAGAIN) await this.process.poll([this.socket], POLL_NS);
      else if (count <= 0 && !this.udp) break;
      else if (count > 0) {
        this.count(count);
        heard();
        if (this.udp && count >= header) this.arrived(buffer);
        else if (!this.udp && this.file !== undefined) this.file.write(buffer.subarray(0, count));
      }
    }
  }

  /** Counts losses, and smooths the differences in transit (RFC 1889). */
  private arrived(buffer: Uint8Array): void {
    const wide = this.settings.counters64;
    const number = wide ? read32(buffer, 8) * HIGH + read32(buffer, 12) : read32(buffer, 8);
    if (number > this.highest) {
      const missed = number - this.highest - 1;
      for (const counts of [this.total, this.now]) {
        counts.lost += missed;
        counts.packets += missed + 1;
      }
      this.highest = number;
    } else {
      for (const counts of [this.total, this.now]) counts.outOfOrder++;
      if (this.total.lost > 0) this.total.lost--;
      if (this.now.lost > 0) this.now.lost--;
    }
    const sent = read32(buffer, 0) + read32(buffer, 4) / 1e6;
    const transit = this.process.sys.realtime() / 1e6 - sent;
    const difference = Number.isNaN(this.transit) ? 0 : Math.abs(transit - this.transit);
    this.transit = transit;
    this.jitter += (difference - this.jitter) / 16;
  }
}

/** A stream broke. */
export class FlowError {
  readonly text: string;
  readonly error: number;
  constructor(text: string, error: number) {
    this.text = text;
    this.error = error;
  }
}
