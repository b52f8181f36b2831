/**
 * The identification field of packets that may be cut (`__ip_select_ident`): a counter for each hash of addresses and protocol, that
 * moves on by a random amount for the time that passed.
 *
 * Source: `net/ipv4/route.c`.
 */
import type { Machine } from "../../core/machine.ts";
import type { NetIpv4 } from "../net-ipv4.ts";

const BUCKETS = 2048;
const NS_PER_JIFFY = 4_000_000;

class Identities {
  readonly counters = new Uint32Array(BUCKETS);
  readonly stamps = new Float64Array(BUCKETS);
  readonly started = new Uint8Array(BUCKETS);
}

const identities = new WeakMap<Machine, Identities>();

/** The next number for packets between two addresses; 16 bits. */
export function selectIdent(net: NetIpv4, saddr: number, daddr: number, protocol: number): number {
  const machine = net.net.machine;
  let all = identities.get(machine);
  if (all === undefined) {
    all = new Identities();
    identities.set(machine, all);
  }
  if (net.ipIdKey === 0) net.ipIdKey = (machine.random() | 1) >>> 0;
  let hash = Math.imul(saddr ^ net.ipIdKey, 0x9e3779b1) ^ Math.imul(daddr + protocol, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae3d);
  const bucket = (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  const now = Math.floor(machine.now() / NS_PER_JIFFY);
  if (all.started[bucket] === 0) {
    all.started[bucket] = 1;
    all.counters[bucket] = machine.random();
    all.stamps[bucket] = now;
  }
  const passed = now - all.stamps[bucket];
  if (passed > 0) {
    all.stamps[bucket] = now;
    all.counters[bucket] += Math.floor((machine.random() / 4294967296) * passed);
  }
  return all.counters[bucket]++ & 0xffff;
}
