/**
 * The level-compressed trie in which Linux keeps a table's addresses: what /proc/net/fib_trie shows. Lookups do not use it.
 *
 * Source: behaviour of `net/ipv4/fib_trie.c` (`fib_insert_node`, `fib_remove_alias`, `fib_table_flush`).
 */
import { KEY_BITS, LcLeaf, type LcNode, LcTnode } from "./lc-node.ts";
import { resize } from "./lc-resize.ts";

/** The trie. */
export class LcTrie {
  private readonly vector = new LcTnode(0, KEY_BITS, 0, null);

  get root(): LcNode | null {
    return this.vector.children[0];
  }

  /** A prefix that begins with this address came. */
  insert(key: number): void {
    const { parent, leaf } = this.find(key);
    if (leaf === null) this.insertLeaf(parent, key);
    else leaf.prefixes++;
  }

  /** A prefix that begins with this address went. */
  remove(key: number): void {
    const { parent, leaf } = this.find(key);
    if (leaf === null || --leaf.prefixes > 0) return;
    parent.put(parent.index(key), null);
    this.balance(parent);
  }

  /**
   * Takes many prefixes out in one walk from the highest address to the lowest, which resizes every node, also where nothing goes
   * (`fib_table_flush`). `gone`: how many prefixes go of each address.
   */
  flush(gone: ReadonlyMap<number, number>): void {
    let node = this.vector;
    for (let index = 1; ; ) {
      if (index-- === 0) {
        if (node.isVector) return;
        const key = node.key;
        node = resize(node);
        index = node.index(key);
        continue;
      }
      const child = node.children[index];
      if (child?.kind === "tnode") {
        node = child;
        index = child.children.length;
      } else if (child) {
        child.prefixes -= gone.get(child.key) ?? 0;
        if (child.prefixes <= 0) node.put(index, null);
      }
    }
  }

  private find(key: number): { parent: LcTnode; leaf: LcLeaf | null } {
    let parent = this.vector;
    for (let node = this.root; node !== null; ) {
      if (node.kind === "leaf") return { parent, leaf: node.key === key ? node : null };
      const index = node.index(key);
      if (index >= node.children.length) break;
      parent = node;
      node = node.children[index];
    }
    return { parent, leaf: null };
  }

  /** `fib_insert_node` */
  private insertLeaf(above: LcTnode, key: number): void {
    let parent = above;
    const present = parent.children[parent.index(key)];
    if (present !== null) {
      const fork = new LcTnode(key, 31 - Math.clz32(key ^ present.key), 1, parent);
      fork.put(fork.index(key) ^ 1, present);
      parent.put(parent.index(key), fork);
      present.parent = fork;
      parent = fork;
    }
    parent.put(parent.index(key), new LcLeaf(key, parent));
    this.balance(parent);
  }

  private balance(from: LcTnode): void {
    for (let node = from; !node.isVector; ) node = resize(node);
  }
}
