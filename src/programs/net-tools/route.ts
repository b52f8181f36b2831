/** `route` of net-tools 2.10. */

import type { Process } from "../../process/process.ts";
import { type GetoptResult, getopt } from "../lib/getopt.ts";
import { readTextFile } from "../lib/read-file.ts";
import { runTool, ToolExit } from "./fail.ts";
import { changeInet, changeInet6 } from "./route-change.ts";
import { listCache, listRoutes, listRoutes6 } from "./route-list.ts";
import { INET_ROUTE_USAGE, INET6_ROUTE_USAGE, ROUTE_FAMILIES, ROUTE_USAGE, ROUTE_VERSION } from "./texts.ts";

const E_OPTERR = 3;
const LONG = [
  { name: "extend", argument: "none", value: "e" },
  { name: "verbose", argument: "none", value: "v" },
  { name: "version", argument: "none", value: "V" },
  { name: "numeric", argument: "none", value: "n" },
  { name: "symbolic", argument: "none", value: "N" },
  { name: "protocol", argument: "required", value: "A" },
  { name: "cache", argument: "none", value: "C" },
  { name: "fib", argument: "none", value: "F" },
  { name: "help", argument: "none", value: "h" },
] as const;

/** Long options that are families themselves, as `--ipx` is. */
const OTHER_FAMILIES: readonly string[] = ["ax25", "netrom", "rose", "ipx", "ddp", "x25"];
const LONG_FAMILIES = [
  { name: "ip", argument: "none", value: "4", group: "family" },
  { name: "inet", argument: "none", value: "4", group: "family" },
  { name: "inet6", argument: "none", value: "6", group: "family" },
  ...OTHER_FAMILIES.map((name) => ({ name, argument: "none", group: "family" }) as const),
] as const;

/** What is said of families that the kernel does not have, as their files are not there. */
interface Absence {
  readonly output: string;
  readonly errors: string;
}
const NOT_CONFIGURED: Readonly<Record<string, Absence>> = {
  ax25: {
    output: "AX.25 not configured in this system.\n",
    errors: "/proc/net/ax25_route: No such file or directory\n",
  },
  netrom: {
    output: "NET/ROM not configured in this system.\n",
    errors: "/proc/net/nr_nodes: No such file or directory\n/proc/net/nr_neigh: Invalid argument\n",
  },
  rose: {
    output: "",
    errors: "/proc/net/rose_nodes: No such file or directory\nROSE not configured in this system.\n",
  },
  ipx: {
    output: "IPX routing not in file /proc/net/ipx/route or /proc/net/ipx_route found.\n",
    errors: "No such file or directory\n",
  },
  ddp: {
    output: "",
    errors:
      "Error opening /proc/net/atalk_route: No such file or directory\nDDP (AppleTalk) not configured on this system.\n",
  },
  x25: { output: "X.25 not configured in this system.\n", errors: "" },
};

interface RouteOptions {
  /** In the order in which they were named; `inet` when none was. */
  readonly families: readonly string[];
  readonly numeric: boolean;
  readonly extended: number;
  readonly fib: boolean;
  readonly cache: boolean;
}

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  // words with a hyphen are options wherever they stand, but for these two; what stays of them shows in messages
  const argv = process.argv.map((word) => (word === "-net" || word === "-host" ? `#${word.slice(1)}` : word));
  const parsed = getopt(argv, "A:eCFhnN64Vv?", [...LONG_FAMILIES, ...LONG]);
  const options = readOptions(process, parsed);
  const [command, ...words] = parsed.operands;
  if (command === undefined) return list(process, options);
  if (command === "add" || command === "del" || command === "delete") {
    if (oneFamily(options.families) === "inet6") return changeInet6(process, command === "add", words);
    if (options.cache)
      throw new ToolExit(E_OPTERR, `Modifying \`inet' routing cache not supported\n${INET_ROUTE_USAGE}`);
    return changeInet(process, command === "add", words);
  }
  if (command !== "flush") throw new ToolExit(E_OPTERR, ROUTE_USAGE + ROUTE_FAMILIES);
  const family = oneFamily(options.families);
  throw new ToolExit(E_OPTERR, `Flushing \`${family}' routing table not supported\n${USAGES[family]}`);
}

