/**
 * How much there was: `quota` of a rule, `connbytes` of a connection.
 *
 * Source: `net/netfilter/xt_quota.c`, `xt_connbytes.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { netCt } from "../conntrack/conntrack-table.ts";
import { type NfConnAcct, nfCtGet } from "../conntrack/nf-conn.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";
import { TrackedMatch, tracked } from "./xt-conntrack.ts";

const INVERT = 1;

/** An unsigned number of 64 bits; what is above 2^53 is never counted up to. */
function u64(info: XtInfo, at: number): number {
  return info.u32(at) + info.u32(at + 4) * 0x100000000;
}

class Quota extends XtMatch {
  private readonly inverted: boolean;
  private left: number;

  constructor({ info }: XtCheck) {
    super();
    this.inverted = (info.u32(0) & INVERT) !== 0;
    this.left = u64(info, 8);
  }

  match({ skb }: NftPktinfo): number {
    const length = skb.tail - skb.data;
    const fits = this.left >= length;
    // small packets do not pass either from now on
    this.left = fits ? this.left - length : 0;
    return fits !== this.inverted ? XT_YES : XT_NO;
  }
}

const PACKETS = 0;
const BYTES = 1;
const AVERAGE = 2;
const ORIGINAL = 0;
const REPLY = 1;
const BOTH = 2;

class ConnBytes extends TrackedMatch {
  private readonly from: number;
  private readonly to: number;
  private readonly what: number;
  private readonly direction: number;

  constructor(par: XtCheck) {
    super(par);
    const { info } = par;
    this.from = u64(info, 0);
    this.to = u64(info, 8);
    this.what = info.u8(16);
    this.direction = info.u8(17);
    // connections count from now on
    netCt(par.net).settings.acct = 1;
  }

  private counted(acct: NfConnAcct): number {
    const { direction } = this;
    let packets = direction === REPLY ? 0 : acct.packets0;
    let bytes = direction === REPLY ? 0 : acct.bytes0;
    if (direction !== ORIGINAL) {
      packets += acct.packets1;
      bytes += acct.bytes1;
    }
    if (this.what === PACKETS) return packets;
    if (this.what === BYTES) return bytes;
    return packets === 0 ? 0 : Math.floor(bytes / packets);
  }

  match({ skb }: NftPktinfo): number {
    const acct = nfCtGet(skb)?.acct ?? null;
    if (acct === null) return XT_NO;
    const { from, to } = this;
    const count = this.counted(acct);
    // ends the other way round: what is not between them
    const found = to >= from ? count >= from && count <= to : count < to || count > from;
    return found ? XT_YES : XT_NO;
  }
}

export const AMOUNT: readonly XtType<XtMatch>[] = [
  {
    name: "quota",
    revision: 0,
    family: 0,
    size: 24,
    userSize: 16,
    check: (par) => ((par.info.u32(0) & ~INVERT) !== 0 ? -EINVAL : new Quota(par)),
  },
  {
    name: "connbytes",
    revision: 0,
    family: 0,
    size: 24,
    check: tracked((par) => {
      const known = par.info.u8(16) <= AVERAGE && par.info.u8(17) <= BOTH;
      return known ? new ConnBytes(par) : -EINVAL;
    }),
  },
];
