/**
 * Connection tracking on a router's way: UDP packets of 60 bytes from one veth pair to another, untracked, of connections that are
 * known, and each the first of a new one, beside many that are there already; and what the table takes for each.
 */
import { nfCtNetnsGet } from "../src/virtual/netfilter/conntrack-hooks.ts";
import { conntrackTable } from "../src/virtual/netfilter/conntrack-table.ts";
import { NFPROTO_IPV4 } from "../src/virtual/netfilter/hook-numbers.ts";
import { Feeder } from "./router.ts";

export interface ConntrackCost {
  /** ns for a packet */
  readonly untracked: number;
  readonly first: number;
  readonly later: number;
  readonly bytesEach: number;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** With so many connections there. */
export function conntrackCost(present: number): ConntrackCost {
  const feeder = new Feeder();
  // the neighbour is known after the first
  feeder.send(64_000, 64);
  feeder.timed(200_000, 64);
  const untracked = Math.min(feeder.timed(200_000, 64), feeder.timed(200_000, 64));
  nfCtNetnsGet(feeder.net.b, NFPROTO_IPV4);
  conntrackTable(feeder.net.machine).max = 0;
  const before = heap();
  feeder.send(present, present);
  const bytesEach = (heap() - before) / present;
  feeder.timed(64_000, 1_000);
  const later = Math.min(feeder.timed(200_000, 1_000), feeder.timed(200_000, 1_000));
  const first = Math.min(feeder.timed(32_000, 32_000), feeder.timed(32_000, 32_000));
  if ((feeder.net.b.ct?.count ?? 0) < present) throw new Error("connections are missing");
  return { untracked, first, later, bytesEach };
}
