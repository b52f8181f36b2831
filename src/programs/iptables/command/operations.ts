/** The commands, on the ruleset: `nft_rule_append`, `nft_chain_user_add` … Each returns 0 or a negative error. */
import { E2BIG, EEXIST, EINVAL, ENOENT, ENOTEMPTY } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { MessageWriter, NLM_F_CREATE } from "../../../netlink/message.ts";
import { NFTA_RULE_EXPRESSIONS } from "../../../netlink/nf-tables.ts";
import { builtinChain, builtinTable } from "../builtin.ts";
import type { Context } from "../context.ts";
import type { NftConnection } from "../nft/connection.ts";
import { decodeRule } from "../nft/decode-rule.ts";
import { writeRule } from "../nft/encode-rule.ts";
import { sameRule } from "../nft/rule-compare.ts";
import {
  builtinOf,
  type NftChain,
  type NftRule,
  POLICY_ACCEPT,
  POLICY_DROP,
  Ruleset,
} from "../nft/ruleset.ts";
import { Transaction } from "../nft/transaction.ts";
import type { RuleState } from "../rule-state.ts";

const POLICIES: Readonly<Record<string, number>> = { ACCEPT: POLICY_ACCEPT, DROP: POLICY_DROP };
const NO_COUNTERS = [0n, 0n] as const;

export class Operations {
  readonly ruleset: Ruleset;
  readonly transaction: Transaction;
  private readonly context: Context;
  private readonly connection: NftConnection;

  constructor(context: Context, connection: NftConnection) {
    this.context = context;
    this.connection = connection;
    this.ruleset = new Ruleset(context, connection);
    this.transaction = new Transaction(context);
  }

  commit(): void {
    this.transaction.commit(this.connection, this.ruleset.generation);
  }

  /** The table and base chain, made when they are not there: `nft_xt_builtin_init`. */
  private needBuiltin(table: string, chain: string | undefined): void {
    const known = builtinTable(table);
    if (!known) return;
    if (!this.ruleset.tables.has(table)) {
      this.transaction.addTable(table);
      this.ruleset.tables.add(table);
    }
    for (const builtin of known.chains) {
      if ((chain !== undefined && builtin.name !== chain) || this.ruleset.find(table, builtin.name)) continue;
      this.transaction.addBaseChain(table, builtin, POLICY_ACCEPT);
      this.ruleset.addChain({ ...builtinOf(table, builtin), exists: true });
    }
  }

  append(table: string, chain: string, rule: RuleState): number {
    this.needBuiltin(table, chain);
    const found = this.ruleset.find(table, chain);
    if (!found) return -ENOENT;
    const id = this.transaction.addRule(found, rule);
    // a chain of this batch, or one whose rules are known, knows this one, too
    found.rules?.push(this.newRule(rule, id));
    return 0;
  }

  private newRule(rule: RuleState, id: number): NftRule {
    return { handle: 0n, id, rule: this.normalised(rule), error: undefined, compatible: true };
  }

  /** @param number counts from 1 */
  insert(table: string, chain: string, rule: RuleState, number: number): number {
    this.needBuiltin(table, chain);
    const found = this.ruleset.find(table, chain);
    if (!found) return -ENOENT;
    if (number <= 1) {
      const id = this.transaction.prependRule(found, rule);
      found.rules?.unshift(this.newRule(rule, id));
      return 0;
    }
    const rules = this.ruleset.rules(found);
    if (number - 1 === rules.length) return this.append(table, chain, rule);
    const before = rules[number - 1];
    if (!before) return -E2BIG;
    const id = this.transaction.addRule(found, rule, before);
    rules.splice(number - 1, 0, this.newRule(rule, id));
    return 0;
  }

  replace(table: string, chain: string, rule: RuleState, number: number): number {
    const found = this.ruleset.find(table, chain);
    if (!found) return -ENOENT;
    const rules = this.ruleset.rules(found);
    const old = rules[number - 1];
    if (!old) return -E2BIG;
    this.swap(found, rules, number - 1, rule);
    return 0;
  }

  /** A rule in the place of another. */
  private swap(chain: NftChain, rules: NftRule[], index: number, rule: RuleState): void {
    const old = rules[index];
    if (old.handle !== 0n) {
      this.transaction.replaceRule(chain, old, rule);
      rules[index] = { ...old, rule: this.normalised(rule) };
      return;
    }
    // one of this batch has no handle to be replaced by
    const id = this.transaction.addRule(chain, rule, old);
    this.transaction.deleteRule(chain, old);
    rules[index] = this.newRule(rule, id);
  }

