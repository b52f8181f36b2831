/** Translations. Source: `src/evaluate.c` (`stmt_evaluate_nat`) of nftables 1.0.6. */
import type { Expr, Stmt } from "../ast.ts";
import { type DataType, INET_SERVICE, IP6ADDR, IPADDR } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { NETWORK, TRANSPORT } from "../fields/proto.ts";
import { FAMILIES, INET, IPV4, IPV6 } from "../hooks.ts";
import { evaluateArgument } from "./argument.ts";
import { type Evaluator, fail } from "./evaluator.ts";

type Nat = Stmt & { readonly s: "nat" };

const ADDRESSES: Readonly<Record<number, DataType>> = { [IPV4]: IPADDR, [IPV6]: IP6ADDR };

/** The family that it translates in; undefined where that was not said. Source: `nat_evaluate_family`. */
function familyOf(e: Evaluator, stmt: Nat): number | undefined {
  if (e.family !== INET && e.family !== IPV4 && e.family !== IPV6)
    return fail("NAT is only supported for IPv4/IPv6", stmt.keyLoc);
  if (stmt.family !== undefined) return FAMILIES[stmt.family];
  if (e.family !== INET) return e.family;
  const network = e.protocols.name(NETWORK);
  return network === "ip" ? IPV4 : network === "ip6" ? IPV6 : undefined;
}

/**
 * What was said of the packet's family and what the statement says must be the same. Source: `stmt_evaluate_l3proto`.
 * @param statement its name
 * @throws NftError when they are not
 */
export function checkNetwork(e: Evaluator, family: number | undefined, where: Loc, statement = "nat"): void {
  const network = e.protocols.name(NETWORK);
  const clash = (network === "ip" && family !== IPV4) || (network === "ip6" && family !== IPV6);
  if (!clash) return;
  const name = family === IPV4 ? "ip" : family === IPV6 ? "ip6" : "unknown";
  fail(
    `conflicting protocols specified: ${network} vs. ${name}. You must specify ip or ip6 family in ${statement} statement`,
    where,
    e.protocols.loc(NETWORK),
  );
}

/** Whether an address and a port come out of one map. Source: `nat_concat_map`. */
function isPair(e: Evaluator, addr: Expr): boolean {
  if (addr.k === "concat") return false;
  if (addr.k !== "map") return false;
  if (addr.data.k === "set") return addr.data.elems.some(({ data }) => data?.k === "concat");
  if (addr.data.k !== "setref") return false;
  try {
    const { data } = e.findSet(addr.data.name, addr.data.loc);
    return typeof data === "object" && "types" in data && data.types.length > 1;
  } catch (error) {
    if (!(error instanceof NftError)) throw error;
    e.noted.push(error);
    return false;
  }
}

function needTransport(e: Evaluator, stmt: Nat, loc: Loc): void {
  const { addr } = stmt;
  if (e.protocols.name(TRANSPORT) !== undefined) return;
  const parts = addr?.k === "map" && addr.key.k === "concat" ? addr.key.items : [];
  if (
    parts.some(
      (part) =>
        part.k === "load" &&
        part.load.kind === "payload" &&
        part.load.proto?.base === TRANSPORT &&
        part.load.proto.name !== "th",
    )
  )
    return;
  fail("transport protocol mapping is only valid after transport protocol match", loc, stmt.keyLoc);
}

export function evaluateNat(e: Evaluator, stmt: Nat): void {
  const family = familyOf(e, stmt);
  const { addr, port, keyLoc } = stmt;
  if (addr !== undefined) {
    checkNetwork(e, family, keyLoc);
    if (isPair(e, addr) || stmt.pair === true) {
      if (family === undefined) return;
      e.expected = { types: [ADDRESSES[family], INET_SERVICE], bits: 0 };
      e.evaluate(addr);
      return needTransport(e, stmt, addr.loc);
    }
    const own = e.family === INET ? family : e.family;
    const type = own === undefined ? undefined : ADDRESSES[own];
    if (type === undefined) return fail("ip or ip6 must be specified with address for inet tables.", keyLoc);
    evaluateArgument(e, addr, [type], type.bits, keyLoc);
  }
  if (port === undefined) return;
  needTransport(e, stmt, port.loc);
  evaluateArgument(e, port, [INET_SERVICE], 16, keyLoc);
}
