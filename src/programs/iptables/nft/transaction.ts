/** Changes on their way to the kernel, each with what is said when it fails. */
import { isErrno, strerror } from "../../../errno.ts";
import {
  type MessageWriter,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_NONREC,
  NLM_F_REPLACE,
} from "../../../netlink/message.ts";
import {
  NFT_MSG_DELCHAIN,
  NFT_MSG_DELRULE,
  NFT_MSG_DELTABLE,
  NFT_MSG_NEWCHAIN,
  NFT_MSG_NEWRULE,
  NFT_MSG_NEWTABLE,
  NFTA_CHAIN_COUNTERS,
  NFTA_CHAIN_HANDLE,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_NAME,
  NFTA_CHAIN_POLICY,
  NFTA_CHAIN_TABLE,
  NFTA_CHAIN_TYPE,
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_HOOK_HOOKNUM,
  NFTA_HOOK_PRIORITY,
  NFTA_RULE_CHAIN,
  NFTA_RULE_HANDLE,
  NFTA_RULE_ID,
  NFTA_RULE_POSITION,
  NFTA_RULE_POSITION_ID,
  NFTA_RULE_TABLE,
  NFTA_TABLE_NAME,
} from "../../../netlink/nf-tables.ts";
import type { BuiltinChain } from "../builtin.ts";
import type { Context } from "../context.ts";
import { fail, RESOURCE_PROBLEM } from "../exit.ts";
import type { RuleState } from "../rule-state.ts";
import type { BatchMessage, NftConnection } from "./connection.ts";
import { writeRule } from "./encode-rule.ts";
import { be64 } from "./expressions.ts";
import type { NftChain, NftRule } from "./ruleset.ts";

interface Change extends BatchMessage {
  /** `RULE_APPEND` … */
  readonly what: string;
  /** `rule in chain INPUT` … */
  readonly place: string;
  /** Of the file that is restored. */
  readonly line: number;
}

export class Transaction {
  private readonly context: Context;
  private changes: Change[] = [];
  /** The line that is being carried out. */
  line = 0;
  /** Numbers of rules without a handle. */
  private lastId = 0;
  /** Those of them that a later change names. */
  private readonly named = new Set<number>();

  constructor(context: Context) {
    this.context = context;
  }

  get isEmpty(): boolean {
    return this.changes.length === 0;
  }

  private add(
    what: string,
    place: string,
    type: number,
    flags: number,
    write: (writer: MessageWriter) => void,
  ): void {
    this.changes.push({ what, place, type, flags, write, line: this.line });
  }

  addTable(table: string): void {
    this.add("TABLE_ADD", `table ${table}`, NFT_MSG_NEWTABLE, NLM_F_CREATE, (writer) =>
      writer.string(NFTA_TABLE_NAME, table),
    );
  }

  deleteTable(table: string): void {
    this.add("TABLE_FLUSH", `table ${table}`, NFT_MSG_DELTABLE, 0, (writer) =>
      writer.string(NFTA_TABLE_NAME, table),
    );
  }

  addBaseChain(table: string, chain: BuiltinChain, policy: number): void {
    this.add("CHAIN_ADD", `chain ${chain.name}`, NFT_MSG_NEWCHAIN, NLM_F_CREATE, (writer) => {
      writer.string(NFTA_CHAIN_TABLE, table);
      writer.string(NFTA_CHAIN_NAME, chain.name);
      writeHook(writer, chain.hook, chain.priority);
      writer.be32(NFTA_CHAIN_POLICY, policy);
      writer.string(NFTA_CHAIN_TYPE, chain.type);
    });
  }

  /** Policy and counters of a base chain; the policy stays when it is undefined. */
  updateChain(
    what: "CHAIN_UPDATE" | "CHAIN_ZERO",
    flags: number,
    chain: NftChain,
    policy: number | undefined,
    counters: readonly [bigint, bigint],
  ): void {
    const { table, name, hook = 0, priority, type } = chain;
    this.add(what, `chain ${name}`, NFT_MSG_NEWCHAIN, flags, (writer) => {
      writer.string(NFTA_CHAIN_TABLE, table);
      writer.string(NFTA_CHAIN_NAME, name);
      writeHook(writer, hook, priority);
      if (policy !== undefined) writer.be32(NFTA_CHAIN_POLICY, policy);
      const nest = writer.nest(NFTA_CHAIN_COUNTERS);
      be64(writer, NFTA_COUNTER_PACKETS, counters[0]);
      be64(writer, NFTA_COUNTER_BYTES, counters[1]);
      writer.endNest(nest);
      writer.string(NFTA_CHAIN_TYPE, type);
    });
  }

  addUserChain(table: string, name: string): void {
    this.add("CHAIN_USER_ADD", `chain ${name}`, NFT_MSG_NEWCHAIN, NLM_F_EXCL, (writer) => {
      writer.string(NFTA_CHAIN_TABLE, table);
      writer.string(NFTA_CHAIN_NAME, name);
    });
  }

