/** Translating addresses. Source: `net/netfilter/nft_nat.c`, `nft_masq.c`, `nft_redir.c`. */
import { EAFNOSUPPORT, EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NF_ACCEPT, NF_DROP } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { read32 } from "../../../../packet/bytes.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import { nfCtGet } from "../../conntrack/nf-conn.ts";
import {
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../../hook-numbers.ts";
import { nfNatSetupInfo } from "../../nat/nat-core.ts";
import { nfNatMasqueradeIpv4, nfNatMasqueradeIpv6 } from "../../nat/nat-masquerade.ts";
import {
  NF_NAT_MANIP_DST,
  NF_NAT_MANIP_SRC,
  NF_NAT_RANGE_MAP_IPS,
  NF_NAT_RANGE_NETMAP,
  NF_NAT_RANGE_PROTO_OFFSET,
  NF_NAT_RANGE_PROTO_SPECIFIED,
  NfNatRange,
} from "../../nat/nat-range.ts";
import { nfNatRedirectIpv4, nfNatRedirectIpv6 } from "../../nat/nat-redirect.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

/** `NF_NAT_RANGE_MASK` */
const FLAGS_MASK = 0x7f;
const range = new NfNatRange();

const SOURCE_HOOKS = (1 << NF_INET_POST_ROUTING) | (1 << NF_INET_LOCAL_IN);
const DESTINATION_HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_OUT);

/** What every kind has: ports, flags, and the hooks of connection tracking. */
interface NatConfig {
  readonly ctx: NftCtx;
  readonly family: number;
  /** First words of registers; -1: none. */
  readonly addrMin: number;
  readonly addrMax: number;
  readonly protoMin: number;
  readonly protoMax: number;
  readonly flags: number;
  readonly hooks: number;
}

function port(regs: NftRegs, word: number): number {
  return (regs.bytes[word * 4] << 8) | regs.bytes[word * 4 + 1];
}

function setPorts(regs: NftRegs, { protoMin, protoMax }: NatConfig): void {
  if (protoMin < 0) return;
  range.minProto = port(regs, protoMin);
  range.maxProto = port(regs, protoMax);
  range.flags |= NF_NAT_RANGE_PROTO_SPECIFIED;
}

function setAddress(into: Int32Array, regs: NftRegs, word: number, v6: boolean): void {
  const read = (at: number): number =>
    (regs.bytes[at] << 24) | (regs.bytes[at + 1] << 16) | (regs.bytes[at + 2] << 8) | regs.bytes[at + 3];
  into.fill(0);
  if (!v6) into[3] = read(word * 4);
  else for (let i = 0; i < 4; i++) into[i] = read((word + i) * 4);
}

/** The network's bits of the address are replaced, the others stay (`nft_nat_setup_netmap`). */
function netmap(pkt: NftPktinfo, source: boolean, v6: boolean): void {
  const { bytes } = pkt.skb;
  const at = pkt.nhoff + (v6 ? (source ? 8 : 24) : source ? 12 : 16);
  const { minAddr, maxAddr } = range;
  for (let i = v6 ? 0 : 3; i < 4; i++) {
    const mask = ~(minAddr[i] ^ maxAddr[i]);
    const old = read32(bytes, at + (v6 ? 4 * i : 0));
    minAddr[i] = (old & ~mask) | (minAddr[i] & mask);
    maxAddr[i] = minAddr[i];
  }
}

abstract class NatExpr extends NftExpr {
  abstract override readonly type: NftExprType;
  readonly config: NatConfig;

  constructor(config: NatConfig) {
    super();
    this.config = config;
    nfCtNetnsGet(config.ctx.net, config.ctx.family);
  }

  override destroy(): void {
    nfCtNetnsPut(this.config.ctx.net, this.config.ctx.family);
  }

  override validate(from: ValidateCtx): number {
    if (from.typeName !== null && from.typeName !== "nat") return -EOPNOTSUPP;
    return from.onlyFrom(this.config.hooks);
  }
}

