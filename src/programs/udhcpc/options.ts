/** udhcpc's command line. */
import type { Ipv4Address } from "../../packet/address.ts";
import { OPTION_CLIENT_ID, OPTION_FQDN, OPTION_VENDOR } from "../../packet/dhcp.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { inetAton } from "../lib/resolver.ts";
import { encodeOption, OPTION_NAMES, optionCalled } from "./option-table.ts";
import { USAGE, VERSION } from "./usage.ts";

/** What it says, with busybox's defaults for the rest. */
export interface Options {
  interface: string;
  script: string;
  pidFile: string | undefined;
  broadcast: boolean;
  retries: number;
  /** Seconds between packets, and after a failure. */
  pause: number;
  tryAgain: number;
  background: boolean;
  exitWithoutLease: boolean;
  quit: boolean;
  release: boolean;
  foreground: boolean;
  /** Milliseconds that an answer to an ARP probe is waited for; undefined: none is sent. */
  arping: number | undefined;
  requestedIp: Ipv4Address;
  /** Codes of the options that are asked for, ascending. */
  readonly requested: number[];
  /** Options of every message, by code. */
  readonly sent: Map<number, Uint8Array>;
}

/** What ends the program before it began: text for standard error, status 1. */
export class UsageError {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const LETTERS = "CV:F:i:np:qRr:s:T:t:SA:O:ox:fBa::b";
const LONG: readonly LongOption[] = [
  { name: "clientid-none", argument: "none", value: "C" },
  { name: "vendorclass", argument: "required", value: "V" },
  { name: "fqdn", argument: "required", value: "F" },
  { name: "interface", argument: "required", value: "i" },
  { name: "now", argument: "none", value: "n" },
  { name: "pidfile", argument: "required", value: "p" },
  { name: "quit", argument: "none", value: "q" },
  { name: "release", argument: "none", value: "R" },
  { name: "request", argument: "required", value: "r" },
  { name: "script", argument: "required", value: "s" },
  { name: "timeout", argument: "required", value: "T" },
  { name: "retries", argument: "required", value: "t" },
  { name: "tryagain", argument: "required", value: "A" },
  { name: "syslog", argument: "none", value: "S" },
  { name: "request-option", argument: "required", value: "O" },
  { name: "no-default-options", argument: "none", value: "o" },
  { name: "foreground", argument: "none", value: "f" },
  { name: "background", argument: "none", value: "b" },
  { name: "broadcast", argument: "none", value: "B" },
  { name: "arping", argument: "optional", value: "a" },
];

function natural(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 0x7fff_ffff)
    throw new UsageError(`udhcpc: invalid number '${text}'\n`);
  return Number(text);
}

function named(text: string): NonNullable<ReturnType<typeof optionCalled>> {
  const option = optionCalled(text);
  if (option !== undefined) return option;
  const known = OPTION_NAMES.map(({ name }) => name).join(" ");
  throw new UsageError(`udhcpc: unknown option '${text}', known options: ${known}\n`);
}

function include(options: Options, text: string): void {
  const colon = text.indexOf(":");
  const option = named(colon < 0 ? text : text.slice(0, colon));
  // without a value nothing is included
  if (colon < 0) return;
  const value = encodeOption(option, text.slice(colon + 1));
  if (value === undefined || value.length > 255) throw new UsageError(`udhcpc: bad option '${text}'\n`);
  options.sent.set(option.code, value);
}

type Setter = (options: Options, argument: string) => void;
const SETTERS: Readonly<Record<string, Setter>> = {
  i: (options, argument) => void (options.interface = argument),
  n: (options) => void (options.exitWithoutLease = true),
  p: (options, argument) => void (options.pidFile = argument),
  q: (options) => void (options.quit = true),
  R: (options) => void (options.release = true),
  r: (options, argument) => {
    const address = inetAton(argument);
    if (address === undefined) throw new UsageError(USAGE);
    options.requestedIp = address;
  },
  s: (options, argument) => void (options.script = argument),
  T: (options, argument) => void (options.pause = natural(argument)),
  t: (options, argument) => void (options.retries = natural(argument)),
  A: (options, argument) => void (options.tryAgain = natural(argument)),
  O: (options, argument) => void options.requested.push(named(argument).code),
  x: include,
  f: (options) => void (options.foreground = true),
  b: (options) => void (options.background = true),
  B: (options) => void (options.broadcast = true),
  a: (options, argument) => void (options.arping = argument === "" ? 2000 : natural(argument)),
};

const encoder = new TextEncoder();

/**
 * Reads the command line. The client identifier is not in it: it is the interface's address.
 * @throws {@link UsageError}
 */
export function parseOptions(argv: readonly string[]): Options & { readonly clientId: boolean } {
  const parsed = getopt(["udhcpc", ...argv.slice(1)], LETTERS, LONG);
  if (parsed.errors.length > 0) throw new UsageError(`${parsed.errors[0]}\n${USAGE}`);
  const options: Options = {
    interface: "eth0",
    script: "/etc/udhcpc/default.script",
    pidFile: undefined,
    broadcast: false,
    retries: 3,
    pause: 3,
    tryAgain: 20,
    background: false,
    exitWithoutLease: false,
    quit: false,
    release: false,
    foreground: false,
    arping: undefined,
    requestedIp: 0 as Ipv4Address,
    requested: [],
    sent: new Map(),
  };
  const last = (letter: string) => parsed.options.findLast(({ option }) => option === letter)?.argument;
  // `-S` asks for the system's log, too: a box has none, as a machine without /dev/log
  for (const { option, argument } of parsed.options) SETTERS[option]?.(options, argument ?? "");
  if (!parsed.options.some(({ option }) => option === "o"))
    for (const { code, requested } of OPTION_NAMES) if (requested) options.requested.push(code);
  const vendor = last("V") ?? `udhcp ${VERSION}`;
  if (vendor !== "" && !options.sent.has(OPTION_VENDOR))
    options.sent.set(OPTION_VENDOR, encoder.encode(vendor));
  const fqdn = last("F");
  // flags: the server shall update (S); two return codes that are no longer used
  if (fqdn !== undefined) options.sent.set(OPTION_FQDN, Uint8Array.of(1, 0, 0, ...encoder.encode(fqdn)));
  const clientId =
    !parsed.options.some(({ option }) => option === "C") && !options.sent.has(OPTION_CLIENT_ID);
  const requested = [...new Set(options.requested)].sort((left, right) => left - right);
  return { ...options, requested, clientId };
}
