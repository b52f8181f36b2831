/** `multiport`: up to fifteen ports or ranges. Source: `net/netfilter/xt_multiport.c`. */
import { EINVAL } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const SOURCE = 0;
const DESTINATION = 1;
const EITHER = 2;
const MOST = 15;
const PROTOCOLS = [6, 17, 136, 132, 33];

class Multiport extends XtMatch {
  private readonly flags: number;
  private readonly inverted: boolean;
  /** Lowest and highest port of each range. */
  private readonly ranges: Uint16Array;

  constructor({ info }: XtCheck) {
    super();
    this.flags = info.u8(0);
    this.inverted = info.u8(47) !== 0;
    const ranges: number[] = [];
    for (let i = 0; i < info.u8(1); i++) {
      const low = info.u16(2 + 2 * i);
      ranges.push(low, info.u8(32 + i) && i + 1 < MOST ? info.u16(2 + 2 * ++i) : low);
    }
    this.ranges = Uint16Array.from(ranges);
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    if (!hasTransport(pkt, 4)) return XT_HOTDROP;
    const { bytes } = pkt.skb;
    const found =
      (this.flags !== DESTINATION && this.has(be16(bytes, pkt.thoff))) ||
      (this.flags !== SOURCE && this.has(be16(bytes, pkt.thoff + 2)));
    return found !== this.inverted ? XT_YES : XT_NO;
  }

  private has(port: number): boolean {
    const { ranges } = this;
    for (let i = 0; i < ranges.length; i += 2) if (port >= ranges[i] && port <= ranges[i + 1]) return true;
    return false;
  }
}

export const MULTIPORT: XtType<XtMatch> = {
  name: "multiport",
  revision: 1,
  family: 0,
  size: 48,
  protocols: PROTOCOLS,
  check: (par) => {
    if (par.info.u8(0) > EITHER || par.info.u8(1) > MOST) return -EINVAL;
    return new Multiport(par);
  },
};