  deleteChain({ table, name }: NftChain): void {
    this.add("CHAIN_DEL", `chain ${name}`, NFT_MSG_DELCHAIN, NLM_F_NONREC, (writer) => {
      writer.string(NFTA_CHAIN_TABLE, table);
      writer.string(NFTA_CHAIN_NAME, name);
    });
  }

  renameChain({ table, handle }: NftChain, name: string): void {
    this.add("CHAIN_RENAME", `chain ${name}`, NFT_MSG_NEWCHAIN, 0, (writer) => {
      writer.string(NFTA_CHAIN_TABLE, table);
      writer.string(NFTA_CHAIN_NAME, name);
      be64(writer, NFTA_CHAIN_HANDLE, handle);
    });
  }

  /** All rules of a chain, or of all chains. */
  flushRules(
    table: string,
    chain: string | undefined,
    what: "RULE_FLUSH" | "CHAIN_USER_FLUSH" = "RULE_FLUSH",
  ): void {
    this.add(
      what,
      what === "RULE_FLUSH" ? `rule in chain ${chain ?? ""}` : `chain ${chain}`,
      NFT_MSG_DELRULE,
      0,
      (writer) => {
        writer.string(NFTA_RULE_TABLE, table);
        if (chain !== undefined) writer.string(NFTA_RULE_CHAIN, chain);
      },
    );
  }

  /** @returns the number by which later changes of the same batch name the rule */
  addRule(chain: NftChain, rule: RuleState, before?: NftRule): number {
    const what = before ? "RULE_INSERT" : "RULE_APPEND";
    const flags = before ? NLM_F_CREATE : NLM_F_CREATE | NLM_F_APPEND;
    return this.newRule(what, flags, chain, rule, before);
  }

  /** In front of all others. */
  prependRule(chain: NftChain, rule: RuleState): number {
    return this.newRule("RULE_INSERT", NLM_F_CREATE, chain, rule, undefined);
  }

  private newRule(
    what: string,
    flags: number,
    chain: NftChain,
    rule: RuleState,
    before: NftRule | undefined,
  ): number {
    const { table, name } = chain;
    const id = ++this.lastId;
    if (before && before.handle === 0n) this.named.add(before.id);
    this.add(what, `rule in chain ${name}`, NFT_MSG_NEWRULE, flags, (writer) => {
      writer.string(NFTA_RULE_TABLE, table);
      writer.string(NFTA_RULE_CHAIN, name);
      if (before && before.handle !== 0n) be64(writer, NFTA_RULE_POSITION, before.handle);
      writeRule(writer, this.context, rule);
      if (before && before.handle === 0n) writer.be32(NFTA_RULE_POSITION_ID, before.id);
      if (this.named.has(id)) writer.be32(NFTA_RULE_ID, id);
    });
    return id;
  }

  replaceRule(chain: NftChain, old: NftRule, rule: RuleState): void {
    const { table, name } = chain;
    this.add(
      "RULE_REPLACE",
      `rule in chain ${name}`,
      NFT_MSG_NEWRULE,
      NLM_F_CREATE | NLM_F_REPLACE,
      (writer) => {
        writer.string(NFTA_RULE_TABLE, table);
        writer.string(NFTA_RULE_CHAIN, name);
        be64(writer, NFTA_RULE_HANDLE, old.handle);
        writeRule(writer, this.context, rule);
      },
    );
  }

  deleteRule({ table, name }: NftChain, { handle, id }: NftRule): void {
    if (handle === 0n) this.named.add(id);
    this.add("RULE_DELETE", `rule in chain ${name}`, NFT_MSG_DELRULE, 0, (writer) => {
      writer.string(NFTA_RULE_TABLE, table);
      writer.string(NFTA_RULE_CHAIN, name);
      if (handle !== 0n) be64(writer, NFTA_RULE_HANDLE, handle);
      else writer.be32(NFTA_RULE_ID, id);
    });
  }

  /** Sends everything; ends with the errors, if there are any. */
  commit(connection: NftConnection, generation: number | undefined): void {
    const { changes } = this;
    this.changes = [];
    if (changes.length === 0) return;
    const errors = connection.commit(changes, generation);
    if (isErrno(errors)) fail(this.context, RESOURCE_PROBLEM, `sendmsg() failed: ${strerror(errors)}`);
    if (errors.length === 0) return;
    let text = "";
    for (const { index, error } of [...errors].sort((one, other) => one.index - other.index)) {
      const change = changes[index];
      if (!change) continue;
      // of a command line, the first is told
      if (change.line === 0 && text !== "") break;
      const place = change.line > 0 ? `\nline ${change.line}:` : "";
      text += `${place} ${change.what} failed (${strerror(error)}): ${change.place}`;
    }
    fail(this.context, RESOURCE_PROBLEM, text);
  }
}

function writeHook(writer: MessageWriter, hook: number, priority: number): void {
  const nest = writer.nest(NFTA_CHAIN_HOOK);
  writer.be32(NFTA_HOOK_HOOKNUM, hook);
  writer.be32(NFTA_HOOK_PRIORITY, priority >>> 0);
  writer.endNest(nest);
}
