/** `netstat`: net-tools 2.10's, sockets, interfaces, routes, groups and counters. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { getopt, type LongOption, type ParsedOption } from "../lib/getopt.ts";
import { runTool, ToolExit } from "./fail.ts";
import { fetchInterface, interfaceNames } from "./ifconfig-fetch.ts";
import { showLong, showShort } from "./ifconfig-list.ts";
import { InterfaceSockets } from "./ifconfig-sockets.ts";
import { showGroups } from "./netstat-groups.ts";
import { InternetSocketsTable, type SocketOptions } from "./netstat-sockets.ts";
import { showStatistics } from "./netstat-statistics.ts";
import { showUnixSockets } from "./netstat-unix.ts";
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
  { name: "masquerade", argument: "none", value: "M" },
  { name: "verbose", argument: "none", value: "v" },
  { name: "symbolic", argument: "none", value: "N" },
  { name: "cache", argument: "none", value: "C" },
  { name: "fib", argument: "none", value: "F" },
  { name: "context", argument: "none", value: "Z" },
  { name: "udplite", argument: "none", value: "U" },
  { name: "sctp", argument: "none", value: "S" },
  { name: "unix", argument: "none", value: "x" },
  { name: "protocol", argument: "required", value: "A" },
  { name: "numeric-hosts", argument: "none", value: "!" },
  { name: "numeric-ports", argument: "none", value: "@" },
  { name: "numeric-users", argument: "none", value: "#" },
];
const LETTERS = "A:CFMNSUZ46acdeghilnoprstuvVWwx";
/** For people who mend netstat itself. */
const REFUSED = "d";
const FAMILIES: Readonly<Record<string, string>> = { inet: "4", inet6: "6", unix: "x" };
/** Protocols of sockets by their letters. */
const PROTOCOLS: readonly (readonly [string, string])[] = [
  ["t", "tcp"],
  ["S", "sctp"],
  ["u", "udp"],
  ["U", "udplite"],
  ["w", "raw"],
];
const SECOND = 1e9;
const CACHE_HEADER =
  "Kernel IP routing cache\nSource          Destination     Gateway         Flags   MSS Window  irtt Iface\n";

const INTERFACE_TITLE = "Kernel Interface table\n";
const INTERFACE_COLUMNS =
  "Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n";
const IFF_UP = 1;

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

type Has = (letter: string) => boolean;

async function run(process: Process): Promise<number> {
  const parsed = getopt(process.argv, LETTERS, LONG);
  if (parsed.errors.length > 0) throw new ToolExit(3, `${parsed.errors[0]}\n${NETSTAT_USAGE}`);
  const letters = new Set(parsed.options.map(({ option }) => option));
  for (const { option, argument } of parsed.options)
    if (option === "A") for (const family of (argument ?? "").split(",")) letters.add(familyLetter(family));
  const has = (letter: string) => letters.has(letter);
  if (has("V")) {
    process.stdout.write("net-tools 2.10\n");
    return 0;
  }
  if (has("h")) throw new ToolExit(3, NETSTAT_USAGE);
  if (has("Z")) throw new ToolExit(1, "SELinux is not enabled on this machine.\n");
  for (const letter of REFUSED)
    if (has(letter)) throw new ToolExit(3, `netstat: -${letter} is not supported here\n`);
  if (["r", "i", "s", "M"].filter(has).length > 1) throw new ToolExit(3, NETSTAT_USAGE);
  const families = familiesOf(parsed.options);
  if (has("s") && families !== "" && families !== "inet" && families !== "inet6")
    throw new ToolExit(1, `netstat: No statistics support for specified address family: ${families}\n`);
  for (let again = false; ; again = true) {
    const status = show(process, has, again);
    if (!has("c") || status !== 0) return status;
    await process.stdout.flush();
    await process.sleep(SECOND);
  }
}

