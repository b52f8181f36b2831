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
import { bytesOf, ICMP_CODE, ICMPV6_CODE, ICMPX_CODE } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";
import { loadByName } from "../fields/meta-table.ts";
import { ARP, BRIDGE, IPV4, IPV6, NETDEV } from "../hooks.ts";
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
  const keyLoc = { ...stmt.loc, end: stmt.loc.start + "reject".length };
  if (c.family === ARP) throw new NftError("cannot use reject with arp", keyLoc);
  const atLink = c.family === BRIDGE || c.family === NETDEV;
  if (atLink && network !== undefined && network !== "ip" && network !== "ip6")
    throw new NftError("cannot reject this network family", keyLoc, c.proto.networkLoc);
  if (stmt.kind === "default") {
    if (network === "ip" || (c.family === IPV4 && network !== "ip6")) return emit(NFT_REJECT_ICMP_UNREACH, 3);
    if (network === "ip6") return emit(NFT_REJECT_ICMP_UNREACH, 4);
    return emit(NFT_REJECT_ICMPX_UNREACH, NFT_REJECT_ICMPX_PORT_UNREACH);
  }
  if (stmt.kind === "tcp") {
    if (c.proto.transport !== undefined && c.proto.transport !== "tcp")
      throw new NftError("you cannot use tcp reset with this protocol", keyLoc, c.proto.transportLoc);
    if (c.proto.transport === undefined) {
      // in front of all that the rule says
      const before = c.exprs.splice(0);
      const load = loadByName("meta", "l4proto");
      if (load !== undefined) emitLoad(c, load, 0);
      emitCompare(c, 0, "==", bytesOf(6n, 8, "big"));
      c.exprs.push(...before);
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
  const wanted = stmt.kind === "icmp" ? "ip" : "ip6";
  if (network === undefined) needNetwork(c, wanted, stmt.loc);
  else if (network !== wanted && c.family !== IPV4 && c.family !== IPV6)
    throw new NftError("conflicting protocols specified: ip vs ip6", codeLoc, c.proto.networkLoc);
  else if (network !== wanted)
    throw new NftError(`conflicting protocols specified: ${network} vs ${wanted}`, codeLoc, keyLoc);
  emit(NFT_REJECT_ICMP_UNREACH, code);
}
