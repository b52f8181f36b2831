/**
 * At devices: packets go out of another one, all of them or copies.
 *
 * Source: `net/netfilter/nft_dup_netdev.c`, `nft_fwd_netdev.c`, `nf_dup_netdev.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NF_DROP, NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../../packet/ethernet.ts";
import { devQueueXmit } from "../../../core/dev/dev-xmit.ts";
import type { NetDevice } from "../../../core/dev/netdevice.ts";
import { cloneSkb, type SkBuff } from "../../../core/skbuff.ts";
import { arpTable } from "../../../ipv4/arp/arp-table.ts";
import { ndiscNeighbourAt } from "../../../ipv6/ndisc/ndisc-table.ts";
import {
  NF_NETDEV_INGRESS,
  NF_STOLEN,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { lowerHops } from "./hops.ts";

/** The device that a register names; null: there is none. */
function deviceIn(regs: NftRegs, word: number, pkt: NftPktinfo): NetDevice | null {
  return pkt.net.devByIndex(regs.words[word]) ?? null;
}

/** Sends a packet with the link-layer header that it has (`nf_do_netdev_egress`). */
function egress(skb: SkBuff, dev: NetDevice, hook: number): void {
  if (hook === NF_NETDEV_INGRESS) skb.data = skb.macHeader;
  skb.dev = dev;
  devQueueXmit(skb);
}

class Dup extends NftExpr {
  readonly type = DUP_NETDEV;
  private readonly sreg: number;

  constructor(sreg: number) {
    super();
    this.sreg = sreg;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const dev = deviceIn(regs, this.sreg, pkt);
    if (dev !== null) egress(cloneSkb(pkt.skb), dev, pkt.hook);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_DUP_SREG_DEV, this.sreg);
  }
}

class Fwd extends NftExpr {
  readonly type = FWD_NETDEV;
  private readonly sreg: number;

  constructor(sreg: number) {
    super();
    this.sreg = sreg;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const dev = deviceIn(regs, this.sreg, pkt);
    if (dev === null) {
      regs.code = NF_DROP;
      return;
    }
    egress(pkt.skb, dev, pkt.hook);
    regs.code = NF_STOLEN;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_FWD_SREG_DEV, this.sreg);
  }
}

const key = new Uint8Array(4);

/** To a neighbour, whose address is asked for first. */
class FwdNeighbour extends NftExpr {
  readonly type = FWD_NETDEV;
  private readonly device: number;
  private readonly address: number;
  private readonly nfproto: number;

  constructor(device: number, address: number, nfproto: number) {
    super();
    this.device = device;
    this.address = address;
    this.nfproto = nfproto;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { skb } = pkt;
    const protocol = this.nfproto === NFPROTO_IPV4 ? ETH_P_IP : ETH_P_IPV6;
    if (skb.protocol !== protocol) {
      regs.code = NFT_BREAK;
      return;
    }
    const dev = deviceIn(regs, this.device, pkt);
    const neigh = dev === null ? null : this.neighbour(regs, dev);
    if (neigh === null || !lowerHops(pkt, this.nfproto)) {
      regs.code = NF_DROP;
      return;
    }
    skb.data = pkt.nhoff;
    neigh.output(skb);
    regs.code = NF_STOLEN;
  }

  private neighbour(regs: NftRegs, dev: NetDevice) {
    const at = this.address * 4;
    if (this.nfproto === NFPROTO_IPV6) {
      const table = dev.in6Dev?.nd.table;
      return table === undefined ? null : ndiscNeighbourAt(table, dev, regs.bytes, at);
    }
    for (let i = 0; i < 4; i++) key[i] = regs.bytes[at + i];
    const table = arpTable(dev.net.machine);
    return table.lookupOrCreate(table.keyOf(key, 0), key, dev);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_FWD_SREG_DEV, this.device);
    dumpRegister(writer, n.NFTA_FWD_SREG_ADDR, this.address);
    writer.be32(n.NFTA_FWD_NFPROTO, this.nfproto);
  }
}

function initFwd(ctx: NftCtx, tb: AttributeTable): NftExpr | number {
  if (!tb.has(n.NFTA_FWD_SREG_DEV)) return -EINVAL;
  if (!tb.has(n.NFTA_FWD_SREG_ADDR)) {
    const sreg = parseLoad(ctx, tb, n.NFTA_FWD_SREG_DEV, 4);
    return sreg < 0 ? sreg : new Fwd(sreg);
  }
  if (!tb.has(n.NFTA_FWD_NFPROTO)) return -EINVAL;
  const nfproto = tb.be32(n.NFTA_FWD_NFPROTO);
  if (nfproto !== NFPROTO_IPV4 && nfproto !== NFPROTO_IPV6) return -EOPNOTSUPP;
  const device = parseLoad(ctx, tb, n.NFTA_FWD_SREG_DEV, 4);
  if (device < 0) return device;
  const address = parseLoad(ctx, tb, n.NFTA_FWD_SREG_ADDR, nfproto === NFPROTO_IPV4 ? 4 : 16);
  return address < 0 ? address : new FwdNeighbour(device, address, nfproto);
}

export const FWD_NETDEV: NftExprType = { name: "fwd", family: NFPROTO_NETDEV, maximum: 3, init: initFwd };

export const DUP_NETDEV: NftExprType = {
  name: "dup",
  family: NFPROTO_NETDEV,
  maximum: 2,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_DUP_SREG_DEV)) return -EINVAL;
    const sreg = parseLoad(ctx, tb, n.NFTA_DUP_SREG_DEV, 4);
    return sreg < 0 ? sreg : new Dup(sreg);
  },
};
