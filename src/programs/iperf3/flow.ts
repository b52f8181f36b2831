/** One stream of data of a test: sending or receiving, and what was counted. */
import { EAGAIN } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import { read32, write32 } from "../../packet/bytes.ts";
import type { Process } from "../../process/process.ts";
import { writable } from "../lib/byte-stream.ts";

const IPPROTO_TCP = 6;
const TCP_INFO = 11;
/** What handling a block costs a processor: on the virtual clock time passes by it. */
const BLOCK_NS = 2000;
const NS_PER_BYTE = 0.05;
const UDP_HEADER = 12;
/** How long nobody looks whether the test is over. */
const POLL_NS = 5_000_000;
/** How long the last block may take when the test is over. */
const LAST_BLOCK_NS = 200_000_000;

export class Flow {
  readonly socket: Socket;
  /** As iperf3 shows it: the number of a descriptor. */
  readonly id: number;
  readonly sender: boolean;
  readonly udp: boolean;
  bytes = 0;
  /** In the present interval. */
  intervalBytes = 0;
  packets = 0;
  intervalPackets = 0;
  lost = 0;
  intervalLost = 0;
  /** Seconds. */
  jitter = 0;
  retransmits = 0;
  intervalRetransmits = 0;
  ended = false;
  private readonly process: Process;
  private transit = Number.NaN;
  private highest = 0;

  constructor(process: Process, socket: Socket, id: number, sender: boolean, udp: boolean) {
    this.process = process;
    this.socket = socket;
    this.id = id;
    this.sender = sender;
    this.udp = udp;
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    this.intervalBytes += bytes;
    this.process.sys.spend(BLOCK_NS + bytes * NS_PER_BYTE);
  }

  /** Sends until told to stop, at most at the rate given (bits per second; 0: as fast as can be). */
  async send(length: number, rate: number, more: () => boolean): Promise<void> {
    const { sys } = this.process;
    const block = new Uint8Array(length);
    const started = sys.monotonic();
    let sent = 0;
    let blocks = 0;
    while (more()) {
      if (rate > 0) {
        const due = started + (sent * 8e9) / rate;
        const wait = due - sys.monotonic();
        if (wait > 0) await this.process.sleep(Math.min(wait, 1e8));
        if (wait > 1e8) continue;
      }
      if (this.udp) this.stamp(block);
      const count = await this.sendBlock(block, more);
      if (count < 0 && !this.udp) break;
      sent += Math.max(0, count);
      // the other flows have their turn
      if (++blocks % 16 === 0) await this.process.sleep(0);
    }
    this.ended = true;
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
    this.packets++;
    this.intervalPackets++;
    write32(block, 0, Math.floor(now / 1e6));
    write32(block, 4, now % 1e6);
    write32(block, 8, this.packets);
  }

  /** Receives until the end, or until told to stop. */
  async receive(stop: () => boolean): Promise<void> {
    const buffer = new Uint8Array(131_072);
    while (!stop()) {
      const count = this.socket.recv(buffer);
      if (count === -EAGAIN) await this.process.poll([this.socket], POLL_NS);
      else if (count <= 0 && !this.udp) break;
      else if (count > 0) {
        this.count(count);
        if (this.udp && count >= UDP_HEADER) this.arrived(buffer);
      }
    }
    this.ended = true;
  }

  /** Counts losses, and smooths the differences in transit (RFC 1889). */
  private arrived(buffer: Uint8Array): void {
    const number = read32(buffer, 8);
    if (number > this.highest) {
      this.lost += number - this.highest - 1;
      this.intervalLost += number - this.highest - 1;
      this.intervalPackets += number - this.highest;
      this.highest = number;
      this.packets = number;
    } else if (this.lost > 0) this.lost--;
    const sent = read32(buffer, 0) + read32(buffer, 4) / 1e6;
    const transit = this.process.sys.realtime() / 1e6 - sent;
    const difference = Number.isNaN(this.transit) ? 0 : Math.abs(transit - this.transit);
    this.transit = transit;
    this.jitter += (difference - this.jitter) / 16;
  }

  /** Retransmissions since the last look, and the congestion window in bytes. */
  tcpInfo(): { retransmits: number; window: number } {
    const info = new Uint8Array(256);
    const view = new DataView(info.buffer);
    if (this.socket.getsockopt(IPPROTO_TCP, TCP_INFO, info) < 104) return { retransmits: 0, window: 0 };
    const total = view.getUint32(100, true);
    const retransmits = total - this.retransmits;
    this.retransmits = total;
    return { retransmits, window: view.getUint32(80, true) * view.getUint32(16, true) };
  }
}
