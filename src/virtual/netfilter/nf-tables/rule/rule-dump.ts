/** Messages about rules. Source: `net/netfilter/nf_tables_api.c` (`nf_tables_fill_rule_info`, `nft_expr_dump`). */
import { NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_LIST_ELEM,
  NFTA_RULE_CHAIN,
  NFTA_RULE_EXPRESSIONS,
  NFTA_RULE_HANDLE,
  NFTA_RULE_POSITION,
  NFTA_RULE_TABLE,
  NFTA_RULE_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import type { NftChain } from "../chain/chain.ts";
import { putBe64 } from "../data.ts";
import type { NftExpr } from "../expr.ts";
import { beginMessage } from "../message.ts";
import type { NftNet } from "../table/table.ts";
import type { NftRule } from "./rule.ts";

/** Writes name and data of an expression (`nf_tables_fill_expr_info`). */
export function fillExpr(writer: MessageWriter, attr: number, expr: NftExpr, reset: boolean): void {
  const nest = writer.nest(attr | NLA_F_NESTED);
  writer.string(NFTA_EXPR_NAME, expr.type.name);
  const data = writer.nest(NFTA_EXPR_DATA | NLA_F_NESTED);
  expr.dump(writer, reset);
  writer.endNest(data);
  writer.endNest(nest);
}

/** @param previous the rule in front of it, which its place is told by */
export function fillRule(
  writer: MessageWriter,
  nft: NftNet,
  chain: NftChain,
  rule: NftRule,
  previous: NftRule | undefined,
  portid: number,
  seq: number,
  type: number,
  flags: number,
  reset: boolean,
): void {
  beginMessage(writer, nft, type, chain.table.family, portid, seq, flags);
  writer.string(NFTA_RULE_TABLE, chain.table.name);
  writer.string(NFTA_RULE_CHAIN, chain.name);
  putBe64(writer, NFTA_RULE_HANDLE, rule.handle);
  if (previous !== undefined) putBe64(writer, NFTA_RULE_POSITION, previous.handle);
  const list = writer.nest(NFTA_RULE_EXPRESSIONS | NLA_F_NESTED);
  for (const expr of rule.exprs) fillExpr(writer, NFTA_LIST_ELEM, expr, reset);
  writer.endNest(list);
  if (rule.userdata) writer.data(NFTA_RULE_USERDATA, rule.userdata);
  writer.end();
}
