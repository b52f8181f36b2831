/**
 * `ah`, `esp` and `ipcomp`: packets of IPsec by their index; `mh`: those of Mobile IPv6 by their type.
 *
 * Source: `net/ipv4/netfilter/ipt_ah.c`, `net/netfilter/xt_esp.c`, `xt_ipcomp.c`, `net/ipv6/netfilter/ip6t_mh.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { read32 } from "../../../packet/bytes.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const ESP = 50;
const AH = 51;
const ESP_HLEN = 8;
const AH_HLEN = 12;
const AH_SPI = 4;
const COMP = 108;
const IPCOMP_HLEN = 4;
const IPCOMP_CPI = 2;
const MH = 135;
const MH_HLEN = 6;
const MH_TYPE = 2;
const NO_NEXT = 59;
const INVERT = 1;

class Spi extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;
  private readonly offset: number;
  private readonly headerLength: number;

  constructor({ info }: XtCheck, offset: number, headerLength: number) {
    super();
    this.low = info.u32(0);
    this.high = info.u32(4);
    this.inverted = info.u8(8) !== 0;
    this.offset = offset;
    this.headerLength = headerLength;
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    // what is cut short is nobody's
    if (!hasTransport(pkt, this.headerLength)) return XT_HOTDROP;
    const at = pkt.thoff + this.offset;
    const spi = read32(pkt.skb.bytes, at);
    return (spi >= this.low && spi <= this.high) !== this.inverted ? XT_YES : XT_NO;
  }
}

class Ipcomp extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u32(0);
    this.high = info.u32(4);
    this.inverted = info.u8(8) !== 0;
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    if (!hasTransport(pkt, IPCOMP_HLEN)) return XT_HOTDROP;
    const index = be16(pkt.skb.bytes, pkt.thoff + IPCOMP_CPI);
    return (index >= this.low && index <= this.high) !== this.inverted ? XT_YES : XT_NO;
  }
}

class Mobility extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u8(0);
    this.high = info.u8(1);
    this.inverted = info.u8(2) !== 0;
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    // nothing may follow it
    if (!hasTransport(pkt, MH_HLEN) || pkt.skb.bytes[pkt.thoff] !== NO_NEXT) return XT_HOTDROP;
    const type = pkt.skb.bytes[pkt.thoff + MH_TYPE];
    return (type >= this.low && type <= this.high) !== this.inverted ? XT_YES : XT_NO;
  }
}

const ipcomp = (family: number): XtType<XtMatch> => ({
  name: "ipcomp",
  revision: 0,
  family,
  size: 12,
  protocols: [COMP],
  check: (par) => (par.info.u8(8) & ~INVERT ? -EINVAL : new Ipcomp(par)),
});

function kind(
  name: string,
  family: number,
  protocol: number,
  offset: number,
  length: number,
): XtType<XtMatch> {
  return {
    name,
    revision: 0,
    family,
    size: 12,
    protocols: [protocol],
    check: (par) => (par.info.u8(8) & ~INVERT ? -EINVAL : new Spi(par, offset, length)),
  };
}

export const SPI: readonly XtType<XtMatch>[] = [
  kind("esp", NFPROTO_IPV4, ESP, 0, ESP_HLEN),
  kind("esp", NFPROTO_IPV6, ESP, 0, ESP_HLEN),
  kind("ah", NFPROTO_IPV4, AH, AH_SPI, AH_HLEN),
  ipcomp(NFPROTO_IPV4),
  ipcomp(NFPROTO_IPV6),
  {
    name: "mh",
    revision: 0,
    family: NFPROTO_IPV6,
    size: 3,
    protocols: [MH],
    check: (par) => (par.info.u8(2) & ~INVERT ? -EINVAL : new Mobility(par)),
  },
];