/** The names of all families that were asked for, as often as they were. */
function familiesOf(options: readonly ParsedOption[]): string {
  const names = options.map(({ option, argument }) =>
    option === "A" ? (argument ?? "") : Object.keys(FAMILIES).find((name) => FAMILIES[name] === option),
  );
  return names.filter((name) => name !== undefined).join(",");
}

function familyLetter(name: string): string {
  const letter = FAMILIES[name];
  if (letter === undefined || !Object.hasOwn(FAMILIES, name))
    throw new ToolExit(1, `Unknown address family \`${name}'.\n`);
  return letter;
}

function show(process: Process, has: Has, again: boolean): number {
  const families = has("4") === has("6") ? [AF_INET, AF_INET6] : [has("4") ? AF_INET : AF_INET6];
  if (has("r")) return routes(process, families, has);
  if (has("i")) return interfaces(process, has, again);
  if (has("M")) throw new ToolExit(1, "netstat: no support for `ip_masquerade' on this system.\n");
  if (has("s")) {
    const choice = { tcp: has("t"), udp: has("u"), raw: has("w"), other: has("U") || has("S") };
    showStatistics(process, choice, has("6"));
    return 0;
  }
  sockets(process, has, families);
  return 0;
}

function sockets(process: Process, has: Has, families: readonly number[]): void {
  const options: SocketOptions = {
    numericHosts: has("n") || has("!"),
    numericPorts: has("n") || has("@"),
    numericUsers: has("n") || has("#"),
    extended: has("e"),
    wide: has("W"),
    timers: has("o"),
    programs: has("p"),
    all: has("a"),
    listening: has("l"),
  };
  const which = options.all
    ? "(servers and established)"
    : options.listening
      ? "(only servers)"
      : "(w/o servers)";
  const chosen = PROTOCOLS.filter(([letter]) => has(letter));
  const any = chosen.length === 0;
  const internet = has("4") || has("6");
  const everything = any && !internet && !has("x") && !has("g");
  if (everything || internet || !any) {
    const protocols = (any ? PROTOCOLS : chosen).map(([, name]) => name);
    new InternetSocketsTable(process, options).show(protocols, families, which);
    if (has("S") || (everything && has("v"))) noSupport(process, ["INET (sctp)"]);
  }
  if (has("g")) showGroups(process, families, options.numericHosts);
  if (everything || has("x")) showUnixSockets(process, options, which);
  if (everything && has("v")) noSupport(process, ["IPX", "AX25", "X25", "NETROM", "ROSE"]);
}

function noSupport(process: Process, families: readonly string[]): void {
  for (const family of families)
    process.stderr.write(`netstat: no support for \`AF ${family}' on this system.\n`);
}

function routes(process: Process, families: readonly number[], has: Has): number {
  const numeric = has("n") || has("!");
  const chosen = has("4") || has("6");
  if (has("C")) {
    process.stdout.write(CACHE_HEADER);
    return 0;
  }
  const options = { numeric, extended: 1 };
  if (families.includes(AF_INET)) process.stdout.write(listRoutes(process.sys, options));
  if (chosen && families.includes(AF_INET6))
    process.stdout.write(listRoutes6(process.sys, { numeric, extended: 0 }, false));
  return 0;
}

/** The table's title comes once, however often it is shown. */
function interfaces(process: Process, has: Has, again: boolean): number {
  const sockets = new InterfaceSockets(process.sys);
  const long = has("e");
  let text = (again ? "" : INTERFACE_TITLE) + (long ? "" : INTERFACE_COLUMNS);
  for (const name of interfaceNames(sockets, AF_INET)) {
    const shown = fetchInterface(sockets, AF_INET6, name);
    if (shown === undefined || (!has("a") && (shown.flags & IFF_UP) === 0)) continue;
    text += long ? showLong(process.sys, shown) : showShort(process.sys, shown);
  }
  sockets.close();
  process.stdout.write(text);
  return 0;
}
