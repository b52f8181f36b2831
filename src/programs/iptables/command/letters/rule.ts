/** Letters that describe a rule. */
import { AF_INET6 } from "../../../../kernel.ts";
import type { Context } from "../../context.ts";
import { findTarget, needMatch, use } from "../../extension/extensions.ts";
import { IPT_INV_PROTO } from "../../rule-state.ts";
import {
  OPT_COUNTERS,
  OPT_DESTINATION,
  OPT_FRAGMENT,
  OPT_JUMP,
  OPT_PROTOCOL,
  OPT_SOURCE,
  OPT_VIANAMEIN,
  OPT_VIANAMEOUT,
} from "../options.ts";
import type { Handlers } from "./handler.ts";
import { interfaceArgument, parseProtocol, targetName } from "./words.ts";

export const RULE_LETTERS: Handlers = {
  p: (parser) => {
    const { command, context } = parser;
    command.setOption(OPT_PROTOCOL, parser.invert);
    command.protocol = parser.words.last.toLowerCase();
    const { rule } = command;
    rule.protocol = parseProtocol(context, command.protocol);
    if (rule.protocol === 0 && rule.inverse & IPT_INV_PROTO)
      return context.wrong("rule would never match protocol");
  },
  s: (parser) => {
    parser.command.setOption(OPT_SOURCE, parser.invert);
    parser.command.sourceText = parser.words.last;
  },
  d: (parser) => {
    parser.command.setOption(OPT_DESTINATION, parser.invert);
    parser.command.destinationText = parser.words.last;
  },
  j: ({ command, context, invert, words }) => {
    command.setOption(OPT_JUMP, invert);
    const { rule } = command;
    rule.jump = targetName(context, words.last);
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
  i: (parser) => {
    parser.command.setOption(OPT_VIANAMEIN, parser.invert);
    parser.command.rule.inInterface = interfaceArgument(parser.context, parser.words.last);
  },
  o: (parser) => {
    parser.command.setOption(OPT_VIANAMEOUT, parser.invert);
    parser.command.rule.outInterface = interfaceArgument(parser.context, parser.words.last);
  },
  f: ({ command, context, invert }) => {
    if (context.family.number === AF_INET6)
      return context.wrong("`-f' is not supported in IPv6, use -m frag instead");
    command.setOption(OPT_FRAGMENT, invert);
    command.rule.fragment = true;
  },
  m: ({ command, context, invert, words }, argument) => {
    if (invert) return context.wrong("unexpected ! flag before --match");
    const added = use(needMatch(context, argument), context);
    command.rule.matches.push(added);
    words.add(added);
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
};

/** `sscanf("%llu")`. */
function counter(context: Context, text: string, what: string): bigint {
  const digits = /^\s*([+-]?\d+)/.exec(text);
  if (!digits) return context.wrong(`-c ${what} counter not numeric`);
  return BigInt.asUintN(64, BigInt(digits[1]));
}
