/**
 * Nodes of the level-compressed trie in which Linux keeps a table's addresses.
 *
 * Source: behaviour of `net/ipv4/fib_trie.c` (`struct key_vector`).
 */

/** Position of the vector above the root, which is no node. */
export const KEY_BITS = 32;

/** An address, with the number of prefixes that begin with it. */
export class LcLeaf {
  readonly kind = "leaf";
  readonly key: number;
  parent: LcTnode;
  prefixes = 1;

  constructor(key: number, parent: LcTnode) {
    this.key = key;
    this.parent = parent;
  }
}

/** An inner node: `2 ** bits` children, by the bits of the key from `pos` on (counted from the lowest). */
export class LcTnode {
  readonly kind = "tnode";
  readonly key: number;
  readonly pos: number;
  readonly bits: number;
  /** Children that are inner nodes with no bit skipped, and places without child. */
  full = 0;
  empty: number;
  parent: LcTnode | null;
  readonly children: (LcNode | null)[];

  constructor(key: number, pos: number, bits: number, parent: LcTnode | null) {
    const shift = pos + bits;
    this.key = shift < KEY_BITS ? ((key >>> shift) << shift) >>> 0 : 0;
    this.pos = pos;
    this.bits = bits;
    this.parent = parent;
    this.children = new Array<LcNode | null>(2 ** bits).fill(null);
    this.empty = this.children.length;
  }

  get used(): number {
    return this.children.length - this.empty;
  }

  get isVector(): boolean {
    return this.pos >= KEY_BITS;
  }

  /** Where a key belongs; beyond the children when it does not belong here. */
  index(key: number): number {
    return this.isVector ? 0 : (key ^ this.key) >>> this.pos;
  }

  isFull(child: LcNode | null): child is LcTnode {
    return child !== null && child.kind === "tnode" && child.pos + child.bits === this.pos;
  }

  /** `put_child`: parents of what is put are not touched. */
  put(index: number, child: LcNode | null): void {
    const before = this.children[index];
    if (child === null && before !== null) this.empty++;
    if (child !== null && before === null) this.empty--;
    this.full += Number(this.isFull(child)) - Number(this.isFull(before));
    this.children[index] = child;
  }
}

/** A leaf with its routes, or a node with its children. */
export type LcNode = LcLeaf | LcTnode;
