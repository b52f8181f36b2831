/** Reads the words of a command line into a {@link Command}: one handler a letter. */

import type { Context } from "../context.ts";
import { tryHelp, XtablesExit } from "../exit.ts";
import { findMatch, use } from "../extension/extensions.ts";
import { takeOption } from "../extension/option-check.ts";
import { Command } from "./command.ts";
import { Getopt, type Step } from "./getopt.ts";
import { COMMAND_LETTERS } from "./letters/commands.ts";
import { GENERAL_LETTERS } from "./letters/general.ts";
import type { Handlers } from "./letters/handler.ts";
import { RULE_LETTERS } from "./letters/rule.ts";
import { PROTOCOL_MATCHES } from "./letters/words.ts";
import { LETTERS, LONG_OPTIONS } from "./options.ts";

const HANDLERS: Handlers = { ...COMMAND_LETTERS, ...RULE_LETTERS, ...GENERAL_LETTERS };

/** Parses `argv`; `restoring` is set for a line of a file. */
export function parseCommand(context: Context, argv: readonly string[], restoring?: RestoreLine): Command {
  return new Parser(context, argv, restoring).parse();
}

/** What a line of a file has from the lines before it. */
export interface RestoreLine {
  readonly table: string;
}

/** Where the reading of a command line is. */
export class Parser {
  readonly command: Command;
  readonly context: Context;
  readonly words: Getopt;
  readonly restoring: RestoreLine | undefined;
  invert = false;

  constructor(context: Context, argv: readonly string[], restoring: RestoreLine | undefined) {
    this.context = context;
    this.command = new Command(context);
    this.words = new Getopt(argv, LETTERS, LONG_OPTIONS);
    this.restoring = restoring;
    if (restoring) this.command.table = restoring.table;
  }

  parse(): Command {
    const { words, command } = this;
    for (let step = words.next(); step; step = words.next()) {
      if (this.take(step)) this.invert = false;
      if (command.skipped) return command;
    }
    command.finish(this.invert, words.index < words.argv.length);
    return command;
  }

  /** False when `!` stays for the next option. */
  private take(step: Step): boolean {
    if (step.kind === "letter") {
      const handler = HANDLERS[step.letter];
      if (!handler) this.context.wrong(`Unknown arg "${step.argument ?? "(null)"}"`);
      handler(this, step.argument ?? "", step.argument !== undefined);
      return true;
    }
    if (step.kind === "extension") {
      const { option, argument, use: extension } = step;
      takeOption(this.context, this.command.rule, extension, {
        option,
        argument,
        invert: this.invert,
        next: () => this.words.take(),
      });
      return true;
    }
    if (step.kind === "word") return this.operand(step.word);
    if (this.loadProtocol()) {
      this.words.index--;
      return false;
    }
    if (step.kind === "missing") this.context.wrong(`option "${step.text}" requires an argument`);
    this.context.wrong(`unknown option "${step.text}"`);
  }

  private operand(word: string): false {
    const { context } = this;
    if (word !== "!") throw new XtablesExit(2, `Bad argument \`${word}'\n${tryHelp(context)}`);
    if (this.invert) return context.wrong("multiple consecutive ! not allowed");
    this.invert = true;
    return false;
  }

  /** The match of the protocol that `-p` names, once, when an option is not known. */
  private loadProtocol(): boolean {
    const { command, context } = this;
    const { rule } = command;
    if (command.protocol === undefined) return false;
    const name = PROTOCOL_MATCHES[rule.protocol] ?? command.protocol;
    if (command.protocolUsed && rule.matches.some(({ extension }) => extension.name === name)) return false;
    const extension = findMatch(context, name);
    if (!extension) return false;
    command.protocolUsed = true;
    const added = use(extension, context);
    rule.matches.push(added);
    this.words.add(added);
    return true;
  }

  /** The chain that a command takes if there is one. */
  optionalChain(argument: string, given: boolean): string | undefined {
    if (given) return argument;
    return this.words.hasArgument ? this.words.take() : undefined;
  }
}
