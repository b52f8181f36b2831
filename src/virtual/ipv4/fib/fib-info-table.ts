/**
 * The information of a namespace's IPv4 routes: found by what it says, so that routes which are alike share it, and by the devices
 * and source addresses that it goes with.
 *
 * Source: `net/ipv4/fib_semantics.c` (`fib_find_info`, `fib_create_info`, `fib_release_info`).
 */
import {
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_TRAP,
} from "../../../netlink/route-attributes.ts";
import { equalBytes } from "../../../packet/bytes.ts";
import { CompactMap } from "../../core/lib/compact-map.ts";
import type { FibInfo, FibNexthop } from "./fib-info.ts";

/** `RTNH_COMPARE_MASK` */
const IGNORED_FLAGS = RTNH_F_DEAD | RTNH_F_LINKDOWN | RTNH_F_TRAP | RTNH_F_OFFLOAD;

/** The key in the namespace's table (`fib_info_hashfn`); gateways are part of it, as there may be a hundred thousand on a device. */
function hashOf(info: FibInfo): number {
  let hash = info.protocol ^ (info.scope << 8) ^ (info.type << 16) ^ (info.nexthops.length << 24);
  hash = Math.imul(hash ^ info.prefsrc, 0x9e3779b1);
  hash = Math.imul(hash ^ info.priority, 0x85ebca6b);
  hash = Math.imul(hash ^ info.tableId, 0xc2b2ae35);
  for (const nexthop of info.nexthops)
    hash = Math.imul((hash ^ (hash >>> 15) ^ nexthop.gateway) + nexthop.oif, 0x27d4eb2f);
  return hash ^ (hash >>> 13);
}

/**
 * One more route will have this information.
 * @returns what a route that is alike has already, or else the information itself, entered into all lists
 */
export function shareFibInfo(info: FibInfo): FibInfo {
  const { net } = info;
  const hash = hashOf(info);
  const head = net.fibInfos.get(hash) ?? null;
  for (let other = head; other !== null; other = other.nextWithHash) {
    if (!sameInfo(other, info)) continue;
    other.routes++;
    return other;
  }
  if (head !== null) info.nextWithHash = head;
  net.fibInfos.set(hash, info);
  linkNexthops(info);
  linkPrefsrc(info);
  return info;
}

/** One route has it no longer. After the last, it leaves all lists, and its cached decisions end (`fib_release_info`). */
export function releaseFibInfo(info: FibInfo): void {
  info.routes--;
  if (info.routes > 0) return;
  info.dead = true;
  unlinkHash(info);
  unlinkNexthops(info);
  unlinkPrefsrc(info);
}

function unlinkHash(info: FibInfo): void {
  const { fibInfos } = info.net;
  const hash = hashOf(info);
  const head = fibInfos.get(hash);
  if (head === info) {
    if (info.nextWithHash === null) fibInfos.delete(hash);
    else fibInfos.set(hash, info.nextWithHash);
    return;
  }
  for (let other = head; other; other = other.nextWithHash ?? undefined) {
    if (other.nextWithHash !== info) continue;
    other.nextWithHash = info.nextWithHash;
    return;
  }
}

/** Enters the next hops into their devices' lists, so that events find them. */
function linkNexthops(info: FibInfo): void {
  for (const nexthop of info.nexthops) {
    if (nexthop.tclassid !== 0) info.net.countRealms(1);
    const inDev = nexthop.dev?.inDev;
    if (!inDev) continue;
    nexthop.nextOnDevice = inDev.nexthops;
    nexthop.previousOnDevice = null;
    if (inDev.nexthops !== null) inDev.nexthops.previousOnDevice = nexthop;
    inDev.nexthops = nexthop;
  }
}

function unlinkNexthops(info: FibInfo): void {
  for (const nexthop of info.nexthops) {
    if (nexthop.tclassid !== 0) info.net.countRealms(-1);
    const { nextOnDevice: next, previousOnDevice: previous } = nexthop;
    const inDev = nexthop.dev?.inDev;
    if (previous !== null) previous.nextOnDevice = next;
    else if (inDev && inDev.nexthops === nexthop) inDev.nexthops = next;
    if (next !== null) next.previousOnDevice = previous;
    nexthop.output = null;
    nexthop.input = null;
    if (nexthop.exceptions !== null) nexthop.exceptions = null;
  }
}

function linkPrefsrc(info: FibInfo): void {
  if (info.prefsrc === 0) return;
  const net = info.net;
  if (net.prefsrcs === null) net.prefsrcs = new CompactMap();
  info.nextWithPrefsrc = net.prefsrcs.get(info.prefsrc) ?? null;
  net.prefsrcs.set(info.prefsrc, info);
}

function unlinkPrefsrc(info: FibInfo): void {
  const prefsrcs = info.net.prefsrcs;
  if (info.prefsrc === 0 || prefsrcs === null) return;
  const head = prefsrcs.get(info.prefsrc);
  if (head === info) {
    if (info.nextWithPrefsrc === null) prefsrcs.delete(info.prefsrc);
    else prefsrcs.set(info.prefsrc, info.nextWithPrefsrc);
    return;
  }
  for (let other = head; other; other = other.nextWithPrefsrc ?? undefined) {
    if (other.nextWithPrefsrc !== info) continue;
    other.nextWithPrefsrc = info.nextWithPrefsrc;
    return;
  }
}

/** Whether one will do for both. What came over their devices since they were made does not count. */
function sameInfo(a: FibInfo, b: FibInfo): boolean {
  if (a.protocol !== b.protocol || a.scope !== b.scope || a.prefsrc !== b.prefsrc) return false;
  if (a.priority !== b.priority || a.type !== b.type || a.tableId !== b.tableId) return false;
  if (((a.flags ^ b.flags) & ~IGNORED_FLAGS) !== 0) return false;
  if (a.congestionControl !== b.congestionControl || !sameMetrics(a.metrics, b.metrics)) return false;
  if (a.nexthops.length !== b.nexthops.length) return false;
  return a.nexthops.every((nexthop, i) => sameNexthop(nexthop, b.nexthops[i]));
}

function sameMetrics(a: Uint32Array | null, b: Uint32Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.every((value, i) => value === b[i]);
}

function sameNexthop(a: FibNexthop, b: FibNexthop): boolean {
  return (
    a.oif === b.oif &&
    a.gatewayFamily === b.gatewayFamily &&
    a.gateway === b.gateway &&
    sameGateway6(a.gateway6, b.gateway6) &&
    a.scope === b.scope &&
    a.weight === b.weight &&
    a.tclassid === b.tclassid &&
    ((a.flags ^ b.flags) & ~IGNORED_FLAGS) === 0
  );
}

/** Whether two routers of IPv6, or none, are the same. */
export function sameGateway6(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return equalBytes(a, 0, b, 0, 16);
}
