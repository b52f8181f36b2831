/**
 * Doubling, halving and dropping of nodes as their children come and go.
 *
 * A node doubles above one share of taken children and halves below a smaller one, so that its size depends on the order of what came
 * and went: all of Linux's steps are followed, in its order.
 *
 * Source: behaviour of `net/ipv4/fib_trie.c` (`resize`, `inflate`, `halve`, `collapse`, `replace`).
 */
import { LcTnode } from "./lc-node.ts";

/** Percentages of taken children at which a node doubles and halves; the root is kept larger. */
const INFLATE = 50;
const INFLATE_ROOT = 30;
const HALVE = 25;
const HALVE_ROOT = 15;

/** How often one resizing doubles or halves at most. */
const MAX_WORK = 10;

/** Brings a node to its size. @returns its parent */
export function resize(node: LcTnode): LcTnode {
  const parent = node.parent;
  if (parent === null) return node;
  const doubled = resizeWhile(parent, node, shouldInflate, inflate);
  if (doubled !== node) return parent;
  const left = resizeWhile(parent, node, shouldHalve, halve);
  if (left.used < 2) collapse(parent, left);
  return parent;
}

function resizeWhile(
  parent: LcTnode,
  first: LcTnode,
  due: (parent: LcTnode, node: LcTnode) => boolean,
  remake: (node: LcTnode) => LcTnode,
): LcTnode {
  let node = first;
  for (let work = MAX_WORK; work > 0 && due(parent, node); work--) {
    const made = remake(node);
    replace(parent, made);
    node = made;
  }
  return node;
}

/** Children that would go on being one are counted once, those that would become two, twice: of twice as many places. */
function shouldInflate(parent: LcTnode, node: LcTnode): boolean {
  const wanted = parent.isVector ? INFLATE_ROOT : INFLATE;
  const used = node.used + node.full;
  return used > 1 && node.pos > 0 && 50 * used >= wanted * node.children.length;
}

function shouldHalve(parent: LcTnode, node: LcTnode): boolean {
  const wanted = parent.isVector ? HALVE_ROOT : HALVE;
  return node.used > 1 && node.bits > 1 && 100 * node.used < wanted * node.children.length;
}

/** Twice as large: children without skipped bits are dissolved into it, by one bit. */
function inflate(old: LcTnode): LcTnode {
  const made = new LcTnode(old.key, old.pos - 1, old.bits + 1, old.parent);
  for (let i = old.children.length - 1; i >= 0; i--) {
    const child = old.children[i];
    if (child === null) continue;
    if (!old.isFull(child)) made.put(made.index(child.key), child);
    else if (child.bits === 1) {
      made.put(2 * i + 1, child.children[1]);
      made.put(2 * i, child.children[0]);
    } else {
      made.put(2 * i + 1, halfOf(child, made, 1));
      made.put(2 * i, halfOf(child, made, 0));
    }
  }
  return made;
}

/** A node of a child's upper (1) or lower (0) children. */
function halfOf(child: LcTnode, parent: LcTnode, which: 0 | 1): LcTnode {
  const key = which === 1 ? child.key | (1 << parent.pos) : child.key;
  const half = new LcTnode(key, child.pos, child.bits - 1, parent);
  const size = half.children.length;
  for (let i = 0; i < size; i++) half.put(i, child.children[which * size + i]);
  return half;
}

/** Half as large: where both of two places are taken, a node of one bit takes them over. */
function halve(old: LcTnode): LcTnode {
  const made = new LcTnode(old.key, old.pos + 1, old.bits - 1, old.parent);
  for (let i = old.children.length - 2; i >= 0; i -= 2) {
    const low = old.children[i];
    const high = old.children[i + 1];
    if (low === null || high === null) {
      made.put(i / 2, low ?? high);
      continue;
    }
    const pair = new LcTnode(low.key, old.pos, 1, made);
    pair.put(1, high);
    pair.put(0, low);
    made.put(i / 2, pair);
  }
  return made;
}

/** The only child, if any, takes the place of its parent. */
function collapse(parent: LcTnode, node: LcTnode): void {
  const child = node.children.find((one) => one !== null) ?? null;
  parent.put(parent.index(node.key), child);
  if (child !== null) child.parent = parent;
}

/** Puts the node of another size into its place, then brings its children without skipped bits to theirs, the highest first. */
function replace(parent: LcTnode, made: LcTnode): void {
  parent.put(parent.index(made.key), made);
  adopt(made);
  for (let i = made.children.length - 1; i >= 0; i--) {
    const child = made.children[i];
    if (made.isFull(child)) resize(child);
  }
}

/** Children learn who their parent is, also those of nodes that were made with it. */
function adopt(made: LcTnode): void {
  for (const child of made.children) {
    if (child === null) continue;
    if (child.parent !== made) child.parent = made;
    else if (child.kind === "tnode") adopt(child);
  }
}
