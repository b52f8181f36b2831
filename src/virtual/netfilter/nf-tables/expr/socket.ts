/** What the packet's socket says. Source: `net/netfilter/nft_socket.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { Sock } from "../../../core/sock/sock.ts";
import { UdpSocket } from "../../../ipv4/udp/udp.ts";
import { Inet6Sock } from "../../../ipv6/sock/inet6-sock.ts";
import { RequestSock } from "../../../tcp/inet-connection-sock.ts";
import { SockCommon } from "../../../tcp/sock-common.ts";
import { TcpSock } from "../../../tcp/tcp-sock.ts";
import { TimewaitSock } from "../../../tcp/tcp-timewait-sock.ts";
import {
  isIp,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
} from "../../hook-numbers.ts";
import { type FoundSocket, socketOfIpv4, socketOfIpv6 } from "../../nf-socket.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_LOCAL_OUT);

function lookUp(pkt: NftPktinfo): FoundSocket {
  const { skb, net } = pkt;
  if (pkt.in === null) return null;
  const { ifindex } = pkt.in;
  if (pkt.pf === NFPROTO_IPV4) return socketOfIpv4(net, skb, pkt.nhoff, pkt.thoff, ifindex);
  return pkt.hasL4 ? socketOfIpv6(net, skb, pkt.nhoff, pkt.thoff, pkt.tprot, ifindex) : null;
}

/** The socket itself, of which more than the addresses is known; null: remains and requests (`sk_fullsock`). */
function fullSock(found: unknown): Sock | null {
  if (found instanceof Sock) return found;
  return found instanceof TcpSock ? found.sk : null;
}

/** Whether it takes packets to any address (`nft_socket_wildcard`). */
export function isWildcard(found: unknown): boolean {
  if (found instanceof SockCommon) return found.localIsAny;
  if (found instanceof UdpSocket) return found.receiveSource === 0;
  return found instanceof Inet6Sock && found.localPort !== 0 && found.localAddress.isUnspecified;
}

/** `inet_sk_transparent` */
export function isTransparent(found: unknown): boolean {
  if (found instanceof TimewaitSock) return found.transparent;
  if (found instanceof RequestSock) return found.listener.sk.transparent;
  return fullSock(found)?.transparent ?? false;
}

class SocketExpr extends NftExpr {
  readonly type = SOCKET;
  private readonly dreg: number;
  private readonly key: number;

  constructor(dreg: number, key: number) {
    super();
    this.dreg = dreg;
    this.key = key;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const found = pkt.skb.sk ?? lookUp(pkt);
    const { dreg } = this;
    if (found === null) {
      regs.code = NFT_BREAK;
      return;
    }
    if (this.key === n.NFT_SOCKET_TRANSPARENT) {
      regs.words[dreg] = Number(isTransparent(found));
      return;
    }
    const sk = fullSock(found);
    if (sk === null) regs.code = NFT_BREAK;
    else regs.words[dreg] = this.key === n.NFT_SOCKET_MARK ? sk.mark : Number(isWildcard(found));
  }

  dump(writer: MessageWriter): void {
    writer.be32(n.NFTA_SOCKET_KEY, this.key);
    dumpRegister(writer, n.NFTA_SOCKET_DREG, this.dreg);
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(HOOKS);
  }
}

export const SOCKET: NftExprType = {
  name: "socket",
  maximum: 3,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_SOCKET_DREG) || !tb.has(n.NFTA_SOCKET_KEY)) return -EINVAL;
    if (!isIp(ctx.family)) return -EOPNOTSUPP;
    const key = tb.be32(n.NFTA_SOCKET_KEY);
    // Groups of processes are not built.
    if (key > n.NFT_SOCKET_WILDCARD) return -EOPNOTSUPP;
    const dreg = parseStore(ctx, tb, n.NFTA_SOCKET_DREG, key === n.NFT_SOCKET_MARK ? 4 : 1);
    if (dreg < 0) return dreg;
    ctx.table.needsValidation();
    return new SocketExpr(dreg, key);
  },
};
