/** A command of `iptables` in the language of `nft`: `do_command_xlate`. */
import type { Command } from "../command/command.ts";
import {
  CMD_APPEND,
  CMD_DELETE_CHAIN,
  CMD_FLUSH,
  CMD_INSERT,
  CMD_LIST,
  CMD_NEW_CHAIN,
} from "../command/options.ts";
import type { Context } from "../context.ts";
import type { RuleState } from "../rule-state.ts";
import { RuleTranslator } from "./rule.ts";

export class CommandTranslator {
  private readonly context: Context;
  private readonly rules: RuleTranslator;
  /** Words for a shell, or lines of a file. */
  private readonly shell: boolean;

  constructor(context: Context, shell: boolean) {
    this.context = context;
    this.rules = new RuleTranslator(context);
    this.shell = shell;
  }

  /** Prints what does the same. @returns false when there is nothing that does */
  translate(command: Command, argv: readonly string[]): boolean {
    const { table, chain } = command;
    const { nft } = this.context.family;
    if (command.command === CMD_APPEND || command.command === CMD_INSERT) {
      this.addRules(command, argv);
      return true;
    }
    const text = this.other(command.command, `${nft} ${table}`, chain);
    this.print(`${this.shell ? "nft " : ""}${text === undefined ? "" : `${text}\n`}`);
    return text !== undefined;
  }

  private other(bits: number, table: string, chain: string | undefined): string | undefined {
    if (bits === CMD_FLUSH)
      return chain === undefined ? `flush table ${table}` : `flush chain ${table} ${chain}`;
    // of a chain there is no listing, nor without what is zeroed
    if (bits & CMD_LIST) return `list table ${table}`;
    if (bits === CMD_NEW_CHAIN) return `add chain ${table} ${chain}`;
    // the name of all of them is what printf(3) makes of a null pointer
    return bits === CMD_DELETE_CHAIN ? `delete chain ${table} ${chain ?? "(null)"}` : undefined;
  }

  /** A rule for each pair of addresses; what can not be said is repeated as a comment. */
  private addRules(command: Command, argv: readonly string[]): void {
    let known = true;
    for (const source of command.sources) {
      if (this.shell) this.print("nft ");
      for (const destination of command.destinations)
        known &&= this.addRule(command, {
          ...command.rule,
          source: source.address,
          sourceMask: source.mask,
          destination: destination.address,
          destinationMask: destination.mask,
        });
    }
    const table = this.shell ? [] : ["-t", command.table];
    const words = [...table, ...argv.slice(1)];
    if (!known) this.print(`# ${words.map((word) => `${word} `).join("")}\n`);
  }

  private addRule(command: Command, rule: RuleState): boolean {
    const translated = this.rules.translate(rule);
    if (!translated) return false;
    const quote = this.shell ? "'" : "";
    const { nft } = this.context.family;
    if (translated.sets !== "")
      this.print(
        `${quote}add set ${nft} ${command.table} ${translated.sets}${quote}\n${this.shell ? "nft " : ""}`,
      );
    const verb = command.command === CMD_APPEND ? "add" : "insert";
    const place = `${nft} ${command.table} ${command.chain ?? ""}`;
    this.print(`${quote}${verb} rule ${place} ${translated.text}${quote}\n`);
    return true;
  }

  private print(text: string): void {
    this.context.print(text);
  }
}
