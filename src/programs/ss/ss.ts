/** `ss`: iproute2 6.1's, for TCP, UDP, raw, packet, netlink and UNIX sockets. */

import { strerror } from "../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
} from "../../kernel.ts";
import { Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { switchNamespace } from "../ip/netns/switch.ts";
import { getopt } from "../lib/getopt.ts";
import { interfaceIndex } from "../lib/interfaces.ts";
import { readLines } from "../lib/read-file.ts";
import { reverseLookup } from "../lib/resolver.ts";
import { socketUsers } from "../lib/socket-users.ts";
import type { Context } from "./context.ts";
import { AF_TIPC, AF_VSOCK, AF_XDP, type Database, FAMILY_NAMES, Selection } from "./databases.ts";
import { type Condition, FilterError, parseFilter } from "./filter.ts";
import { follow } from "./follow.ts";
import { netlinkRows } from "./netlink-sockets.ts";
import { LETTERS, LONG, OPT_TIPC, OPT_VSOCK, OPT_XDP, REFUSED } from "./options.ts";
import { packetRows } from "./packet-sockets.ts";
import { Services } from "./services.ts";
import type { Showing } from "./show.ts";
import type { InetDatabase } from "./socket-info.ts";
import { dumpSockets, inetRows } from "./sockets.ts";
import { ALL_STATES, CLOSE, CONNECTED, LISTEN, statesNamed } from "./states.ts";
import { summary } from "./summary.ts";
import { Table } from "./table.ts";
import { unixRows } from "./unix-sockets.ts";
import { USAGE } from "./usage.ts";

class Failure {
  readonly text: string;
  readonly status: number;
  constructor(text: string, status = 255) {
    this.text = text;
    this.status = status;
  }
}

/** What the options say. */
class Settings {
  readonly selection = new Selection();
  /** undefined: what is usual for what is selected. */
  states: number | undefined = undefined;
  queried = false;
  dumpFile: string | undefined = undefined;
  filterWords: string[] = [];
  readonly letters = new Set<string>();
}

const DATABASE_LETTERS: ReadonlyMap<string, Database> = new Map<string, Database>([
  ["d", "dccp"],
  ["t", "tcp"],
  ["M", "mptcp"],
  ["S", "sctp"],
  ["u", "udp"],
  ["w", "raw"],
]);
const FAMILY_LETTERS: ReadonlyMap<string, number> = new Map([
  ["4", AF_INET],
  ["6", AF_INET6],
  ["0", AF_PACKET],
  ["x", AF_UNIX],
  [OPT_VSOCK, AF_VSOCK],
  [OPT_TIPC, AF_TIPC],
  [OPT_XDP, AF_XDP],
]);
/** In the order in which ss asks for them, and shows them. */
const INET_ORDER: readonly InetDatabase[] = ["raw", "udp", "tcp", "dccp", "sctp", "mptcp"];

/** `state X`, `exclude X` at the beginning, in any number. */
function takeStates(words: string[], states: number | undefined): number | undefined {
  let chosen = states;
  let first = true;
  for (; words[0] === "state" || words[0] === "exclude" || words[0] === "excl"; ) {
    const [kind, name] = words.splice(0, 2);
    if (name === undefined) throw new Failure("ss: missing state name\n");
    const named = statesNamed(name);
    if (named === undefined) throw new Failure(`ss: wrong state name: ${name}\n`);
    if (kind === "state") chosen = (first ? 0 : (chosen ?? 0)) | named;
    else chosen = (first && chosen === undefined ? ALL_STATES : (chosen ?? ALL_STATES)) & ~named;
    first = false;
  }
  return chosen;
}

export async function main(process: Process): Promise<number> {
  try {
    return await run(process);
  } catch (error) {
    if (error instanceof FilterError) {
      process.stderr.write(error.text + (error.syntax ? USAGE : ""));
      return error.syntax ? 255 : 1;
    }
    if (error instanceof Failure) process.stderr.write(error.text);
    else throw error;
    return error.status;
  }
}

async function run(process: Process): Promise<number> {
  const parsed = getopt(["ss", ...process.argv.slice(1)], LETTERS, LONG);
  if (parsed.errors.length > 0) throw new Failure(`${parsed.errors[0]}\n${USAGE}`);
  const settings = new Settings();
  for (const { option, argument } of parsed.options) {
    const end = takeOption(process, settings, option, argument ?? "");
    if (end === undefined) continue;
    process.stdout.write(end);
    return 0;
  }
  if (settings.letters.has("s")) {
    process.stdout.write(summary(process));
    if (settings.selection.usual && parsed.operands.length === 0) return 0;
  }
  return list(process, settings, parsed.operands);
}

/** @returns the text with which the program ends, if it does */
function takeOption(
  process: Process,
  settings: Settings,
  option: string,
  argument: string,
): string | undefined {
  const { selection } = settings;
  settings.letters.add(option);
  const database = DATABASE_LETTERS.get(option);
  if (database !== undefined) selection.setDatabase(database);
  const family = FAMILY_LETTERS.get(option);
  if (family !== undefined) selection.setFamily(family);
  if (option === "h") return USAGE;
  if (option === "V" || option === "v") return "ss utility, iproute2-6.1.0\n";
  if (option === "Z" || option === "z") throw new Failure("ss: SELinux is not enabled.\n", 1);
  if (REFUSED.includes(option)) throw new Failure(`ss: -${option} is not supported here\n`);
  if (option === "a") settings.states = ALL_STATES;
  else if (option === "l") settings.states = (1 << LISTEN) | (1 << CLOSE);
  else if (option === "f") {
    const named = FAMILY_NAMES.get(argument);
    if (argument === "help") return USAGE;
    if (named === undefined) throw new Failure(`ss: "${argument}" is invalid family\n${USAGE}`);
    selection.setFamily(named);
  } else if (option === "A") takeQuery(settings, argument);
  else if (option === "D") settings.dumpFile = argument;
  else if (option === "F") settings.filterWords = filterFile(process, argument);
  else if (option === "N") {
    const { sys } = process;
    const complain = (text: string) => void process.stderr.write(text);
    if (switchNamespace({ sys, complain, namespaceChanged: () => {} }, argument) < 0)
      throw new Failure("", 1);
  }
  return undefined;
}

function takeQuery(settings: Settings, argument: string): void {
  if (!settings.queried) {
    settings.queried = true;
    settings.selection.databases.clear();
    settings.states ??= CONNECTED;
    settings.selection.usual = false;
  }
  for (const name of argument.split(","))
    if (!settings.selection.parse(name))
      throw new Failure(`ss: "${name}" is illegal socket table id\n${USAGE}`);
}

function filterFile(process: Process, name: string): string[] {
  if (name.startsWith("-")) throw new Failure("ss: a filter from standard input is not supported here\n");
  const { sys } = process;
  const path = process.resolve(name);
  const status = sys.stat(path);
  if (typeof status === "number") throw new Failure(`fopen filter file: ${strerror(-status)}\n`);
  return readLines(sys, path);
}

function list(process: Process, settings: Settings, operands: readonly string[]): number | Promise<number> {
  const { selection, letters } = settings;
  const words = [...operands];
  let states = takeStates(words, settings.states);
  if (selection.usual) {
    states ??= CONNECTED;
    selection.setAll();
  }
  if (states !== undefined && states !== 0) selection.states = states;
  selection.merge();
  if (selection.databases.size === 0)
    throw new Failure("ss: no socket tables to show with such filter.\n", 0);
  const context = contextOf(process, settings, [
    ...words,
    ...settings.filterWords.filter((line) => line.trim() !== ""),
  ]);
  if (settings.dumpFile !== undefined) return dumpTcp(context, settings.dumpFile);
  const oneTable = selection.databases.size === 1;
  const oneState = (selection.states & (selection.states - 1)) === 0;
  const shown = [!oneTable, !oneState, true, true, true, true, true, true, true];
  const table = new Table(shown, !letters.has("H"));
  const show = (rows: readonly string[][]) => {
    process.stdout.write(table.render(rows));
  };
  if (letters.has("E")) return follow(context, show);
  show(find(context));
  return 0;
}

function contextOf(process: Process, { selection, letters }: Settings, words: readonly string[]): Context {
  const services = new Services(process.sys);
  const { sys } = process;
  const condition: Condition | undefined =
    words.length > 0
      ? parseFilter(words, {
          preferred: selection.preferred,
          port: (name) => services.number(name),
          device: (name) => interfaceIndex(sys, name),
        })
      : undefined;
  const showing: Showing = {
    numeric: letters.has("n"),
    extended: letters.has("e"),
    memory: letters.has("m"),
    timers: letters.has("o"),
    info: letters.has("i"),
    oneLine: letters.has("O"),
    filters: letters.has("b"),
    users: letters.has("p") ? socketUsers(sys) : undefined,
    hostName: letters.has("r") ? (family, bytes) => hostName(process, family, bytes) : undefined,
  };
  return {
    process,
    databases: selection.databases,
    families: selection.families,
    states: selection.states,
    showing,
    services,
    kill: letters.has("K"),
    matches: (subject) => condition?.(subject) ?? true,
  };
}

function hostName({ sys }: Process, family: number, bytes: Uint8Array): string | undefined {
  return family === AF_INET
    ? reverseLookup(sys, { family: AF_INET, address: ipv4FromBytes(bytes), port: 0 })
    : reverseLookup(sys, { family: AF_INET6, address: Ipv6Address.fromBytes(bytes), port: 0 });
}

function find(context: Context): string[][] {
  const rows: string[][] = [];
  const { families, databases } = context;
  if (families.has(AF_NETLINK)) rows.push(...netlinkRows(context));
  if (families.has(AF_PACKET)) rows.push(...packetRows(context));
  if (families.has(AF_UNIX)) rows.push(...unixRows(context));
  for (const netid of INET_ORDER) if (databases.has(netid)) rows.push(...inetRows(context, netid));
  return rows;
}

/** `-D`: what the kernel answers about TCP, as it is. */
function dumpTcp(context: Context, name: string): number {
  const { process } = context;
  if (!context.databases.has("tcp"))
    throw new Failure("ss: tcpdiag dump requested and no tcp in filter.\n", 0);
  const path = name.startsWith("-") ? undefined : process.resolve(name);
  const file =
    path === undefined ? process.stdout : process.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  // ss does not look whether it could be opened
  if (typeof file === "number") return 0;
  for (const family of [AF_INET, AF_INET6])
    if (context.families.has(family))
      dumpSockets(
        context,
        "tcp",
        family,
        () => {},
        (datagram) => void file.write(datagram.slice()),
      );
  if ("close" in file) file.close();
  return 0;
}
