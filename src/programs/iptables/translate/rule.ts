/** A rule of `iptables` in the language of `nft`: `nft_ipv4_xlate` and `nft_ipv6_xlate`. */
import { AF_INET } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { ExtensionUse } from "../extension/extension.ts";
import { prefixLength } from "../family.ts";
import { NO_INTERFACE } from "../nft/encode-rule.ts";
import {
  IPT_INV_DSTIP,
  IPT_INV_FRAG,
  IPT_INV_PROTO,
  IPT_INV_SRCIP,
  IPT_INV_VIA_IN,
  IPT_INV_VIA_OUT,
  type RuleState,
} from "../rule-state.ts";
import { MATCH_TRANSLATIONS } from "./matches.ts";
import { NATIVE_MATCHES, NATIVE_TARGETS, type RuleNeeds, type RuleTranslate } from "./native.ts";
import { TARGET_TRANSLATIONS } from "./targets.ts";

export interface TranslatedRule {
  /** Everything behind the chain. */
  readonly text: string;
  /** Declarations of sets that it uses, without the table; empty when there are none. */
  readonly sets: string;
}

/** Words, with one blank before each piece that does not bring one: `xt_xlate_add`. */
class Words {
  text = "";

  add(piece: string): void {
    if (this.text !== "" && !this.text.endsWith(" ") && piece !== "" && !piece.startsWith(" "))
      this.text += " ";
    this.text += piece;
  }
}

export class RuleTranslator {
  private readonly context: Context;
  private sets = 0;

  constructor(context: Context) {
    this.context = context;
  }

  /** @returns undefined when a match or target of the rule has no translation */
  translate(rule: RuleState): TranslatedRule | undefined {
    const words = new Words();
    const needs: RuleNeeds = { sets: [], nextSet: () => this.sets++ };
    // the blank behind the chain's name
    words.text = " ";
    this.header(rule, words);
    for (const match of rule.matches) {
      if (match.extension.name === "comment") continue;
      const text = this.extension(match, rule, needs, NATIVE_MATCHES, MATCH_TRANSLATIONS);
      if (text === undefined) return undefined;
      words.add(text);
    }
    words.add("counter");
    const action = this.action(rule, needs);
    if (action === undefined) return undefined;
    words.add(action);
    const comment = rule.matches.findLast(({ extension }) => extension.name === "comment");
    if (comment) words.add(`comment "${comment.data.text(0, comment.extension.size)}"`);
    return { text: words.text.slice(1), sets: needs.sets.join(" ") };
  }

  private header(rule: RuleState, words: Words): void {
    const { inverse } = rule;
    device(words, "iifname", rule.inInterface, inverse & IPT_INV_VIA_IN);
    device(words, "oifname", rule.outInterface, inverse & IPT_INV_VIA_OUT);
    const ipv4 = this.context.family.number === AF_INET;
    if (ipv4 && rule.fragment) words.add(`ip frag-off & 0x1fff ${inverse & IPT_INV_FRAG ? "" : "!= "}0 `);
    this.protocol(rule, words, ipv4 ? "ip protocol" : "meta l4proto");
    this.address(words, "saddr", rule.source, rule.sourceMask, inverse & IPT_INV_SRCIP);
    this.address(words, "daddr", rule.destination, rule.destinationMask, inverse & IPT_INV_DSTIP);
  }

  /** A match of the protocol's name says the protocol itself. */
  private protocol(rule: RuleState, words: Words, selector: string): void {
    if (rule.protocol === 0) return;
    const name = this.context.names.protocolName(rule.protocol);
    if (name !== undefined && rule.matches.some(({ extension }) => extension.name === name)) return;
    words.add(`${selector} ${rule.inverse & IPT_INV_PROTO ? "!= " : ""}${name ?? rule.protocol} `);
  }

  private address(words: Words, side: string, address: Uint8Array, mask: Uint8Array, inverse: number): void {
    const { family } = this.context;
    const selector = `${family.nft} ${side}`;
    const none = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
    if (!inverse && none(address) && none(mask)) return;
    const bits = prefixLength(mask);
    const text = family.format(address);
    if (bits < 0) words.add(`${selector} & ${family.format(mask)} ${inverse ? "!=" : "=="} ${text} `);
    else
      words.add(`${selector} ${inverse ? "!= " : ""}${text}${bits === mask.length * 8 ? "" : `/${bits}`} `);
  }

  private action(rule: RuleState, needs: RuleNeeds): string | undefined {
    const { target, jump } = rule;
    if (target) return this.extension(target, rule, needs, NATIVE_TARGETS, TARGET_TRANSLATIONS);
    if (jump === "") return "";
    return `${rule.goto ? "goto" : "jump"} ${jump}`;
  }

  private extension(
    { extension, data }: ExtensionUse,
    rule: RuleState,
    needs: RuleNeeds,
    native: Readonly<Record<string, RuleTranslate | undefined>>,
    others: Readonly<Record<string, RuleTranslate | undefined>>,
  ): string | undefined {
    const name = extension.realName ?? extension.name;
    const call = { data, family: this.context.family.number, protocol: rule.protocol };
    return (native[name] ?? others[name])?.(call, needs);
  }
}

function device(words: Words, selector: string, name: string, inverse: number): void {
  if (name === "" || (name === "+" && !inverse)) return;
  if (name === "+") return words.add(`${selector} "${NO_INTERFACE}" `);
  const escaped = name.replaceAll("*", "\\*");
  const pattern = escaped.endsWith("+") ? `${escaped.slice(0, -1)}*` : escaped;
  words.add(`${selector} ${inverse ? "!= " : ""}"${pattern}" `);
}
