/** `secmark`: a security module's name for packets. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { MessageWriter } from "../../../netlink/message.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { stringOf } from "../json/input/reader.ts";
import type { TokenStream } from "../parser/stream.ts";
import type { ObjectBody, ObjectKind, ParsedBody } from "./kind.ts";

class Secmark implements ObjectBody {
  private readonly ctx: string;

  constructor(ctx: string) {
    this.ctx = ctx;
  }

  write(w: MessageWriter): void {
    w.string(n.NFTA_SECMARK_CTX, this.ctx);
  }

  lines(): string[] {
    return [`"${this.ctx}"`];
  }

  json() {
    return { context: this.ctx };
  }
}

function parse(s: TokenStream): ParsedBody {
  const isText = (): boolean => s.token.kind === "quoted" || (s.isWord() && !s.isKeyword);
  if (isText()) return { body: new Secmark(s.next().text) };
  let text = "";
  let comment: string | undefined;
  if (!s.accept("{")) s.fail("string or quoted string or string with a trailing asterisk or '{'");
  s.block(() => {
    if (s.accept("comment")) comment = s.text();
    else if (isText()) text = s.next().text;
    else s.fail();
    if (!s.is("}")) s.endStatement();
  });
  s.expect("}");
  return { body: new Secmark(text), comment };
}

export const SECMARK: ObjectKind = {
  name: "secmark",
  type: n.NFT_OBJECT_SECMARK,
  parse,
  read: (tb) => new Secmark(tb.string(n.NFTA_SECMARK_CTX)),
  fromJson: (_, object) => new Secmark(stringOf(object, "context") ?? ""),
};
