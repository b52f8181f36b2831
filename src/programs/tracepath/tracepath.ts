/**
 * tracepath: the way to a host, and how large packets may be on it.
 *
 * Source: `tracepath.c` of iputils 20221126.
 */
import {
  EACCES,
  EAGAIN,
  ECONNREFUSED,
  EHOSTUNREACH,
  EMSGSIZE,
  ENETUNREACH,
  EPROTO,
  ETIMEDOUT,
  isErrno,
  strerror,
} from "../../errno.ts";
import { AF_INET, MSG_ERRQUEUE, type ReceivedMessage, SOCK_DGRAM, type Socket } from "../../kernel.ts";
import { Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { Exit } from "../lib/iputils.ts";
import { formatAddress, type InternetAddress, reverseLookup } from "../lib/resolver.ts";
import { parseOptions, type TracepathOptions } from "./options.ts";

/** What differs between the families. */
const FAMILIES = {
  4: {
    level: 0,
    ttl: 2,
    discovery: 10,
    errors: 11,
    receiveTtl: 12,
    ttlMessage: 2,
    overhead: 28,
    mtu: 65_535,
  },
  6: {
    level: 41,
    ttl: 16,
    discovery: 23,
    errors: 25,
    receiveTtl: 51,
    ttlMessage: 52,
    overhead: 48,
    mtu: 128_000,
  },
} as const;
/** `IP_PMTUDISC_DO` */
const PMTUDISC_DO = 2;
const SO_EE_ORIGIN_LOCAL = 1;
const SO_EE_ORIGIN_ICMP = 2;
const SO_EE_ORIGIN_ICMP6 = 3;
const ADDRESS_COLUMNS = 52;
const LOCALHOST_COLUMNS = 32;
const PROBES = 3;
const TRIES = 10;
const WAIT_NS = 1e9;
/** Ports in turn, so that late answers are told apart. */
const HISTORY = 64;

export async function main(process: Process): Promise<number> {
  try {
    const options = parseOptions(process);
    return await new Tracepath(process, options, await targetOf(process, options)).run();
  } catch (end) {
    if (!(end instanceof Exit)) throw end;
    process.stdout.write(end.output);
    process.stderr.write(end.error);
    return end.status;
  }
}

async function targetOf(process: Process, { host, family }: TracepathOptions): Promise<InternetAddress> {
  const resolved = await lookupHost(process, host, family);
  if (typeof resolved === "string") throw new Exit(1, `tracepath: ${host}: ${resolved}\n`);
  return resolved.addresses[0];
}

/** What an error of the queue tells. */
interface Report {
  readonly errno: number;
  readonly origin: number;
  readonly type: number;
  readonly code: number;
  readonly info: number;
  readonly offender: InternetAddress | undefined;
}

/** A probe that was sent. */
interface Sent {
  readonly ttl: number;
  /** In µs. */
  readonly at: number;
}

/** What an answer means for the trace: it is at its end, it goes on, or there was none. */
type Outcome = "end" | "on" | "none";

class Tracepath {
  private readonly process: Process;
  private readonly options: TracepathOptions;
  private readonly target: InternetAddress;
  private readonly names: (typeof FAMILIES)[4 | 6];
  private readonly socket: Socket;
  private readonly history: (Sent | undefined)[] = [];
  private slot = 0;
  private mtu: number;
  private ttl = 0;
  private hopsTo = -1;
  private hopsBack = -1;

  constructor(process: Process, options: TracepathOptions, target: InternetAddress) {
    this.process = process;
    this.options = options;
    this.target = target;
    this.names = target.family === AF_INET ? FAMILIES[4] : FAMILIES[6];
    const { overhead } = this.names;
    this.mtu = options.length || this.names.mtu;
    if (this.mtu <= overhead)
      throw new Exit(1, `tracepath: pktlen must be within: ${overhead} < value <= 2147483647\n`);
    const socket = process.sys.socket(target.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw new Exit(1, `tracepath: socket: ${strerror(-socket)}\n`);
    this.socket = socket;
    const { level } = this.names;
    socket.setsockopt(level, this.names.discovery, PMTUDISC_DO);
    socket.setsockopt(level, this.names.errors, 1);
    socket.setsockopt(level, this.names.receiveTtl, 1);
  }

  async run(): Promise<number> {
    if (!(await this.trace())) this.print(`     Too many hops: pmtu ${this.mtu}\n`);
    const to = this.hopsTo >= 0 ? `hops ${this.hopsTo} ` : "";
    const back = this.hopsBack >= 0 ? `back ${this.hopsBack} ` : "";
    this.print(`     Resume: pmtu ${this.mtu} ${to}${back}\n`);
    this.socket.close();
    return 0;
  }

  private print(text: string): void {
    this.process.stdout.write(text);
  }

  /** @returns whether the end was found */
  private async trace(): Promise<boolean> {
    for (this.ttl = 1; this.ttl <= this.options.hops; this.ttl++) {
      this.socket.setsockopt(this.names.level, this.names.ttl, this.ttl);
      const outcome = await this.hop();
      if (outcome === "end") return true;
      if (outcome === "none") this.print(`${this.number()}:  no reply\n`);
    }
    return false;
  }

  private number(hops = this.ttl): string {
    return String(hops).padStart(2);
  }

  /** Up to three probes; anew whenever packets turn out to be too large. */
  private async hop(): Promise<Outcome> {
    let outcome: Outcome = "none";
    for (let i = 0; i < PROBES; i++) {
      const before = this.mtu;
      outcome = await this.probe();
      if (this.mtu !== before) i = -1;
      else if (outcome !== "none") return outcome;
    }
    return outcome;
  }

  private async probe(): Promise<Outcome> {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = this.process.sys.realtime();
      this.history[this.slot] = { ttl: this.ttl, at: now };
      const to = { ...this.target, port: (this.options.port + this.slot) & 0xffff } as InternetAddress;
      if (this.socket.send(this.packet(), { to }) > 0) return this.answer();
      const outcome = await this.errors();
      this.history[this.slot] = undefined;
      if (outcome === "end") return "end";
      if (outcome === "on") tries = -1;
    }
    this.print(`${this.number()}:  send failed\n`);
    return "end";
  }

  /** What is sent carries nothing that is looked at again: the port tells which probe it was. */
  private packet(): Uint8Array {
    return new Uint8Array(this.mtu - this.names.overhead);
  }

  private async answer(): Promise<Outcome> {
    this.slot = (this.slot + 1) % HISTORY;
    await this.process.stdout.flush();
    await this.process.poll([this.socket], WAIT_NS);
    const into = new Uint8Array(1);
    if (this.socket.recv(into) > 0) {
      this.print(`${this.number()}?: reply received 8)\n`);
      return "end";
    }
    return this.errors();
  }

  /** Takes the errors that have come. */
  private async errors(): Promise<Outcome> {
    let outcome: Outcome = "none";
    const into = new Uint8Array(64);
    for (;;) {
      const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
      const count = this.socket.recv(into, message, MSG_ERRQUEUE);
      if (count === -EAGAIN) return outcome;
      if (count < 0) continue;
      outcome = "on";
      const report = this.reportOf(message);
      if (report === undefined) {
        this.print("no info\n");
        return "end";
      }
      if (this.show(report, message)) return "end";
    }
  }

  private reportOf(message: ReceivedMessage): Report | undefined {
    const { level, errors } = this.names;
    const data = message.control.find((each) => each.level === level && each.type === errors)?.data;
    if (data === undefined || data.length < 16) return undefined;
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    return {
      errno: view.getUint32(0, true),
      origin: data[4],
      type: data[5],
      code: data[6],
      info: view.getUint32(8, true),
      offender: readOffender(data.subarray(16)),
    };
  }

  /** How far the answer has come, guessed from its TTL; -1 when it is not known. */
  private hopsBackOf(message: ReceivedMessage): number {
    const { level, ttlMessage } = this.names;
    const data = message.control.find((each) => each.level === level && each.type === ttlMessage)?.data;
    if (data === undefined || data.length === 0) return -1;
    return (data[0] <= 64 ? 65 : data[0] <= 128 ? 129 : 256) - data[0];
  }

  /** The probe that a message is about, by the port that it was sent to. */
  private sentOf(message: ReceivedMessage): Sent | undefined {
    const from = message.from as InternetAddress | undefined;
    const slot = (from?.port ?? 0) - this.options.port;
    if (slot < 0 || slot >= HISTORY - 1) return undefined;
    const sent = this.history[slot];
    this.history[slot] = undefined;
    return sent;
  }

  /** Prints one answer. @returns whether it is the last one */
  private show(report: Report, message: ReceivedMessage): boolean {
    const sent = this.sentOf(message);
    const back = this.hopsBackOf(message);
    const local = report.origin === SO_EE_ORIGIN_LOCAL;
    if (local) this.print(`${this.number()}?: ${"[LOCALHOST]".padEnd(LOCALHOST_COLUMNS)} `);
    else if (report.origin === SO_EE_ORIGIN_ICMP || report.origin === SO_EE_ORIGIN_ICMP6)
      this.print(
        `${sent ? `${this.number(sent.ttl)}:  ` : `${this.number()}?: `}${this.host(report.offender)}`,
      );
    if (sent && !(local && this.target.family === AF_INET)) this.print(this.time(sent));
    return this.verdict(report, sent?.ttl ?? -1, back);
  }

  private time({ at }: Sent): string {
    const us = this.process.sys.realtime() - at;
    return `${String(Math.floor(us / 1000)).padStart(3)}.${String(us % 1000).padStart(3, "0")}ms `;
  }

  private host(address: InternetAddress | undefined): string {
    const { sys } = this.process;
    const text = address === undefined ? "???" : formatAddress(sys, address);
    const { numeric, both } = this.options;
    const name = (numeric && !both) || address === undefined ? text : (reverseLookup(sys, address) ?? text);
    const [first, second] = numeric ? [text, name] : [name, text];
    const shown = both ? `${first} (${second})` : first;
    return shown.padEnd(Math.max(ADDRESS_COLUMNS, shown.length + 1));
  }

  /** @returns whether the trace ends here */
  private verdict(report: Report, sentHops: number, back: number): boolean {
    switch (report.errno) {
      case ETIMEDOUT:
        this.print("\n");
        return false;
      case EMSGSIZE:
        this.print(`pmtu ${report.info}\n`);
        this.mtu = report.info;
        return false;
      case ECONNREFUSED:
        this.print("reached\n");
        this.hopsTo = sentHops < 0 ? this.ttl : sentHops;
        this.hopsBack = back;
        return true;
      case EHOSTUNREACH:
        return this.unreachable(report, sentHops, back);
      default: {
        const text = ENDS[report.errno];
        if (text !== undefined) this.print(`${text}\n`);
        else {
          this.print("\n");
          this.process.stderr.write(`NET ERROR: ${strerror(report.errno)}\n`);
        }
        return true;
      }
    }
  }

  /** A router where the hops were used up, or the end of the way. */
  private unreachable({ origin, type, code }: Report, sentHops: number, back: number): boolean {
    const expired = origin === SO_EE_ORIGIN_ICMP ? type === 11 : origin === SO_EE_ORIGIN_ICMP6 && type === 3;
    if (!expired || code !== 0) {
      this.print("!H\n");
      return true;
    }
    const expected = sentHops >= 0 ? sentHops : this.ttl;
    if (back >= 0 && back !== expected) this.print(`asymm ${String(back).padStart(2)} `);
    this.print("\n");
    return false;
  }
}

const ENDS: Readonly<Record<number, string>> = { [EPROTO]: "!P", [ENETUNREACH]: "!N", [EACCES]: "!A" };

function readOffender(bytes: Uint8Array): InternetAddress | undefined {
  if (bytes.length < 16) return undefined;
  if (bytes[0] === AF_INET) return { family: AF_INET, address: ipv4FromBytes(bytes, 4), port: 0 };
  if (bytes[0] !== 10 || bytes.length < 28) return undefined;
  const scopeId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(24, true);
  return { family: 10, address: Ipv6Address.fromBytes(bytes, 8), port: 0, scopeId };
}
