/** `synproxy`: handshakes are answered for somebody else, and handed over when they are complete. Source: `src/statement.c` of nftables 1.0.6. */

import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { RuleCompiler } from "../compile/compiler.ts";
import { isObject, numberOf, type ParsedObject, stringsOf } from "../json/input/reader.ts";
import type { Json } from "../json/text.ts";
import type { TokenStream } from "../parser/stream.ts";
import type { StatementBody, StatementKind } from "./kind.ts";

const BOTH = n.NF_SYNPROXY_OPT_MSS | n.NF_SYNPROXY_OPT_WSCALE;

/** What is answered: the same in rules and objects. */
export class Synproxy implements StatementBody {
  readonly mss: number;
  readonly wscale: number;
  /** `NF_SYNPROXY_OPT_*` */
  readonly flags: number;

  constructor(mss: number, wscale: number, flags: number) {
    this.mss = mss & 0xffff;
    this.wscale = wscale & 0xff;
    this.flags = flags;
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }

  write(w: MessageWriter): void {
    w.be16(n.NFTA_SYNPROXY_MSS, this.mss);
    w.u8(n.NFTA_SYNPROXY_WSCALE, this.wscale);
    w.be32(n.NFTA_SYNPROXY_FLAGS, this.flags);
  }

  compile(c: RuleCompiler): void {
    c.emit({ name: "synproxy", write: (w) => this.write(w) });
  }

  print(): string {
    let text = "synproxy";
    if (this.has(BOTH)) text += ` mss ${this.mss} wscale ${this.wscale}`;
    if (this.has(n.NF_SYNPROXY_OPT_TIMESTAMP)) text += " timestamp";
    return this.has(n.NF_SYNPROXY_OPT_SACK_PERM) ? `${text} sack-perm` : text;
  }

  json(): Json {
    return { synproxy: this.flags === 0 ? null : this.fields() };
  }

  /** As JSON has them; those that were not said are left out. */
  fields(): Readonly<Record<string, Json | undefined>> {
    const flags = OPTIONS.filter(([, bit]) => this.has(bit)).map(([name]) => name);
    return {
      mss: this.has(n.NF_SYNPROXY_OPT_MSS) ? this.mss : undefined,
      wscale: this.has(n.NF_SYNPROXY_OPT_WSCALE) ? this.wscale : undefined,
      flags: flags.length === 0 ? undefined : flags.length === 1 ? flags[0] : flags,
    };
  }
}

const OPTIONS = [
  ["timestamp", n.NF_SYNPROXY_OPT_TIMESTAMP],
  ["sack-perm", n.NF_SYNPROXY_OPT_SACK_PERM],
] as const;

export function readSynproxy(tb: AttributeTable): Synproxy {
  return new Synproxy(
    tb.be16(n.NFTA_SYNPROXY_MSS),
    tb.u8(n.NFTA_SYNPROXY_WSCALE),
    tb.be32(n.NFTA_SYNPROXY_FLAGS),
  );
}

export function synproxyFromJson(object: ParsedObject): Synproxy {
  const mss = numberOf(object, "mss");
  const wscale = numberOf(object, "wscale");
  let flags = mss === undefined ? 0 : n.NF_SYNPROXY_OPT_MSS;
  if (wscale !== undefined) flags |= n.NF_SYNPROXY_OPT_WSCALE;
  const names = stringsOf(object.flags);
  for (const [name, bit] of OPTIONS) if (names.includes(name)) flags |= bit;
  return new Synproxy(mss ?? 0, wscale ?? 0, flags);
}

export function debugSynproxy(tb: AttributeTable): string {
  return `mss ${tb.be16(n.NFTA_SYNPROXY_MSS)} wscale ${tb.u8(n.NFTA_SYNPROXY_WSCALE)}`;
}

function parse(s: TokenStream): Synproxy {
  let mss = 0;
  let wscale = 0;
  let flags = 0;
  for (;;) {
    const option = OPTIONS.find(([name]) => s.is(name));
    if (option !== undefined) {
      s.next();
      flags |= option[1];
    } else if (s.accept("mss")) {
      mss = s.number();
      flags |= n.NF_SYNPROXY_OPT_MSS;
    } else if (s.accept("wscale")) {
      wscale = s.number();
      flags |= n.NF_SYNPROXY_OPT_WSCALE;
    } else return new Synproxy(mss, wscale, flags);
  }
}

export const SYNPROXY: StatementKind = {
  word: "synproxy",
  expression: "synproxy",
  parse,
  fromJson: (_, value) => synproxyFromJson(isObject(value) ? value : {}),
  read: (_, tb) => readSynproxy(tb),
  debug: debugSynproxy,
};
