/**
 * The routing tables of IPv6: a radix tree of prefixes each, with routes at its nodes.
 *
 * The tree has Linux's shape, so that it is searched and listed in Linux's order: longer prefixes before the shorter ones that
 * contain them, the lower half of an address before the upper; at one prefix by metric, then by age.
 *
 * Source: `net/ipv6/ip6_fib.c` (`fib6_add_1`, `fib6_node_lookup_1`, `fib6_walk_continue`, `fib6_del_route`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { prefixMask } from "../addrconf/addrconf-core.ts";
import type { Fib6Info } from "./fib6-info.ts";

const NO_ROUTES: readonly Fib6Info[] = [];
/** From here on a node's routes are also found by device. */
const INDEX_FROM = 16;

/** A prefix in the tree; without routes where two longer prefixes part. */
export class Fib6Node {
  readonly p0: number;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
  readonly bits: number;
  parent: Fib6Node | null;
  left: Fib6Node | null = null;
  right: Fib6Node | null = null;
  routes: readonly Fib6Info[] = NO_ROUTES;
  /** Of a node without routes for all sources, a route below it that stands in (`fn->leaf`); a reference to it is counted. */
  declare standIn: Fib6Info | null;
  declare private byDevice: Map<number, Fib6Info[]> | null;
  /** Some of the routes are for packets from a prefix. */
  declare hasSources: boolean;

  constructor(p0: number, p1: number, p2: number, p3: number, bits: number, parent: Fib6Node | null) {
    this.p0 = p0 & prefixMask(bits, 0);
    this.p1 = p1 & prefixMask(bits, 1);
    this.p2 = p2 & prefixMask(bits, 2);
    this.p3 = p3 & prefixMask(bits, 3);
    this.bits = bits;
    this.parent = parent;
  }

  contains(w0: number, w1: number, w2: number, w3: number): boolean {
    const bits = this.bits;
    return (
      ((w0 ^ this.p0) & prefixMask(bits, 0)) === 0 &&
      (bits <= 32 ||
        (((w1 ^ this.p1) & prefixMask(bits, 1)) === 0 &&
          (bits <= 64 ||
            (((w2 ^ this.p2) & prefixMask(bits, 2)) === 0 &&
              (bits <= 96 || ((w3 ^ this.p3) & prefixMask(bits, 3)) === 0)))))
    );
  }

  /** Routes that a packet bound to the device could take; all of them unless there are many. */
  candidates(oif: number): readonly Fib6Info[] {
    if (this.byDevice === null || oif === 0) return this.routes;
    return this.byDevice.get(oif) ?? NO_ROUTES;
  }

  /** The first route, or who stands in for one. */
  get leaf(): Fib6Info | null {
    return (
      (this.hasSources ? this.routes.find((each) => each.sourceLength === 0) : this.routes[0]) ?? this.standIn
    );
  }

  /** A route below, or one for some source, stands in for the routes that are not here (`fib6_find_prefix`). */
  appoint(): void {
    if (this.parent === null || this.routes.some((each) => each.sourceLength === 0)) return;
    this.standIn = (this.left ?? this.right)?.leaf ?? this.routes[0] ?? null;
  }

  insert(route: Fib6Info, at: number): void {
    route.node = this;
    if (route.sourceLength === 0) {
      if (this.standIn !== null) this.standIn = null;
    } else if (this.parent !== null && this.leaf === this.standIn) this.standIn = route;
    if (route.sourceLength > 0) this.hasSources = true;
    const routes = this.routes as Fib6Info[];
    if (routes.length === 0) this.routes = [route];
    else if (at === routes.length) routes.push(route);
    else routes.splice(at, 0, route);
    if (this.byDevice !== null) this.index(route);
    else if (routes.length >= INDEX_FROM) {
      this.byDevice = new Map();
      for (const each of this.routes) this.index(each);
    }
  }

  private index(route: Fib6Info): void {
    const list = this.byDevice?.get(route.dev.ifindex);
    if (list === undefined) this.byDevice?.set(route.dev.ifindex, [route]);
    else {
      const after = list.findIndex((each) => each.metric > route.metric);
      list.splice(after < 0 ? list.length : after, 0, route);
    }
  }

