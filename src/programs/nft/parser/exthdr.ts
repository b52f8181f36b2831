/** `tcp option maxseg size`, `ip option ra`, `sctp chunk data tsn`, `frag id`, `exthdr hbh`. Source: `src/parser_bison.y` of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { NftError } from "../errors/source.ts";
import { exthdrByName, isExthdr, rawTcpOption } from "../fields/exthdr-table.ts";
import type { ExthdrLoad } from "../fields/load.ts";
import type { TokenStream } from "./stream.ts";

/** Words in front, and what of them they are. */
const PREFIXES: readonly (readonly [string, string, number])[] = [
  ["tcp", "option", n.NFT_EXTHDR_OP_TCPOPT],
  ["ip", "option", n.NFT_EXTHDR_OP_IPV4],
  ["sctp", "chunk", n.NFT_EXTHDR_OP_SCTP],
];
/** Of those with few fields they are told. */
const FEW_FIELDS: Readonly<Record<string, string>> = {
  hbh: "hdrlength or nexthdr",
  dst: "hdrlength or nexthdr",
  rt2: "addr",
};
const NO_FIELD = new Set(["exists", "missing", "set"]);

function fieldIfAny(s: TokenStream): string | undefined {
  if (s.token.kind !== "word" || NO_FIELD.has(s.token.text)) return undefined;
  const { text } = s.next();
  if (!s.accept("[")) return text;
  const index = s.number();
  s.expect("]");
  return `${text}[${index}]`;
}

/** `@12,0,8` or `12` */
function rawOption(s: TokenStream): ExthdrLoad {
  if (!s.accept("@")) return rawTcpOption(s.number(), 0, 8, true);
  const number = s.number();
  s.expect(",");
  const offset = s.number();
  s.expect(",");
  return rawTcpOption(number, offset, s.number(), false);
}

/** The option or header that is next, or undefined when what is next is none. */
export function parseExthdr(s: TokenStream): ExthdrLoad | undefined {
  const { token } = s;
  const second = s.ahead(1);
  const prefix = PREFIXES.find(([first, next]) => first === token.text && next === second.text);
  if (prefix !== undefined) {
    s.next();
    s.next();
    if (prefix[0] === "tcp" && (s.is("@") || s.token.kind === "number")) return rawOption(s);
    const name = s.isWord() ? s.next() : s.fail();
    return exthdrByName(prefix[2], name.text, fieldIfAny(s)) ?? unknown(name);
  }
  if (token.text === "exthdr" && second.kind === "word") {
    s.next();
    const name = s.next();
    return exthdrByName(n.NFT_EXTHDR_OP_IPV6, name.text, undefined) ?? unknown(name);
  }
  // "rt" and "dst" mean other things, too
  if (!isExthdr(n.NFT_EXTHDR_OP_IPV6, token.text) || second.kind !== "word") return undefined;
  const field = s.ahead(2).text === "[" ? `${second.text}[${s.ahead(3).text}]` : second.text;
  const load = exthdrByName(n.NFT_EXTHDR_OP_IPV6, token.text, field);
  // "rt" is also what is known of the way
  if (load === undefined && (s.mode !== "field" || token.text === "rt")) return undefined;
  s.next();
  if (load === undefined) return s.within(token.text, () => s.fail(FEW_FIELDS[token.text]));
  fieldIfAny(s);
  return load;
}

function unknown(name: { readonly text: string; readonly loc: NftError["loc"] }): never {
  throw new NftError("syntax error, unexpected string", name.loc);
}
