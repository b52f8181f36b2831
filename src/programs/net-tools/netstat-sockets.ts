/** The internet's sockets as netstat lists them, from /proc/net/{tcp,udp,raw}. */
import { AF_INET } from "../../kernel.ts";
import { formatIpv4, Ipv6Address, ipv4 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { type InternetAddress, reverseLookup } from "../lib/resolver.ts";
import { Services } from "../ss/services.ts";
import { NetstatPrograms, PROGRAM_TITLE } from "./netstat-programs.ts";

const STATES: readonly string[] = [
  "",
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
  "SYN_RECV",
];
const ESTABLISHED = 1;
const LISTEN = 10;
const ADDRESS_COLUMNS = 23;
/** `HZ` as programs see it. */
const TICKS = 100;
const TIMERS = ["off", "on", "keepalive", "timewait", "probe"];

/** What netstat is to show of sockets, and which. */
export interface SocketOptions {
  readonly numericHosts: boolean;
  readonly numericPorts: boolean;
  readonly numericUsers: boolean;
  readonly extended: boolean;
  readonly wide: boolean;
  readonly timers: boolean;
  readonly programs: boolean;
  readonly all: boolean;
  readonly listening: boolean;
}

/** One line of /proc/net/{tcp,udp,raw}. */
interface Line {
  readonly local: InternetAddress;
  readonly remote: InternetAddress;
  readonly state: number;
  readonly sendQueue: number;
  readonly receiveQueue: number;
  readonly timer: number;
  readonly timerTicks: number;
  readonly retransmits: number;
  readonly timeouts: number;
  readonly uid: string;
  readonly inode: string;
}

function parseAddress(text: string): InternetAddress {
  const [address, port] = text.split(":");
  const words = address.match(/.{8}/g) ?? [];
  const swap = (word: string) => Number.parseInt((word.match(/../g) ?? []).reverse().join(""), 16);
  const number = Number.parseInt(port ?? "0", 16);
  if (words.length === 1) return { family: 2, address: ipv4(swap(words[0])), port: number };
  const [a, b, c, d] = words.map(swap);
  return { family: 10, address: new Ipv6Address(a, b, c, d), port: number };
}

function parseLine(text: string): Line | undefined {
  const words = text.trim().split(/\s+/);
  if (words.length < 10) return undefined;
  const [, local, remote, state, queues, timer, retransmits, uid, timeouts, inode] = words;
  const [send, receive] = queues.split(":").map((word) => Number.parseInt(word, 16));
  const [kind, ticks] = timer.split(":").map((word) => Number.parseInt(word, 16));
  return {
    local: parseAddress(local),
    remote: parseAddress(remote),
    state: Number.parseInt(state, 16),
    sendQueue: send,
    receiveQueue: receive,
    timer: kind,
    timerTicks: ticks,
    retransmits: Number.parseInt(retransmits, 16),
    timeouts: Number(timeouts),
    uid,
    inode,
  };
}

/** netstat's table of the internet's sockets. */
export class InternetSocketsTable {
  private readonly process: Process;
  private readonly options: SocketOptions;
  private readonly services: Services;
  private readonly programs: NetstatPrograms;

  constructor(process: Process, options: SocketOptions) {
    this.process = process;
    this.options = options;
    this.services = new Services(process.sys);
    this.programs = new NetstatPrograms(process.sys);
  }

  /** Prints the tables of the protocols (`tcp`, `udp` …) and families; `which` are the header's words about what is shown. */
  show(protocols: readonly string[], families: readonly number[], which: string): void {
    const { extended, timers, programs } = this.options;
    const more =
      (extended ? " User       Inode     " : "") +
      (programs ? ` ${PROGRAM_TITLE}` : "") +
      (timers ? " Timer" : "");
    this.process.stdout.write(
      `Active Internet connections ${which}\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${more}\n`,
    );
    for (const protocol of protocols)
      for (const family of families) this.table(protocol, family === AF_INET ? "" : "6");
  }

  private table(protocol: string, suffix: string): void {
    for (const text of readLines(this.process.sys, `/proc/net/${protocol}${suffix}`, 1)) {
      const line = parseLine(text);
      if (line !== undefined && this.wanted(protocol, line)) this.line(protocol, suffix, line);
    }
  }

  private wanted(protocol: string, { state, remote }: Line): boolean {
    const { all, listening } = this.options;
    if (all) return true;
    const server = protocol === "tcp" ? state === LISTEN : state !== ESTABLISHED && remote.port === 0;
    return server === listening;
  }

  private address(address: InternetAddress, protocol: string): string {
    const { numericHosts, wide } = this.options;
    const text = address.family === 2 ? formatIpv4(address.address) : address.address.toString();
    const any = text === "0.0.0.0" || text === "::";
    const name = numericHosts || any ? text : (reverseLookup(this.process.sys, address) ?? text);
    const port = this.port(address.port, protocol);
    if (wide || name.length + port.length + 1 <= ADDRESS_COLUMNS) return `${name}:${port}`;
    return `${name.slice(0, Math.max(0, ADDRESS_COLUMNS - port.length - 1))}:${port}`;
  }

  private port(port: number, protocol: string): string {
    if (port === 0) return "*";
    if (this.options.numericPorts) return String(port);
    return protocol === "raw" ? this.services.protocol(port, false) : this.services.name(port, protocol);
  }

  private line(protocol: string, suffix: string, line: Line): void {
    const { extended, timers, programs } = this.options;
    const name =
      protocol === "tcp" || protocol === "udp" || protocol === "raw" ? protocol + suffix : protocol;
    const state =
      protocol === "tcp"
        ? STATES[line.state]
        : protocol === "raw"
          ? String(line.state)
          : line.state === ESTABLISHED
            ? "ESTABLISHED"
            : "";
    const numbers = `${String(line.receiveQueue).padStart(6)} ${String(line.sendQueue).padStart(6)}`;
    const local = this.address(line.local, protocol).padEnd(ADDRESS_COLUMNS);
    const remote = this.address(line.remote, protocol).padEnd(ADDRESS_COLUMNS);
    let text = `${name.padEnd(4)}  ${numbers} ${local} ${remote} ${state.padEnd(11)}`;
    if (extended) text += ` ${this.user(line.uid).padEnd(10)} ${line.inode.padEnd(10)}`;
    if (programs) text += ` ${this.programs.column(line.inode)}`;
    if (timers) text += ` ${this.timer(line)}`;
    this.process.stdout.write(`${text}\n`);
  }

  private user(uid: string): string {
    return uid === "0" && !this.options.numericUsers ? "root" : uid;
  }

  private timer({ timer, timerTicks, retransmits, timeouts }: Line): string {
    const name = TIMERS[timer] ?? `unkn-${timer}`;
    return `${name} (${(timerTicks / TICKS).toFixed(2)}/${retransmits}/${timeouts})`;
  }
}