class Nat extends NatExpr {
  readonly type = NAT;

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { config } = this;
    const { skb } = pkt;
    const ct = nfCtGet(skb);
    if (ct === null || (config.family !== pkt.pf && pkt.pf !== NFPROTO_IPV4 && pkt.pf !== NFPROTO_IPV6)) {
      regs.code = NF_ACCEPT;
      return;
    }
    range.reset();
    const v6 = config.family === NFPROTO_IPV6;
    if (config.addrMin >= 0) {
      if (config.family !== pkt.pf) {
        regs.code = NF_ACCEPT;
        return;
      }
      setAddress(range.minAddr, regs, config.addrMin, v6);
      setAddress(range.maxAddr, regs, config.addrMax, v6);
      if ((config.flags & NF_NAT_RANGE_NETMAP) !== 0) netmap(pkt, config.hooks === SOURCE_HOOKS, v6);
    }
    setPorts(regs, config);
    range.flags = config.flags;
    const manip = config.hooks === SOURCE_HOOKS ? NF_NAT_MANIP_SRC : NF_NAT_MANIP_DST;
    regs.code = nfNatSetupInfo(ct, range, manip);
  }

  dump(writer: MessageWriter): void {
    const { config } = this;
    writer.be32(n.NFTA_NAT_TYPE, config.hooks === SOURCE_HOOKS ? n.NFT_NAT_SNAT : n.NFT_NAT_DNAT);
    writer.be32(n.NFTA_NAT_FAMILY, config.family);
    if (config.addrMin >= 0) {
      dumpRegister(writer, n.NFTA_NAT_REG_ADDR_MIN, config.addrMin);
      dumpRegister(writer, n.NFTA_NAT_REG_ADDR_MAX, config.addrMax);
    }
    if (config.protoMin >= 0) {
      dumpRegister(writer, n.NFTA_NAT_REG_PROTO_MIN, config.protoMin);
      dumpRegister(writer, n.NFTA_NAT_REG_PROTO_MAX, config.protoMax);
    }
    if (config.flags !== 0) writer.be32(n.NFTA_NAT_FLAGS, config.flags);
  }
}

/** masquerade and redirect: the address is the device's. */
class NatToDevice extends NatExpr {
  readonly type: NftExprType;

  constructor(type: NftExprType, config: NatConfig) {
    super(config);
    this.type = type;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { config } = this;
    const { skb } = pkt;
    range.reset().flags = config.flags;
    setPorts(regs, config);
    const v4 = pkt.pf === NFPROTO_IPV4;
    if (this.type === REDIR)
      regs.code = v4 ? nfNatRedirectIpv4(skb, range, pkt.hook) : nfNatRedirectIpv6(skb, range, pkt.hook);
    else if (pkt.out === null) regs.code = NF_DROP;
    else regs.code = v4 ? nfNatMasqueradeIpv4(skb, range, pkt.out) : nfNatMasqueradeIpv6(skb, range, pkt.out);
  }

  dump(writer: MessageWriter): void {
    const { config } = this;
    const masq = this.type === MASQ;
    if (config.flags !== 0) writer.be32(masq ? n.NFTA_MASQ_FLAGS : n.NFTA_REDIR_FLAGS, config.flags);
    if (config.protoMin < 0) return;
    dumpRegister(writer, masq ? n.NFTA_MASQ_REG_PROTO_MIN : n.NFTA_REDIR_REG_PROTO_MIN, config.protoMin);
    dumpRegister(writer, masq ? n.NFTA_MASQ_REG_PROTO_MAX : n.NFTA_REDIR_REG_PROTO_MAX, config.protoMax);
  }
}

/** Two registers, the second of which may be left out. @returns words, -1 for none, or undefined with an error */
function registers(
  ctx: NftCtx,
  tb: AttributeTable,
  min: number,
  max: number,
  length: number,
): { readonly low: number; readonly high: number } | number {
  if (!tb.has(min)) return { low: -1, high: -1 };
  const low = parseLoad(ctx, tb, min, length);
  if (low < 0) return low;
  const high = tb.has(max) ? parseLoad(ctx, tb, max, length) : low;
  return high < 0 ? high : { low, high };
}

