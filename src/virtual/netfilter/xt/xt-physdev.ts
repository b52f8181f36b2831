/** `physdev`: the ports of a bridge. Source: `net/netfilter/xt_physdev.c`. */
import { EINVAL } from "../../../errno.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { NF_INET_LOCAL_OUT } from "../hook-numbers.ts";
import { nfBridgeInfo } from "../nf-bridge-info.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const IN = 1;
const OUT = 2;
const BRIDGED = 4;
const ISIN = 8;
const ISOUT = 16;
const ALL = 31;
const OUT_AT = 32;
const MASK = 16;
const NAME = 16;

class Physdev extends XtMatch {
  private readonly info: XtInfo;
  private readonly inverse: number;
  private readonly bits: number;

  constructor({ info }: XtCheck) {
    super();
    this.info = info;
    this.inverse = info.u8(64);
    this.bits = info.u8(65);
  }

  match({ skb }: NftPktinfo): number {
    const bridge = nfBridgeInfo(skb);
    // of what crosses no bridge, only what is not asked for is so
    if (bridge === null) return this.bits & ~this.inverse ? XT_NO : XT_YES;
    return this.matches(bridge.physInDev, bridge.physOutDev) ? XT_YES : XT_NO;
  }

  private matches(input: NetDevice | null, output: NetDevice | null): boolean {
    const { bits, inverse } = this;
    const wrong = (bit: number, is: boolean): boolean => (bits & bit) !== 0 && is === ((inverse & bit) !== 0);
    if (wrong(BRIDGED, output !== null) || wrong(ISIN, input !== null) || wrong(ISOUT, output !== null))
      return false;
    if (bits & IN && input !== null && this.hasName(input, 0) === ((inverse & IN) !== 0)) return false;
    if (!(bits & OUT)) return true;
    return output !== null && this.hasName(output, OUT_AT) !== ((inverse & OUT) !== 0);
  }

  /** Whether the name agrees in the bytes that the mask takes. */
  private hasName({ name }: NetDevice, at: number): boolean {
    const { bytes } = this.info;
    for (let i = 0; i < NAME; i++) {
      const letter = i < name.length ? name.charCodeAt(i) : 0;
      if (((letter ^ bytes[at + i]) & bytes[at + MASK + i]) !== 0) return false;
    }
    return true;
  }
}

export const PHYSDEV: XtType<XtMatch> = {
  name: "physdev",
  revision: 0,
  family: 0,
  size: 66,
  check: (par) => {
    const bits = par.info.u8(65);
    if ((bits & ALL) === 0 || (bits & ~ALL) !== 0) return -EINVAL;
    const leaving = (bits & (OUT | ISOUT)) !== 0;
    const bridged = (bits & BRIDGED) !== 0 && (par.info.u8(64) & BRIDGED) === 0;
    // what this host sends is not on a bridge yet
    if (leaving && !bridged && par.hookMask & (1 << NF_INET_LOCAL_OUT)) return -EINVAL;
    return new Physdev(par);
  },
};
