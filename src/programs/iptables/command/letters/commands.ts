/** Letters of commands: what is done, to which chain, at which place. */
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
} from "../options.ts";
import type { Parser } from "../parse.ts";
import type { Handler, Handlers } from "./handler.ts";
import { checkNewChain } from "./words.ts";

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

export const COMMAND_LETTERS: Handlers = {
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
};
