/**
 * Adding and removing routes: Linux's rules for EXCL, REPLACE, APPEND and CREATE, and for what a removal matches.
 *
 * Source: `net/ipv4/fib_trie.c` (`fib_table_insert`, `fib_table_delete`), `net/ipv4/fib_semantics.c` (`fib_nh_match`).
 */
import { EEXIST, EINVAL, ENOENT, ESRCH } from "../../../errno.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RT_SCOPE_NOWHERE, RTAX_CC_ALGO } from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { FibConfig, NexthopConfig } from "./fib-config.ts";
import { createFibInfo } from "./fib-create.ts";
import { notifyRoute } from "./fib-dump.ts";
import type { FibInfo, FibNexthop } from "./fib-info.ts";
import { releaseFibInfo, sameGateway6, shareFibInfo } from "./fib-info-table.ts";
import { flushRouteCache } from "./fib-lookup.ts";
import { type FibAlias, type FibTable, maskOf, type TrieNode } from "./fib-trie.ts";

function refuse(config: FibConfig, error: number, message: string): number {
  if (config.extack !== null) config.extack.message = message;
  return error;
}

function checkPrefix(config: FibConfig): number {
  if (config.destinationLength > 32) return refuse(config, -EINVAL, "Invalid prefix length");
  if ((config.destination & ~maskOf(config.destinationLength)) !== 0)
    return refuse(config, -EINVAL, "Invalid prefix for given prefix length");
  return 0;
}

/** `fib_table_insert`. @returns 0 or a negative error */
export function insertRoute(net: NetIpv4, table: FibTable, config: FibConfig): number {
  const bad = checkPrefix(config);
  if (bad !== 0) return bad;
  const made = createFibInfo(net, config);
  if (typeof made === "number") return made;
  const info = shareFibInfo(made);
  const error = insertAlias(net, table, config, info);
  if (error !== 0) releaseFibInfo(info);
  return error;
}

/** Puts the route in its place. @returns 0, or a negative error: then nobody has the information */
function insertAlias(net: NetIpv4, table: FibTable, config: FibConfig, info: FibInfo): number {
  const key = config.destination >>> 0;
  const present = table.trie.find(key, config.destinationLength);
  const first = present === undefined ? -1 : table.findAlias(present, config.tos, info.priority);
  const flags = config.netlinkFlags;
  let before = first;
  let shown = NLM_F_EXCL;
  if (present !== undefined && first >= 0 && sameKeys(present, first, config.tos, info.priority)) {
    if ((flags & NLM_F_EXCL) !== 0) return -EEXIST;
    shown = 0;
    const group = groupEnd(table, present, first, config.tos, info.priority);
    const match = findSame(present, first, group, config.type, info);
    if ((flags & NLM_F_REPLACE) !== 0) {
      if (match >= 0) {
        if (match !== first) return -EEXIST;
        releaseFibInfo(info);
        return 0;
      }
      replaceRoute(net, table, present, first, config, info);
      return 0;
    }
    if (match >= 0) return -EEXIST;
    if ((flags & NLM_F_APPEND) !== 0) {
      shown |= NLM_F_APPEND;
      before = group < (present.aliases as FibAlias[]).length ? group : -1;
    }
  }
  if ((flags & NLM_F_CREATE) === 0) return -ENOENT;
  shown |= NLM_F_CREATE;
  const node = present ?? table.trie.ensure(key, config.destinationLength);
  const alias = table.insert(node, config.tos, config.type, info, before);
  flushRouteCache(net);
  notifyRoute(net, RTM_NEWROUTE, alias, config.portid, config.seq, shown);
  return 0;
}

function sameKeys(node: TrieNode, at: number, tos: number, priority: number): boolean {
  const alias = (node.aliases as FibAlias[])[at];
  return alias.tos === tos && alias.info.priority === priority;
}

/** Position behind the last route with the same table, TOS and priority. */
function groupEnd(table: FibTable, node: TrieNode, first: number, tos: number, priority: number): number {
  const aliases = node.aliases as FibAlias[];
  let at = first;
  while (
    at < aliases.length &&
    aliases[at].tableId === table.id &&
    aliases[at].tos === tos &&
    aliases[at].info.priority === priority
  )
    at++;
  return at;
}

