/** Reads the words of a command line into a {@link Command}: one handler a letter. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { Command } from "./command.ts";
import {
  CMD_APPEND,
  CMD_CHECK,
  CMD_DELETE,
  CMD_DELETE_CHAIN,
  CMD_DELETE_NUM,
  CMD_FLUSH,
  CMD_INSERT,
  CMD_LIST,
  CMD_LIST_RULES,
  CMD_NEW_CHAIN,
  CMD_RENAME_CHAIN,
  CMD_REPLACE,
  CMD_SET_POLICY,
  CMD_ZERO,
  CMD_ZERO_NUM,
  commandLetter,
  LETTERS,
  LONG_OPTIONS,
  OPT_COUNTERS,
  OPT_DESTINATION,
  OPT_EXPANDED,
  OPT_FRAGMENT,
  OPT_JUMP,
  OPT_LINENUMBERS,
  OPT_NUMERIC,
  OPT_PROTOCOL,
  OPT_SOURCE,
  OPT_VERBOSE,
  OPT_VIANAMEIN,
  OPT_VIANAMEOUT,
} from "./command-options.ts";
import type { Context } from "./context.ts";
import { tryHelp, VERSION, XtablesExit } from "./exit.ts";
import { findMatch, findTarget, isTargetName, MAX_NAME, needMatch, use } from "./extensions.ts";
import { Getopt, type Step } from "./getopt.ts";
import { printHelp } from "./help.ts";
import { interfaceWord } from "./interface-name.ts";
import { takeOption } from "./option-check.ts";
import { UINT8_MAX, wholeNumber } from "./parse-number.ts";
import { IPT_INV_PROTO } from "./rule-state.ts";
import { textLength } from "./struct.ts";

/** Matches by protocol: how libxtables names the protocols that it knows. */
const PROTOCOL_MATCHES: Readonly<Record<number, string>> = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  50: "esp",
  51: "ah",
  58: "icmp6",
  132: "sctp",
  135: "mh",
  136: "udplite",
};

/** Parses `argv`; `restoring` is set for a line of a file. */
export function parseCommand(context: Context, argv: readonly string[], restoring?: RestoreLine): Command {
  return new Parser(context, argv, restoring).parse();
}

/** What a line of a file has from the lines before it. */
export interface RestoreLine {
  readonly table: string;
}

class Parser {
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

  /** The argument, behind a `!` that stands where it no longer should. */
  positive(argument: string): string {
    if (argument !== "!") return argument;
    this.context.warn(
      "Using intrapositioned negation (`--option ! this`) is deprecated in favor of extrapositioned (`! --option this`).\n",
    );
    if (this.invert) this.context.wrong("Multiple `!' flags not allowed");
    this.invert = true;
    const next = this.words.take();
    if (next === undefined) this.context.wrong("no argument following `!'");
    return next;
  }

  /** The chain that a command takes if there is one. */
  optionalChain(argument: string, given: boolean): string | undefined {
    if (given) return argument;
    return this.words.hasArgument ? this.words.take() : undefined;
  }
}

type Handler = (parser: Parser, argument: string, given: boolean) => void;

/** The commands that take a rule. */
function ruleCommand(bit: number): Handler {
  return ({ command, invert }, chain) => {
    command.setCommand(bit, 0, invert);
    command.chain = chain;
  };
}

/** The commands that take a chain or none. */
function chainCommand(bit: number, others: number, number?: (parser: Parser) => void): Handler {
  return (parser, argument, given) => {
    const { command, invert } = parser;
    command.setCommand(bit, others, invert);
    const chain = parser.optionalChain(argument, given);
    if (chain !== undefined) command.chain = chain;
    if (number && parser.words.hasArgument) number(parser);
  };
}

function takeRuleNumber({ command, words }: Parser): void {
  command.ruleNumber = command.ruleNumberOf(words.take());
}