export const NAT: NftExprType = {
  name: "nat",
  maximum: 7,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_NAT_TYPE) || (!tb.has(n.NFTA_NAT_REG_ADDR_MIN) && !tb.has(n.NFTA_NAT_REG_PROTO_MIN)))
      return -EINVAL;
    const kind = tb.be32(n.NFTA_NAT_TYPE);
    if (kind !== n.NFT_NAT_SNAT && kind !== n.NFT_NAT_DNAT) return -EINVAL;
    if (!tb.has(n.NFTA_NAT_FAMILY)) return -EINVAL;
    const family = tb.be32(n.NFTA_NAT_FAMILY);
    if (ctx.family !== NFPROTO_INET && ctx.family !== family) return -EOPNOTSUPP;
    if (family !== NFPROTO_IPV4 && family !== NFPROTO_IPV6) return -EAFNOSUPPORT;
    const length = family === NFPROTO_IPV6 ? 16 : 4;
    const addr = registers(ctx, tb, n.NFTA_NAT_REG_ADDR_MIN, n.NFTA_NAT_REG_ADDR_MAX, length);
    if (typeof addr === "number") return addr;
    const proto = registers(ctx, tb, n.NFTA_NAT_REG_PROTO_MIN, n.NFTA_NAT_REG_PROTO_MAX, 2);
    if (typeof proto === "number") return proto;
    let flags = tb.be32(n.NFTA_NAT_FLAGS);
    if ((flags & ~FLAGS_MASK) !== 0) return -EOPNOTSUPP;
    if ((flags & NF_NAT_RANGE_PROTO_OFFSET) !== 0) return -EOPNOTSUPP;
    if (addr.low >= 0) flags |= NF_NAT_RANGE_MAP_IPS;
    if (proto.low >= 0) flags |= NF_NAT_RANGE_PROTO_SPECIFIED;
    ctx.table.needsValidation();
    const hooks = kind === n.NFT_NAT_SNAT ? SOURCE_HOOKS : DESTINATION_HOOKS;
    return new Nat({
      ctx,
      family,
      addrMin: addr.low,
      addrMax: addr.high,
      protoMin: proto.low,
      protoMax: proto.high,
      flags,
      hooks,
    });
  },
};

function toDevice(name: string, min: number, max: number, flagsAttr: number, hooks: number): NftExprType {
  const type: NftExprType = {
    name,
    maximum: 3,
    init: (ctx, tb) => {
      if (ctx.family !== NFPROTO_IPV4 && ctx.family !== NFPROTO_IPV6 && ctx.family !== NFPROTO_INET)
        return -EOPNOTSUPP;
      const flags = tb.be32(flagsAttr);
      if ((flags & ~FLAGS_MASK) !== 0) return -EINVAL;
      const proto = registers(ctx, tb, min, max, 2);
      if (typeof proto === "number") return proto;
      ctx.table.needsValidation();
      const { family } = ctx;
      return new NatToDevice(type, {
        ctx,
        family,
        addrMin: -1,
        addrMax: -1,
        protoMin: proto.low,
        protoMax: proto.high,
        flags: proto.low >= 0 ? flags | NF_NAT_RANGE_PROTO_SPECIFIED : flags,
        hooks,
      });
    },
  };
  return type;
}

export const MASQ = toDevice(
  "masq",
  n.NFTA_MASQ_REG_PROTO_MIN,
  n.NFTA_MASQ_REG_PROTO_MAX,
  n.NFTA_MASQ_FLAGS,
  1 << NF_INET_POST_ROUTING,
);
export const REDIR = toDevice(
  "redir",
  n.NFTA_REDIR_REG_PROTO_MIN,
  n.NFTA_REDIR_REG_PROTO_MAX,
  n.NFTA_REDIR_FLAGS,
  DESTINATION_HOOKS,
);
