/** Copies and packets that go elsewhere, as statements. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import { type DataType, IFINDEX, IP6ADDR, IPADDR, numberOf } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { IPV6 } from "../hooks.ts";
import { type RuleReader, wordOf } from "./reader.ts";
import { exprOf } from "./resolve.ts";

function operand(r: RuleReader, tb: AttributeTable, attr: number, type: DataType): Expr | undefined {
  if (!tb.has(attr)) return undefined;
  const source = r.registers.get(wordOf(tb.be32(attr)));
  if (source?.bytes === undefined) return exprOf(r, source);
  const { order, bits } = type;
  return { k: "value", type, bits, value: numberOf(source.bytes, order), loc: NOWHERE };
}

export function readDup(r: RuleReader, tb: AttributeTable): void {
  const address = operand(r, tb, n.NFTA_DUP_SREG_ADDR, r.family === IPV6 ? IP6ADDR : IPADDR);
  const dev = operand(r, tb, n.NFTA_DUP_SREG_DEV, IFINDEX);
  if (address !== undefined) r.add({ s: "dup", to: address, dev, loc: NOWHERE });
  else if (dev !== undefined) r.add({ s: "dup", to: dev, loc: NOWHERE });
}

export function readFwd(r: RuleReader, tb: AttributeTable): void {
  const v6 = tb.be32(n.NFTA_FWD_NFPROTO) === IPV6;
  const dev = operand(r, tb, n.NFTA_FWD_SREG_DEV, IFINDEX);
  const addr = operand(r, tb, n.NFTA_FWD_SREG_ADDR, v6 ? IP6ADDR : IPADDR);
  if (dev !== undefined) r.add({ s: "fwd", family: v6 ? "ip6" : "ip", addr, dev, loc: NOWHERE });
}
