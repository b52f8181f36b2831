/** `netstat`: net-tools 2.10's, as far as it shows sockets, interfaces and routes. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { formatIpv4, Ipv6Address, ipv4 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { readLines } from "../lib/read-file.ts";
import { type InternetAddress, reverseLookup } from "../lib/resolver.ts";
import { socketUsers } from "../lib/socket-users.ts";
import { Services } from "../ss/services.ts";
import { runTool, ToolExit } from "./fail.ts";
import { fetchInterface, interfaceNames } from "./ifconfig-fetch.ts";
import { showShort } from "./ifconfig-list.ts";
import { InterfaceSockets } from "./ifconfig-sockets.ts";
import { NETSTAT_USAGE } from "./netstat-usage.ts";
import { listRoutes, listRoutes6 } from "./route-list.ts";

const LONG: readonly LongOption[] = [
  { name: "route", argument: "none", value: "r" },
  { name: "interfaces", argument: "none", value: "i" },
  { name: "tcp", argument: "none", value: "t" },
  { name: "udp", argument: "none", value: "u" },
  { name: "raw", argument: "none", value: "w" },
  { name: "numeric", argument: "none", value: "n" },
  { name: "extend", argument: "none", value: "e" },
  { name: "listening", argument: "none", value: "l" },
  { name: "all", argument: "none", value: "a" },
  { name: "timers", argument: "none", value: "o" },
  { name: "wide", argument: "none", value: "W" },
  { name: "inet", argument: "none", value: "4" },
  { name: "inet6", argument: "none", value: "6" },
  { name: "version", argument: "none", value: "V" },
  { name: "help", argument: "none", value: "h" },
  { name: "programs", argument: "none", value: "p" },
  { name: "statistics", argument: "none", value: "s" },
  { name: "groups", argument: "none", value: "g" },
  { name: "continuous", argument: "none", value: "c" },
];
const LETTERS = "A:CFMNSUZ46acdeghilmnoprstuvVWwxI::";
const REFUSED = "ACFMNSUZcdgmsvxI";
/** Columns of a process and its program. */
const PROGRAM_COLUMNS = 20;

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
const INTERFACE_HEADER =
  "Kernel Interface table\nIface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n";
const IFF_UP = 1;
const TICKS = 100;
const TIMERS = ["off", "on", "keepalive", "timewait", "probe"];

interface Options {
  readonly numeric: boolean;
  readonly extended: boolean;
  readonly wide: boolean;
  readonly timers: boolean;
  readonly programs: boolean;
  readonly all: boolean;
  readonly listening: boolean;
}

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  const parsed = getopt(process.argv, LETTERS, LONG);
  if (parsed.errors.length > 0) throw new ToolExit(3, `${parsed.errors[0]}\n${NETSTAT_USAGE}`);
  const has = (letter: string) => parsed.options.some(({ option }) => option === letter);
  if (has("V")) {
    process.stdout.write("net-tools 2.10\n");
    return 0;
  }
  if (has("h")) throw new ToolExit(3, NETSTAT_USAGE);
  for (const letter of REFUSED)
    if (has(letter)) throw new ToolExit(3, `netstat: -${letter} is not supported here\n`);
  const families = has("4") === has("6") ? [AF_INET, AF_INET6] : [has("4") ? AF_INET : AF_INET6];
  if (has("r")) return routes(process, families, has("4") || has("6"), has("n"));
  if (has("i")) return interfaces(process, has("a"));
  const options: Options = {
    numeric: has("n"),
    extended: has("e"),
    wide: has("W"),
    timers: has("o"),
    programs: has("p"),
    all: has("a"),
    listening: has("l"),
  };
  const some = has("t") || has("u") || has("w");
  const protocols = [
    ["t", "tcp"],
    ["u", "udp"],
    ["w", "raw"],
  ].filter(([letter]) => !some || has(letter));
  new Netstat(process, options).sockets(
    protocols.map(([, name]) => name),
    families,
    some || has("4") || has("6"),
  );
  return 0;
}

