/** `synproxy`: how handshakes are answered for somebody else, by name. Source: `src/parser_bison.y` of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { TokenStream } from "../parser/stream.ts";
import { debugSynproxy, readSynproxy, Synproxy, synproxyFromJson } from "../statement-kinds/synproxy.ts";
import type { ObjectBody, ObjectKind, ParsedBody } from "./kind.ts";

class SynproxyObject implements ObjectBody {
  private readonly synproxy: Synproxy;

  constructor(synproxy: Synproxy) {
    this.synproxy = synproxy;
  }

  write(...[w]: Parameters<ObjectBody["write"]>): void {
    this.synproxy.write(w);
  }

  lines(): string[] {
    const { synproxy } = this;
    const lines: string[] = [];
    if (synproxy.has(n.NF_SYNPROXY_OPT_MSS)) lines.push(`mss ${synproxy.mss}`);
    if (synproxy.has(n.NF_SYNPROXY_OPT_WSCALE)) lines.push(`wscale ${synproxy.wscale}`);
    const timestamp = synproxy.has(n.NF_SYNPROXY_OPT_TIMESTAMP);
    const sack = synproxy.has(n.NF_SYNPROXY_OPT_SACK_PERM);
    if (timestamp || sack) lines.push(`${timestamp ? "timestamp" : ""} ${sack ? "sack-perm" : ""}`);
    return lines;
  }

  json() {
    return this.synproxy.fields();
  }
}

/** `mss 1460 wscale 7 timestamp sack-perm`, on one line or, in braces, on three. */
function parseConfig(s: TokenStream, inBraces: boolean): Synproxy {
  if (!s.accept("mss")) s.fail(inBraces ? undefined : "mss");
  const mss = s.number();
  const lines = inBraces && s.atSeparator;
  if (lines) s.skipSeparators();
  if (!s.accept("wscale")) s.fail("wscale");
  const wscale = s.number();
  if (lines) s.endStatement();
  let flags = n.NF_SYNPROXY_OPT_MSS | n.NF_SYNPROXY_OPT_WSCALE;
  if (s.accept("timestamp")) flags |= n.NF_SYNPROXY_OPT_TIMESTAMP;
  if (s.accept("sack-perm")) flags |= n.NF_SYNPROXY_OPT_SACK_PERM;
  return new Synproxy(mss, wscale, flags);
}

function parse(s: TokenStream, create: boolean): ParsedBody {
  let synproxy = new Synproxy(0, 0, 0);
  if (create || s.is("mss")) return { body: new SynproxyObject(parseConfig(s, false)) };
  let comment: string | undefined;
  if (!s.accept("{")) s.fail("mss or '{'");
  s.block(() => {
    if (s.accept("comment")) comment = s.text();
    else synproxy = parseConfig(s, true);
    if (!s.is("}") && !s.atSeparator) s.fail();
    if (!s.is("}")) s.endStatement();
  });
  s.expect("}");
  return { body: new SynproxyObject(synproxy), comment };
}

export const SYNPROXY_OBJECT: ObjectKind = {
  name: "synproxy",
  type: n.NFT_OBJECT_SYNPROXY,
  parse,
  read: (tb) => new SynproxyObject(readSynproxy(tb)),
  fromJson: (_, object) => new SynproxyObject(synproxyFromJson(object)),
  debug: (tb) => `synproxy ${debugSynproxy(tb)}`,
};
