/**
 * Connection tracking on a router's way: UDP packets of 60 bytes from one veth pair to another, untracked, of connections that are
 * known, and each the first of a new one, beside many that are there already, and through rules; and what the table takes for each.
 */
import { nfCtNetnsGet } from "../src/virtual/netfilter/conntrack/conntrack-hooks.ts";
import { conntrackTable } from "../src/virtual/netfilter/conntrack/conntrack-table.ts";
import { NFPROTO_IPV4 } from "../src/virtual/netfilter/hook-numbers.ts";
import { memoryInUse } from "./heap.ts";
import { Feeder } from "./router.ts";
import { addRules } from "./rules.ts";

/** What a packet and a connection take. */
export interface ConntrackCost {
  /** ns for a packet */
  readonly untracked: number;
  readonly first: number;
  readonly later: number;
  readonly bytesEach: number;
}

const REPEATS = 5;

function best(measure: () => number): number {
  let value = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i++) value = Math.min(value, measure());
  return value;
}

/** With so many connections there, and so many rules that no packet matches; without either, what a packet costs untracked. */
export function conntrackCost(present: number, rules: number): ConntrackCost {
  const feeder = new Feeder();
  feeder.timed(200_000, 1_000);
  const untracked = best(() => feeder.timed(200_000, 1_000));
  nfCtNetnsGet(feeder.net.b, NFPROTO_IPV4);
  conntrackTable(feeder.net.machine).max = 0;
  if (rules > 0) addRules(feeder.net, rules);
  // what the measurement before this one left is held by the place of the hooks until a packet passes it
  feeder.send(64, 64);
  const before = memoryInUse();
  feeder.send(present, present);
  const bytesEach = (memoryInUse() - before) / present;
  feeder.timed(64_000, 1_000);
  const later = best(() => feeder.timed(200_000, 1_000));
  const first = best(() => feeder.timed(32_000, 32_000));
  if ((feeder.net.b.ct?.count ?? 0) < present) throw new Error("connections are missing");
  return { untracked, first, later, bytesEach };
}
