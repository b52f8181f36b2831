/**
 * Matches on connections: `conntrack`, `connmark`.
 *
 * Source: `net/netfilter/xt_conntrack.c`, `xt_connmark.c`.
 */

import { nfCtNetnsGet, nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import { IP_CT_IS_REPLY, IP_CT_UNTRACKED, IPS_DST_NAT, IPS_SRC_NAT } from "../conntrack/conntrack-status.ts";
import type { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { HZ } from "../conntrack/net-ct.ts";
import { type NfConn, skbDirection } from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const STATE = 1 << 0;
const PROTO = 1 << 1;
const STATUS = 1 << 6;
const EXPIRES = 1 << 7;
const DIRECTION = 1 << 12;

const STATE_INVALID = 1 << 0;
const STATE_SNAT = 1 << 6;
const STATE_DNAT = 1 << 7;
const STATE_UNTRACKED = 1 << 8;

const yes = (found: boolean): number => (found ? XT_YES : XT_NO);

/** A match that needs connections to be tracked. */
export abstract class TrackedMatch extends XtMatch {
  private readonly par: XtCheck;

  constructor(par: XtCheck) {
    super();
    this.par = par;
  }

  override destroy(): void {
    nfCtNetnsPut(this.par.net, this.par.family);
  }
}

/** One of the four addresses: its flag, where it is in the structure, the ports behind. */
interface Side {
  readonly flag: number;
  readonly at: number;
  readonly portFlag: number;
  readonly port: number;
  readonly reply: boolean;
  readonly destination: boolean;
}
const SIDES: readonly Side[] = [
  { flag: 1 << 2, at: 0, portFlag: 1 << 8, port: 138, reply: false, destination: false },
  { flag: 1 << 3, at: 32, portFlag: 1 << 9, port: 140, reply: false, destination: true },
  { flag: 1 << 4, at: 64, portFlag: 1 << 10, port: 142, reply: true, destination: false },
  { flag: 1 << 5, at: 96, portFlag: 1 << 11, port: 144, reply: true, destination: true },
];

function sameAddress(
  info: XtInfo,
  at: number,
  tuple: NfConntrackTuple,
  destination: boolean,
  ipv4: boolean,
): boolean {
  const same = (word: number, offset: number): boolean =>
    ((word ^ info.be32(at + offset)) & info.be32(at + 16 + offset)) === 0;
  if (ipv4) return same(destination ? tuple.d3 : tuple.s3, 0);
  return destination
    ? same(tuple.d0, 0) && same(tuple.d1, 4) && same(tuple.d2, 8) && same(tuple.d3, 12)
    : same(tuple.s0, 0) && same(tuple.s1, 4) && same(tuple.s2, 8) && same(tuple.s3, 12);
}

class Conntrack extends TrackedMatch {
  private readonly info: XtInfo;
  private readonly flags: number;
  private readonly inverse: number;
  private readonly states: number;
  private readonly details: boolean;

  constructor(par: XtCheck) {
    super(par);
    const { info } = par;
    this.info = info;
    this.flags = info.u16(146);
    this.inverse = info.u16(148);
    this.states = info.u16(150);
    this.details = (this.flags & (STATUS | EXPIRES | PROTO | DIRECTION | 0xf3c)) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const { skb } = pkt;
    const ct = skb.nfct as NfConn | null;
    const { flags, inverse } = this;
    if (flags & STATE) {
      let bit = STATE_INVALID;
      if (ct !== null) {
        bit = 1 << ((skb.ctinfo % IP_CT_IS_REPLY) + 1);
        if (ct.status & IPS_SRC_NAT) bit |= STATE_SNAT;
        if (ct.status & IPS_DST_NAT) bit |= STATE_DNAT;
      } else if (skb.ctinfo === IP_CT_UNTRACKED) bit = STATE_UNTRACKED;
      if (((this.states & bit) !== 0) === ((inverse & STATE) !== 0)) return XT_NO;
    }
    if (ct === null) return yes((flags & STATE) !== 0);
    return this.details ? yes(this.matchDetails(pkt, ct)) : XT_YES;
  }

  private matchDetails({ skb, pf }: NftPktinfo, ct: NfConn): boolean {
    const { flags, inverse, info } = this;
    if (flags & DIRECTION && (skbDirection(skb) === 0) === ((inverse & DIRECTION) !== 0)) return false;
    const ipv4 = pf === NFPROTO_IPV4;
    for (let i = 0; i < SIDES.length; i++) {
      const { flag, at, reply, destination } = SIDES[i];
      if (!(flags & flag)) continue;
      const tuple = reply ? ct.reply : ct.original;
      if (sameAddress(info, at, tuple, destination, ipv4) === ((inverse & flag) !== 0)) return false;
    }
    return this.matchProtocol(ct) && this.matchLife(ct);
  }

  private matchProtocol(ct: NfConn): boolean {
    const { flags, inverse, info } = this;
    if (flags & PROTO && (ct.original.protonum === info.u16(136)) === ((inverse & PROTO) !== 0)) return false;
    for (let i = 0; i < SIDES.length; i++) {
      const { portFlag, port, reply, destination } = SIDES[i];
      if (!(flags & portFlag)) continue;
      const tuple = reply ? ct.reply : ct.original;
      const number = destination ? tuple.dport : tuple.sport;
      const inside = number >= info.u16(port) && number <= info.u16(port + 16);
      if (inside === ((inverse & portFlag) !== 0)) return false;
    }
    return true;
  }

  private matchLife(ct: NfConn): boolean {
    const { flags, inverse, info } = this;
    if (flags & STATUS && ((ct.status & info.u16(152)) !== 0) === ((inverse & STATUS) !== 0)) return false;
    if (!(flags & EXPIRES)) return true;
    const left = ct.isConfirmed ? Math.max(0, (ct.timeout - ct.cnet.jiffies()) | 0) : 0;
    const seconds = Math.floor(left / HZ);
    return (seconds >= info.u32(128) && seconds <= info.u32(132)) !== ((inverse & EXPIRES) !== 0);
  }
}

class Connmark extends TrackedMatch {
  private readonly mark: number;
  private readonly mask: number;
  private readonly inverted: boolean;

  constructor(par: XtCheck) {
    super(par);
    this.mark = par.info.u32(0) | 0;
    this.mask = par.info.u32(4) | 0;
    this.inverted = par.info.u8(8) !== 0;
  }

  match({ skb }: NftPktinfo): number {
    const ct = skb.nfct as NfConn | null;
    if (ct === null) return XT_NO;
    return yes(((ct.mark & this.mask) === this.mark) !== this.inverted);
  }
}

/** Connections are tracked from now on. */
export function tracked<Use>(make: (par: XtCheck) => Use): (par: XtCheck) => Use | number {
  return (par) => {
    const error = nfCtNetnsGet(par.net, par.family);
    return error < 0 ? error : make(par);
  };
}

export const CONNTRACK: readonly XtType<XtMatch>[] = [
  { name: "conntrack", revision: 3, family: 0, size: 164, check: tracked((par) => new Conntrack(par)) },
  { name: "connmark", revision: 1, family: 0, size: 12, check: tracked((par) => new Connmark(par)) },
];
