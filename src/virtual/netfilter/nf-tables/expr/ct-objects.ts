/**
 * Named objects that say how connections are tracked: their helper, their timeouts, what is expected because of them.
 *
 * Source: `net/netfilter/nft_ct.c` (`nft_ct_helper_obj_ops`, `nft_ct_timeout_obj_ops`, `nft_ct_expect_obj_ops`).
 */
import { EAFNOSUPPORT, EINVAL, ENOENT, EOPNOTSUPP, ERANGE } from "../../../../errno.ts";
import { type AttributeTable, NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { expectTable, NfConntrackExpect } from "../../conntrack/conntrack-expect.ts";
import { addHelp, findHelper, type NfConntrackHelper } from "../../conntrack/conntrack-helper.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import { ctinfoDirection, IPS_FIXED_TIMEOUT, IPS_HELPER } from "../../conntrack/conntrack-status.ts";
import { hasPolicy, parseTimeouts, writeTimeouts } from "../../conntrack/conntrack-timeout.ts";
import { HZ } from "../../conntrack/net-ct.ts";
import { type NfConn, type NfCtTimeoutPolicy, nfCtGet } from "../../conntrack/nf-conn.ts";
import { NF_DROP, NFPROTO_BRIDGE, NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import type { NftObjectState, NftObjectType } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { noConnections } from "./ct-set.ts";

/** As long as it is there connections are tracked. */
abstract class CtObject implements NftObjectState {
  private readonly ctx: NftCtx;

  constructor(ctx: NftCtx) {
    this.ctx = ctx;
    nfCtNetnsGet(ctx.net, ctx.family);
  }

  abstract eval(regs: NftRegs, pkt: NftPktinfo): void;
  abstract dump(writer: MessageWriter): void;

  destroy(): void {
    nfCtNetnsPut(this.ctx.net, this.ctx.family);
  }
}

/** A connection that begins: only then it can be said how it is tracked. */
function beginning({ skb }: NftPktinfo): NfConn | null {
  const ct = nfCtGet(skb);
  return ct === null || ct.isConfirmed ? null : ct;
}

class CtHelper extends CtObject {
  private readonly l4proto: number;
  private readonly helper4: NfConntrackHelper | null;
  private readonly helper6: NfConntrackHelper | null;

  constructor(
    ctx: NftCtx,
    l4proto: number,
    helper4: NfConntrackHelper | null,
    helper6: NfConntrackHelper | null,
  ) {
    super(ctx);
    this.l4proto = l4proto;
    this.helper4 = helper4;
    this.helper6 = helper6;
  }

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    const ct = beginning(pkt);
    if (ct === null || ct.protonum !== this.l4proto) return;
    const helper = ct.original.l3num === NFPROTO_IPV4 ? this.helper4 : this.helper6;
    if (helper === null || (ct.status & IPS_HELPER) !== 0) return;
    addHelp(ct).helper = helper;
    ct.status |= IPS_HELPER;
  }

  dump(writer: MessageWriter): void {
    const { helper4, helper6 } = this;
    writer.string(n.NFTA_CT_HELPER_NAME, (helper4 ?? helper6)?.name ?? "");
    writer.u8(n.NFTA_CT_HELPER_L4PROTO, this.l4proto);
    const family = helper4 === null ? NFPROTO_IPV6 : helper6 === null ? NFPROTO_IPV4 : NFPROTO_INET;
    writer.be16(n.NFTA_CT_HELPER_L3PROTO, family);
  }
}

function initHelper(ctx: NftCtx, tb: AttributeTable): CtHelper | number {
  if (!tb.has(n.NFTA_CT_HELPER_NAME) || !tb.has(n.NFTA_CT_HELPER_L4PROTO)) return -EINVAL;
  if (tb.length(n.NFTA_CT_HELPER_NAME) === 0) return -ERANGE;
  const l4proto = tb.u8(n.NFTA_CT_HELPER_L4PROTO);
  if (l4proto === 0) return -ENOENT;
  const name = tb.string(n.NFTA_CT_HELPER_NAME);
  const family = tb.has(n.NFTA_CT_HELPER_L3PROTO) ? tb.be16(n.NFTA_CT_HELPER_L3PROTO) : ctx.family;
  const all = family === NFPROTO_INET || family === NFPROTO_BRIDGE;
  if (!all && family !== NFPROTO_IPV4 && family !== NFPROTO_IPV6) return -EAFNOSUPPORT;
  if (family === NFPROTO_IPV4 && ctx.family === NFPROTO_IPV6) return -EINVAL;
  if (family === NFPROTO_IPV6 && ctx.family === NFPROTO_IPV4) return -EINVAL;
  const helper4 = family === NFPROTO_IPV6 ? null : findHelper(name, NFPROTO_IPV4, l4proto);
  const helper6 = family === NFPROTO_IPV4 ? null : findHelper(name, NFPROTO_IPV6, l4proto);
  if (helper4 === null && helper6 === null) return -ENOENT;
  return noConnections(ctx) ?? new CtHelper(ctx, l4proto, helper4, helper6);
}

export const CT_HELPER_OBJECT: NftObjectType = { type: n.NFT_OBJECT_CT_HELPER, maximum: 3, init: initHelper };

class CtTimeout extends CtObject {
  private readonly l3num: number;
  private readonly l4proto: number;
  private readonly policy: NfCtTimeoutPolicy;

  constructor(ctx: NftCtx, l3num: number, l4proto: number, policy: NfCtTimeoutPolicy) {
    super(ctx);
    this.l3num = l3num;
    this.l4proto = l4proto;
    this.policy = policy;
  }

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    const ct = beginning(pkt);
    if (ct === null || ct.protonum !== this.l4proto) return;
    ct.timeoutPolicy = this.policy;
    // of a connection that is new now
    if ((ct.status & IPS_FIXED_TIMEOUT) === 0) ct.timeout = this.policy.timeouts[0];
  }

  dump(writer: MessageWriter): void {
    writer.u8(n.NFTA_CT_TIMEOUT_L4PROTO, this.l4proto);
    writer.be16(n.NFTA_CT_TIMEOUT_L3PROTO, this.l3num);
    const nest = writer.nest(n.NFTA_CT_TIMEOUT_DATA | NLA_F_NESTED);
    writeTimeouts(writer, this.l4proto, this.policy);
    writer.endNest(nest);
  }
}

