/** Changing what connection tracking knows: mark, labels, zone, events. Source: `net/netfilter/nft_ct.c` (`nft_ct_set_eval`). */
import { EINVAL, EOPNOTSUPP, EPROTO } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { setNfct } from "../../../core/skbuff.ts";
import { allocTemplate, setConntrackMark } from "../../conntrack/conntrack-core.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import { IP_CT_NEW, IPCT_LABEL } from "../../conntrack/conntrack-status.ts";
import { netCt } from "../../conntrack/conntrack-table.ts";
import {
  NF_CT_DEFAULT_ZONE_DIR,
  NF_CT_ZONE_DIR_ORIG,
  NF_CT_ZONE_DIR_REPL,
  nfCtGet,
} from "../../conntrack/nf-conn.ts";
import { NFPROTO_ARP, NFPROTO_BRIDGE, NFPROTO_NETDEV } from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

const LABEL_WORDS = 4;

/** Takes a key's value from a register. */
export class CtSet extends NftExpr {
  readonly type: NftExprType;
  private readonly ctx: NftCtx;
  private readonly sreg: number;
  private readonly key: number;
  /** -1: both. */
  private readonly dir: number;

  constructor(type: NftExprType, ctx: NftCtx, sreg: number, key: number, dir: number) {
    super();
    this.type = type;
    this.ctx = ctx;
    this.sreg = sreg;
    this.key = key;
    this.dir = dir;
    nfCtNetnsGet(ctx.net, ctx.family);
    if (key === n.NFT_CT_LABELS) netCt(ctx.net).labelsUsed++;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (this.key === n.NFT_CT_ZONE) return this.zone(regs, pkt);
    const ct = nfCtGet(pkt.skb);
    if (ct === null) return;
    if (this.key === n.NFT_CT_MARK) setConntrackMark(ct, regs.words[this.sreg] >>> 0);
    else if (this.key === n.NFT_CT_EVENTMASK) {
      // only one that nobody was told of yet
      if (!ct.isConfirmed) ct.eventMask = (ct.eventMask & ~0xffff) | (regs.words[this.sreg] & 0xffff);
    } else if (this.key === n.NFT_CT_LABELS) this.labels(regs, ct);
    // packets have no mark of a security module that their connection could keep
  }

  private labels(regs: NftRegs, ct: NonNullable<ReturnType<typeof nfCtGet>>): void {
    ct.labels ??= new Int32Array(LABEL_WORDS);
    let changed = false;
    for (let i = 0; i < LABEL_WORDS; i++) {
      const value = regs.words[this.sreg + i];
      if (ct.labels[i] !== value) changed = true;
      ct.labels[i] = value;
    }
    if (changed) ct.noteEvent(IPCT_LABEL);
  }

  /** A packet that is not tracked yet will be in this zone (`nft_ct_set_zone_eval`). */
  private zone(regs: NftRegs, { skb }: NftPktinfo): void {
    if (skb.nfct !== null) return;
    const zone = regs.words[this.sreg] & 0xffff;
    const template = allocTemplate(netCt(this.ctx.net), zone);
    template.zoneDir =
      this.dir < 0 ? NF_CT_DEFAULT_ZONE_DIR : this.dir === 0 ? NF_CT_ZONE_DIR_ORIG : NF_CT_ZONE_DIR_REPL;
    setNfct(skb, template, IP_CT_NEW);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_CT_SREG, this.sreg);
    writer.be32(n.NFTA_CT_KEY, this.key);
    if (this.dir >= 0) writer.u8(n.NFTA_CT_DIRECTION, this.dir);
  }

  override destroy(): void {
    if (this.key === n.NFT_CT_LABELS) netCt(this.ctx.net).labelsUsed--;
    nfCtNetnsPut(this.ctx.net, this.ctx.family);
  }
}

const LENGTHS: ReadonlyMap<number, number> = new Map([
  [n.NFT_CT_MARK, 4],
  [n.NFT_CT_LABELS, 16],
  [n.NFT_CT_ZONE, 2],
  [n.NFT_CT_EVENTMASK, 4],
  [n.NFT_CT_SECMARK, 4],
]);

/**
 * Families whose packets are of no connection (`nf_ct_netns_get`): in bridges, because the kernel that is followed is built without `CONFIG_NF_CONNTRACK_BRIDGE`.
 * @returns the error, or undefined where there are connections
 */
export function noConnections({ family }: NftCtx): number | undefined {
  return family === NFPROTO_ARP || family === NFPROTO_NETDEV || family === NFPROTO_BRIDGE
    ? -EPROTO
    : undefined;
}

/** Reads its attributes (`nft_ct_set_init`). @returns the expression or a negative error */
export function initCtSet(type: NftExprType, ctx: NftCtx, tb: AttributeTable): NftExpr | number {
  const key = tb.be32(n.NFTA_CT_KEY);
  const length = LENGTHS.get(key);
  if (length === undefined) return -EOPNOTSUPP;
  const hasDir = tb.has(n.NFTA_CT_DIRECTION);
  if (hasDir && key !== n.NFT_CT_ZONE) return -EINVAL;
  const dir = hasDir ? tb.u8(n.NFTA_CT_DIRECTION) : -1;
  if (dir > 1) return -EINVAL;
  const sreg = parseLoad(ctx, tb, n.NFTA_CT_SREG, length);
  return sreg < 0 ? sreg : (noConnections(ctx) ?? new CtSet(type, ctx, sreg, key, dir));
}
