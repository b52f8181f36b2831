/**
 * Route tables: a path-compressed binary trie of prefixes, each with its routes in order of preference.
 *
 * Local and main share one trie until the first policy rule is added, as on Linux, so that the common lookup is a single walk
 * (`fib_unmerge`).
 *
 * Source: behaviour of `net/ipv4/fib_trie.c`; the structure is a Patricia trie instead of Linux's level-compressed one.
 */
import { EACCES, EAGAIN, EHOSTUNREACH, EINVAL } from "../../../errno.ts";
import {
  RTN_BLACKHOLE,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNREACHABLE,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
} from "../../../netlink/route-attributes.ts";
import { type Flow4, LEGACY_TOS_MASK } from "../flow.ts";
import { FibHistory } from "./fib-history.ts";
import type { FibInfo, FibNexthop } from "./fib-info.ts";
import { ignoresLinkdown } from "./fib-info.ts";

/** One route: `struct fib_alias`. */
export class FibAlias {
  readonly tableId: number;
  readonly tos: number;
  readonly type: number;
  readonly info: FibInfo;
  node: TrieNode;
  /** Which of several default routes, of which this is the first, was taken last (`fa_default`); -1: none. */
  declare lastDefault: number;

  constructor(tableId: number, tos: number, type: number, info: FibInfo, node: TrieNode) {
    this.tableId = tableId;
    this.tos = tos;
    this.type = type;
    this.info = info;
    this.node = node;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(FibAlias.prototype, { lastDefault: -1 });

/** A prefix: one with routes, or a fork. */
export class TrieNode {
  readonly key: number;
  readonly length: number;
  /** As a signed number: an unsigned one would not fit into a word of the object. */
  readonly mask: number;
  /** By table (descending), TOS (descending), priority (ascending), then as inserted. */
  aliases: FibAlias[] | null = null;
  left: TrieNode | null = null;
  right: TrieNode | null = null;

  constructor(key: number, length: number) {
    this.key = key;
    this.length = length;
    this.mask = maskOf(length) | 0;
  }
}

/** The error that a route of this type gives instead of a way (`fib_props`). */
export function routeTypeError(type: number): number {
  switch (type) {
    case RTN_UNREACHABLE:
      return -EHOSTUNREACH;
    case RTN_PROHIBIT:
      return -EACCES;
    case RTN_THROW:
      return -EAGAIN;
    case RTN_BLACKHOLE:
      return -EINVAL;
    default:
      return type >= RTN_NAT_TYPE ? -EINVAL : 0;
  }
}
const RTN_NAT_TYPE = 10;

/** A lookup's answer; reused. */
export class FibResult {
  prefix = 0;
  prefixLength = 0;
  type = 0;
  scope = 0;
  tableId = 0;
  tos = 0;
  info: FibInfo | null = null;
  nexthop: FibNexthop | null = null;
  alias: FibAlias | null = null;
  /** Realms of the rule that led here, the source's in the high half (`tclassid`). */
  tclassid = 0;

  clear(): void {
    this.prefix = 0;
    this.prefixLength = 0;
    this.type = 0;
    this.scope = 0;
    this.tableId = 0;
    this.info = null;
    this.nexthop = null;
    this.alias = null;
    this.tclassid = 0;
  }
}

/** Nothing matched: the lookup goes on with the next table. */
export const NO_MATCH = -EAGAIN;

/** The netmask of a prefix length, as an unsigned number (`inet_make_mask`). */
export function maskOf(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;
}

const path: (TrieNode | null)[] = new Array(34).fill(null);

/** One table (`struct fib_table`). */
export class FibTrie {
  private root: TrieNode | null = null;
  count = 0;
  /** What /proc/net/fib_trie is made from. */
  readonly history = new FibHistory();

  /**
   * The best route for the flow (`fib_table_lookup`).
   * @param tableId only routes of this table; 0: of all that share the trie
   * @returns 0 with `result` filled, or the route type's error, or {@link NO_MATCH}
   */
  lookup(flow: Flow4, result: FibResult, tableId: number, ignoreLinkState: boolean): number {
    const address = flow.daddr;
    let depth = 0;
    for (let node = this.root; node !== null; ) {
      if (((address ^ node.key) & node.mask) !== 0) break;
      if (node.aliases !== null) path[depth++] = node;
      if (node.length === 32) break;
      node = ((address >>> (31 - node.length)) & 1) === 0 ? node.left : node.right;
    }
    while (depth > 0) {
      const node = path[--depth] as TrieNode;
      const error = checkLeaf(node, flow, result, tableId, ignoreLinkState);
      if (error !== CONTINUE) return error;
    }
    return NO_MATCH;
  }

  /** The node of exactly this prefix; undefined if there is none. */
  find(key: number, length: number): TrieNode | undefined {
    for (let node = this.root; node !== null && node.length <= length; ) {
      if (((key ^ node.key) & node.mask) !== 0) return undefined;
      if (node.length === length) return node;
      node = ((key >>> (31 - node.length)) & 1) === 0 ? node.left : node.right;
    }
    return undefined;
  }

  /** The node of exactly this prefix, made if need be. */
  ensure(key: number, length: number): TrieNode {
    let parent: TrieNode | null = null;
    let node = this.root;
    while (node !== null && node.length <= length && ((key ^ node.key) & node.mask) === 0) {
      if (node.length === length) return node;
      parent = node;
      node = ((key >>> (31 - node.length)) & 1) === 0 ? node.left : node.right;
    }
    const made = new TrieNode(key, length);
    if (node === null) {
      this.attach(parent, made);
      return made;
    }
    const common = Math.min(length, node.length, Math.clz32(key ^ node.key));
    if (common === length) {
      attachChild(made, node);
      this.attach(parent, made);
      return made;
    }
    const fork = new TrieNode((key & maskOf(common)) >>> 0, common);
    attachChild(fork, node);
    attachChild(fork, made);
    this.attach(parent, fork);
    return made;
  }

  /** The first route of a prefix. */
  begin(node: TrieNode, alias: FibAlias): void {
    node.aliases = [alias];
    this.history.came(node.key);
  }

  private attach(parent: TrieNode | null, node: TrieNode): void {
    if (parent === null) this.root = node;
    else attachChild(parent, node);
  }

  /** Takes out a route, and nodes that are not needed any more. */
  remove(alias: FibAlias): void {
    const node = alias.node;
    const aliases = node.aliases;
    const at = aliases?.indexOf(alias) ?? -1;
    if (aliases === null || at < 0) return;
    this.count--;
    if (aliases.length > 1) {
      aliases.splice(at, 1);
      return;
    }
    node.aliases = null;
    this.prune(node);
    this.history.went(node.key);
  }

  private prune(target: TrieNode): void {
    let grandparent: TrieNode | null = null;
    let parent: TrieNode | null = null;
    let node = this.root;
    while (node !== null && node !== target) {
      grandparent = parent;
      parent = node;
      node = ((target.key >>> (31 - node.length)) & 1) === 0 ? node.left : node.right;
    }
    if (node === null || (target.left !== null && target.right !== null)) return;
    const child = target.left ?? target.right;
    this.replaceChild(parent, target, child);
    if (child !== null || parent === null || parent.aliases !== null) return;
    const sibling = parent.left ?? parent.right;
    if (parent.left === null || parent.right === null) this.replaceChild(grandparent, parent, sibling);
  }

  private replaceChild(parent: TrieNode | null, child: TrieNode, by: TrieNode | null): void {
    if (parent === null) this.root = by;
    else if (parent.left === child) parent.left = by;
    else parent.right = by;
  }

  /** All prefixes with routes, in the order of Linux's leaves: by address, longer prefixes of one address first. */
  nodes(): TrieNode[] {
    const nodes: TrieNode[] = [];
    this.walk((node) => nodes.push(node));
    return nodes.sort((a, b) => a.key - b.key || b.length - a.length);
  }

  /** Shows all routes, in no order. They may not change meanwhile. */
  visit(visitor: (alias: FibAlias) => void): void {
    this.walk((node) => {
      for (const alias of node.aliases ?? []) visitor(alias);
    });
  }

  private walk(visitor: (node: TrieNode) => void): void {
    const stack: (TrieNode | null)[] = [this.root];
    while (stack.length > 0) {
      const node = stack.pop();
      if (!node) continue;
      if (node.aliases !== null) visitor(node);
      stack.push(node.right, node.left);
    }
  }
}

function attachChild(parent: TrieNode, node: TrieNode): void {
  if (((node.key >>> (31 - parent.length)) & 1) === 0) parent.left = node;
  else parent.right = node;
}

/** No route of the node fits: shorter prefixes are asked. */
const CONTINUE = 1;

function checkLeaf(
  node: TrieNode,
  flow: Flow4,
  result: FibResult,
  tableId: number,
  ignoreLinkState: boolean,
): number {
  const aliases = node.aliases as FibAlias[];
  for (let i = 0; i < aliases.length; i++) {
    const alias = aliases[i];
    if (tableId !== 0 && alias.tableId !== tableId) continue;
    if (alias.tos !== 0 && alias.tos !== (flow.tos & LEGACY_TOS_MASK)) continue;
    const info = alias.info;
    if (info.dead || info.scope < flow.scope) continue;
    const error = routeTypeError(alias.type);
    if (error < 0) return error;
    if ((info.flags & RTNH_F_DEAD) !== 0) continue;
    const nexthops = info.nexthops;
    for (let n = 0; n < nexthops.length; n++) {
      const nexthop = nexthops[n];
      if ((nexthop.flags & RTNH_F_DEAD) !== 0) continue;
      if ((nexthop.flags & RTNH_F_LINKDOWN) !== 0 && !ignoreLinkState && ignoresLinkdown(nexthop.dev))
        continue;
      if (flow.oif !== 0 && flow.oif !== nexthop.oif) continue;
      result.prefix = node.key;
      result.prefixLength = node.length;
      result.type = alias.type;
      result.scope = info.scope;
      result.tableId = alias.tableId;
      result.tos = alias.tos;
      result.info = info;
      result.nexthop = nexthop;
      result.alias = alias;
      return 0;
    }
  }
  return CONTINUE;
}

/** A numbered table. Several may share a trie. */
export class FibTable {
  readonly id: number;
  trie: FibTrie;
  /** Routes to 0.0.0.0/0. */
  defaults = 0;

  constructor(id: number, trie: FibTrie) {
    this.id = id;
    this.trie = trie;
  }

  lookup(flow: Flow4, result: FibResult, ignoreLinkState: boolean): number {
    return this.trie.lookup(flow, result, this.id, ignoreLinkState);
  }

  /** This table's routes in the order of a dump. */
  aliases(): FibAlias[] {
    const all: FibAlias[] = [];
    for (const node of this.trie.nodes())
      for (const alias of node.aliases as FibAlias[]) if (alias.tableId === this.id) all.push(alias);
    return all;
  }

  /**
   * The first route of the prefix from which on routes of this TOS and at least this priority stand (`fib_find_alias`).
   * @returns its position among the node's routes, or -1
   */
  findAlias(node: TrieNode, tos: number, priority: number): number {
    const aliases = node.aliases;
    if (aliases === null) return -1;
    for (let i = 0; i < aliases.length; i++) {
      const alias = aliases[i];
      if (alias.tableId > this.id) continue;
      if (alias.tableId !== this.id) return -1;
      if (alias.tos > tos) continue;
      if (alias.info.priority >= priority || alias.tos < tos) return i;
    }
    return -1;
  }

  /** Where a route that comes after all with the same keys belongs. */
  private position(aliases: readonly FibAlias[], tos: number, priority: number): number {
    for (let i = 0; i < aliases.length; i++) {
      const alias = aliases[i];
      if (alias.tableId > this.id) continue;
      if (alias.tableId < this.id) return i;
      if (alias.tos > tos) continue;
      if (alias.tos < tos || alias.info.priority > priority) return i;
    }
    return aliases.length;
  }

  /** Inserts before the route at `before`, or behind all with the same keys when that is -1. */
  insert(node: TrieNode, tos: number, type: number, info: FibInfo, before: number): FibAlias {
    const alias = new FibAlias(this.id, tos, type, info, node);
    if (node.aliases === null) this.trie.begin(node, alias);
    else
      node.aliases.splice(before >= 0 ? before : this.position(node.aliases, tos, info.priority), 0, alias);
    this.trie.count++;
    if (node.length === 0) this.defaults++;
    return alias;
  }

  /** Puts a route in another's place. */
  replace(node: TrieNode, at: number, tos: number, type: number, info: FibInfo): FibAlias {
    const alias = new FibAlias(this.id, tos, type, info, node);
    (node.aliases as FibAlias[])[at] = alias;
    return alias;
  }

  remove(alias: FibAlias): void {
    if (alias.node.length === 0) this.defaults--;
    this.trie.remove(alias);
  }
}
