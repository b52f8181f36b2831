/** What the kernel has: tables, chains and, when they are asked for, rules. Commands of one batch change it as they go. */
import { AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  NFT_MSG_GETCHAIN,
  NFT_MSG_GETRULE,
  NFT_MSG_GETTABLE,
  NFTA_CHAIN_COUNTERS,
  NFTA_CHAIN_HANDLE,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_ID,
  NFTA_CHAIN_NAME,
  NFTA_CHAIN_POLICY,
  NFTA_CHAIN_TABLE,
  NFTA_CHAIN_TYPE,
  NFTA_CHAIN_USE,
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_HOOK_HOOKNUM,
  NFTA_HOOK_PRIORITY,
  NFTA_RULE_CHAIN,
  NFTA_RULE_EXPRESSIONS,
  NFTA_RULE_HANDLE,
  NFTA_RULE_POSITION_ID,
  NFTA_RULE_TABLE,
  NFTA_TABLE_HANDLE,
  NFTA_TABLE_NAME,
} from "../../../netlink/nf-tables.ts";
import {
  NFTA_LIMIT_FLAGS,
  NFTA_LIMIT_TYPE,
  NFTA_LOG_GROUP,
  NFTA_LOG_QTHRESHOLD,
} from "../../../netlink/nf-tables-expressions.ts";
import { NFGENMSG_LEN } from "../../../netlink/nfnetlink.ts";
import { type BuiltinChain, builtinTable } from "../builtin.ts";
import type { Context } from "../context.ts";
import type { RuleState } from "../rule-state.ts";
import type { NftConnection } from "./connection.ts";
import { decodeRule } from "./decode-rule.ts";

/** `NF_ACCEPT` and `NF_DROP` as policies. */
export const POLICY_DROP = 0;
export const POLICY_ACCEPT = 1;

/** A rule of the kernel, or one of this batch, which has no handle yet. */
export interface NftRule {
  readonly handle: bigint;
  /** Number within the batch of a rule that has no handle. */
  readonly id: number;
  readonly rule: RuleState;
  readonly error: string | undefined;
  /** Whether it is made of expressions that iptables knows. */
  readonly compatible: boolean;
}

export interface NftChain {
  readonly table: string;
  name: string;
  readonly handle: bigint;
  /** Of a base chain. */
  readonly hook: number | undefined;
  readonly priority: number;
  readonly type: string;
  policy: number;
  packets: bigint;
  bytes: bigint;
  use: number;
  /** The kernel has it, or will when the batch is through; false for one that is only listed. */
  exists: boolean;
  rules: NftRule[] | undefined;
}

/** A chain that is only listed so far. */
export function builtinOf(table: string, chain: BuiltinChain): NftChain {
  return {
    table,
    name: chain.name,
    handle: 0n,
    hook: chain.hook,
    priority: chain.priority,
    type: chain.type,
    policy: POLICY_ACCEPT,
    packets: 0n,
    bytes: 0n,
    use: 0,
    exists: false,
    rules: [],
  };
}

/** What expressions iptables reads; `log` and `limit` only as it writes them. */
const KNOWN_EXPRESSIONS = new Set([
  "match",
  "target",
  "payload",
  "meta",
  "cmp",
  "bitwise",
  "counter",
  "immediate",
  "lookup",
  "range",
]);

export class Ruleset {
  readonly tables = new Set<string>();
  private readonly chains = new Map<string, NftChain[]>();
  private readonly connection: NftConnection;
  private readonly context: Context;
  readonly generation: number | undefined;

  constructor(context: Context, connection: NftConnection) {
    this.context = context;
    this.connection = connection;
    this.generation = connection.generation();
    this.readTables();
    this.readChains();
  }

  private readTables(): void {
    const table = new AttributeTable(NFTA_TABLE_HANDLE);
    this.connection.dump(NFT_MSG_GETTABLE, noFilter, (reader) => {
      table.parse(reader.bytes, reader.body + NFGENMSG_LEN, reader.end);
      this.tables.add(table.string(NFTA_TABLE_NAME));
    });
  }

  private readChains(): void {
    this.connection.dump(NFT_MSG_GETCHAIN, noFilter, (reader) => {
      const chain = readChain(reader);
      this.chainsOf(chain.table).push(chain);
    });
  }

  /** The chains of a table, as they were made. */
  chainsOf(table: string): NftChain[] {
    let list = this.chains.get(table);
    if (!list) {
      list = [];
      this.chains.set(table, list);
    }
    return list;
  }

  find(table: string, name: string): NftChain | undefined {
    return this.chainsOf(table).find((chain) => chain.name === name);
  }

  /** Base chains by hook, those that the kernel does not have included, then others by name. */
  listed(table: string): NftChain[] {
    const known = builtinTable(table);
    if (!known) return [];
    const chains = this.chainsOf(table);
    const base = known.chains.map(
      (builtin) => chains.find((chain) => matchesBuiltin(chain, builtin)) ?? builtinOf(table, builtin),
    );
    const users = chains.filter(({ hook }) => hook === undefined);
    return [...base, ...users.sort((one, other) => compareNames(one.name, other.name))];
  }

