/**
 * IP protocols by name, from /etc/protocols; the common ones when there is no such file.
 */
import type { SystemCalls } from "../../kernel.ts";
import { strtoulSaturated } from "../lib/numbers.ts";
import { readText } from "./names.ts";

const BUILTIN =
  "icmp 1\nigmp 2\nipencap 4\ntcp 6\negp 8\nudp 17\ndccp 33\nipv6 41\nrsvp 46\ngre 47\nesp 50\nah 51\nipv6-icmp 58\nospf 89\npim 103\nvrrp 112\n" +
  "sctp 132\nudplite 136";

interface Entry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly number: number;
}

function entries(sys: SystemCalls): Entry[] {
  return (readText(sys, "/etc/protocols") ?? BUILTIN)
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
    .filter((words) => words.length >= 2)
    .map(([name, number, ...aliases]) => ({ name, number: Number(number), aliases }));
}

/** The number of a protocol given by name, alias or a decimal number (`inet_proto_a2n`). */
export function parseProtocol(sys: SystemCalls, text: string): number | undefined {
  const value = strtoulSaturated(text);
  if (value !== undefined && value <= 255n) return Number(value);
  return entries(sys).find(({ name, aliases }) => name === text || aliases.includes(text))?.number;
}

/** The name of a protocol; `ipproto-N` when it has none. */
export function protocolName(sys: SystemCalls, number: number): string {
  return entries(sys).find((entry) => entry.number === number)?.name ?? `ipproto-${number}`;
}
