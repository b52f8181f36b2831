/** `ss`: iproute2 6.1's, for TCP, UDP and raw sockets of both families. */

import { strerror } from "../../errno.ts";
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { readLines } from "../lib/read-file.ts";
import { socketUsers } from "../lib/socket-users.ts";
import { type Condition, FilterError, parseFilter } from "./filter.ts";
import { Services } from "./services.ts";
import { row, type Showing } from "./show.ts";
import { dumpSockets, type SocketInfo } from "./sockets.ts";
import { ALL_STATES, CLOSE, CONNECTED, ESTABLISHED, LISTEN, statesNamed } from "./states.ts";
import { render } from "./table.ts";
import { USAGE } from "./usage.ts";

/** In the order in which they are shown. */
const NETIDS: readonly SocketInfo["netid"][] = ["raw", "udp", "tcp"];

const LONG: readonly LongOption[] = [
  { name: "help", argument: "none", value: "h" },
  { name: "version", argument: "none", value: "V" },
  { name: "numeric", argument: "none", value: "n" },
  { name: "all", argument: "none", value: "a" },
  { name: "listening", argument: "none", value: "l" },
  { name: "options", argument: "none", value: "o" },
  { name: "extended", argument: "none", value: "e" },
  { name: "memory", argument: "none", value: "m" },
  { name: "info", argument: "none", value: "i" },
  { name: "summary", argument: "none", value: "s" },
  { name: "ipv4", argument: "none", value: "4" },
  { name: "ipv6", argument: "none", value: "6" },
  { name: "tcp", argument: "none", value: "t" },
  { name: "udp", argument: "none", value: "u" },
  { name: "raw", argument: "none", value: "w" },
  { name: "no-header", argument: "none", value: "H" },
  { name: "oneline", argument: "none", value: "O" },
  { name: "family", argument: "required", value: "f" },
  { name: "query", argument: "required", value: "A" },
  { name: "socket", argument: "required", value: "A" },
  ...[
    "resolve:r",
    "processes:p",
    "threads:T",
    "bpf:b",
    "events:E",
    "contexts:z",
    "packet:0",
    "mptcp:M",
    "sctp:S",
    "dccp:d",
    "unix:x",
    "kill:K",
  ].map((text) => ({ name: text.split(":")[0], argument: "none" as const, value: text.split(":")[1] })),
  ...["net:N", "diag:D", "filter:F"].map((text) => ({
    name: text.split(":")[0],
    argument: "required" as const,
    value: text.split(":")[1],
  })),
];
const LETTERS = "haletuwxnro46d0f:miA:D:F:vVzZN:KHSMOpTbEs";
const REFUSED = "rTbEzxd0SMKNDFv";

class Failure {
  readonly text: string;
  readonly status: number;
  constructor(text: string, status = 255) {
    this.text = text;
    this.status = status;
  }
}

interface Query {
  readonly netids: readonly SocketInfo["netid"][];
  readonly families: readonly number[];
  readonly states: number;
  readonly condition: Condition | undefined;
}

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

export const main: Main = (process) => {
  try {
    return run(process);
  } catch (error) {
    if (error instanceof FilterError) {
      process.stderr.write(error.text + (error.syntax ? USAGE : ""));
      return error.syntax ? 255 : 1;
    }
    if (error instanceof Failure) process.stderr.write(error.text);
    else throw error;
    return error instanceof Failure ? error.status : 255;
  }
};

