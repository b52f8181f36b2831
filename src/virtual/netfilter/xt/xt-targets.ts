/**
 * Targets that change or log a packet: `MARK`, `CONNMARK`, `LOG`, `REJECT`, `TTL`, `HL`, `CLASSIFY`, `CHECKSUM`, `AUDIT`.
 *
 * Source: `net/netfilter/xt_mark.c`, `xt_connmark.c`, `xt_LOG.c`, `xt_HL.c`, `xt_CLASSIFY.c`, `xt_CHECKSUM.c`, `xt_AUDIT.c`,
 * `net/ipv4/netfilter/ipt_REJECT.c`, `net/ipv6/netfilter/ip6t_REJECT.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { replaceWord } from "../../../packet/checksum.ts";
import { CHECKSUM_PARTIAL } from "../../core/skbuff.ts";
import { finishChecksum } from "../../ipv4/ip/ip-fragment.ts";
import { setConntrackMark } from "../conntrack/conntrack-core.ts";
import { nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import {
  NF_DROP,
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import { nfLogPacket } from "../log/nf-log.ts";
import { makeWritable } from "../nf-tables/pktinfo.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { nfSendReset, nfSendUnreach } from "../reject/nf-reject-ipv4.ts";
import { nfSendReset6, nfSendUnreach6 } from "../reject/nf-reject-ipv6.ts";
import { be16 } from "./headers.ts";
import { XT_CONTINUE, type XtCheck, XtTarget, type XtType } from "./x-tables.ts";
import { tracked } from "./xt-conntrack.ts";

class Mark extends XtTarget {
  private readonly mark: number;
  private readonly mask: number;

  constructor({ info }: XtCheck) {
    super();
    this.mark = info.u32(0) | 0;
    this.mask = info.u32(4) | 0;
  }

  target({ skb }: NftPktinfo): number {
    skb.mark = ((skb.mark & ~this.mask) ^ this.mark) >>> 0;
    return XT_CONTINUE;
  }
}

const SET = 0;
const SAVE = 1;
const RESTORE = 2;

class Connmark extends XtTarget {
  private readonly par: XtCheck;
  private readonly ctmark: number;
  private readonly ctmask: number;
  private readonly nfmask: number;
  private readonly mode: number;
  private readonly right: boolean;
  private readonly shift: number;

  constructor(par: XtCheck) {
    super();
    const { info } = par;
    this.par = par;
    this.ctmark = info.u32(0) | 0;
    this.ctmask = info.u32(4) | 0;
    this.nfmask = info.u32(8) | 0;
    this.right = info.u8(12) !== 0;
    this.shift = info.u8(13);
    this.mode = info.u8(14);
  }

  private shifted(mark: number): number {
    // shifting by all bits leaves what it was on this processor
    return this.right ? mark >>> this.shift : mark << this.shift;
  }

  target({ skb }: NftPktinfo): number {
    const ct = skb.nfct as NfConn | null;
    if (ct === null) return XT_CONTINUE;
    if (this.mode === SET) setConntrackMark(ct, this.shifted((ct.mark & ~this.ctmask) ^ this.ctmark) >>> 0);
    else if (this.mode === SAVE) {
      const mark = this.shifted(skb.mark & this.nfmask);
      setConntrackMark(ct, ((ct.mark & ~this.ctmask) ^ mark) >>> 0);
    } else if (this.mode === RESTORE) {
      const mark = this.shifted(ct.mark & this.ctmask);
      skb.mark = ((skb.mark & ~this.nfmask) ^ mark) >>> 0;
    }
    return XT_CONTINUE;
  }

  override destroy(): void {
    nfCtNetnsPut(this.par.net, this.par.family);
  }
}

class Log extends XtTarget {
  private readonly level: number;
  private readonly flags: number;
  private readonly prefix: string;

  constructor({ info }: XtCheck, prefix: string) {
    super();
    this.level = info.u8(0);
    this.flags = info.u8(1);
    this.prefix = prefix;
  }

  target(pkt: NftPktinfo): number {
    nfLogPacket(pkt.net, pkt.pf, pkt.hook, pkt.skb, pkt.in, pkt.out, this.level, this.flags, this.prefix);
    return XT_CONTINUE;
  }
}

const ECHOREPLY = 4;
const TCP_RESET4 = 7;
/** Codes of "destination unreachable" by number. */
const CODES4 = [0, 1, 2, 3, 0, 9, 10, 0, 13];

class Reject4 extends XtTarget {
  private readonly kind: number;

  constructor(kind: number) {
    super();
    this.kind = kind;
  }

  target(pkt: NftPktinfo): number {
    if (this.kind === TCP_RESET4) nfSendReset(pkt.net, pkt.skb);
    else if (this.kind !== ECHOREPLY) nfSendUnreach(pkt.skb, CODES4[this.kind], pkt.hook);
    return NF_DROP;
  }
}

const TCP_RESET6 = 6;
const CODES6 = [0, 1, 2, 3, 4, 0, 0, 5, 6];

class Reject6 extends XtTarget {
  private readonly kind: number;

  constructor(kind: number) {
    super();
    this.kind = kind;
  }

