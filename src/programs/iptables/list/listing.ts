/** `-L`, `-S` and what `iptables-save` prints of a table. */
import type { Context } from "../context.ts";
import { fail, OTHER_PROBLEM, XtablesExit } from "../exit.ts";
import { type NftChain, type NftRule, POLICY_ACCEPT, type Ruleset } from "../nft/ruleset.ts";
import { type ListFormat, listHeader, listRule } from "./rule-list.ts";
import { ruleLine } from "./rule-text.ts";

/** `VERSION_PROBLEM` with its hint. */
export function versionProblem(context: Context, text: string): never {
  throw new XtablesExit(
    3,
    `${context.programName} v1.8.9 (nf_tables): ${text}\nPerhaps ${context.programName} or your kernel needs to be upgraded.\n`,
  );
}

/** A rule that can be shown; ends when it can not. */
function readable(context: Context, { rule, error }: NftRule): NftRule["rule"] {
  if (error === undefined) return rule;
  context.warn(`Error: ${error}\n`);
  versionProblem(context, "Parsing nftables rule failed");
}

function policyName(chain: NftChain): string {
  return chain.policy === POLICY_ACCEPT ? "ACCEPT" : "DROP";
}

export class Listing {
  private readonly context: Context;
  private readonly ruleset: Ruleset;
  /** Where the listing goes: standard output unless something else is said. */
  readonly print: (text: string) => void;

  constructor(context: Context, ruleset: Ruleset, print = (text: string): void => context.print(text)) {
    this.context = context;
    this.ruleset = ruleset;
    this.print = print;
  }

  /** Whether all rules of a table can be shown. */
  isCompatible(table: string): boolean {
    return this.ruleset.listed(table).every((chain) => this.ruleset.isCompatible(chain));
  }

  /** Ends when a chain is not there or can not be shown. */
  private need(table: string, name: string): NftChain {
    const chain = this.ruleset.listed(table).find((candidate) => candidate.name === name);
    if (!chain || !this.ruleset.isCompatible(chain))
      fail(
        this.context,
        OTHER_PROBLEM,
        `chain \`${name}' in table \`${table}' is incompatible, use 'nft' tool.`,
      );
    return chain;
  }

  /** All chains of a table; ends when one of them can not be shown. */
  private all(table: string): readonly NftChain[] {
    const chains = this.ruleset.listed(table);
    if (!this.isCompatible(table))
      fail(this.context, OTHER_PROBLEM, `table \`${table}' is incompatible, use 'nft' tool.`);
    this.noteForeign(table);
    return chains;
  }

  noteForeign(table: string): void {
    if (this.ruleset.hasForeignBase(table))
      this.print(`# Table \`${table}' contains incompatible base-chains, use 'nft' tool to list them.\n`);
  }

  /** `-L [CHAIN [NUMBER]]`. */
  list(table: string, name: string | undefined, number: number, format: ListFormat): void {
    const chains = name === undefined ? this.all(table) : [this.need(table, name)];
    for (const [index, chain] of chains.entries()) {
      if (index > 0) this.print("\n");
      if (number === 0) this.header(chain, format);
      for (const [at, rule] of this.ruleset.rules(chain).entries())
        if (number === 0 || number === at + 1)
          this.print(`${listRule(this.context, readable(this.context, rule), format, at + 1)}\n`);
    }
  }

  private header(chain: NftChain, format: ListFormat): void {
    const base = chain.hook !== undefined;
    const policy = base ? { name: policyName(chain), packets: chain.packets, bytes: chain.bytes } : undefined;
    const references = chain.use - this.ruleset.rules(chain).length;
    this.print(listHeader(chain.name, policy, references, format));
  }

  /** `-S [CHAIN [NUMBER]]`. */
  listRules(table: string, name: string | undefined, number: number, verbose: boolean): void {
    const chains = name === undefined ? this.all(table) : [this.need(table, name)];
    if (number === 0) for (const chain of chains) this.print(chainLine(chain, verbose));
    for (const chain of chains)
      for (const [at, rule] of this.ruleset.rules(chain).entries())
        if (number === 0 || number === at + 1)
          this.print(
            ruleLine(this.context, chain.name, readable(this.context, rule), verbose ? "behind" : "none"),
          );
  }

  /** A table between `*TABLE` and `COMMIT`. */
  save(table: string, counters: boolean): void {
    const { context, ruleset } = this;
    const chains = ruleset.listed(table);
    this.print(`*${table}\n`);
    for (const chain of chains) {
      const policy = chain.hook === undefined ? "-" : policyName(chain);
      this.print(`:${chain.name} ${policy} [${chain.packets}:${chain.bytes}]\n`);
    }
    for (const chain of chains)
      for (const rule of ruleset.rules(chain))
        this.print(ruleLine(context, chain.name, readable(context, rule), counters ? "before" : "none"));
    this.print("COMMIT\n");
  }
}

function chainLine(chain: NftChain, verbose: boolean): string {
  if (chain.hook === undefined) return `-N ${chain.name}\n`;
  return `-P ${chain.name} ${policyName(chain)}${verbose ? ` -c ${chain.packets} ${chain.bytes}` : ""}\n`;
}