  /** The rule as it would come back from the kernel, so that it can be compared with those that do. */
  private normalised(rule: RuleState): RuleState {
    const writer = new MessageWriter(1024);
    writeRule(writer, this.context, rule);
    const table = new AttributeTable(NFTA_RULE_EXPRESSIONS).parse(writer.bytes, 0, writer.length);
    const start = table.offset(NFTA_RULE_EXPRESSIONS);
    const { family } = this.context;
    return decodeRule(family, writer.bytes.slice(), start, start + table.length(NFTA_RULE_EXPRESSIONS)).rule;
  }

  private findRule(
    table: string,
    chain: string,
    rule: RuleState,
  ): { chain: NftChain; index: number } | undefined {
    const found = this.ruleset.find(table, chain);
    if (!found) return undefined;
    const wanted = this.normalised(rule);
    const index = this.ruleset.rules(found).findIndex(({ rule: candidate }) => sameRule(candidate, wanted));
    return index < 0 ? undefined : { chain: found, index };
  }

  check(table: string, chain: string, rule: RuleState): number {
    return this.findRule(table, chain, rule) ? 0 : -ENOENT;
  }

  deleteRule(table: string, chain: string, rule: RuleState): number {
    const found = this.findRule(table, chain, rule);
    if (!found) return -ENOENT;
    this.removeRule(found.chain, found.index);
    return 0;
  }

  deleteNumber(table: string, chain: string, number: number): number {
    const found = this.ruleset.find(table, chain);
    if (!found) return -ENOENT;
    if (number > this.ruleset.rules(found).length) return -E2BIG;
    this.removeRule(found, number - 1);
    return 0;
  }

  private removeRule(chain: NftChain, index: number): void {
    const [removed] = this.ruleset.rules(chain).splice(index, 1);
    this.transaction.deleteRule(chain, removed);
  }

  flush(table: string, chain: string | undefined, verbose: boolean): number {
    if (chain !== undefined || verbose) this.needBuiltin(table, chain);
    else if (!this.ruleset.tables.has(table)) return 0;
    if (chain !== undefined && !this.ruleset.find(table, chain)) return -ENOENT;
    if (chain !== undefined || !verbose) {
      if (chain !== undefined && verbose) this.context.print(`Flushing chain \`${chain}'\n`);
      this.transaction.flushRules(table, chain);
      this.forget(table, chain);
      return 0;
    }
    for (const { name } of this.ruleset.listed(table)) {
      this.context.print(`Flushing chain \`${name}'\n`);
      this.transaction.flushRules(table, name);
      this.forget(table, name);
    }
    return 0;
  }

  private forget(table: string, chain: string | undefined): void {
    for (const candidate of this.ruleset.chainsOf(table))
      if (chain === undefined || candidate.name === chain) candidate.rules = [];
  }

  addChain(table: string, name: string): number {
    this.needTable(table);
    if (this.ruleset.find(table, name) || builtinChain(table, name)) return -EEXIST;
    this.transaction.addUserChain(table, name);
    this.ruleset.addChain(this.userChain(table, name));
    return 0;
  }

  private needTable(table: string): void {
    if (this.ruleset.tables.has(table)) return;
    this.transaction.addTable(table);
    this.ruleset.tables.add(table);
  }

  private userChain(table: string, name: string): NftChain {
    return {
      table,
      name,
      handle: 0n,
      hook: undefined,
      priority: 0,
      type: "",
      policy: POLICY_ACCEPT,
      packets: 0n,
      bytes: 0n,
      use: 0,
      exists: true,
      rules: [],
    };
  }

  deleteChain(table: string, name: string | undefined, verbose: boolean): number {
    const chains = this.ruleset.listed(table).filter(({ exists }) => exists);
    const found = name === undefined ? chains : chains.filter((chain) => chain.name === name);
    if (name !== undefined && found.length === 0) return -ENOENT;
    for (const chain of found) {
      const base = chain.hook !== undefined;
      // a base chain goes when nobody would notice; one that is named with rules in it, the kernel refuses
      if (base && chain.policy !== POLICY_ACCEPT) {
        if (name !== undefined) return -ENOTEMPTY;
        continue;
      }
      if (base && name === undefined && this.ruleset.rules(chain).length > 0) continue;
      if (verbose && !base) this.context.print(`Deleting chain \`${chain.name}'\n`);
      this.transaction.deleteChain(chain);
      this.ruleset.removeChain(chain);
    }
    return 0;
  }

