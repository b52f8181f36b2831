/**
 * Lookups over all tables: by the policy rules, or by Linux's short way while there are only the three that every namespace has.
 *
 * Source: `include/net/ip_fib.h` (`fib_lookup`), `net/ipv4/fib_frontend.c` (`__inet_dev_addr_type`, `fib_new_table`).
 */
import { EAGAIN, ENETUNREACH, ESRCH } from "../../../errno.ts";
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_BROADCAST,
  RTN_MULTICAST,
  RTN_UNICAST,
} from "../../../netlink/route-attributes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Flow4 } from "../flow.ts";
import { isBroadcastAll, isMulticast, isZeroNet } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { FibResult, FibTable, FibTrie } from "./fib-trie.ts";

/** `fib_lookup`. @returns 0 with `result` filled, or a negative error */
export function fibLookup(net: NetIpv4, flow: Flow4, result: FibResult, ignoreLinkState: boolean): number {
  if (net.hasCustomRules && net.rules !== null) {
    const error = net.rules.lookup(flow, result, ignoreLinkState);
    return error === -EAGAIN || error === -ESRCH ? -ENETUNREACH : error;
  }
  const main = net.main;
  let error = -EAGAIN;
  if (main !== null) error = main.trie.lookup(flow, result, 0, ignoreLinkState);
  if (error === -EAGAIN && net.default !== null) error = net.default.lookup(flow, result, ignoreLinkState);
  return error === -EAGAIN ? -ENETUNREACH : error;
}

/** `fib_get_table` */
export function fibTable(net: NetIpv4, id: number): FibTable | undefined {
  return net.tables.get(id === 0 ? RT_TABLE_MAIN : id);
}

/** All tables in the order of Linux's hash of them: by the lower eight bits of the number, the newest first (`fib_table_hash`). */
export function tablesInOrder(net: NetIpv4): FibTable[] {
  return [...net.tables.values()].reverse().sort((a, b) => (a.id & 0xff) - (b.id & 0xff));
}

/** The table, made if it is new (`fib_new_table`). */
export function newFibTable(net: NetIpv4, wanted: number): FibTable {
  const id = wanted === 0 ? RT_TABLE_MAIN : wanted;
  const present = net.tables.get(id);
  if (present !== undefined) return present;
  const shared = id === RT_TABLE_LOCAL && !net.hasCustomRules;
  const table = new FibTable(id, shared ? newFibTable(net, RT_TABLE_MAIN).trie : new FibTrie());
  net.addTable(table);
  return table;
}

/** Gives local a trie of its own, so that rules can tell it from main (`fib_unmerge`). */
export function fibUnmerge(net: NetIpv4): void {
  const { local, main } = net;
  if (local === null || main === null || local.trie !== main.trie) return;
  const aliases = local.aliases();
  const trie = new FibTrie();
  main.trie.history.flush(() => {
    for (const alias of aliases) main.trie.remove(alias);
  });
  for (const alias of aliases) {
    const node = trie.ensure(alias.node.key, alias.node.length);
    alias.node = node;
    if (node.aliases === null) trie.begin(node, alias);
    else node.aliases.push(alias);
    trie.count++;
  }
  local.trie = trie;
}

const typeFlow = new Flow4();
const typeResult = new FibResult();

/**
 * What an address is to this host (`RTN_*`): local, broadcast, multicast or somebody's (`inet_addr_type_table`).
 * @param dev only addresses of this device; null: of any
 */
export function addressType(
  net: NetIpv4,
  address: number,
  tableId = RT_TABLE_LOCAL,
  dev: NetDevice | null = null,
): number {
  if (isZeroNet(address) || isBroadcastAll(address)) return RTN_BROADCAST;
  if (isMulticast(address)) return RTN_MULTICAST;
  const table = net.tables.get(tableId);
  if (table === undefined) return RTN_BROADCAST;
  typeFlow.reset().daddr = address;
  typeResult.clear();
  // local and main see each other's routes while they share a trie
  if (table.trie.lookup(typeFlow, typeResult, 0, false) !== 0) return RTN_UNICAST;
  if (dev !== null && typeResult.nexthop?.dev !== dev) return RTN_UNICAST;
  return typeResult.type;
}

/** Routes changed: cached decisions are not valid any more (`rt_cache_flush`). */
export function flushRouteCache(net: NetIpv4): void {
  net.genid++;
}
