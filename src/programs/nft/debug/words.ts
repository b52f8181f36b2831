/** Values and verdicts as libnftnl prints them. Source: `src/expr/data_reg.c` of libnftnl 1.2.4. */
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";

/** Words of four bytes as this machine reads them. @param prefix in front of each */
export function words(bytes: Uint8Array | undefined, prefix: string): string {
  if (bytes === undefined) return "";
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    let word = 0;
    for (let i = 3; i >= 0; i--) word = word * 256 + (bytes[at + i] ?? 0);
    text += `${prefix}${word.toString(16).padStart(8, "0")} `;
  }
  return text;
}

const VERDICTS: ReadonlyMap<number, string> = new Map([
  [nft.NF_ACCEPT, "accept"],
  [nft.NF_DROP, "drop"],
  [nft.NFT_CONTINUE, "continue"],
  [nft.NFT_JUMP, "jump"],
  [nft.NFT_GOTO, "goto"],
  [nft.NFT_RETURN, "return"],
  [-2, "break"],
]);

/** What a nested `NFTA_DATA_*` holds. */
export function data(tb: AttributeTable, attr: number, prefix: string): string {
  if (!tb.has(attr)) return "";
  const inner = new AttributeTable(2).parseNested(tb, attr);
  if (!inner.has(nft.NFTA_DATA_VERDICT)) return words(inner.payload(nft.NFTA_DATA_VALUE), prefix);
  const verdict = new AttributeTable(3).parseNested(inner, nft.NFTA_DATA_VERDICT);
  const name = VERDICTS.get(verdict.be32(nft.NFTA_VERDICT_CODE) | 0) ?? "unknown";
  if (!verdict.has(nft.NFTA_VERDICT_CHAIN)) return `${name} `;
  return `${name} -> ${verdict.string(nft.NFTA_VERDICT_CHAIN)} `;
}

/** What a program keeps beside a thing: letters as they are, other bytes in hexadecimal. */
export function userdata(bytes: Uint8Array | undefined): string {
  if (bytes === undefined || bytes.length === 0) return "";
  let text = "";
  for (const byte of bytes)
    text +=
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  return `  userdata = { ${text} }`;
}
