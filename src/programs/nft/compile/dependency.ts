/** Checks that a field needs in front of it: a port is only a port in TCP. Source: `src/payload.c` (`payload_gen_dependency`). */
import { NFT_EXTHDR_OP_IPV4, NFT_EXTHDR_OP_IPV6 } from "../../../netlink/nf-tables-expressions.ts";
import type { Expr } from "../ast.ts";
import { ARPHRD, bytesOf, ETHERTYPE, INET_PROTO, NFPROTO } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import type { ExthdrLoad, PayloadLoad } from "../fields/load.ts";
import { loadByName } from "../fields/meta-table.ts";
import { etherTypeOf, LL, NETWORK, protoByName, TRANSPORT, transportNumber } from "../fields/proto.ts";
import { BRIDGE, INET, IPV4, IPV6, NETDEV } from "../hooks.ts";
import type { RuleCompiler } from "./compiler.ts";
import { emitCompare, emitLoad } from "./emit.ts";
import { needIcmpType } from "./icmp.ts";
import { noteComparison } from "./merge.ts";

function emitMetaEquals(c: RuleCompiler, name: string, bytes: Uint8Array): void {
  const load = loadByName("meta", name);
  if (load === undefined) return;
  emitLoad(c, load, 0);
  emitCompare(c, 0, "==", bytes);
}

/** The frame's protocol, which stands in front of its addresses' field or of its tag's. @param offset in bits */
function emitEtherType(c: RuleCompiler, offset: number, value: bigint): void {
  const first = c.exprs.length;
  const load: PayloadLoad = {
    kind: "payload",
    base: LL,
    offset,
    bits: 16,
    type: ETHERTYPE,
    text: "",
    json: "",
  };
  const bytes = bytesOf(value, 16, "big");
  emitLoad(c, load, 0);
  emitCompare(c, 0, "==", bytes);
  noteComparison(c, load, bytes, "==", first);
}

/**
 * Makes sure that the packet is of the network protocol.
 * @param direct a field of its own header is asked for: in bridges, frames with a tag count then, too
 */
export function needNetwork(c: RuleCompiler, name: string, loc: Loc, direct = true): void {
  const { proto } = c;
  if (proto.network === name) return;
  if (proto.network !== undefined)
    throw new NftError(`conflicting protocols specified: ${proto.network} vs. ${name}`, loc);
  if (c.family === INET && name === "arp")
    throw new NftError("conflicting protocols specified: inet vs. arp", loc);
  const type = BigInt(etherTypeOf(name) ?? 0);
  if (proto.link === "vlan") emitEtherType(c, 128, type);
  else if (proto.link === "ether" && !(c.family === BRIDGE && direct)) emitEtherType(c, 96, type);
  else if (c.family === INET)
    emitMetaEquals(c, "nfproto", bytesOf(BigInt(name === "ip" ? IPV4 : IPV6), 8, NFPROTO.order));
  else emitMetaEquals(c, "protocol", bytesOf(type, 16, "big"));
  proto.network = name;
  proto.networkLoc = loc;
}

function needTransport(c: RuleCompiler, name: string, loc: Loc): void {
  const { proto } = c;
  if (proto.transport === name) return;
  if (proto.transport !== undefined)
    throw new NftError(`conflicting protocols specified: ${proto.transport} vs. ${name}`, loc);
  if (proto.network === "arp") throw new NftError(`conflicting protocols specified: arp vs. ${name}`, loc);
  if (name === "icmp" || name === "igmp") needNetworkIfOpen(c, "ip", loc);
  if (name === "icmpv6") needNetworkIfOpen(c, "ip6", loc);
  emitMetaEquals(c, "l4proto", bytesOf(BigInt(transportNumber(name) ?? 0), 8, INET_PROTO.order));
  proto.transport = name;
  proto.transportLoc = loc;
}

