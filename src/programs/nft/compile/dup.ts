/** Copies, packets that go elsewhere, and options that are taken out. Source: `src/evaluate.c` (`stmt_evaluate_dup`, `stmt_evaluate_fwd`) of nftables 1.0.6. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Stmt } from "../ast.ts";
import { IFINDEX, IP6ADDR, IPADDR } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import { IPV4, IPV6, NETDEV } from "../hooks.ts";
import { registerOf } from "../netlink/nl.ts";
import type { RuleCompiler } from "./compiler.ts";
import { needAll } from "./dependency.ts";
import { placeValue } from "./place.ts";

type Of<S extends Stmt["s"]> = Stmt & { readonly s: S };

export function compileDup(c: RuleCompiler, stmt: Of<"dup">): void {
  const { family } = c;
  if (family === NETDEV) {
    if (stmt.dev !== undefined) throw new NftError("cannot specify device", stmt.loc);
    placeValue(c, stmt.to, IFINDEX, 0);
    return c.emit({ name: "dup", write: (w) => w.be32(n.NFTA_DUP_SREG_DEV, registerOf(0)) });
  }
  if (family !== IPV4 && family !== IPV6) throw new NftError("unsupported family", stmt.loc);
  const word = placeValue(c, stmt.to, family === IPV4 ? IPADDR : IP6ADDR, 0);
  if (stmt.dev !== undefined) placeValue(c, stmt.dev, IFINDEX, word);
  c.emit({
    name: "dup",
    write: (w) => {
      w.be32(n.NFTA_DUP_SREG_ADDR, registerOf(0));
      if (stmt.dev !== undefined) w.be32(n.NFTA_DUP_SREG_DEV, registerOf(word));
    },
  });
}

export function compileFwd(c: RuleCompiler, stmt: Of<"fwd">): void {
  if (c.family !== NETDEV) throw new NftError("unsupported family", stmt.loc);
  const { addr, family } = stmt;
  // what these need in front uses a register itself
  needAll(c, stmt.dev);
  if (addr !== undefined) needAll(c, addr);
  const word = placeValue(c, stmt.dev, IFINDEX, 0);
  if (addr !== undefined) placeValue(c, addr, family === "ip6" ? IP6ADDR : IPADDR, word);
  c.emit({
    name: "fwd",
    write: (w) => {
      w.be32(n.NFTA_FWD_SREG_DEV, registerOf(0));
      if (addr === undefined) return;
      w.be32(n.NFTA_FWD_SREG_ADDR, registerOf(word));
      w.be32(n.NFTA_FWD_NFPROTO, family === "ip6" ? IPV6 : IPV4);
    },
  });
}

export function compileReset(c: RuleCompiler, { load, loc }: Of<"reset">): void {
  if (load.kind !== "exthdr" || load.op !== n.NFT_EXTHDR_OP_TCPOPT)
    throw new NftError("only options of TCP can be reset", loc);
  c.emit({
    name: "exthdr",
    write: (w) => {
      w.u8(n.NFTA_EXTHDR_TYPE, load.header);
      w.be32(n.NFTA_EXTHDR_OP, load.op);
    },
  });
}
