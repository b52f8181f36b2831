/** Packets that go to a socket here without being changed. Source: `net/netfilter/nft_tproxy.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { read16, read32 } from "../../../../packet/bytes.ts";
import { NF_INET_PRE_ROUTING, NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import { type TproxyWish, tproxy, tproxyTarget } from "../../nf-tproxy.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const UNSPEC = 0;

class Tproxy extends NftExpr implements TproxyWish {
  readonly type = TPROXY;
  private readonly family: number;
  /** First words of registers; -1: not said. */
  private readonly addressReg: number;
  private readonly portReg: number;
  port = 0;
  private regs!: NftRegs;

  constructor(family: number, addressReg: number, portReg: number) {
    super();
    this.family = family;
    this.addressReg = addressReg;
    this.portReg = portReg;
  }

  address(): boolean {
    const { addressReg, family, regs } = this;
    if (addressReg < 0) return false;
    const { address } = tproxyTarget;
    const at = addressReg * 4;
    if (family === NFPROTO_IPV4) address[3] = read32(regs.bytes, at) | 0;
    else for (let i = 0; i < 4; i++) address[i] = read32(regs.bytes, at + 4 * i) | 0;
    return true;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { family } = this;
    this.regs = regs;
    this.port = this.portReg < 0 ? 0 : read16(regs.bytes, this.portReg * 4);
    if ((family !== UNSPEC && family !== pkt.pf) || !tproxy(pkt, this)) regs.code = NFT_BREAK;
  }

  dump(writer: MessageWriter): void {
    writer.be32(n.NFTA_TPROXY_FAMILY, this.family);
    if (this.addressReg >= 0) dumpRegister(writer, n.NFTA_TPROXY_REG_ADDR, this.addressReg);
    if (this.portReg >= 0) dumpRegister(writer, n.NFTA_TPROXY_REG_PORT, this.portReg);
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(1 << NF_INET_PRE_ROUTING);
  }
}

export const TPROXY: NftExprType = {
  name: "tproxy",
  maximum: 3,
  init: (ctx, tb) => {
    const hasAddress = tb.has(n.NFTA_TPROXY_REG_ADDR);
    const hasPort = tb.has(n.NFTA_TPROXY_REG_PORT);
    if (!tb.has(n.NFTA_TPROXY_FAMILY) || (!hasAddress && !hasPort)) return -EINVAL;
    const family = tb.be32(n.NFTA_TPROXY_FAMILY);
    if (ctx.family === NFPROTO_IPV4 || ctx.family === NFPROTO_IPV6) {
      if (family !== ctx.family) return -EINVAL;
    } else if (ctx.family !== NFPROTO_INET) return -EOPNOTSUPP;
    if (family === UNSPEC && hasAddress) return -EINVAL;
    if (family !== UNSPEC && family !== NFPROTO_IPV4 && family !== NFPROTO_IPV6) return -EOPNOTSUPP;
    let address = -1;
    if (hasAddress) {
      address = parseLoad(ctx, tb, n.NFTA_TPROXY_REG_ADDR, family === NFPROTO_IPV4 ? 4 : 16);
      if (address < 0) return address;
    }
    let port = -1;
    if (hasPort) {
      port = parseLoad(ctx, tb, n.NFTA_TPROXY_REG_PORT, 2);
      if (port < 0) return port;
    }
    ctx.table.needsValidation();
    return new Tproxy(family, address, port);
  },
};
