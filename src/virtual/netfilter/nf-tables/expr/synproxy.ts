/** Handshakes that are answered for a server: the statement and the named object. Source: `net/netfilter/nft_synproxy.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { IPPROTO_TCP } from "../../../../packet/ipv4.ts";
import { TCP_ACK, TCP_FLAGS, TCP_HLEN, TCP_SYN, tcpHeaderLength } from "../../../../packet/tcp.ts";
import { nfChecksumOk } from "../../conntrack/conntrack-checksum.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import {
  NF_DROP,
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../../hook-numbers.ts";
import { synproxyAnswer, synproxyReceiveAck } from "../../synproxy/synproxy-core.ts";
import { nfSynproxyGet, nfSynproxyPut } from "../../synproxy/synproxy-hooks.ts";
import type { SynproxyInfo } from "../../synproxy/synproxy-options.ts";
import type { NftCtx } from "../context.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftObjectState, NftObjectType } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";
import { noConnections } from "./ct-set.ts";

const HOOKS = (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD);
const MASK =
  n.NF_SYNPROXY_OPT_MSS |
  n.NF_SYNPROXY_OPT_WSCALE |
  n.NF_SYNPROXY_OPT_SACK_PERM |
  n.NF_SYNPROXY_OPT_TIMESTAMP;

/** `nft_synproxy_do_eval` */
function evalSynproxy(info: SynproxyInfo, regs: NftRegs, pkt: NftPktinfo): void {
  const { skb, thoff: tcp, net, pf } = pkt;
  if (!pkt.hasL4 || pkt.tprot !== IPPROTO_TCP) {
    regs.code = NFT_BREAK;
    return;
  }
  if (tcp + TCP_HLEN > skb.tail || !nfChecksumOk(skb, tcp, IPPROTO_TCP, pf) || cutShort(pkt)) {
    regs.code = NF_DROP;
    return;
  }
  const segment = { net, skb, tcp, v4: pf === NFPROTO_IPV4 };
  const flags = skb.bytes[tcp + TCP_FLAGS];
  if ((flags & TCP_SYN) !== 0) regs.code = synproxyAnswer(segment, info);
  else if ((flags & TCP_ACK) !== 0) regs.code = synproxyReceiveAck(segment, 0);
}

/** Whether the segment's header says that it is longer than the packet, or shorter than it can be. */
function cutShort({ skb, thoff }: NftPktinfo): boolean {
  const length = tcpHeaderLength(skb.bytes, thoff);
  return length < TCP_HLEN || thoff + length > skb.tail;
}

/** Where it may be (`nft_synproxy_validate`), by itself or through a named object. */
export function validateSynproxy(from: ValidateCtx): number {
  const { family } = from;
  if (family !== NFPROTO_IPV4 && family !== NFPROTO_IPV6 && family !== NFPROTO_INET) return -EOPNOTSUPP;
  return from.onlyFrom(HOOKS);
}

function dumpInfo(writer: MessageWriter, { mss, wscale, options }: SynproxyInfo): void {
  writer.be16(n.NFTA_SYNPROXY_MSS, mss);
  writer.u8(n.NFTA_SYNPROXY_WSCALE, wscale);
  writer.be32(n.NFTA_SYNPROXY_FLAGS, options);
}

/** `nft_synproxy_do_init` @returns what the attributes say, with the hooks in place; or a negative error */
function init(ctx: NftCtx, tb: AttributeTable): SynproxyInfo | number {
  const options = tb.be32(n.NFTA_SYNPROXY_FLAGS);
  if ((options & ~MASK) !== 0) return -EINVAL;
  const nobody = noConnections(ctx);
  if (nobody !== undefined) return nobody;
  const error = nfCtNetnsGet(ctx.net, ctx.family);
  if (error < 0) return error;
  const hooks = nfSynproxyGet(ctx.net, ctx.family);
  if (hooks < 0) {
    nfCtNetnsPut(ctx.net, ctx.family);
    return hooks;
  }
  return { options, mss: tb.be16(n.NFTA_SYNPROXY_MSS), wscale: tb.u8(n.NFTA_SYNPROXY_WSCALE) };
}

function release(ctx: NftCtx): void {
  nfSynproxyPut(ctx.net, ctx.family);
  nfCtNetnsPut(ctx.net, ctx.family);
}

class Synproxy extends NftExpr {
  readonly type = SYNPROXY;
  private readonly ctx: NftCtx;
  private readonly info: SynproxyInfo;

  constructor(ctx: NftCtx, info: SynproxyInfo) {
    super();
    this.ctx = ctx;
    this.info = info;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    evalSynproxy(this.info, regs, pkt);
  }

  dump(writer: MessageWriter): void {
    dumpInfo(writer, this.info);
  }

  override validate(from: ValidateCtx): number {
    return validateSynproxy(from);
  }

  override destroy(): void {
    release(this.ctx);
  }
}

export const SYNPROXY: NftExprType = {
  name: "synproxy",
  maximum: 3,
  init: (ctx, tb) => {
    const info = init(ctx, tb);
    if (typeof info === "number") return info;
    ctx.table.needsValidation();
    return new Synproxy(ctx, info);
  },
};

class SynproxyObject implements NftObjectState {
  private readonly ctx: NftCtx;
  private info: SynproxyInfo;

  constructor(ctx: NftCtx, info: SynproxyInfo) {
    this.ctx = ctx;
    this.info = info;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    evalSynproxy(this.info, regs, pkt);
  }

  dump(writer: MessageWriter): void {
    dumpInfo(writer, this.info);
  }

  update(other: NftObjectState): void {
    if (other instanceof SynproxyObject) this.info = other.info;
  }

  destroy(): void {
    release(this.ctx);
  }
}

export const SYNPROXY_OBJECT: NftObjectType = {
  type: n.NFT_OBJECT_SYNPROXY,
  maximum: 3,
  init: (ctx, tb) => {
    const info = init(ctx, tb);
    return typeof info === "number" ? info : new SynproxyObject(ctx, info);
  },
};
