/**
 * /proc/net/fib_trie and fib_triestat: the route tables as Linux's tries hold them.
 *
 * Source: behaviour of `net/ipv4/fib_trie.c` (`fib_trie_seq_show`, `fib_triestat_seq_show`).
 */
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../../netlink/route-attributes.ts";
import { formatIpv4, type Ipv4Address } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { tablesInOrder } from "../fib/fib-lookup.ts";
import type { FibAlias, FibTable } from "../fib/fib-trie.ts";
import type { LcLeaf, LcNode, LcTnode } from "../fib/lc-node.ts";

/** Memory of Linux's structures on 64 bits, in bytes. */
const LEAF_SIZE = 48;
const TNODE_SIZE = 40;
const ALIAS_SIZE = 56;
const POINTER_SIZE = 8;

const INDENT = "   ";

const SCOPES = new Map([
  [0, "universe"],
  [200, "site"],
  [253, "link"],
  [254, "host"],
  [255, "nowhere"],
]);

/** By `RTN_*`. */
const TYPES = [
  "UNSPEC",
  "UNICAST",
  "LOCAL",
  "BROADCAST",
  "ANYCAST",
  "MULTICAST",
  "BLACKHOLE",
  "UNREACHABLE",
  "PROHIBIT",
  "THROW",
  "NAT",
  "XRESOLVE",
];

function tableTitle(table: FibTable): string {
  if (table.id === RT_TABLE_LOCAL) return "Local:\n";
  return table.id === RT_TABLE_MAIN ? "Main:\n" : `Id ${table.id}:\n`;
}

/** Shows each node with the number of inner nodes above it, in order of address. */
function walk(node: LcNode, depth: number, visitor: (node: LcNode, depth: number) => void): void {
  visitor(node, depth);
  if (node.kind === "leaf") return;
  for (const child of node.children) if (child !== null) walk(child, depth + 1, visitor);
}

/** The routes of all prefixes that begin with an address, the longest prefix first; also another table's that share the trie. */
function aliasesByKey(table: FibTable): Map<number, FibAlias[]> {
  const byKey = new Map<number, FibAlias[]>();
  for (const node of table.trie.nodes()) {
    const present = byKey.get(node.key);
    if (present === undefined) byKey.set(node.key, [...(node.aliases ?? [])]);
    else present.push(...(node.aliases ?? []));
  }
  return byKey;
}

function tnodeLine(node: LcTnode, depth: number): string {
  const prefix = `${formatIpv4(node.key as Ipv4Address)}/${32 - node.pos - node.bits}`;
  return `${INDENT.repeat(depth)}  +-- ${prefix} ${node.bits} ${node.full} ${node.empty}\n`;
}

function aliasLine(alias: FibAlias, depth: number): string {
  const { info, node, tos, type } = alias;
  const scope = SCOPES.get(info.scope) ?? `scope=${info.scope}`;
  const name = TYPES[type] ?? `type ${type}`;
  const service = tos === 0 ? "" : ` tos=${tos}`;
  return `${INDENT.repeat(depth + 1)}  /${node.length} ${scope} ${name}${service}\n`;
}

function leafLines(leaf: LcLeaf, depth: number, aliases: readonly FibAlias[]): string {
  const head = `${INDENT.repeat(depth)}  |-- ${formatIpv4(leaf.key as Ipv4Address)}\n`;
  return head + aliases.map((alias) => aliasLine(alias, depth)).join("");
}

function showFibTrie(net: Net): string {
  const lines: string[] = [];
  for (const table of tablesInOrder(net.ipv4)) {
    const root = table.trie.history.shape().root;
    if (root === null) continue;
    lines.push(tableTitle(table));
    const aliases = aliasesByKey(table);
    walk(root, 0, (node, depth) => {
      lines.push(
        node.kind === "tnode" ? tnodeLine(node, depth) : leafLines(node, depth, aliases.get(node.key) ?? []),
      );
    });
  }
  return lines.join("");
}

function showFibTriestat(net: Net): string {
  let text = `Basic info: size of leaf: ${LEAF_SIZE} bytes, size of tnode: ${TNODE_SIZE} bytes.\n`;
  for (const table of tablesInOrder(net.ipv4)) text += tableTitle(table) + tableStatistics(table);
  return text;
}

/** `trie_collect_stats`, `trie_show_stats` */
function tableStatistics(table: FibTable): string {
  let depths = 0;
  let deepest = 0;
  let leaves = 0;
  let tnodes = 0;
  let empty = 0;
  const bySize: number[] = [];
  const root = table.trie.history.shape().root;
  if (root !== null)
    walk(root, 0, (node, depth) => {
      if (node.kind === "leaf") {
        leaves++;
        depths += depth;
        deepest = Math.max(deepest, depth);
      } else {
        tnodes++;
        empty += node.empty;
        bySize[node.bits] = (bySize[node.bits] ?? 0) + 1;
      }
    });
  const prefixes = table.trie.count;
  const average = leaves === 0 ? 0 : Math.floor((depths * 100) / leaves);
  const pointers = bySize.reduce((sum, count, bits) => sum + count * 2 ** bits, 0);
  const bytes = LEAF_SIZE * leaves + ALIAS_SIZE * prefixes + TNODE_SIZE * tnodes + POINTER_SIZE * pointers;
  const sizes = bySize.map((count, bits) => `  ${bits}: ${count}`).join("");
  return [
    `\tAver depth:     ${Math.floor(average / 100)}.${String(average % 100).padStart(2, "0")}`,
    `\tMax depth:      ${deepest}`,
    `\tLeaves:         ${leaves}`,
    `\tPrefixes:       ${prefixes}`,
    `\tInternal nodes: ${tnodes}`,
    `\t${sizes}`,
    `\tPointers: ${pointers}`,
    `Null ptrs: ${empty}`,
    `Total size: ${Math.ceil(bytes / 1024)}  kB`,
    "",
  ].join("\n");
}

/** Registers both files with a machine. */
export function registerFibTrieFiles(machine: Machine): void {
  machine.procNet.register("fib_trie", showFibTrie);
  machine.procNet.register("fib_triestat", showFibTriestat);
}
