/** What a rejected packet is answered with. Source: `src/evaluate.c` (`stmt_evaluate_reject`) of nftables 1.0.6. */
import {
  NFT_REJECT_ICMP_UNREACH,
  NFT_REJECT_ICMPX_PORT_UNREACH,
  NFT_REJECT_ICMPX_UNREACH,
  NFT_REJECT_TCP_RST,
  NFTA_REJECT_ICMP_CODE,
  NFTA_REJECT_TYPE,
} from "../../../netlink/nf-tables-expressions.ts";
import type { Stmt } from "../ast.ts";
import { bytesOf, ICMP_CODE, ICMPV6_CODE, ICMPX_CODE } from "../datatype.ts";
import { IPV4, IPV6 } from "../hooks.ts";
import { loadByName } from "../meta-table.ts";
import { NftError } from "../source.ts";
import type { RuleCompiler } from "./compiler.ts";
import { constant } from "./constants.ts";
import { needNetwork } from "./dependency.ts";
import { emitCompare, emitLoad } from "./emit.ts";

const TYPES = { icmp: ICMP_CODE, icmpv6: ICMPV6_CODE, icmpx: ICMPX_CODE };

export function compileReject(c: RuleCompiler, stmt: Stmt & { readonly s: "reject" }): void {
  const emit = (kind: number, code: number): void =>
    c.emit({
      name: "reject",
      write: (w) => {
        w.be32(NFTA_REJECT_TYPE, kind);
        w.u8(NFTA_REJECT_ICMP_CODE, code);
      },
    });
  const { network } = c.proto;
  if (stmt.kind === "default") {
    if (network === "ip") return emit(NFT_REJECT_ICMP_UNREACH, 3);
    if (network === "ip6") return emit(NFT_REJECT_ICMP_UNREACH, 4);
    return emit(NFT_REJECT_ICMPX_UNREACH, NFT_REJECT_ICMPX_PORT_UNREACH);
  }
  if (stmt.kind === "tcp") {
    if (c.proto.transport !== undefined && c.proto.transport !== "tcp")
      throw new NftError(`you cannot use tcp reset with this protocol`, stmt.loc);
    if (c.proto.transport === undefined) {
      const load = loadByName("meta", "l4proto");
      if (load !== undefined) emitLoad(c, load, 0);
      emitCompare(c, 0, "==", bytesOf(6n, 8, "big"));
      c.proto.transport = "tcp";
    }
    return emit(NFT_REJECT_TCP_RST, 0);
  }
  const code = stmt.code === undefined ? 0 : Number(constant(stmt.code, TYPES[stmt.kind], 8, c.ctx));
  if (stmt.kind === "icmpx") {
    if (c.family === IPV4 || c.family === IPV6)
      throw new NftError("abstracted ICMP unreachable not supported", stmt.code?.loc ?? stmt.loc);
    return emit(NFT_REJECT_ICMPX_UNREACH, code);
  }
  const codeLoc = stmt.code?.loc ?? stmt.loc;
  const keyLoc = { ...stmt.loc, end: stmt.loc.start + "reject".length };
  const wanted = stmt.kind === "icmp" ? "ip" : "ip6";
  if (network === undefined) needNetwork(c, wanted, stmt.loc);
  else if (network !== wanted)
    throw new NftError(`conflicting protocols specified: ${network} vs ${wanted}`, codeLoc, keyLoc);
  emit(NFT_REJECT_ICMP_UNREACH, code);
}