  remove(route: Fib6Info): void {
    const routes = this.routes as Fib6Info[];
    const at = routes.indexOf(route);
    if (at < 0) return;
    routes.splice(at, 1);
    if (this.hasSources) this.hasSources = routes.some((each) => each.sourceLength > 0);
    if (this.byDevice === null) return;
    const list = this.byDevice.get(route.dev.ifindex);
    const index = list?.indexOf(route) ?? -1;
    if (list !== undefined && index >= 0) list.splice(index, 1);
    if (list?.length === 0) this.byDevice.delete(route.dev.ifindex);
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(Fib6Node.prototype, {
  standIn: null,
  byDevice: null,
  hasSources: false,
});

/** Bit `bit` of an address in words. */
function bitOf(w0: number, w1: number, w2: number, w3: number, bit: number): boolean {
  const word = bit < 32 ? w0 : bit < 64 ? w1 : bit < 96 ? w2 : w3;
  return ((word >>> (31 - (bit & 31))) & 1) !== 0;
}

function differsAt(node: Fib6Node, w0: number, w1: number, w2: number, w3: number): number {
  const d0 = node.p0 ^ w0;
  if (d0 !== 0) return Math.clz32(d0);
  const d1 = node.p1 ^ w1;
  if (d1 !== 0) return 32 + Math.clz32(d1);
  const d2 = node.p2 ^ w2;
  if (d2 !== 0) return 64 + Math.clz32(d2);
  const d3 = node.p3 ^ w3;
  return d3 === 0 ? 128 : 96 + Math.clz32(d3);
}

/** `struct fib6_table`. */
export class Fib6Table {
  readonly id: number;
  readonly root = new Fib6Node(0, 0, 0, 0, 0, null);

  constructor(id: number) {
    this.id = id;
  }

  /** The node with the longest prefix that contains the address and has routes; the root if there is none. */
  lookup(w0: number, w1: number, w2: number, w3: number): Fib6Node {
    let node = this.root;
    for (;;) {
      const next: Fib6Node | null = bitOf(w0, w1, w2, w3, node.bits) ? node.right : node.left;
      if (next === null) break;
      node = next;
      if (node.bits === 128) break;
    }
    while (node.parent !== null && (node.routes.length === 0 || !node.contains(w0, w1, w2, w3)))
      node = node.parent;
    return node;
  }

  /** The next shorter prefix with routes; null after the root (`fib6_backtrack`). */
  backtrack(from: Fib6Node): Fib6Node | null {
    let node = from.parent;
    while (node !== null && node.routes.length === 0 && node.parent !== null) node = node.parent;
    return node;
  }

  /** The node of exactly this prefix (`fib6_locate`). */
  find(prefix: Ipv6Address, bits: number): Fib6Node | null {
    const w0 = prefix.w0 | 0;
    const w1 = prefix.w1 | 0;
    const w2 = prefix.w2 | 0;
    const w3 = prefix.w3 | 0;
    let node: Fib6Node | null = this.root;
    while (node !== null && node.bits < bits) {
      if (!node.contains(w0, w1, w2, w3)) return null;
      node = bitOf(w0, w1, w2, w3, node.bits) ? node.right : node.left;
    }
    return node !== null && node.bits === bits && node.contains(w0, w1, w2, w3) ? node : null;
  }

  /** The node of this prefix, made if it is new (`fib6_add_1`). */
  nodeFor(prefix: Ipv6Address, bits: number): Fib6Node {
    const w0 = prefix.w0 | 0;
    const w1 = prefix.w1 | 0;
    const w2 = prefix.w2 | 0;
    const w3 = prefix.w3 | 0;
    let node = this.root;
    for (;;) {
      if (bits < node.bits || !node.contains(w0, w1, w2, w3))
        return this.splitAbove(node, w0, w1, w2, w3, bits);
      if (bits === node.bits) return node;
      const right = bitOf(w0, w1, w2, w3, node.bits);
      const next: Fib6Node | null = right ? node.right : node.left;
      if (next === null) {
        const leaf = new Fib6Node(w0, w1, w2, w3, bits, node);
        if (right) node.right = leaf;
        else node.left = leaf;
        return leaf;
      }
      node = next;
    }
  }

  private splitAbove(node: Fib6Node, w0: number, w1: number, w2: number, w3: number, bits: number): Fib6Node {
    const parent = node.parent as Fib6Node;
    const common = Math.min(bits, node.bits, differsAt(node, w0, w1, w2, w3));
    const top = new Fib6Node(w0, w1, w2, w3, common, parent);
    if (parent.left === node) parent.left = top;
    else parent.right = top;
    node.parent = top;
    const nodeRight = bitOf(node.p0, node.p1, node.p2, node.p3, common);
    if (nodeRight) top.right = node;
    else top.left = node;
    if (common === bits) return top;
    top.standIn = node.leaf;
    const leaf = new Fib6Node(w0, w1, w2, w3, bits, top);
    if (nodeRight) top.left = leaf;
    else top.right = leaf;
    return leaf;
  }

  /** Takes nodes out that have neither routes nor two branches (`fib6_repair_tree`). */
  prune(from: Fib6Node): void {
    let node: Fib6Node | null = from;
    while (node !== null && node.parent !== null && node.routes.length === 0) {
      if (node.left !== null && node.right !== null) {
        node.appoint();
        return;
      }
      const parent: Fib6Node = node.parent;
      const child: Fib6Node | null = node.left ?? node.right;
      if (child !== null) child.parent = parent;
      if (parent.left === node) parent.left = child;
      else parent.right = child;
      node = parent;
    }
  }

  /** The route goes: others stand in where it did (`fib6_purge_rt`). */
  replaceStandIns(route: Fib6Info, from: Fib6Node): void {
    for (let node: Fib6Node | null = from; node !== null; node = node.parent)
      if (node.standIn === route) node.appoint();
    if (from.hasSources && from.standIn === null) from.appoint();
  }

  /** How many prefixes have routes for packets from some source. */
  sourceTrees(): number {
    return treesBelow(this.root);
  }

  /** How often each route stands in for others. */
  countStandIns(into: Map<Fib6Info, number>): void {
    countBelow(this.root, into);
  }

  /** All routes in Linux's order. Stops when `visit` returns false. */
  walk(visit: (route: Fib6Info) => boolean | undefined): boolean {
    return walkNode(this.root, visit);
  }

  get isEmpty(): boolean {
    return this.root.left === null && this.root.right === null && this.root.routes.length === 0;
  }
}

function countBelow({ standIn, left, right }: Fib6Node, into: Map<Fib6Info, number>): void {
  if (standIn !== null) into.set(standIn, (into.get(standIn) ?? 0) + 1);
  if (left !== null) countBelow(left, into);
  if (right !== null) countBelow(right, into);
}

function treesBelow({ hasSources, left, right }: Fib6Node): number {
  const below = (left === null ? 0 : treesBelow(left)) + (right === null ? 0 : treesBelow(right));
  return below + (hasSources ? 1 : 0);
}

/** The tree is at most 129 deep. */
function walkNode(node: Fib6Node, visit: (route: Fib6Info) => boolean | undefined): boolean {
  if (node.hasSources) for (const route of bySource(node)) if (visit(route) === false) return false;
  if (node.left !== null && !walkNode(node.left, visit)) return false;
  if (node.right !== null && !walkNode(node.right, visit)) return false;
  for (const route of node.routes) {
    if (node.hasSources && route.sourceLength !== 0) continue;
    if (visit(route) === false) return false;
  }
  return true;
}

/** The routes of a node that are for a source: those are a tree of their own, which comes before the rest. */
function bySource(node: Fib6Node): Fib6Info[] {
  return node.routes.filter((route) => route.sourceLength !== 0).sort(compareSources);
}

/** The order in which a tree of prefixes is walked: those inside before those around them. */
function compareSources(a: Fib6Info, b: Fib6Info): number {
  const common = Math.min(a.sourceLength, b.sourceLength);
  const [left, right] = [a.source.toBytes(), b.source.toBytes()];
  for (let bit = 0; bit < common; bit++) {
    const shift = 7 - (bit & 7);
    const difference = ((left[bit >> 3] >> shift) & 1) - ((right[bit >> 3] >> shift) & 1);
    if (difference !== 0) return difference;
  }
  return b.sourceLength - a.sourceLength;
}
