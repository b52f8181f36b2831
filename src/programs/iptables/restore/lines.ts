/** The lines of a saved file: tables, their chains and rules, and where each table ends. */
import { builtinTable } from "../builtin.ts";
import { checkNewChain } from "../command/letters/words.ts";
import type { Context } from "../context.ts";
import { XtablesExit } from "../exit.ts";
import { splitCounters, splitWords } from "./words.ts";

/** What a reader does with a file: `struct nft_xt_restore_cb`. */
export interface RestoreActions {
  table(name: string): void;
  /** A line `:NAME POLICY [packets:bytes]`. */
  chain(table: string, name: string, policy: string, counters: string | undefined): void;
  /** A rule, as the words of a command line behind a program's name. */
  rule(table: string, argv: readonly string[]): void;
  commit(): void;
}

export interface RestoreLinesOptions {
  /** The only table that is read. */
  readonly table: string | undefined;
  /** Counters in front of rules are set. */
  readonly counters: boolean;
  /** Comments are repeated. */
  readonly verbose: boolean;
  /** A table ends with `COMMIT`, and not with the next table or the file. */
  readonly committed: boolean;
}

export class RestoreLines {
  private readonly context: Context;
  private readonly options: RestoreLinesOptions;
  private readonly actions: RestoreActions;
  private table: string | undefined;
  /** The table whose lines are skipped. */
  private skipped: string | undefined;
  private line = 0;

  constructor(context: Context, options: RestoreLinesOptions, actions: RestoreActions) {
    this.context = context;
    this.options = options;
    this.actions = actions;
  }

  /** The number of the line that is read, from 1. */
  get number(): number {
    return this.line;
  }

  run(text: string): void {
    const lines = text.split("\n");
    if (lines[lines.length - 1] === "") lines.pop();
    for (const line of lines) {
      this.context.line = ++this.line;
      this.takeLine(line);
    }
    if (this.table !== undefined && this.options.committed)
      this.end(`COMMIT expected at line ${this.line + 1}`);
  }

  /** Ends the program: `text` is about the file, not about a command. */
  end(text: string): never {
    throw new XtablesExit(1, `${this.context.programName}: ${text}\n`);
  }

  private takeLine(line: string): void {
    const { context, options } = this;
    if (line === "") return;
    if (line.startsWith("#")) {
      if (options.verbose) context.print(`${line}\n`);
      return;
    }
    if (line.startsWith("*") && (this.table === undefined || !options.committed)) return this.openTable(line);
    if (this.table === undefined) {
      // what is in tables that were not asked for is skipped
      if (options.table === undefined || this.skipped === undefined) this.end(`line ${this.line} failed`);
    } else if (line === "COMMIT") {
      this.table = undefined;
      this.actions.commit();
    } else if (line.startsWith(":")) this.chain(this.table, line);
    else this.rule(this.table, line);
  }

  private openTable(line: string): void {
    const { context, options } = this;
    const name = line
      .slice(1)
      .split(/[ \t]+/)
      .find((word) => word !== "");
    if (name === undefined)
      return context.wrong(`${context.programName}: line ${this.line} table name invalid`);
    if (!builtinTable(name))
      return context.wrong(`${context.programName}: line ${this.line} table name '${name}' invalid`);
    this.skipped = undefined;
    if (options.table !== undefined && options.table !== name) {
      this.skipped = name;
      return;
    }
    this.table = name;
    this.actions.table(name);
  }

  private chain(table: string, line: string): void {
    const { context } = this;
    const [name, policy, counters] = line
      .slice(1)
      .split(/[ \t]+/)
      .filter((word) => word !== "");
    const place = `${context.programName}: line ${this.line}`;
    if (name === undefined) return context.wrong(`${place} chain name invalid`);
    checkNewChain(context, name, false);
    if (policy === undefined) return context.wrong(`${place} policy invalid`);
    this.actions.chain(table, name, policy, counters);
  }

  private rule(table: string, line: string): void {
    const { context, options } = this;
    const { packets, bytes, rest } = splitCounters(context, line, this.line);
    const argv = [context.programName];
    if (options.counters && packets !== undefined && bytes !== undefined)
      argv.push("--set-counters", packets, bytes);
    // the newline counts where a quote is left open
    argv.push(...splitWords(context, `${rest}\n`));
    this.actions.rule(table, argv);
  }
}
