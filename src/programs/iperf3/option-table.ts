/** iperf3's options: letters, names, whose they are, and those that are not built. */
import type { LongOption } from "../lib/getopt.ts";

interface Known {
  /** The letter; the name where there is none. */
  readonly key: string;
  readonly name?: string;
  readonly argument?: "required" | "optional";
  readonly only?: "client" | "server";
  readonly refused?: true;
}

const TABLE: readonly Known[] = [
  { key: "p", name: "port", argument: "required" },
  { key: "f", name: "format", argument: "required" },
  { key: "i", name: "interval", argument: "required" },
  { key: "D", name: "daemon", only: "server" },
  { key: "1", name: "one-off", only: "server" },
  { key: "V", name: "verbose" },
  { key: "J", name: "json" },
  { key: "v", name: "version" },
  { key: "s", name: "server" },
  { key: "c", name: "client", argument: "required" },
  { key: "u", name: "udp", only: "client" },
  { key: "b", name: "bitrate", argument: "required", only: "client" },
  { key: "b", name: "bandwidth", argument: "required", only: "client" },
  { key: "server-bitrate-limit", argument: "required", only: "server" },
  { key: "t", name: "time", argument: "required", only: "client" },
  { key: "n", name: "bytes", argument: "required", only: "client" },
  { key: "k", name: "blockcount", argument: "required", only: "client" },
  { key: "l", name: "length", argument: "required", only: "client" },
  { key: "P", name: "parallel", argument: "required", only: "client" },
  { key: "R", name: "reverse", only: "client" },
  { key: "bidir", only: "client" },
  { key: "w", name: "window", argument: "required", only: "client" },
  { key: "B", name: "bind", argument: "required" },
  { key: "bind-dev", argument: "required" },
  { key: "cport", argument: "required" },
  { key: "M", name: "set-mss", argument: "required", only: "client" },
  { key: "N", name: "no-delay", only: "client" },
  { key: "4", name: "version4" },
  { key: "6", name: "version6" },
  { key: "S", name: "tos", argument: "required", only: "client" },
  { key: "dscp", argument: "required", only: "client" },
  { key: "extra-data", argument: "required", only: "client" },
  { key: "L", name: "flowlabel", argument: "required", only: "client", refused: true },
  { key: "Z", name: "zerocopy", only: "client" },
  { key: "O", name: "omit", argument: "required", only: "client" },
  { key: "F", name: "file", argument: "required" },
  { key: "repeating-payload", only: "client" },
  { key: "timestamps", argument: "optional" },
  { key: "A", name: "affinity", argument: "required" },
  { key: "T", name: "title", argument: "required", only: "client" },
  { key: "C", name: "congestion", argument: "required", only: "client" },
  { key: "C", name: "linux-congestion", argument: "required", only: "client" },
  { key: "sctp", only: "client", refused: true },
  { key: "nstreams", argument: "required", only: "client", refused: true },
  { key: "X", name: "xbind", argument: "required", only: "client", refused: true },
  { key: "I", name: "pidfile", argument: "required" },
  { key: "logfile", argument: "required" },
  { key: "forceflush" },
  { key: "get-server-output", only: "client" },
  { key: "udp-counters-64bit" },
  { key: "no-fq-socket-pacing", only: "client", refused: true },
  { key: "fq-rate", argument: "required", only: "client", refused: true },
  { key: "pacing-timer", argument: "required", only: "client" },
  { key: "connect-timeout", argument: "required", only: "client" },
  { key: "idle-timeout", argument: "required", only: "server" },
  { key: "rcv-timeout", argument: "required" },
  { key: "snd-timeout", argument: "required" },
  { key: "d", name: "debug", argument: "optional", refused: true },
  { key: "dont-fragment", only: "client" },
  { key: "username", argument: "required", only: "client", refused: true },
  { key: "rsa-public-key-path", argument: "required", only: "client", refused: true },
  { key: "rsa-private-key-path", argument: "required", only: "server", refused: true },
  { key: "authorized-users-path", argument: "required", only: "server", refused: true },
  { key: "time-skew-threshold", argument: "required", only: "server", refused: true },
  { key: "h", name: "help" },
];

export const LETTERS = "p:f:i:D1VJvsc:ub:t:n:k:l:P:Rw:B:M:N46S:L:ZO:F:A:T:C:dI:hX:";

export const LONG_OPTIONS: readonly LongOption[] = TABLE.map(({ key, name, argument }) => ({
  name: name ?? key,
  argument: argument ?? "none",
  value: key,
}));

const keysOf = (test: (one: Known) => boolean) => new Set(TABLE.filter(test).map(({ key }) => key));
export const CLIENT_ONLY = keysOf(({ only }) => only === "client");
export const SERVER_ONLY = keysOf(({ only }) => only === "server");
export const REFUSED = keysOf(({ refused }) => refused === true);

/** Names of code points of differentiated services (RFC 2474, 2597, 3246, 8622). */
const DSCP: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 8 }, (_, i): [string, number] => [`cs${i}`, i << 3]),
  ...[1, 2, 3, 4].flatMap((c) => [1, 2, 3].map((d): [string, number] => [`af${c}${d}`, (c << 3) | (d << 1)])),
  ["ef", 46],
]);

/** @returns the type of service for a code point; undefined for none */
export function dscpToTos(text: string): number | undefined {
  const number = DSCP.get(text.toLowerCase()) ?? parseInteger(text);
  return number !== undefined && number >= 0 && number <= 63 ? number << 2 : undefined;
}

/** A number in decimal, octal or hexadecimal digits, whole. */
export function parseInteger(text: string): number | undefined {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  if (match === null) return undefined;
  const digits = match[2];
  const octal = /^0[0-7]/.test(digits);
  const value = octal ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === "-" ? -value : value;
}
