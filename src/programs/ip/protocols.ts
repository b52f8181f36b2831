/**
 * IP protocols by name, from /etc/protocols; the common ones when there is no such file.
 */
import type { SystemCalls } from "../../kernel.ts";
import { parseUnsigned } from "./arguments.ts";
import { readText } from "./names.ts";

const BUILTIN =
  "icmp 1\nigmp 2\nipencap 4\ntcp 6\negp 8\nudp 17\ndccp 33\nipv6 41\nrsvp 46\ngre 47\nesp 50\nah 51\nipv6-icmp 58\nospf 89\npim 103\nvrrp 112\n" +
  "sctp 132\nudplite 136";

function entries(sys: SystemCalls): [string, number][] {
  return (readText(sys, "/etc/protocols") ?? BUILTIN)
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
    .filter((words) => words.length >= 2)
    .map(([name, number]) => [name, Number(number)]);
}

/** The number of a protocol given by name or number. */
export function parseProtocol(sys: SystemCalls, text: string): number | undefined {
  return parseUnsigned(text, 255) ?? entries(sys).find(([name]) => name === text)?.[1];
}

/** The name of a protocol; `ipproto-N` when it has none. */
export function protocolName(sys: SystemCalls, number: number): string {
  return entries(sys).find(([, value]) => value === number)?.[0] ?? `ipproto-${number}`;
}
