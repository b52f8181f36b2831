/** The tables and base chains that iptables knows (`struct builtin_table`). */

export interface BuiltinChain {
  readonly name: string;
  /** `NF_INET_*`. */
  readonly hook: number;
  readonly priority: number;
  readonly type: string;
}

export interface BuiltinTable {
  readonly name: string;
  /** By hook. */
  readonly chains: readonly BuiltinChain[];
}

const PREROUTING = 0;
const INPUT = 1;
const FORWARD = 2;
const OUTPUT = 3;
const POSTROUTING = 4;
const NAMES = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

function chain(hook: number, priority: number, type = "filter"): BuiltinChain {
  return { name: NAMES[hook], hook, priority, type };
}

/** In the order in which they are saved. */
export const BUILTIN_TABLES: readonly BuiltinTable[] = [
  {
    name: "mangle",
    chains: [
      chain(PREROUTING, -150),
      chain(INPUT, -150),
      chain(FORWARD, -150),
      chain(OUTPUT, -150, "route"),
      chain(POSTROUTING, -150),
    ],
  },
  { name: "security", chains: [chain(INPUT, 150), chain(FORWARD, 150), chain(OUTPUT, 150)] },
  { name: "raw", chains: [chain(PREROUTING, -300), chain(OUTPUT, -300)] },
  { name: "filter", chains: [chain(INPUT, 0), chain(FORWARD, 0), chain(OUTPUT, 0)] },
  {
    name: "nat",
    chains: [
      chain(PREROUTING, -100, "nat"),
      chain(INPUT, 100, "nat"),
      chain(OUTPUT, -100, "nat"),
      chain(POSTROUTING, 100, "nat"),
    ],
  },
];

export function builtinTable(name: string): BuiltinTable | undefined {
  return BUILTIN_TABLES.find((table) => table.name === name);
}

export function builtinChain(table: string, name: string): BuiltinChain | undefined {
  return builtinTable(table)?.chains.find((candidate) => candidate.name === name);
}
