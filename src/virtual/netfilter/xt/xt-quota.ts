/**
 * `quota` and `connbytes`: how much went through this rule, and how much through a packet's connection.
 *
 * Source: `net/netfilter/xt_quota.c`, `xt_connbytes.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { netCt } from "../conntrack/conntrack-table.ts";
import type { NfConn, NfConnAcct } from "../conntrack/nf-conn.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";
import { TrackedMatch, tracked } from "./xt-conntrack.ts";

const XT_QUOTA_INVERT = 1;

/** A number of 64 bits; beyond 2^53 not to the last digit, which no counter here reaches. */
function u64(info: XtInfo, at: number): number {
  return info.u32(at) + info.u32(at + 4) * 0x1_0000_0000;
}

class Quota extends XtMatch {
  private readonly inverted: boolean;
  /** Bytes. */
  private left: number;

  constructor({ info }: XtCheck) {
    super();
    this.inverted = (info.u32(0) & XT_QUOTA_INVERT) !== 0;
    this.left = u64(info, 8);
  }

  match({ skb, nhoff }: NftPktinfo): number {
    const length = skb.tail - nhoff;
    const within = this.left >= length;
    // nothing that is smaller may come through after one that was too large
    this.left = within ? this.left - length : 0;
    return within !== this.inverted ? XT_YES : XT_NO;
  }
}

const PACKETS = 0;
const BYTES = 1;
const AVERAGE = 2;
const ORIGINAL = 0;
const REPLY = 1;
const BOTH = 2;
const WHAT = 16;
const DIRECTION = 17;

function counted(there: number, back: number, direction: number): number {
  if (direction === ORIGINAL) return there;
  return direction === REPLY ? back : there + back;
}

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
    this.what = info.u8(WHAT);
    this.direction = info.u8(DIRECTION);
  }

  match({ skb }: NftPktinfo): number {
    const acct = (skb.nfct as NfConn | null)?.acct ?? null;
    if (acct === null) return XT_NO;
    const value = this.countOf(acct);
    // what is not to match is said with its ends exchanged
    const found =
      this.to >= this.from ? value <= this.to && value >= this.from : value < this.to || value > this.from;
    return found ? XT_YES : XT_NO;
  }

  private countOf(acct: NfConnAcct): number {
    const packets = counted(acct.packets0, acct.packets1, this.direction);
    if (this.what === PACKETS) return packets;
    const bytes = counted(acct.bytes0, acct.bytes1, this.direction);
    if (this.what === BYTES) return bytes;
    return packets === 0 ? 0 : Math.floor(bytes / packets);
  }
}

/** `connbytes_mt_check`: who asks for counts wants them counted. */
const checkConnBytes = (par: XtCheck): XtMatch | number => {
  if (par.info.u8(WHAT) > AVERAGE || par.info.u8(DIRECTION) > BOTH) return -EINVAL;
  return tracked((asked) => {
    netCt(asked.net).settings.acct = 1;
    return new ConnBytes(asked);
  })(par);
};

export const QUOTA: readonly XtType<XtMatch>[] = [
  {
    name: "quota",
    revision: 0,
    family: 0,
    size: 24,
    userSize: 16,
    check: (par) => (par.info.u32(0) & ~XT_QUOTA_INVERT ? -EINVAL : new Quota(par)),
  },
  { name: "connbytes", revision: 0, family: 0, size: 24, check: checkConnBytes },
];
