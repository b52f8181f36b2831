/**
 * `tcp`, `udp`, `udplite`, `icmp`, `icmp6`: ports, flags and types.
 *
 * Source: `net/netfilter/xt_tcpudp.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const TCP = 6;
const UDP = 17;
const UDPLITE = 136;
const ICMP = 1;
const ICMPV6 = 58;
const TCP_HLEN = 20;
const UDP_HLEN = 8;
const ICMP_HLEN = 8;
const INV_SRCPT = 1;
const INV_DSTPT = 2;
const INV_FLAGS = 4;
const INV_OPTION = 8;

/** Source and destination port ranges of a rule. */
abstract class PortMatch extends XtMatch {
  private readonly low0: number;
  private readonly high0: number;
  private readonly low1: number;
  private readonly high1: number;
  protected readonly inverse: number;

  constructor({ info }: XtCheck, inverse: number) {
    super();
    this.low0 = info.u16(0);
    this.high0 = info.u16(2);
    this.low1 = info.u16(4);
    this.high1 = info.u16(6);
    this.inverse = inverse;
  }

  protected ports(bytes: Uint8Array, at: number): boolean {
    const source = be16(bytes, at);
    const destination = be16(bytes, at + 2);
    return (
      (source >= this.low0 && source <= this.high0) !== ((this.inverse & INV_SRCPT) !== 0) &&
      (destination >= this.low1 && destination <= this.high1) !== ((this.inverse & INV_DSTPT) !== 0)
    );
  }
}

class TcpMatch extends PortMatch {
  private readonly option: number;
  private readonly mask: number;
  private readonly compare: number;

  constructor(par: XtCheck) {
    super(par, par.info.u8(11));
    this.option = par.info.u8(8);
    this.mask = par.info.u8(9);
    this.compare = par.info.u8(10);
  }

  match(pkt: NftPktinfo): number {
    // a second piece of one byte would change the flags of the first
    if (pkt.fragoff !== 0) return pkt.fragoff === 1 ? XT_HOTDROP : XT_NO;
    if (!hasTransport(pkt, TCP_HLEN)) return XT_HOTDROP;
    const { bytes, tail } = pkt.skb;
    const { thoff } = pkt;
    if (!this.ports(bytes, thoff)) return XT_NO;
    const flags = (bytes[thoff + 13] & this.mask) === this.compare;
    if (flags === ((this.inverse & INV_FLAGS) !== 0)) return XT_NO;
    if (this.option === 0) return XT_YES;
    const end = thoff + (bytes[thoff + 12] >>> 4) * 4;
    if (end < thoff + TCP_HLEN || end > tail) return XT_HOTDROP;
    return hasOption(bytes, thoff + TCP_HLEN, end, this.option) !== ((this.inverse & INV_OPTION) !== 0)
      ? XT_YES
      : XT_NO;
  }
}

/** `tcp_find_option` */
function hasOption(bytes: Uint8Array, start: number, end: number, option: number): boolean {
  for (let at = start; at < end; ) {
    if (bytes[at] === option) return true;
    at += bytes[at] < 2 ? 1 : bytes[at + 1] || 1;
  }
  return false;
}

class UdpMatch extends PortMatch {
  constructor(par: XtCheck) {
    super(par, par.info.u8(8));
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    if (!hasTransport(pkt, UDP_HLEN)) return XT_HOTDROP;
    return this.ports(pkt.skb.bytes, pkt.thoff) ? XT_YES : XT_NO;
  }
}

class IcmpMatch extends XtMatch {
  private readonly kind: number;
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;
  private readonly any: boolean;

  constructor({ info }: XtCheck, any: boolean) {
    super();
    this.kind = info.u8(0);
    this.low = info.u8(1);
    this.high = info.u8(2);
    this.inverted = (info.u8(3) & 1) !== 0;
    this.any = any;
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    if (!hasTransport(pkt, ICMP_HLEN)) return XT_HOTDROP;
    const type = pkt.skb.bytes[pkt.thoff];
    const code = pkt.skb.bytes[pkt.thoff + 1];
    const found =
      (this.any && this.kind === 0xff) || (type === this.kind && code >= this.low && code <= this.high);
    return found !== this.inverted ? XT_YES : XT_NO;
  }
}

function udp(name: string, protocol: number): XtType<XtMatch> {
  return {
    name,
    revision: 0,
    family: 0,
    size: 10,
    protocols: [protocol],
    check: (par) => ((par.info.u8(8) & ~3) !== 0 ? -EINVAL : new UdpMatch(par)),
  };
}

function icmp(name: string, family: number, protocol: number): XtType<XtMatch> {
  return {
    name,
    revision: 0,
    family,
    size: 4,
    protocols: [protocol],
    check: (par) => ((par.info.u8(3) & ~1) !== 0 ? -EINVAL : new IcmpMatch(par, family === NFPROTO_IPV4)),
  };
}

export const TCPUDP: readonly XtType<XtMatch>[] = [
  {
    name: "tcp",
    revision: 0,
    family: 0,
    size: 12,
    protocols: [TCP],
    check: (par) => ((par.info.u8(11) & ~0xf) !== 0 ? -EINVAL : new TcpMatch(par)),
  },
  udp("udp", UDP),
  udp("udplite", UDPLITE),
  icmp("icmp", NFPROTO_IPV4, ICMP),
  icmp("icmp6", NFPROTO_IPV6, ICMPV6),
];