function flag(option: number): Handler {
  return ({ command, invert }) => command.setOption(option, invert);
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  A: ruleCommand(CMD_APPEND),
  C: ruleCommand(CMD_CHECK),
  D: (parser, chain, given) => {
    ruleCommand(CMD_DELETE)(parser, chain, given);
    if (!parser.words.hasArgument) return;
    takeRuleNumber(parser);
    parser.command.command = CMD_DELETE_NUM;
  },
  R: (parser, chain, given) => {
    ruleCommand(CMD_REPLACE)(parser, chain, given);
    if (!parser.words.hasArgument)
      return parser.context.wrong(`-${commandLetter(CMD_REPLACE)} requires a rule number`);
    takeRuleNumber(parser);
  },
  I: (parser, chain, given) => {
    ruleCommand(CMD_INSERT)(parser, chain, given);
    parser.command.ruleNumber = 1;
    if (parser.words.hasArgument) takeRuleNumber(parser);
  },
  L: chainCommand(CMD_LIST, CMD_ZERO | CMD_ZERO_NUM, takeRuleNumber),
  S: chainCommand(CMD_LIST_RULES, CMD_ZERO | CMD_ZERO_NUM, takeRuleNumber),
  F: chainCommand(CMD_FLUSH, 0),
  Z: chainCommand(CMD_ZERO, CMD_LIST | CMD_LIST_RULES, (parser) => {
    takeRuleNumber(parser);
    parser.command.command = CMD_ZERO_NUM;
  }),
  N: (parser, chain) => {
    checkNewChain(parser.context, chain);
    parser.command.setCommand(CMD_NEW_CHAIN, 0, parser.invert);
    parser.command.chain = chain;
  },
  X: chainCommand(CMD_DELETE_CHAIN, 0),
  E: ({ command, context, words, invert }, chain) => {
    command.setCommand(CMD_RENAME_CHAIN, 0, invert);
    command.chain = chain;
    if (!words.hasArgument)
      return context.wrong(`-${commandLetter(CMD_RENAME_CHAIN)} requires old-chain-name and new-chain-name`);
    command.newName = words.take() ?? "";
  },
  P: ({ command, context, words, invert }, chain) => {
    command.setCommand(CMD_SET_POLICY, 0, invert);
    command.chain = chain;
    if (!words.hasArgument)
      return context.wrong(`-${commandLetter(CMD_SET_POLICY)} requires a chain and a policy`);
    command.policy = words.take();
  },
  h: ({ command, context }) => {
    const { rule } = command;
    if (rule.matches.length === 0 && command.protocol !== undefined) {
      const match = findMatch(context, PROTOCOL_MATCHES[rule.protocol] ?? command.protocol);
      if (match) rule.matches.push(use(match, context));
    }
    printHelp(context, command.rule);
    throw new XtablesExit(0);
  },
  p: (parser, argument) => {
    const { command, context } = parser;
    const text = parser.positive(argument);
    command.setOption(OPT_PROTOCOL, parser.invert);
    command.protocol = text.toLowerCase();
    const { rule } = command;
    rule.protocol = parseProtocol(context, command.protocol);
    if (rule.protocol === 0 && rule.inverse & IPT_INV_PROTO)
      return context.wrong("rule would never match protocol");
  },
  s: (parser, argument) => {
    const text = parser.positive(argument);
    parser.command.setOption(OPT_SOURCE, parser.invert);
    parser.command.sourceText = text;
  },
  d: (parser, argument) => {
    const text = parser.positive(argument);
    parser.command.setOption(OPT_DESTINATION, parser.invert);
    parser.command.destinationText = text;
  },
  j: ({ command, context, invert, words }, argument) => {
    command.setOption(OPT_JUMP, invert);
    const { rule } = command;
    rule.jump = targetName(context, argument);
    const extension = findTarget(context, rule.jump);
    if (!extension) return;
    rule.target = use(extension, context);
    words.add(rule.target);
  },
  g: ({ command, context, invert }, argument) => {
    command.setOption(OPT_JUMP, invert);
    command.rule.goto = true;
    command.rule.jump = targetName(context, argument);
  },
  i: (parser, argument) => {
    const name = parser.positive(argument);
    parser.command.setOption(OPT_VIANAMEIN, parser.invert);
    parser.command.rule.inInterface = interfaceArgument(parser.context, name);
  },
  o: (parser, argument) => {
    const name = parser.positive(argument);
    parser.command.setOption(OPT_VIANAMEOUT, parser.invert);
    parser.command.rule.outInterface = interfaceArgument(parser.context, name);
  },
  f: ({ command, context, invert }) => {
    if (context.family.number === AF_INET6)
      return context.wrong("`-f' is not supported in IPv6, use -m frag instead");
    command.setOption(OPT_FRAGMENT, invert);
    command.rule.fragment = true;
  },
  v: ({ command, invert }) => {
    if (command.verbose === 0) command.setOption(OPT_VERBOSE, invert);
    command.verbose++;
  },
  m: ({ command, context, invert, words }, argument) => {
    if (invert) return context.wrong("unexpected ! flag before --match");
    const added = use(needMatch(context, argument), context);
    command.rule.matches.push(added);
    words.add(added);
  },
  n: flag(OPT_NUMERIC),
  x: flag(OPT_EXPANDED),
  "0": flag(OPT_LINENUMBERS),
  t: ({ command, context, invert, restoring }, argument) => {
    if (invert) return context.wrong("unexpected ! flag before --table");
    if (restoring) return context.wrong(`The -t option cannot be used in ${context.programName}.\n`);
    command.table = argument;
    command.tableGiven = true;
  },
  V: ({ context, invert }) => {
    context.print(invert ? `Not ${VERSION} ;-)\n` : `${context.programName} v${VERSION}\n`);
    throw new XtablesExit(0);
  },
  w: ({ command, context, words, restoring }) => {
    if (restoring) return context.wrong("You cannot use `-w' from iptables-restore");
    command.wait = -1;
    if (words.hasArgument) command.wait = waitSeconds(context, words.take() ?? "");
  },
  W: ({ command, context, words, restoring }, argument, given) => {
    if (restoring) return context.wrong("You cannot use `-W' from iptables-restore");
    const text = given ? argument : words.hasArgument ? (words.take() ?? "") : undefined;
    if (text === undefined) return context.wrong("wait interval value required");
    if (!/^\s*[+-]?\d/.test(text)) return context.wrong("wait interval not numeric");
    const microseconds = Number.parseInt(text, 10);
    if (microseconds > 999_999) return context.wrong(`too long usec wait ${microseconds} > 999999 usec`);
    context.warn("Ignoring deprecated --wait-interval option.\n");
    command.waitInterval = true;
  },
  M: () => {
    // a program that loads modules has nothing to load here, as on a Linux that has all built in
  },
  c: ({ command, context, words, invert }, argument) => {
    command.setOption(OPT_COUNTERS, invert);
    const comma = argument.indexOf(",", 1);
    const packets = comma < 0 ? argument : argument.slice(0, comma);
    const bytes = comma >= 0 ? argument.slice(comma + 1) : words.hasArgument ? words.take() : undefined;
    if (bytes === undefined) return context.wrong("-c requires packet and byte counter");
    const packetCount = counter(context, packets, "packet");
    const byteCount = counter(context, bytes, "byte");
    // ip6tables of this version forgets them
    if (context.family.number === AF_INET6) return;
    command.rule.packets = packetCount;
    command.rule.bytes = byteCount;
  },
  "4": (parser) => otherFamily(parser, AF_INET),
  "6": (parser) => otherFamily(parser, AF_INET6),
};

