/**
 * `ah` and `esp`: packets of IPsec by their index.
 *
 * Source: `net/ipv4/netfilter/ipt_ah.c`, `net/netfilter/xt_esp.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const ESP = 50;
const AH = 51;
const ESP_HLEN = 8;
const AH_HLEN = 12;
const AH_SPI = 4;
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
    const spi = be16(pkt.skb.bytes, at) * 0x10000 + be16(pkt.skb.bytes, at + 2);
    return (spi >= this.low && spi <= this.high) !== this.inverted ? XT_YES : XT_NO;
  }
}

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
];