function run(process: Process): number {
  const parsed = getopt(["ss", ...process.argv.slice(1)], LETTERS, LONG);
  if (parsed.errors.length > 0) throw new Failure(`${parsed.errors[0]}\n${USAGE}`);
  const has = (letter: string) => parsed.options.some(({ option }) => option === letter);
  if (has("h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (has("V")) {
    process.stdout.write("ss utility, iproute2-6.1.0\n");
    return 0;
  }
  if (has("Z")) throw new Failure("ss: SELinux is not enabled.\n", 1);
  for (const letter of REFUSED) if (has(letter)) throw new Failure(`ss: -${letter} is not supported here\n`);
  if (has("s")) {
    process.stdout.write(summary(process));
    return 0;
  }
  const services = new Services(process.sys);
  const query = readQuery(has, parsed, services);
  const showing: Showing = {
    numeric: has("n"),
    extended: has("e"),
    memory: has("m"),
    timers: has("o"),
    info: has("i"),
    oneLine: has("O"),
    users: has("p") ? socketUsers(process.sys) : undefined,
  };
  const rows: string[][] = [];
  for (const socket of find(process, query)) rows.push(row(process.sys, socket, showing, services));
  const oneState = (query.states & (query.states - 1)) === 0;
  const shown = [query.netids.length > 1, !oneState, true, true, true, true, true, true, true];
  process.stdout.write(render(rows, shown, !has("H")));
  return 0;
}

function readQuery(
  has: (letter: string) => boolean,
  parsed: ReturnType<typeof getopt>,
  services: Services,
): Query {
  const words = [...parsed.operands];
  let states = has("a") ? ALL_STATES : has("l") ? (1 << LISTEN) | (1 << CLOSE) : undefined;
  states = takeStates(words, states);
  const queried = parsed.options
    .filter(({ option }) => option === "A")
    .flatMap(({ argument }) => (argument ?? "").split(","));
  const chosen = new Set<SocketInfo["netid"]>();
  for (const [letter, netid] of [
    ["t", "tcp"],
    ["u", "udp"],
    ["w", "raw"],
  ] as const)
    if (has(letter)) chosen.add(netid);
  for (const name of queried)
    if (name === "inet" || name === "all") for (const netid of NETIDS) chosen.add(netid);
    else if (name === "tcp" || name === "udp" || name === "raw") chosen.add(name);
    else throw new Failure(`ss: "${name}" is not supported here\n`);
  const netids = chosen.size === 0 ? NETIDS : NETIDS.filter((netid) => chosen.has(netid));
  const family = parsed.options.findLast(({ option }) => option === "f")?.argument;
  if (family !== undefined && family !== "inet" && family !== "inet6")
    throw new Failure(`ss: "${family}" is not supported here\n`);
  const only =
    has("4") || family === "inet" ? AF_INET : has("6") || family === "inet6" ? AF_INET6 : undefined;
  let usual = CONNECTED;
  // of what has no connections only those that have a peer are shown
  if (!netids.includes("tcp") && only === undefined && queried.length === 0) usual = 1 << ESTABLISHED;
  return {
    netids,
    families: only === undefined ? [AF_INET, AF_INET6] : [only],
    states: states ?? usual,
    condition: words.length > 0 ? parseFilter(words, (name) => services.number(name)) : undefined,
  };
}

function* find(process: Process, { netids, families, states, condition }: Query): Iterable<SocketInfo> {
  for (const netid of netids)
    for (const family of families) {
      const found = dumpSockets(process.sys, netid, family, states);
      if (typeof found === "number") {
        // a protocol that the kernel does not have
        if (found !== -2) process.stderr.write(`RTNETLINK answers: ${strerror(-found)}\n`);
        continue;
      }
      for (const socket of found) if (condition?.(socket) ?? true) yield socket;
    }
}

/** `-s`: from /proc/net/sockstat and sockstat6, as ss does it. */
function summary({ sys }: Process): string {
  const values = new Map<string, number>();
  for (const line of [...readLines(sys, "/proc/net/sockstat"), ...readLines(sys, "/proc/net/sockstat6")]) {
    const [name, ...words] = line.split(/[: ]+/);
    for (let i = 0; i + 1 < words.length; i += 2) values.set(`${name} ${words[i]}`, Number(words[i + 1]));
  }
  const value = (key: string) => values.get(key) ?? 0;
  const tcp = value("TCP inuse") + value("TCP6 inuse");
  const established = countEstablished(sys);
  const closed = value("TCP alloc") - tcp + value("TCP tw");
  let text = `Total: ${value("sockets used")}\n`;
  text += `TCP:   ${value("TCP alloc") + value("TCP tw")} (estab ${established}, closed ${closed}, orphaned ${value("TCP orphan")}, timewait ${value("TCP tw")})\n\n`;
  text += "Transport Total     IP        IPv6\n";
  const line = (name: string, v4: number, v6: number) =>
    `${name}\t  ${String(v4 + v6).padEnd(9)} ${String(v4).padEnd(9)} ${String(v6).padEnd(9)}\n`;
  const rows = ["RAW", "UDP", "TCP"].map(
    (name) => [name, value(`${name} inuse`), value(`${name}6 inuse`)] as const,
  );
  for (const [name, v4, v6] of rows) text += line(name, v4, v6);
  text += line(
    "INET",
    rows.reduce((sum, [, v4]) => sum + v4, 0),
    rows.reduce((sum, [, , v6]) => sum + v6, 0),
  );
  return `${text}${line("FRAG", value("FRAG inuse"), value("FRAG6 inuse"))}\n`;
}

function countEstablished(sys: Process["sys"]): number {
  const line = readLines(sys, "/proc/net/snmp").filter((text) => text.startsWith("Tcp:"));
  const at = (line[0] ?? "").split(" ").indexOf("CurrEstab");
  return at < 0 ? 0 : Number((line[1] ?? "").split(" ")[at]) || 0;
}