  renameChain(table: string, name: string, newName: string): number {
    if (this.ruleset.find(table, newName) || builtinChain(table, newName)) {
      return -EEXIST;
    }
    const chain = this.ruleset.find(table, name);
    if (!chain) return -ENOENT;
    this.transaction.renameChain(chain, newName);
    chain.name = newName;
    return 0;
  }

  setPolicy(table: string, name: string, policy: string): number {
    const builtin = builtinChain(table, name);
    if (!builtin) return -ENOENT;
    const number = POLICIES[policy];
    if (number === undefined) return -EINVAL;
    this.needBuiltin(table, name);
    this.changePolicy(table, name, number, NO_COUNTERS);
    return 0;
  }

  private changePolicy(
    table: string,
    name: string,
    policy: number | undefined,
    counters: readonly [bigint, bigint],
  ): void {
    const chain = this.ruleset.find(table, name);
    if (!chain) return;
    // what is known of the chain stays as it was: -X in the same file takes a chain away whose policy was just set
    this.transaction.updateChain("CHAIN_UPDATE", 0, chain, policy, counters);
  }

  /** Shows base chains as if they were there (`nft_xt_fake_builtin_chains`): what comes after a list takes them for real. */
  pretend(table: string, chain: string | undefined): void {
    this.pretended = (other, name) => other === table && (chain === undefined || name === chain);
  }

  private pretended: (table: string, chain: string) => boolean = () => false;

  zero(table: string, name: string | undefined, verbose: boolean): number {
    const chains = this.ruleset
      .listed(table)
      .filter((chain) => chain.exists || this.pretended(table, chain.name))
      .filter((chain) => name === undefined || chain.name === name);
    if (name !== undefined && chains.length === 0) return -ENOENT;
    for (const chain of chains) {
      if (verbose) this.context.print(`Zeroing chain \`${chain.name}'\n`);
      if (chain.hook !== undefined)
        this.transaction.updateChain("CHAIN_ZERO", NLM_F_CREATE, chain, chain.policy, NO_COUNTERS);
      for (const [index] of this.ruleset.rules(chain).entries()) this.zeroRule(chain, index);
    }
    return 0;
  }

  zeroNumber(table: string, name: string, number: number): number {
    const chain = this.ruleset.find(table, name);
    if (!chain?.exists) return -ENOENT;
    // a rule that is not there is no error
    if (number <= this.ruleset.rules(chain).length) this.zeroRule(chain, number - 1);
    return 0;
  }

  private zeroRule(chain: NftChain, index: number): void {
    const rules = this.ruleset.rules(chain);
    const { rule } = rules[index];
    if (rule.packets === 0n && rule.bytes === 0n) return;
    this.swap(chain, rules, index, { ...rule, packets: 0n, bytes: 0n });
  }

  /** A table that is restored from the beginning; it is there afterwards when its chains were told one by one. */
  flushTable(table: string, verbose: boolean): void {
    if (this.ruleset.tables.has(table)) {
      this.transaction.deleteTable(table);
      this.ruleset.flushTable(table);
    }
    if (verbose) this.needTable(table);
  }

  /** A line `:CHAIN POLICY [packets:bytes]` of a file. */
  restoreChain(
    table: string,
    name: string,
    policy: string | undefined,
    counters: readonly [bigint, bigint],
    flushUser: boolean,
  ): number {
    if (builtinChain(table, name)) {
      this.needBuiltin(table, name);
      const number = policy === undefined ? undefined : POLICIES[policy];
      if (policy !== undefined && number === undefined) return -EINVAL;
      this.changePolicy(table, name, number, counters);
      return 0;
    }
    this.needTable(table);
    if (!this.ruleset.find(table, name)) {
      this.transaction.addUserChain(table, name);
      this.ruleset.addChain(this.userChain(table, name));
    } else if (flushUser) this.transaction.flushRules(table, name, "CHAIN_USER_FLUSH");
    return 0;
  }
}
