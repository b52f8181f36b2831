/** One command line, read: `do_parse` of xtables. */

import { AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import { checkOptions } from "../extension/option-check.ts";
import { textLength } from "../extension/struct.ts";
import { readsTransport } from "../nft/encode-rule.ts";
import {
  emptyRule,
  IPT_INV_DSTIP,
  IPT_INV_FRAG,
  IPT_INV_PROTO,
  IPT_INV_SRCIP,
  IPT_INV_VIA_IN,
  IPT_INV_VIA_OUT,
  type RuleState,
} from "../rule-state.ts";
import { type MaskedAddress, parseAddressList } from "../values/address.ts";
import { wholeNumber } from "../values/parse-number.ts";
import {
  CMD_APPEND,
  CMD_CHECK,
  CMD_DELETE,
  CMD_DELETE_NUM,
  CMD_INSERT,
  CMD_REPLACE,
  commandLetter,
  illegalOption,
  OPT_DESTINATION,
  OPT_JUMP,
  OPT_SOURCE,
  OPT_VIANAMEIN,
  OPT_VIANAMEOUT,
  optionLetter,
} from "./options.ts";

const RULE_COMMANDS = CMD_APPEND | CMD_DELETE | CMD_CHECK | CMD_INSERT | CMD_REPLACE;
/** `XT_EXTENSION_MAXNAMELEN`. */
const MAX_CHAIN = 29;
const INT_MAX = 0x7fffffffn;
const TRANSPORTS: Readonly<Record<string, number>> = { tcp: 6, udp: 17 };

/** Which inversion an option with `!` sets, by the option's bit. */
const INVERSES: Readonly<Record<number, number>> = {
  [OPT_SOURCE]: IPT_INV_SRCIP,
  [OPT_DESTINATION]: IPT_INV_DSTIP,
  [1 << 3]: IPT_INV_PROTO,
  [OPT_VIANAMEIN]: IPT_INV_VIA_IN,
  [OPT_VIANAMEOUT]: IPT_INV_VIA_OUT,
  [1 << 11]: IPT_INV_FRAG,
};

/** What a command line asks for. */
export class Command {
  /** `CMD_*` bits. */
  command = 0;
  /** `OPT_*` bits. */
  options = 0;
  table = "filter";
  tableGiven = false;
  chain: string | undefined;
  /** The new name of `-E`. */
  newName = "";
  policy: string | undefined;
  ruleNumber = 0;
  verbose = 0;
  /** `-p` as it was written, in small letters. */
  protocol: string | undefined;
  protocolUsed = false;
  sourceText: string | undefined;
  destinationText: string | undefined;
  sources: readonly MaskedAddress[] = [];
  destinations: readonly MaskedAddress[] = [];
  /** Seconds of `-w`; undefined without. */
  wait: number | undefined;
  waitInterval = false;
  /** The line is for the other family: nothing is done. */
  skipped = false;
  readonly rule: RuleState;
  private readonly context: Context;

  constructor(context: Context) {
    this.context = context;
    this.rule = emptyRule(context.family.addressLength);
  }

  /** A command, with those that may stand beside it. */
  setCommand(command: number, others: number, invert: boolean): void {
    if (invert) this.context.wrong("unexpected '!' flag");
    const clash = this.command & ~others;
    if (clash) this.context.wrong(`Cannot use -${commandLetter(command)} with -${commandLetter(clash)}`);
    this.command |= command;
  }

  /** An option that may be given once. */
  setOption(option: number, invert: boolean): void {
    if (this.options & option) this.context.wrong(`multiple -${optionLetter(option)} flags not allowed`);
    this.options |= option;
    if (!invert) return;
    const inverse = INVERSES[option];
    if (inverse === undefined) this.context.wrong(`cannot have ! before -${optionLetter(option)}`);
    this.rule.inverse |= inverse;
  }

  ruleNumberOf(word: string | undefined): number {
    const number = wholeNumber(word ?? "", 1n, INT_MAX);
    if (number === undefined) this.context.wrong(`Invalid rule number \`${word}'`);
    return Number(number);
  }

  /** What is only known when all words have been read. */
  finish(invert: boolean, moreWords: boolean): void {
    const { context, rule } = this;
    if (this.wait === undefined && this.waitInterval)
      return context.wrong("--wait-interval only makes sense with --wait\n");
    if (this.table === "nat" && (this.policy === "DROP" || rule.jump === "DROP"))
      return context.wrong(
        '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n',
      );
    for (const match of rule.matches) checkOptions(context, rule, match);
    if (rule.target) checkOptions(context, rule, rule.target);
    if (moreWords) return context.wrong("unknown arguments found on commandline");
    if (this.command === 0) return context.wrong("no command specified");
    if (invert) return context.wrong("nothing appropriate following !");
    this.addresses();
    if (this.command === CMD_REPLACE && (this.sources.length !== 1 || this.destinations.length !== 1))
      return context.wrong("Replacement rule does not specify a unique address");
    const illegal = illegalOption(this.command, this.options);
    if (illegal) return context.wrong(`Illegal option \`-${optionLetter(illegal)}' with this command`);
    this.checkChain();
    if (this.command & (RULE_COMMANDS | CMD_DELETE_NUM) && !context.translating) this.checkProtocol();
  }

  /** Ports are read behind a header of the rule's protocol. */
  private checkProtocol(): void {
    const { context, rule } = this;
    for (const { extension, data } of rule.matches) {
      const protocol = TRANSPORTS[extension.name];
      if (protocol !== undefined && rule.protocol !== protocol && readsTransport(extension.name, data))
        return context.wrong(`${extension.name.toUpperCase()} match requires '-p ${extension.name}'`);
    }
  }

  private addresses(): void {
    const { context, rule } = this;
    const any = context.family.number === AF_INET6 ? "::/0" : "0.0.0.0/0";
    if (
      context.family.number === AF_INET6 &&
      isExtensionHeader(rule.protocol) &&
      !(rule.inverse & IPT_INV_PROTO)
    )
      context.warn(`Warning: never matched protocol: ${this.protocol}. use extension match instead.\n`);
    if (this.command & RULE_COMMANDS) {
      this.destinationText ??= any;
      this.sourceText ??= any;
    }
    if (this.sourceText !== undefined) this.sources = parseAddressList(context, this.sourceText);
    if (this.destinationText !== undefined)
      this.destinations = parseAddressList(context, this.destinationText);
    const several = this.sources.length > 1 || this.destinations.length > 1;
    if (several && rule.inverse & (IPT_INV_SRCIP | IPT_INV_DSTIP))
      return context.wrong("! not allowed with multiple source or destination IP addresses");
  }

  private checkChain(): void {
    const { chain, context } = this;
    if (chain === undefined) return;
    if (textLength(chain) >= MAX_CHAIN)
      return context.wrong(`chain name \`${chain}' too long (must be under ${MAX_CHAIN} chars)`);
    if (!(this.command & RULE_COMMANDS)) return;
    if (chain === "PREROUTING" || chain === "INPUT") this.refuse(OPT_VIANAMEOUT, chain);
    if (chain === "POSTROUTING" || chain === "OUTPUT") this.refuse(OPT_VIANAMEIN, chain);
  }

  private refuse(option: number, chain: string): void {
    if (this.options & option) this.context.wrong(`Can't use -${optionLetter(option)} with ${chain}\n`);
  }

  /** `-j` or `-g` was given. */
  get jumps(): boolean {
    return (this.options & OPT_JUMP) !== 0;
  }
}

/** Hop-by-hop, routing, fragment, authentication, destination options: headers that are no protocol. */
function isExtensionHeader(protocol: number): boolean {
  return [0, 43, 44, 51, 60].includes(protocol) && protocol !== 0;
}
