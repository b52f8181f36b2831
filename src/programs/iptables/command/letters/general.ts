/** Letters that say how the program works: table, output, waiting, family, help. */
import { AF_INET, AF_INET6 } from "../../../../kernel.ts";
import type { Context } from "../../context.ts";
import { tryHelp, VERSION, XtablesExit } from "../../exit.ts";
import { findMatch, use } from "../../extension/extensions.ts";
import { printHelp } from "../help.ts";
import { OPT_EXPANDED, OPT_LINENUMBERS, OPT_NUMERIC, OPT_VERBOSE } from "../options.ts";
import type { Parser } from "../parse.ts";
import type { Handler, Handlers } from "./handler.ts";
import { PROTOCOL_MATCHES } from "./words.ts";

function flag(option: number): Handler {
  return ({ command, invert }) => command.setOption(option, invert);
}

export const GENERAL_LETTERS: Handlers = {
  h: ({ command, context }) => {
    const { rule } = command;
    if (rule.matches.length === 0 && command.protocol !== undefined) {
      const match = findMatch(context, PROTOCOL_MATCHES[rule.protocol] ?? command.protocol);
      if (match) rule.matches.push(use(match, context));
    }
    printHelp(context, command.rule);
    throw new XtablesExit(0);
  },
  v: ({ command, invert }) => {
    if (command.verbose === 0) command.setOption(OPT_VERBOSE, invert);
    command.verbose++;
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
  "4": (parser) => otherFamily(parser, AF_INET),
  "6": (parser) => otherFamily(parser, AF_INET6),
};

function otherFamily({ command, context, restoring }: Parser, family: number): void {
  if (context.family.number === family) return;
  if (restoring) command.skipped = true;
  else throw new XtablesExit(2, tryHelp(context));
}

function waitSeconds(context: Context, text: string): number {
  const digits = /^\s*([+-]?\d+)/.exec(text);
  if (!digits) return context.wrong("wait seconds not numeric");
  return Number(digits[1]);
}
