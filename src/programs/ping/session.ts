/** One run of ping: sends probes in time, receives, and reports; the address families do the rest. */

import { EAGAIN, EINTR, ENOBUFS, ENOMEM, strerror } from "../../errno.ts";
import type { ReceivedMessage, Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { Exit } from "../lib/iputils.ts";
import { formatAddress, type InternetAddress, reverseLookup } from "../lib/resolver.ts";
import type { PingOptions } from "./options.ts";
import { MIN_INTERVAL, Pacer } from "./pacer.ts";
import { formatRoundTrip, Statistics } from "./statistics.ts";
import { readTime, TIMESTAMP, timeOfDay } from "./time.ts";

/** What sending a packet takes when nothing else does, in ns. */
const SENDING_NS = 8000;
/** Then the errors are counted again, in ms. */
const MAX_RECEIVE_WAIT = 1000;
const INT_MAX = 0x7fff_ffff;
const SOL_SOCKET = 1;
const SO_DEBUG = 1;
const SO_DONTROUTE = 5;
const SO_TIMESTAMP = 29;
const SO_MARK = 36;
/** Length of the ICMP and ICMPv6 echo headers. */
export const HEADER = 8;

/** The result of reading the error queue: how many errors of the network, or minus how many local ones; 0 for nothing. */
export interface ErrorReport {
  readonly count: number;
  /** The error queue held something that is not about our packets. */
  readonly notOurs: boolean;
}

/** What differs between ICMP and ICMPv6. */
export interface Family {
  readonly socket: Socket;
  readonly raw: boolean;
  /** Sends the packet with the next sequence number. @returns 0 or a negative error number */
  sendProbe(session: Session, packet: Uint8Array): number;
  receiveError(session: Session): Promise<ErrorReport>;
  /** @returns true when it is not a reply to us */
  parseReply(session: Session, bytes: Uint8Array, message: ReceivedMessage, time: number): Promise<boolean>;
  /** Makes the kernel drop replies to others. */
  installFilter(session: Session): void;
}

/** A reply as {@link Session.countReply} wants it. */
export interface Reply {
  readonly bytes: Uint8Array;
  readonly from: InternetAddress;
  readonly seq: number;
  readonly ttl: number;
  readonly checksumFailed: boolean;
  readonly multicast: boolean;
  readonly wrongSource: boolean;
  /** Arrival, in µs since the epoch. */
  readonly time: number;
  /** What comes after the address: sequence number, identifier. */
  readonly details: string;
}

/** One run, which the families of addresses print and count through. */
export class Session {
  readonly process: Process;
  readonly options: PingOptions;
  readonly statistics = new Statistics();
  hostname = "";
  timing = false;
  /** Identifier of the packets, in network order as a number. */
  ident = 0;
  /** The packet to be sent: header and data. */
  readonly packet: Uint8Array;
  private readonly pacer: Pacer;
  exiting = false;
  private snapshotWanted = false;
  private alarmAt = Number.POSITIVE_INFINITY;
  private exitScheduled = false;
  private latency: boolean;
  private screenWidth = INT_MAX;
  private lastAddress: { key: string; text: string } | undefined;

  constructor(process: Process, options: PingOptions) {
    this.process = process;
    this.options = options;
    this.packet = new Uint8Array(HEADER + options.size);
    this.pacer = new Pacer(options, this.statistics);
    this.latency = options.latency;
  }

  // --- output ---

  print(text: string): void {
    this.process.stdout.write(text);
  }

  /** As `error(3)`: what was printed comes first. */
  async warn(text: string): Promise<void> {
    await this.process.stdout.flush();
    this.process.stderr.write(`${this.process.argv[0]}: ${text}\n`);
  }

  async fail(status: number, text: string): Promise<never> {
    await this.process.stdout.flush();
    throw new Exit(status, `${this.process.argv[0]}: ${text}\n`);
  }

  /** Writes past the buffer, as floods do. */
  async writeNow(text: string): Promise<void> {
    this.print(text);
    await this.process.stdout.flush();
  }

  printTime(): void {
    if (this.options.printTime) this.print(`[${timeOfDay(this.process.sys.realtime())}] `);
  }

  /** An address as replies show it: with its name when there is one. */
  showAddress(address: InternetAddress): string {
    const { sys } = this.process;
    const text = formatAddress(sys, address);
    if (this.options.numeric) return text;
    if (this.lastAddress?.key !== text) {
      const name = this.exiting ? undefined : reverseLookup(sys, address);
      this.lastAddress = { key: text, text: name === undefined ? text : `${name} (${text})` };
    }
    return this.lastAddress.text;
  }

  // --- the run ---

  /** Applies what does not depend on the family, and starts the clock. */
  async setup(family: Family): Promise<void> {
    const { options, process } = this;
    const { socket } = family;
    if (options.flood && !options.intervalGiven) this.pacer.interval = 0;
    if (this.pacer.interval >= Math.trunc(INT_MAX / options.preload))
      await this.fail(2, `illegal preload and/or interval: ${this.pacer.interval}`);
    if (options.debug) socket.setsockopt(SOL_SOCKET, SO_DEBUG, 1);
    if (options.dontRoute) socket.setsockopt(SOL_SOCKET, SO_DONTROUTE, 1);
    if (!options.latency && socket.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1) < 0)
      await this.warn("Warning: no SO_TIMESTAMP support, falling back to SIOCGSTAMP");
    await this.setMark(socket);
    if (options.pattern === undefined) {
      for (let i = HEADER; i < this.packet.length; i++) this.packet[i] = i - HEADER;
    }
    if (options.ident >= 0) this.ident = options.ident;
    else if (family.raw) this.ident = process.sys.random() & 0xffff;
    process.onSignal("SIGINT", () => void (this.exiting = true));
    process.onSignal("SIGALRM", () => void (this.exiting = true));
    process.onSignal("SIGQUIT", () => void (this.snapshotWanted = true));
    this.statistics.started = process.sys.monotonic();
    if (options.deadline > 0) this.alarmAt = this.statistics.started + options.deadline * 1e9;
    this.screenWidth = process.stdout.columns || INT_MAX;
  }

  async setMark(socket: Socket): Promise<void> {
    const { mark } = this.options;
    if (mark === undefined) return;
    const result = socket.setsockopt(SOL_SOCKET, SO_MARK, mark);
    if (result < 0) await this.warn(`WARNING: failed to set mark: ${mark}: ${strerror(-result)}`);
  }

  /** Sends and receives until the count, the deadline or a signal ends it. @returns the exit status */
  async run(family: Family): Promise<number> {
    const { options, statistics } = this;
    while (!this.exiting) {
      if (options.count > 0 && statistics.received + statistics.errors >= options.count) break;
      if (options.deadline > 0 && statistics.errors > 0) break;
      if (this.snapshotWanted) this.showSnapshot();
      let next: number;
      do {
        next = this.scheduleExit(await this.sendDue(family));
        // no pause, but system calls take their time
        if (next < 0) await this.process.sleep(SENDING_NS);
      } while (next <= 0 && !this.exiting);
      await this.receiveUntil(family, this.waitTime(next));
    }
    return this.finish();
  }

  /** How long to wait for packets before the next is due, in ms. */
  private waitTime(next: number): number {
    const short = this.options.adaptive || next < Math.max(this.pacer.interval, MIN_INTERVAL);
    if (short && next <= MIN_INTERVAL && this.statistics.inFlight > 0) return MIN_INTERVAL;
    if (short || this.pacer.interval === 0) return next;
    // the socket's `SO_RCVTIMEO`: then the errors are counted again; one below zero is over at once, and asking without end is waiting
    return Math.min(next, this.pacer.interval < 0 ? next : this.pacer.interval, MAX_RECEIVE_WAIT);
  }

  /** After the last packet: how long to wait for replies still. */
  private scheduleExit(next: number): number {
    const { options, statistics } = this;
    if (options.count === 0 || statistics.transmitted < options.count || options.deadline > 0) return next;
    if (this.exitScheduled) return next;
    this.exitScheduled = true;
    const waitUs =
      statistics.received > 0
        ? Math.max(2 * statistics.maximum, 1000 * this.pacer.interval)
        : options.linger * 1000;
    if (waitUs > 0) this.alarmAt = this.process.sys.monotonic() + waitUs * 1000;
    else this.exitScheduled = false;
    return Math.max(next, Math.trunc(waitUs / 1000));
  }

  /** Receives what is there, waiting up to `ms` for the first packet. */
  private async receiveUntil(family: Family, ms: number): Promise<void> {
    const state = { mayHaveError: false };
    if (await this.receiveAll(family, state)) return;
    if (this.exiting || this.snapshotWanted) return;
    const { sys } = this.process;
    const wait = Math.min(ms * 1e6, this.alarmAt - sys.monotonic());
    const ready = wait > 0 ? await this.process.poll([family.socket], wait) : undefined;
    if (ready) {
      state.mayHaveError = true;
      await this.receiveAll(family, state);
    } else if (sys.monotonic() >= this.alarmAt) this.exiting = true;
  }

  /** Takes packets and errors until there are none. @returns whether there was any */
  private async receiveAll(family: Family, state: { mayHaveError: boolean }): Promise<boolean> {
    const buffer = new Uint8Array(this.options.size + 4096 + 136);
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    for (let any = false; ; any = true) {
      const count = family.socket.recv(buffer, message);
      let notOurs: boolean;
      if (count < 0) {
        if (count === -EINTR || (count === -EAGAIN && !state.mayHaveError)) return any;
        state.mayHaveError = false;
        const report = await family.receiveError(this);
        if (report.count === 0 && !report.notOurs) {
          if (count !== -EAGAIN) await this.warn(`recvmsg: ${strerror(-count)}`);
          return any;
        }
        if (count === -EAGAIN && report.count < 0 && !report.notOurs) return true;
        notOurs = report.notOurs;
      } else {
        const time = this.arrival(message);
        notOurs = await family.parseReply(this, buffer.subarray(0, count), message, time);
      }
      if (notOurs && family.raw) family.installFilter(this);
      if (this.statistics.inFlight === 0) return true;
    }
  }

  /** When the kernel received a message, in µs since the epoch. */
  private arrival(message: ReceivedMessage): number {
    if (!this.latency) {
      for (const { level, type, data } of message.control) {
        if (level === SOL_SOCKET && type === SO_TIMESTAMP && data.length >= TIMESTAMP)
          return readTime(data, 0);
      }
    }
    return this.process.sys.realtime();
  }

  // --- sending ---

  /** Sends when it is time. @returns how many ms until the next one */
  private async sendDue(family: Family): Promise<number> {
    const { options, statistics } = this;
    if (this.exiting || (options.count > 0 && statistics.transmitted >= options.count && !options.deadline))
      return 1000;
    const wait = this.pacer.take(this.process.sys.monotonic());
    if (wait > 0) return wait;
    if (
      options.outstanding &&
      statistics.transmitted > 0 &&
      !statistics.wasReceived(statistics.transmitted)
    ) {
      this.printTime();
      this.print(`no answer yet for icmp_seq=${statistics.transmitted % 0x10000}\n`);
      await this.process.stdout.flush();
    }
    statistics.setReceived(statistics.transmitted + 1, false);
    const result = family.sendProbe(this, this.packet);
    if (result < 0) return this.sendFailed(family, -result);
    this.pacer.sent();
    statistics.advance();
    if (!options.quiet && options.flood && this.showsDot()) await this.writeNow(".");
    return this.pacer.untilNext;
  }

  private showsDot(): boolean {
    const { preload } = this.options;
    const { pipeSize, inFlight } = this.statistics;
    return (preload < this.screenWidth && pipeSize < this.screenWidth) || inFlight < this.screenWidth;
  }

  private async sendFailed(family: Family, error: number): Promise<number> {
    const { options, statistics } = this;
    let silent = false;
    if (error === ENOBUFS || error === ENOMEM) {
      const wait = this.pacer.slowDown();
      if (wait > 0) return wait;
    } else if (error === EAGAIN) {
      this.pacer.giveBack();
      return MIN_INTERVAL;
    } else {
      const report = await family.receiveError(this);
      if (report.notOurs) {
        // the error of an earlier packet was pending: try again
        const again = family.sendProbe(this, this.packet);
        if (again >= 0) {
          statistics.advance();
          return this.pacer.untilNext;
        }
      }
      silent = report.count < 0;
    }
    statistics.advance();
    if (!silent && !options.quiet) {
      if (options.flood) await this.writeNow("E");
      else await this.warn(`sendmsg: ${strerror(error)}`);
    }
    this.pacer.empty();
    return Math.max(this.pacer.interval, MIN_INTERVAL);
  }

  // --- replies ---

  /** Counts a reply and prints it. @returns true when its line is open still */
  async countReply(reply: Reply): Promise<boolean> {
    const { options, statistics } = this;
    const roundTrip = await this.measure(reply);
    const duplicate = !reply.checksumFailed && statistics.wasReceived(reply.seq);
    if (!reply.checksumFailed) statistics.acknowledge(reply.seq);
    if (reply.checksumFailed) statistics.corrupted++;
    else if (duplicate) statistics.repeats++;
    else {
      statistics.received++;
      statistics.setReceived(reply.seq, true);
    }
    if (options.quiet) return false;
    if (options.flood) {
      await this.writeNow(reply.checksumFailed ? "\bC" : "\b \b");
      return true;
    }
    this.printTime();
    this.print(`${reply.bytes.length} bytes from ${this.showAddress(reply.from)}:${reply.details}`);
    if (reply.ttl >= 0) this.print(` ttl=${reply.ttl}`);
    if (reply.bytes.length < options.size + HEADER) {
      this.print(" (truncated)\n");
      return false;
    }
    if (this.timing) this.print(` time=${formatRoundTrip(roundTrip)} ms`);
    if (duplicate && (!reply.multicast || options.verbose)) this.print(" (DUP!)");
    if (reply.checksumFailed) this.print(" (BAD CHECKSUM!)");
    if (reply.wrongSource) this.print(" (DIFFERENT ADDRESS!)");
    this.checkData(reply.bytes);
    return true;
  }

  /** The round-trip time in µs by the time stamp in the data. */
  private async measure(reply: Reply): Promise<number> {
    if (!this.timing || reply.bytes.length < HEADER + TIMESTAMP) return 0;
    const sent = readTime(reply.bytes, HEADER);
    let roundTrip = reply.time - sent;
    if (roundTrip < 0) {
      await this.warn(`Warning: time of day goes back (${roundTrip}us), taking countermeasures`);
      roundTrip = 0;
      if (!this.latency) {
        this.latency = true;
        roundTrip = Math.max(0, this.process.sys.realtime() - sent);
      }
    }
    if (!reply.checksumFailed) {
      this.statistics.addRoundTrip(roundTrip);
      if (this.options.adaptive) this.pacer.adapt();
    }
    return roundTrip;
  }

  private checkData(bytes: Uint8Array): void {
    const end = HEADER + this.options.size;
    for (let i = HEADER + TIMESTAMP; i < end; i++) {
      if (bytes[i] === this.packet[i]) continue;
      const hex = (value: number): string => value.toString(16);
      const should = hex(this.packet[i]);
      this.print(`\nwrong data byte #${i - HEADER} should be 0x${should} but was 0x${hex(bytes[i])}`);
      for (let j = TIMESTAMP; j < this.options.size; j++) {
        if (j % 32 === TIMESTAMP) this.print(`\n#${j}\t`);
        this.print(`${hex(bytes[HEADER + j])} `);
      }
      return;
    }
  }

  // --- the end ---

  private showSnapshot(): void {
    this.snapshotWanted = false;
    this.process.stderr.write(this.statistics.snapshot(this.timing));
  }

  private async finish(): Promise<number> {
    const { options, statistics } = this;
    this.print("\n");
    await this.process.stdout.flush();
    const rates = this.pacer.interval === 0 || options.flood || options.adaptive;
    this.print(statistics.summary(this.hostname, this.timing, rates));
    const short = options.deadline > 0 && statistics.received < options.count;
    return statistics.received === 0 || short ? 1 : 0;
  }
}
