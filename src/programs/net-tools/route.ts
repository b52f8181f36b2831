/** `route` of net-tools 2.10. */

import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
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
  { name: "inet", argument: "none", value: "4" },
  { name: "inet6", argument: "none", value: "6" },
] as const;

interface RouteOptions {
  readonly inet6: boolean;
  readonly numeric: boolean;
  readonly extended: number;
  readonly fib: boolean;
  readonly cache: boolean;
}

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  // options may stand before or after the command, but a command's own words such as -net are none
  const { head, command, tail } = splitCommand(process.argv);
  const options = parse(process, [...head, ...tail.filter((word) => /^-[vnNFC]+$/.test(word))]);
  if (command === undefined) return list(process, options);
  const words = tail.filter((word) => !/^-[vnNFC]+$/.test(word));
  if (command === "add" || command === "del" || command === "delete") {
    const change = options.inet6 ? changeInet6 : changeInet;
    return change(process, command === "add", words);
  }
  if (command !== "flush") throw new ToolExit(E_OPTERR, ROUTE_USAGE + ROUTE_FAMILIES);
  const family = options.inet6 ? "inet6" : "inet";
  const usage = options.inet6 ? INET6_ROUTE_USAGE : INET_ROUTE_USAGE;
  throw new ToolExit(E_OPTERR, `Flushing \`${family}' routing table not supported\n${usage}`);
}

function splitCommand(argv: readonly string[]): { head: string[]; command?: string; tail: string[] } {
  for (let i = 1; i < argv.length; i++) {
    if (argv[i] === "-A" || argv[i] === "--protocol") i++;
    else if (!argv[i].startsWith("-"))
      return { head: argv.slice(0, i), command: argv[i], tail: argv.slice(i + 1) };
  }
  return { head: [...argv], tail: [] };
}

function parse(process: Process, argv: readonly string[]): RouteOptions {
  const parsed = getopt(argv, "A:eCFhnN64Vv?", LONG);
  let inet6 = false;
  let numeric = false;
  let extended = 0;
  let fib = false;
  let cache = false;
  for (const { option, argument } of parsed.options) {
    if (option === "A") inet6 = family(argument ?? "");
    else if (option === "6") inet6 = true;
    else if (option === "4") inet6 = false;
    else if (option === "n") numeric = true;
    else if (option === "e") extended++;
    else if (option === "F") fib = true;
    else if (option === "C") cache = true;
    else if (option === "V") throw new ToolExit(0, "", ROUTE_VERSION);
    else if (option === "h" || option === "?") {
      for (const error of parsed.errors) process.stderr.write(`${error}\n`);
      throw new ToolExit(0, ROUTE_FAMILIES, ROUTE_USAGE);
    }
  }
  return { inet6, numeric, extended, fib: fib || !cache, cache };
}

/** @returns whether it is IPv6 */
function family(name: string): boolean {
  const first = name.split(",", 1)[0];
  if (first === "inet") return false;
  if (first === "inet6") return true;
  if (["ipx", "ax25", "netrom", "rose", "ddp", "x25"].includes(first))
    throw new ToolExit(1, `route: address family \`${first}' is not supported here\n`);
  throw new ToolExit(1, `Unknown address family \`${name}'.\n`);
}

function list(process: Process, options: RouteOptions): number {
  const { sys, stdout } = process;
  if (options.fib) stdout.write(options.inet6 ? listRoutes6(sys, options, false) : listRoutes(sys, options));
  if (options.cache) stdout.write(options.inet6 ? listRoutes6(sys, options, true) : listCache(options));
  // without a main table the file has not even a heading
  const empty = options.fib && !options.inet6 && readTextFile(sys, "/proc/net/route") === "";
  return empty ? 1 : 0;
}
