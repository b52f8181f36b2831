/**
 * Packets and the sockets that they are for: `socket` matches, `TPROXY` chooses.
 *
 * Source: `net/netfilter/xt_socket.c`, `net/netfilter/xt_TPROXY.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { read16 } from "../../../packet/bytes.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { Sock } from "../../core/sock/sock.ts";
import { TcpSock } from "../../tcp/tcp-sock.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import { type FoundSocket, socketOfIpv4, socketOfIpv6 } from "../nf-socket.ts";
import { isTransparent, isWildcard } from "../nf-tables/expr/socket.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { type TproxyWish, tproxy, tproxyTarget } from "../nf-tproxy.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, XtTarget, type XtType } from "./x-tables.ts";

const TRANSPARENT = 1;
const NO_WILDCARD = 2;
const RESTORE_MARK = 4;
const ALL = TRANSPARENT | NO_WILDCARD | RESTORE_MARK;

function lookUp(pkt: NftPktinfo): FoundSocket {
  const { net, skb } = pkt;
  if (pkt.in === null) return null;
  const { ifindex } = pkt.in;
  if (pkt.pf === NFPROTO_IPV4) return socketOfIpv4(net, skb, pkt.nhoff, pkt.thoff, ifindex);
  return pkt.hasL4 ? socketOfIpv6(net, skb, pkt.nhoff, pkt.thoff, pkt.tprot, ifindex) : null;
}

class SocketMatch extends XtMatch {
  private readonly flags: number;

  constructor(flags: number) {
    super();
    this.flags = flags;
  }

  match(pkt: NftPktinfo): number {
    const found = pkt.skb.sk ?? lookUp(pkt);
    if (found === null) return XT_NO;
    const { flags } = this;
    // those that wait for packets to any address do not count, unless they are to
    if ((flags & NO_WILDCARD) === 0 && isWildcard(found)) return XT_NO;
    const transparent = isTransparent(found);
    if ((flags & TRANSPARENT) !== 0 && !transparent) return XT_NO;
    if ((flags & RESTORE_MARK) !== 0 && transparent) {
      const sk = found instanceof TcpSock ? found.sk : found;
      if (sk instanceof Sock) pkt.skb.mark = sk.mark;
    }
    return XT_YES;
  }
}

const socket = (revision: number, known: number, family: number): XtType<XtMatch> => ({
  name: "socket",
  revision,
  family,
  // the first one says nothing at all
  size: revision === 0 ? 0 : 1,
  hooks: (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN),
  check: ({ info }) => {
    const flags = revision === 0 ? 0 : info.u8(0);
    return (flags & ~known) !== 0 ? -EINVAL : new SocketMatch(flags);
  },
});

export const SOCKET_MATCHES: readonly XtType<XtMatch>[] = [
  socket(0, 0, NFPROTO_IPV4),
  ...[NFPROTO_IPV4, NFPROTO_IPV6].flatMap((family) => [
    socket(1, TRANSPARENT, family),
    socket(2, TRANSPARENT | NO_WILDCARD, family),
    socket(3, ALL, family),
  ]),
];

/** Places in `struct xt_tproxy_target_info_v1`. */
const MASK = 0;
const VALUE = 4;
const ADDRESS = 8;
const PORT = 24;

class TproxyTarget extends XtTarget implements TproxyWish {
  readonly port: number;
  private readonly mask: number;
  private readonly value: number;
  private readonly words: readonly number[];

  constructor({ info, family }: XtCheck) {
    super();
    this.mask = info.u32(MASK) | 0;
    this.value = info.u32(VALUE) | 0;
    this.port = read16(info.bytes, PORT);
    this.words =
      family === NFPROTO_IPV4
        ? [0, 0, 0, info.be32(ADDRESS)]
        : [0, 4, 8, 12].map((offset) => info.be32(ADDRESS + offset));
  }

  address(): boolean {
    const { words } = this;
    if ((words[0] | words[1] | words[2] | words[3]) === 0) return false;
    const { address } = tproxyTarget;
    for (let i = 0; i < 4; i++) address[i] = words[i];
    return true;
  }

  target(pkt: NftPktinfo): number {
    if (!tproxy(pkt, this)) return NF_DROP;
    pkt.skb.mark = (pkt.skb.mark & ~this.mask) ^ this.value;
    return NF_ACCEPT;
  }
}

const target = (family: number): XtType<XtTarget> => ({
  name: "TPROXY",
  revision: 1,
  family,
  size: 28,
  table: "mangle",
  hooks: 1 << NF_INET_PRE_ROUTING,
  check: (par) => {
    const known = par.protocol === IPPROTO_TCP || par.protocol === IPPROTO_UDP;
    return known && !par.inverted ? new TproxyTarget(par) : -EINVAL;
  },
});

export const TPROXY_TARGETS: readonly XtType<XtTarget>[] = [target(NFPROTO_IPV4), target(NFPROTO_IPV6)];