function otherFamily({ command, context, restoring }: Parser, family: number): void {
  if (context.family.number === family) return;
  if (restoring) command.skipped = true;
  else throw new XtablesExit(2, tryHelp(context));
}

/** `sscanf("%llu")`. */
function counter(context: Context, text: string, what: string): bigint {
  const digits = /^\s*([+-]?\d+)/.exec(text);
  if (!digits) return context.wrong(`-c ${what} counter not numeric`);
  return BigInt.asUintN(64, BigInt(digits[1]));
}

function waitSeconds(context: Context, text: string): number {
  const digits = /^\s*([+-]?\d+)/.exec(text);
  if (!digits) return context.wrong("wait seconds not numeric");
  return Number(digits[1]);
}

function parseProtocol(context: Context, text: string): number {
  const number = wholeNumber(text, 0n, UINT8_MAX);
  const protocol = number === undefined ? context.names.protocolByName(text) : Number(number);
  if (protocol === undefined) return context.wrong(`unknown protocol "${text}" specified`);
  return protocol;
}

/** `xt_parse_target`. */
function targetName(context: Context, name: string): string {
  if (name === "") return context.wrong("Invalid target name (too short)");
  if (textLength(name) >= MAX_NAME)
    return context.wrong(`Invalid target name \`${name}' (${MAX_NAME - 1} chars max)`);
  if (/[ \t\n\v\f\r]/.test(name)) return context.wrong(`Invalid target name \`${name}'`);
  return name;
}

/** `parse_chain`. */
export function checkNewChain(context: Context, name: string): void {
  if (textLength(name) >= MAX_NAME)
    return context.wrong(`chain name \`${name}' too long (must be under ${MAX_NAME} chars)`);
  if (name.startsWith("-") || name.startsWith("!"))
    return context.wrong(`chain name not allowed to start with \`${name[0]}'\n`);
  if (isTargetName(name, context.family.number))
    return context.wrong("chain name may not clash with target name\n");
  if (/[ \t\n\v\f\r]/.test(name)) return context.wrong(`Invalid chain name \`${name}'`);
}

function interfaceArgument(context: Context, name: string): string {
  if (name === "") return context.wrong("Empty interface is likely to be undesired");
  return interfaceWord(context, name);
}