function findSame(node: TrieNode, first: number, end: number, type: number, info: FibInfo): number {
  const aliases = node.aliases as FibAlias[];
  for (let i = first; i < end; i++) if (aliases[i].type === type && aliases[i].info === info) return i;
  return -1;
}

function replaceRoute(
  net: NetIpv4,
  table: FibTable,
  node: TrieNode,
  at: number,
  config: FibConfig,
  info: FibInfo,
): void {
  const old = (node.aliases as FibAlias[])[at].info;
  const alias = table.replace(node, at, config.tos, config.type, info);
  releaseFibInfo(old);
  flushRouteCache(net);
  notifyRoute(net, RTM_NEWROUTE, alias, config.portid, config.seq, NLM_F_REPLACE);
}

/** `fib_table_delete`. @returns 0, or `-ESRCH` when nothing matches */
export function deleteRoute(net: NetIpv4, table: FibTable, config: FibConfig): number {
  const bad = checkPrefix(config);
  if (bad !== 0) return bad;
  const node = table.trie.find(config.destination >>> 0, config.destinationLength);
  if (node === undefined) return -ESRCH;
  const first = table.findAlias(node, config.tos, 0);
  if (first < 0) return -ESRCH;
  const aliases = node.aliases as FibAlias[];
  for (let i = first; i < aliases.length; i++) {
    const alias = aliases[i];
    if (alias.tableId !== table.id || alias.tos !== config.tos) break;
    if (!matches(alias, config)) continue;
    removeRoute(net, table, alias, config.portid, config.seq);
    return 0;
  }
  return -ESRCH;
}

/** Takes one route out, with a notification. */
export function removeRoute(net: NetIpv4, table: FibTable, alias: FibAlias, portid = 0, seq = 0): void {
  notifyRoute(net, RTM_DELROUTE, alias, portid, seq, 0);
  table.remove(alias);
  releaseFibInfo(alias.info);
  flushRouteCache(net);
}

function matches(alias: FibAlias, config: FibConfig): boolean {
  const info = alias.info;
  if (config.type !== 0 && alias.type !== config.type) return false;
  if (config.scope !== RT_SCOPE_NOWHERE && info.scope !== config.scope) return false;
  if (config.prefsrc !== 0 && info.prefsrc !== config.prefsrc) return false;
  if (config.protocol !== 0 && info.protocol !== config.protocol) return false;
  return nexthopsMatch(info, config) && metricsMatch(info, config);
}

function nexthopsMatch(info: FibInfo, config: FibConfig): boolean {
  if (config.priority !== 0 && config.priority !== info.priority) return false;
  if (config.oif !== 0 || config.gatewayFamily !== 0) {
    const nexthop = info.nexthops[0];
    if (nexthop === undefined) return false;
    if (config.oif !== 0 && config.oif !== nexthop.oif) return false;
    return gatewayMatches(nexthop, config) && realmMatches(nexthop, config);
  }
  const { multipath, hopsFault } = config;
  if (multipath === null) return true;
  // hops that the route has not got are not looked at
  return info.nexthops.every((nexthop, i) => {
    const hop = multipath[i];
    if (hop === undefined && hopsFault !== null)
      config.extack?.fail(hopsFault.error, hopsFault.message, hopsFault.offset);
    if (hop === undefined || (hop.oif !== 0 && hop.oif !== nexthop.oif)) return false;
    return gatewayMatches(nexthop, hop) && realmMatches(nexthop, hop);
  });
}

function realmMatches(nexthop: FibNexthop, config: NexthopConfig): boolean {
  return config.tclassid === 0 || config.tclassid === nexthop.tclassid;
}

function gatewayMatches(nexthop: FibNexthop, config: NexthopConfig): boolean {
  if (config.gatewayFamily === 0) return true;
  if (config.gatewayFamily !== nexthop.gatewayFamily) return false;
  return config.gatewayFamily === 2
    ? config.gateway === nexthop.gateway
    : sameGateway6(config.gateway6, nexthop.gateway6);
}

function metricsMatch(info: FibInfo, config: FibConfig): boolean {
  const wanted = config.wantedMetrics ?? [];
  return wanted.every(({ type, value, congestionControl }) =>
    type === RTAX_CC_ALGO ? info.congestionControl === congestionControl : info.metric(type) === value,
  );
}