function initTimeout(ctx: NftCtx, tb: AttributeTable): CtTimeout | number {
  if (!tb.has(n.NFTA_CT_TIMEOUT_L4PROTO) || !tb.has(n.NFTA_CT_TIMEOUT_DATA)) return -EINVAL;
  const l3num = tb.has(n.NFTA_CT_TIMEOUT_L3PROTO) ? tb.be16(n.NFTA_CT_TIMEOUT_L3PROTO) : ctx.family;
  const l4proto = tb.u8(n.NFTA_CT_TIMEOUT_L4PROTO);
  if (!hasPolicy(l4proto)) return -EOPNOTSUPP;
  const policy = parseTimeouts(tb, n.NFTA_CT_TIMEOUT_DATA, l4proto, ctx.net);
  return noConnections(ctx) ?? new CtTimeout(ctx, l3num, l4proto, policy);
}

export const CT_TIMEOUT_OBJECT: NftObjectType = {
  type: n.NFT_OBJECT_CT_TIMEOUT,
  maximum: 3,
  init: initTimeout,
};

/** DCCP has no number elsewhere. */
const EXPECTED_PROTOCOLS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);

interface Expected {
  readonly l3num: number;
  readonly l4proto: number;
  readonly dport: number;
  /** As it came: programs say milliseconds, the kernel takes seconds. */
  readonly timeout: number;
  readonly size: number;
}

class CtExpectation extends CtObject {
  private readonly expected: Expected;

  constructor(ctx: NftCtx, expected: Expected) {
    super(ctx);
    this.expected = expected;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const ct = beginning(pkt);
    if (ct === null) {
      regs.code = NFT_BREAK;
      return;
    }
    const { l4proto, dport, timeout, size } = this.expected;
    if (addHelp(ct).expecting[0] >= size) {
      regs.code = NFT_BREAK;
      return;
    }
    const back = ct.tuple(1 - ctinfoDirection(pkt.skb.ctinfo));
    const exp = new NfConntrackExpect(ct).init(back, back, l4proto, dport);
    exp.tuple.l3num = this.expected.l3num;
    exp.expireIn((timeout * HZ) >>> 0);
    if (expectTable(ct.cnet).relate(exp, false) !== 0) regs.code = NF_DROP;
  }

  dump(writer: MessageWriter): void {
    const { l3num, l4proto, dport, timeout, size } = this.expected;
    writer.be16(n.NFTA_CT_EXPECT_L3PROTO, l3num);
    writer.u8(n.NFTA_CT_EXPECT_L4PROTO, l4proto);
    writer.be16(n.NFTA_CT_EXPECT_DPORT, dport);
    writer.u32(n.NFTA_CT_EXPECT_TIMEOUT, timeout);
    writer.u8(n.NFTA_CT_EXPECT_SIZE, size);
  }
}

function initExpectation(ctx: NftCtx, tb: AttributeTable): CtExpectation | number {
  const needed = [
    n.NFTA_CT_EXPECT_L4PROTO,
    n.NFTA_CT_EXPECT_DPORT,
    n.NFTA_CT_EXPECT_TIMEOUT,
    n.NFTA_CT_EXPECT_SIZE,
  ];
  if (needed.some((type) => !tb.has(type))) return -EINVAL;
  const l3num = tb.has(n.NFTA_CT_EXPECT_L3PROTO) ? tb.be16(n.NFTA_CT_EXPECT_L3PROTO) : ctx.family;
  if (l3num !== NFPROTO_IPV4 && l3num !== NFPROTO_IPV6) return -EAFNOSUPPORT;
  if (l3num !== ctx.family && ctx.family !== NFPROTO_INET) return -EINVAL;
  const l4proto = tb.u8(n.NFTA_CT_EXPECT_L4PROTO);
  if (!EXPECTED_PROTOCOLS.has(l4proto)) return -EOPNOTSUPP;
  const expected = {
    l3num,
    l4proto,
    dport: tb.be16(n.NFTA_CT_EXPECT_DPORT),
    timeout: tb.u32(n.NFTA_CT_EXPECT_TIMEOUT),
    size: tb.u8(n.NFTA_CT_EXPECT_SIZE),
  };
  return noConnections(ctx) ?? new CtExpectation(ctx, expected);
}

export const CT_EXPECT_OBJECT: NftObjectType = {
  type: n.NFT_OBJECT_CT_EXPECT,
  maximum: 5,
  init: initExpectation,
};
