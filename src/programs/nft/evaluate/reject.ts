/** Rejecting. Source: `src/evaluate.c` (`stmt_evaluate_reject`) of nftables 1.0.6. */
import type { Stmt } from "../ast.ts";
import { symbolValue } from "../compile/constants.ts";
import { ICMP_CODE, ICMPV6_CODE, ICMPX_CODE } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { NETWORK, TRANSPORT } from "../fields/proto.ts";
import { ARP, INET, IPV4, IPV6 } from "../hooks.ts";
import { type Evaluator, fail } from "./evaluator.ts";

type Reject = Stmt & { readonly s: "reject" };

const TYPES = { icmp: ICMP_CODE, icmpv6: ICMPV6_CODE, icmpx: ICMPX_CODE };

export function evaluateReject(e: Evaluator, stmt: Reject): void {
  const where = keyOf(stmt.loc);
  const { kind, code } = stmt;
  let number = -1;
  if (kind !== "default" && kind !== "tcp" && code !== undefined && code.k === "symbol") {
    number = Number(symbolValue(code, TYPES[kind], 0, e.ctx) & 255n);
    // the number is kept in a byte with a sign
    if (number > 127) number -= 256;
  } else if (kind === "tcp") {
    const transport = e.protocols.name(TRANSPORT);
    if (transport !== undefined && transport !== "tcp")
      fail("you cannot use tcp reset with this protocol", where, e.protocols.loc(TRANSPORT));
    number = 0;
  }
  if (e.family === ARP) fail("cannot use reject with arp", where);
  if (kind === "default") return;
  if (e.family === IPV4 || e.family === IPV6) return checkFamily(e, stmt, where);
  const network = e.protocols.name(NETWORK);
  const wanted = kind === "icmp" ? "ip" : "ip6";
  if (kind === "icmp" || kind === "icmpv6") {
    if (network !== undefined && network !== wanted && (network === "ip" || network === "ip6"))
      fail("conflicting protocols specified: ip vs ip6", code?.loc ?? where, e.protocols.loc(NETWORK));
    if (network !== undefined && network !== "ip" && network !== "ip6") {
      if (e.family === INET)
        fail("cannot infer ICMP reject variant to use: explicit value required.\n", where);
      fail("cannot reject this network family", where, e.protocols.loc(NETWORK));
    }
    if (network === undefined && number < 0) fail("missing icmp error type", where);
    if (network === undefined) e.protocols.set(NETWORK, wanted, stmt.loc);
  } else if (network !== undefined && network !== "ip" && network !== "ip6" && e.family !== INET)
    fail("cannot reject this network family", where, e.protocols.loc(NETWORK));
  else if (kind === "tcp" && e.protocols.name(TRANSPORT) === undefined)
    e.protocols.set(TRANSPORT, "tcp", stmt.loc);
}

function keyOf(loc: Loc): Loc {
  return { ...loc, end: loc.start + "reject".length };
}

function checkFamily(e: Evaluator, { kind, code }: Reject, where: Loc): void {
  const at = code?.loc ?? where;
  if (kind === "icmpx") throw new NftError("abstracted ICMP unreachable not supported", at, where);
  if (kind === "icmp" && e.family !== IPV4) fail("conflicting protocols specified: ip vs ip6", at, where);
  if (kind === "icmpv6" && e.family !== IPV6) fail("conflicting protocols specified: ip vs ip6", at, where);
}