  target(pkt: NftPktinfo): number {
    if (this.kind === TCP_RESET6) {
      if (pkt.hasL4 && pkt.tprot === TCP && pkt.fragoff === 0) nfSendReset6(pkt.net, pkt.skb, pkt.thoff);
    } else nfSendUnreach6(pkt.skb, pkt.in ?? pkt.out, CODES6[this.kind]);
    return NF_DROP;
  }
}

const TCP = 6;
const REJECT_HOOKS = (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT);

function checkReject4({ info, protocol, inverted }: XtCheck): XtTarget | number {
  const kind = info.u32(0);
  if (kind === ECHOREPLY) return -EINVAL;
  if (kind === TCP_RESET4 && (protocol !== TCP || inverted)) return -EINVAL;
  return new Reject4(kind);
}

function checkReject6({ info, protocol, inverted }: XtCheck): XtTarget | number {
  const kind = info.u32(0);
  if (kind === ECHOREPLY + 1) return -EINVAL;
  if (kind === TCP_RESET6 && (protocol !== TCP || inverted)) return -EINVAL;
  return new Reject6(kind);
}

const HL_SET = 0;
const HL_INC = 1;
const HL_DEC = 2;

class Hops extends XtTarget {
  private readonly mode: number;
  private readonly value: number;
  private readonly ipv4: boolean;

  constructor({ info }: XtCheck, ipv4: boolean) {
    super();
    this.mode = info.u8(0);
    this.value = info.u8(1);
    this.ipv4 = ipv4;
  }

  target(pkt: NftPktinfo): number {
    makeWritable(pkt);
    const { skb } = pkt;
    const at = skb.networkHeader + (this.ipv4 ? 8 : 7);
    const { bytes } = skb;
    const before = bytes[at];
    const hops = this.changed(before);
    if (hops === before) return XT_CONTINUE;
    if (this.ipv4) {
      const check = skb.networkHeader + 10;
      const sum = replaceWord(be16(bytes, check), before << 8, hops << 8);
      bytes[check] = sum >>> 8;
      bytes[check + 1] = sum;
    }
    bytes[at] = hops;
    return XT_CONTINUE;
  }

  private changed(hops: number): number {
    if (this.mode === HL_SET) return this.value;
    return this.mode === HL_INC ? Math.min(255, hops + this.value) : Math.max(0, hops - this.value);
  }
}

function hops(name: string, family: number): XtType<XtTarget> {
  return {
    name,
    revision: 0,
    family,
    size: 2,
    table: "mangle",
    check: (par) => {
      const mode = par.info.u8(0);
      if (mode > HL_DEC || (mode !== HL_SET && par.info.u8(1) === 0)) return -EINVAL;
      return new Hops(par, family === NFPROTO_IPV4);
    },
  };
}

class Classify extends XtTarget {
  private readonly priority: number;

  constructor({ info }: XtCheck) {
    super();
    this.priority = info.u32(0);
  }

  target({ skb }: NftPktinfo): number {
    skb.priority = this.priority;
    return XT_CONTINUE;
  }
}

class Checksum extends XtTarget {
  target({ skb }: NftPktinfo): number {
    if (skb.ipSummed === CHECKSUM_PARTIAL && skb.gsoSize === 0) finishChecksum(skb);
    return XT_CONTINUE;
  }
}

const AUDIT_TYPE_MAX = 2;

/** Nobody reads the audit log here. */
class Audit extends XtTarget {
  target(): number {
    return XT_CONTINUE;
  }
}

const PREFIX_SIZE = 30;
const MOST_LEVEL = 7;

export const CHANGING: readonly XtType<XtTarget>[] = [
  { name: "MARK", revision: 2, family: 0, size: 8, check: (par) => new Mark(par) },
  { name: "CONNMARK", revision: 2, family: 0, size: 16, check: tracked((par) => new Connmark(par)) },
  {
    name: "LOG",
    revision: 0,
    family: 0,
    size: 32,
    check: (par) => {
      const prefix = par.info.text(2, PREFIX_SIZE);
      return par.info.u8(0) > MOST_LEVEL || prefix === undefined ? -EINVAL : new Log(par, prefix);
    },
  },
  {
    name: "REJECT",
    revision: 0,
    family: NFPROTO_IPV4,
    size: 4,
    table: "filter",
    hooks: REJECT_HOOKS,
    check: checkReject4,
  },
  {
    name: "REJECT",
    revision: 0,
    family: NFPROTO_IPV6,
    size: 4,
    table: "filter",
    hooks: REJECT_HOOKS,
    check: checkReject6,
  },
  hops("TTL", NFPROTO_IPV4),
  hops("HL", NFPROTO_IPV6),
  {
    name: "CLASSIFY",
    revision: 0,
    family: 0,
    size: 4,
    hooks: (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_FORWARD) | (1 << NF_INET_POST_ROUTING),
    check: (par) => new Classify(par),
  },
  {
    name: "CHECKSUM",
    revision: 0,
    family: 0,
    size: 1,
    table: "mangle",
    check: ({ info }) => (info.u8(0) !== 1 ? -EINVAL : new Checksum()),
  },
  {
    name: "AUDIT",
    revision: 0,
    family: 0,
    size: 1,
    check: ({ info }) => (info.u8(0) > AUDIT_TYPE_MAX ? -EINVAL : new Audit()),
  },
];
