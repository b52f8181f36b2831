/** Translations of addresses of the kernel as statements. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import { natMapOf } from "../compile/nat-map.ts";
import { type DataType, INET_SERVICE, IP6ADDR, IPADDR, numberOf } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { INET, IPV6 } from "../hooks.ts";
import { NETMAP } from "../nat-flags.ts";
import { type RuleReader, wordOf } from "./reader.ts";
import { exprOf } from "./resolve.ts";
import { spanExpr } from "./sets.ts";

/** The value in a register, or the range in two. @param max 0: there is one */
export function readOperand(r: RuleReader, min: number, max: number, type: DataType): Expr | undefined {
  if (min === 0) return undefined;
  const low = r.registers.get(wordOf(min));
  if (low?.bytes === undefined) return exprOf(r, low);
  const value = (bytes: Uint8Array): Expr => ({
    k: "value",
    type,
    bits: type.bits,
    value: numberOf(bytes, "big"),
    loc: NOWHERE,
  });
  const high = max === 0 || max === min ? undefined : r.registers.get(wordOf(max))?.bytes;
  if (high === undefined) return value(low.bytes);
  const [first, last] = [numberOf(low.bytes, "big"), numberOf(high, "big")];
  if (first !== last) return spanExpr(type, type.bits, first, last);
  return { k: "range", low: value(low.bytes), high: value(high), loc: NOWHERE };
}

/** Flags that are written. */
const SHOWN = 4 | 8 | 16;

export function readNat(r: RuleReader, tb: AttributeTable, name: string): void {
  if (name === "nat") {
    const v6 = tb.be32(n.NFTA_NAT_FAMILY) === IPV6;
    const type = v6 ? IP6ADDR : IPADDR;
    const addr = readOperand(r, tb.be32(n.NFTA_NAT_REG_ADDR_MIN), tb.be32(n.NFTA_NAT_REG_ADDR_MAX), type);
    if (r.family === INET && r.said.network !== undefined && addr !== undefined)
      r.said.network.dropped = true;
    // behind what says more than one address, Debian's nft looks for no port
    const said = natMapOf(addr, r.findSet);
    const both = said !== undefined && (said.pair || said.interval);
    const named = addr !== undefined && (r.family === INET || both);
    r.add({
      s: "nat",
      kind: tb.be32(n.NFTA_NAT_TYPE) === n.NFT_NAT_SNAT ? "snat" : "dnat",
      family: named ? (v6 ? "ip6" : "ip") : undefined,
      addr,
      port: both
        ? undefined
        : readOperand(r, tb.be32(n.NFTA_NAT_REG_PROTO_MIN), tb.be32(n.NFTA_NAT_REG_PROTO_MAX), INET_SERVICE),
      flags: tb.be32(n.NFTA_NAT_FLAGS) & SHOWN,
      keyLoc: NOWHERE,
      prefix: (tb.be32(n.NFTA_NAT_FLAGS) & NETMAP) !== 0,
      loc: NOWHERE,
    });
    return;
  }
  const masq = name === "masq";
  const min = tb.be32(masq ? n.NFTA_MASQ_REG_PROTO_MIN : n.NFTA_REDIR_REG_PROTO_MIN);
  const max = tb.be32(masq ? n.NFTA_MASQ_REG_PROTO_MAX : n.NFTA_REDIR_REG_PROTO_MAX);
  r.add({
    s: "nat",
    kind: masq ? "masquerade" : "redirect",
    port: readOperand(r, min, max, INET_SERVICE),
    flags: tb.be32(masq ? n.NFTA_MASQ_FLAGS : n.NFTA_REDIR_FLAGS) & SHOWN,
    keyLoc: NOWHERE,
    loc: NOWHERE,
  });
}