function routes(process: Process, families: readonly number[], chosen: boolean, numeric: boolean): number {
  const options = { numeric, extended: 1 };
  if (families.includes(AF_INET)) process.stdout.write(listRoutes(process.sys, options));
  if (chosen && families.includes(AF_INET6))
    process.stdout.write(listRoutes6(process.sys, { numeric, extended: 0 }, false));
  return 0;
}

function interfaces(process: Process, all: boolean): number {
  const sockets = new InterfaceSockets(process.sys);
  let text = INTERFACE_HEADER;
  for (const name of interfaceNames(sockets, AF_INET)) {
    const shown = fetchInterface(sockets, AF_INET6, name);
    if (shown !== undefined && (all || (shown.flags & IFF_UP) !== 0)) text += showShort(process.sys, shown);
  }
  sockets.close();
  process.stdout.write(text);
  return 0;
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

class Netstat {
  private users: ReturnType<typeof socketUsers> | undefined;
  private readonly process: Process;
  private readonly options: Options;
  private readonly services: Services;

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
    this.services = new Services(process.sys);
  }

  sockets(protocols: readonly string[], families: readonly number[], internetOnly: boolean): void {
    const { all, listening, extended, timers, programs } = this.options;
    const which = all ? "(servers and established)" : listening ? "(only servers)" : "(w/o servers)";
    const more =
      (extended ? " User       Inode     " : "") +
      (programs ? ` ${"PID/Program name".padEnd(PROGRAM_COLUMNS)}` : "") +
      (timers ? " Timer" : "");
    this.process.stdout.write(
      `Active Internet connections ${which}\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${more}\n`,
    );
    for (const protocol of protocols)
      for (const family of families) this.table(protocol, family === AF_INET ? "" : "6");
    if (internetOnly) return;
    // a box has no sockets of this family
    this.process.stdout.write(
      `Active UNIX domain sockets ${which}\nProto RefCnt Flags       Type       State         I-Node   Path\n`,
    );
  }

  private table(protocol: string, suffix: string): void {
    for (const text of readLines(this.process.sys, `/proc/net/${protocol}${suffix}`, 1)) {
      const line = parseLine(text);
      if (line !== undefined && this.wanted(protocol, line)) this.show(protocol, suffix, line);
    }
  }

  private wanted(protocol: string, { state, remote }: Line): boolean {
    const { all, listening } = this.options;
    if (all) return true;
    const server = protocol === "tcp" ? state === LISTEN : state !== ESTABLISHED && remote.port === 0;
    return server === listening;
  }

  private address(address: InternetAddress, protocol: string): string {
    const { numeric, wide } = this.options;
    const text = address.family === 2 ? formatIpv4(address.address) : address.address.toString();
    const any = text === "0.0.0.0" || text === "::";
    const name = numeric || any ? text : (reverseLookup(this.process.sys, address) ?? text);
    const port = this.port(address.port, protocol);
    if (wide || name.length + port.length + 1 <= ADDRESS_COLUMNS) return `${name}:${port}`;
    return `${name.slice(0, Math.max(0, ADDRESS_COLUMNS - port.length - 1))}:${port}`;
  }

  private port(port: number, protocol: string): string {
    if (port === 0) return "*";
    if (this.options.numeric) return String(port);
    return protocol === "raw" ? this.services.protocol(port, false) : this.services.name(port, protocol);
  }

  private show(protocol: string, suffix: string, line: Line): void {
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
    if (programs) text += ` ${this.program(line.inode)}`;
    if (timers) text += ` ${this.timer(line)}`;
    this.process.stdout.write(`${text}\n`);
  }

  private program(inode: string): string {
    this.users ??= socketUsers(this.process.sys);
    const [user] = this.users.get(Number(inode)) ?? [];
    const text = user === undefined ? "-" : `${user.pid}/${user.name}`;
    return text.slice(0, PROGRAM_COLUMNS - 1).padEnd(PROGRAM_COLUMNS);
  }

  private user(uid: string): string {
    return uid === "0" && !this.options.numeric ? "root" : uid;
  }

  private timer({ timer, timerTicks, retransmits, timeouts }: Line): string {
    const name = TIMERS[timer] ?? `unkn-${timer}`;
    return `${name} (${(timerTicks / TICKS).toFixed(2)}/${retransmits}/${timeouts})`;
  }
}