  /** Whether a table has base chains that iptables does not know. */
  hasForeignBase(table: string): boolean {
    const known = builtinTable(table)?.chains ?? [];
    return this.chainsOf(table).some(
      (chain) => chain.hook !== undefined && !known.some((builtin) => matchesBuiltin(chain, builtin)),
    );
  }

  /** The rules of a chain, read when they are first asked for. */
  rules(chain: NftChain): NftRule[] {
    if (chain.rules) return chain.rules;
    const rules: NftRule[] = [];
    chain.rules = rules;
    const filter = { table: chain.table, chain: chain.name };
    this.connection.dump(
      NFT_MSG_GETRULE,
      (writer) => {
        writer.string(NFTA_RULE_TABLE, filter.table);
        writer.string(NFTA_RULE_CHAIN, filter.chain);
      },
      (reader) => rules.push(readRule(this.context, reader)),
    );
    return rules;
  }

  /** A table goes with all its chains. */
  flushTable(table: string): void {
    this.tables.delete(table);
    this.chains.delete(table);
  }

  addChain(chain: NftChain): void {
    this.chainsOf(chain.table).push(chain);
  }

  removeChain(chain: NftChain): void {
    this.chains.set(
      chain.table,
      this.chainsOf(chain.table).filter((candidate) => candidate !== chain),
    );
  }

  /** Whether iptables can show a chain's rules. */
  isCompatible(chain: NftChain): boolean {
    return this.rules(chain).every(({ compatible }) => compatible);
  }
}

function noFilter(): void {
  // all of the family
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function matchesBuiltin(chain: NftChain, builtin: BuiltinChain): boolean {
  return (
    chain.name === builtin.name &&
    chain.hook === builtin.hook &&
    chain.priority === builtin.priority &&
    chain.type === builtin.type
  );
}

function readChain(reader: MessageReader): NftChain {
  const table = new AttributeTable(NFTA_CHAIN_ID).parse(reader.bytes, reader.body + NFGENMSG_LEN, reader.end);
  const hook = new AttributeTable(NFTA_HOOK_PRIORITY).parseNested(table, NFTA_CHAIN_HOOK);
  const counters = new AttributeTable(NFTA_COUNTER_PACKETS).parseNested(table, NFTA_CHAIN_COUNTERS);
  return {
    table: table.string(NFTA_CHAIN_TABLE),
    name: table.string(NFTA_CHAIN_NAME),
    handle: be64(table, NFTA_CHAIN_HANDLE),
    hook: table.has(NFTA_CHAIN_HOOK) ? hook.be32(NFTA_HOOK_HOOKNUM) : undefined,
    priority: hook.be32(NFTA_HOOK_PRIORITY) | 0,
    type: table.string(NFTA_CHAIN_TYPE),
    policy: table.be32(NFTA_CHAIN_POLICY, POLICY_ACCEPT),
    packets: be64(counters, NFTA_COUNTER_PACKETS),
    bytes: be64(counters, NFTA_COUNTER_BYTES),
    use: table.be32(NFTA_CHAIN_USE),
    exists: true,
    rules: undefined,
  };
}

function be64(table: AttributeTable, type: number): bigint {
  const bytes = table.payload(type);
  if (!bytes || bytes.length < 8) return 0n;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
}

function readRule(context: Context, reader: MessageReader): NftRule {
  const table = new AttributeTable(NFTA_RULE_POSITION_ID).parse(
    reader.bytes,
    reader.body + NFGENMSG_LEN,
    reader.end,
  );
  const start = table.offset(NFTA_RULE_EXPRESSIONS);
  const end = start + table.length(NFTA_RULE_EXPRESSIONS);
  const decoded = decodeRule(context.family, reader.bytes, start, end);
  return {
    handle: be64(table, NFTA_RULE_HANDLE),
    id: 0,
    rule: decoded.rule,
    error: decoded.error,
    compatible: knownExpressions(reader.bytes, start, end),
  };
}

function knownExpressions(bytes: Uint8Array, start: number, end: number): boolean {
  const expression = new AttributeTable(NFTA_EXPR_DATA);
  for (const cursor = new AttributeCursor(bytes, start, end); cursor.next(); ) {
    expression.parse(bytes, cursor.start, cursor.start + cursor.length);
    const name = expression.string(NFTA_EXPR_NAME);
    if (
      name === "limit"
        ? !plainLimit(expression)
        : name === "log"
          ? !toGroup(expression)
          : !KNOWN_EXPRESSIONS.has(name)
    )
      return false;
  }
  return true;
}

/** Of packets, not over. */
function plainLimit(expression: AttributeTable): boolean {
  const table = new AttributeTable(NFTA_LIMIT_FLAGS).parseNested(expression, NFTA_EXPR_DATA);
  return table.be32(NFTA_LIMIT_TYPE) === 0 && table.be32(NFTA_LIMIT_FLAGS) === 0;
}

function toGroup(expression: AttributeTable): boolean {
  return new AttributeTable(NFTA_LOG_QTHRESHOLD).parseNested(expression, NFTA_EXPR_DATA).has(NFTA_LOG_GROUP);
}