const USAGES = { inet: INET_ROUTE_USAGE, inet6: INET6_ROUTE_USAGE } as const;

/** The family whose table is changed. */
function oneFamily(families: readonly string[]): "inet" | "inet6" {
  const [name] = families;
  if (families.length > 1)
    throw new ToolExit(
      E_OPTERR,
      `Please don't supply more than one address family.\nAddress family \`${families.join(",")}' not supported.\n`,
    );
  if (name === "inet" || name === "inet6") return name;
  throw new ToolExit(1, `route: address family \`${name}' is not supported here\n`);
}

function readOptions(process: Process, parsed: GetoptResult): RouteOptions {
  const families: string[] = [];
  let numeric = false;
  let extended = 0;
  let fib = false;
  let cache = false;
  let help = false;
  for (const { option, argument, error } of parsed.options) {
    if (error !== undefined) process.stderr.write(error);
    if (option === "A") families.push(...(argument ?? "").split(",").map(knownFamily));
    else if (option === "6") families.push("inet6");
    else if (option === "4") families.push("inet");
    else if (OTHER_FAMILIES.includes(option)) families.push(option);
    else if (option === "n" || option === "N") numeric = true;
    else if (option === "e") extended++;
    else if (option === "F") fib = true;
    else if (option === "C") cache = true;
    else if (option === "V") throw new ToolExit(0, "", ROUTE_VERSION);
    else if (option === "h" || option === "?") help = true;
  }
  if (help) {
    if (families.length === 0) throw new ToolExit(0, ROUTE_FAMILIES, ROUTE_USAGE);
    throw new ToolExit(0, "", USAGES[oneFamily(families)]);
  }
  if (families.length === 0) families.push("inet");
  return { families, numeric, extended, fib: fib || !cache, cache };
}

/** Other names of families. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["ip", "inet"],
  ["tcpip", "inet"],
  ["ip6", "inet6"],
  ["appletalk", "ddp"],
]);

function knownFamily(word: string): string {
  const name = ALIASES.get(word) ?? word;
  if (name === "inet" || name === "inet6" || OTHER_FAMILIES.includes(name)) return name;
  throw new ToolExit(1, `Unknown address family \`${name}'.\n`);
}

/** Lists the families in turn, up to the first of which there is nothing. @returns the exit status */
function list(process: Process, options: RouteOptions): number {
  let output = "";
  let status = 0;
  for (const family of options.families) {
    const text =
      family === "inet6"
        ? listInet6(process, options)
        : family === "inet"
          ? listInet(process, options)
          : null;
    output += text ?? NOT_CONFIGURED[family].output;
    if (text === null) process.stderr.write(NOT_CONFIGURED[family].errors);
    if (text === null || (family === "inet" && hasNoMainTable(process, options))) {
      status = 1;
      break;
    }
  }
  process.stdout.write(output);
  return status;
}

/** Without a main table the file has not even a heading: nothing more is shown. */
function hasNoMainTable({ sys }: Process, options: RouteOptions): boolean {
  return options.fib && readTextFile(sys, "/proc/net/route") === "";
}

function listInet(process: Process, options: RouteOptions): string {
  const routes = options.fib ? listRoutes(process.sys, options) : "";
  return routes + (options.cache && !hasNoMainTable(process, options) ? listCache(options) : "");
}

function listInet6({ sys }: Process, options: RouteOptions): string {
  const routes = options.fib ? listRoutes6(sys, options, false) : "";
  return routes + (options.cache ? listRoutes6(sys, options, true) : "");
}