/** In tables of one family the protocol goes without saying; even the other family's may be asked for. */
function needNetworkIfOpen(c: RuleCompiler, name: string, loc: Loc): void {
  if (c.proto.network === undefined) needNetwork(c, name, loc, false);
}

export function needFor(c: RuleCompiler, load: PayloadLoad, loc: Loc): void {
  const { proto } = load;
  if (proto === undefined) return;
  if (proto.base === NETWORK) return needNetwork(c, proto.name, loc, proto.name !== "arp");
  if (proto.base === TRANSPORT) {
    if (proto.name === "th") return;
    needTransport(c, proto.name, loc);
    return needIcmpType(c, load, loc);
  }
  if (proto.name === "ether") {
    if (c.proto.link === undefined) {
      emitMetaEquals(c, "iiftype", bytesOf(1n, 16, ARPHRD.order));
      c.proto.link = "ether";
    }
    return;
  }
  if (proto.name !== "vlan" || c.proto.link === "vlan") return;
  if (c.proto.link === undefined) {
    emitMetaEquals(c, "iiftype", bytesOf(1n, 16, ARPHRD.order));
  }
  emitEtherType(c, 96, 0x8100n);
  c.proto.link = "vlan";
}

/** Headers of IPv6 and options of IPv4 say what network protocol they are of. */
export function needForHeader(c: RuleCompiler, { op }: ExthdrLoad, loc: Loc): void {
  if (op === NFT_EXTHDR_OP_IPV6) needNetwork(c, "ip6", loc);
  else if (op === NFT_EXTHDR_OP_IPV4) needNetwork(c, "ip", loc);
}

/** Whether the expression is what says which transport protocol the packet is of. */
export function saysTransport(left: Expr): boolean {
  if (left.k !== "load") return false;
  const { load } = left;
  if (load.kind === "meta") return load.text === "meta l4proto";
  return load.kind === "payload" && load.base === NETWORK && load.field?.name === load.proto?.key;
}

/** A match that itself says what protocol the packet is of. */
export function learn(c: RuleCompiler, left: Expr, value: bigint): void {
  if (left.k !== "load") return;
  const { load } = left;
  const number = Number(value);
  if (load.kind === "meta") {
    if (load.text === "meta l4proto") c.proto.transport = transportName(number);
    else if (load.text === "meta nfproto")
      c.proto.network = number === IPV4 ? "ip" : number === IPV6 ? "ip6" : undefined;
    else if (load.text === "meta protocol" && (c.family === NETDEV || c.family === BRIDGE))
      c.proto.network = networkName(number);
    return;
  }
  if (/^ct (original |reply )?protocol$/.test(load.text) && c.proto.network !== undefined)
    c.proto.transport = transportName(number);
  if (load.kind !== "payload" || load.proto === undefined || load.field?.name !== load.proto.key) return;
  const inner = load.proto.inner?.get(number);
  if (inner === undefined) return;
  if (load.base === NETWORK) c.proto.transport = inner;
  else if (inner === "vlan") c.proto.link = "vlan";
  else c.proto.network = inner;
}

function transportName(number: number): string | undefined {
  return protoByName("ip")?.inner?.get(number);
}

function networkName(number: number): string | undefined {
  return protoByName("ether")?.inner?.get(number);
}

/** Everything that an expression needs in front of it. */
export function needAll(c: RuleCompiler, expr: Expr): void {
  if (expr.k === "load") {
    if (expr.load.kind === "payload") needFor(c, expr.load, expr.loc);
    if (expr.load.kind === "exthdr") needForHeader(c, expr.load, expr.loc);
    if (expr.load.text === "meta nfproto" && c.family !== INET)
      throw new NftError("meta nfproto is only useful in the inet family", expr.loc);
  } else if (expr.k === "binop") needAll(c, expr.left);
  else if (expr.k === "map" || expr.k === "hash") needAll(c, expr.key);
  else if (expr.k === "concat") for (const item of expr.items) needAll(c, item);
}
