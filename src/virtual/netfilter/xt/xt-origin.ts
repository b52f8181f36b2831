/**
 * Where packets come from and go to, beside addresses: `realm`, `devgroup`, `cpu`, `policy`.
 *
 * Source: `net/netfilter/xt_realm.c`, `xt_devgroup.c`, `xt_cpu.c`, `xt_policy.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { Rtable } from "../../ipv4/route/rtable.ts";
import {
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const bits = (...hooks: readonly number[]): number => hooks.reduce((mask, hook) => mask | (1 << hook), 0);
const yes = (found: boolean): number => (found ? XT_YES : XT_NO);

class Realm extends XtMatch {
  private readonly id: number;
  private readonly mask: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.id = info.u32(0) | 0;
    this.mask = info.u32(4) | 0;
    this.inverted = info.u8(8) !== 0;
  }

  match({ skb }: NftPktinfo): number {
    const tclassid = skb.dst instanceof Rtable ? skb.dst.tclassid : 0;
    return yes(((tclassid & this.mask) === this.id) !== this.inverted);
  }
}

const MATCH_SRC = 1;
const INVERT_SRC = 2;
const MATCH_DST = 4;
const INVERT_DST = 8;

class DevGroup extends XtMatch {
  private readonly flags: number;
  private readonly source: number;
  private readonly sourceMask: number;
  private readonly destination: number;
  private readonly destinationMask: number;

  constructor(info: XtInfo) {
    super();
    this.flags = info.u32(0);
    this.source = info.u32(4) | 0;
    this.sourceMask = info.u32(8) | 0;
    this.destination = info.u32(12) | 0;
    this.destinationMask = info.u32(16) | 0;
  }

  match(pkt: NftPktinfo): number {
    const { flags } = this;
    if ((flags & MATCH_SRC) !== 0) {
      const same = (((pkt.in?.group ?? 0) & this.sourceMask) | 0) === this.source;
      if (same === ((flags & INVERT_SRC) !== 0)) return XT_NO;
    }
    if ((flags & MATCH_DST) !== 0) {
      const same = (((pkt.out?.group ?? 0) & this.destinationMask) | 0) === this.destination;
      if (same === ((flags & INVERT_DST) !== 0)) return XT_NO;
    }
    return XT_YES;
  }
}

const WITH_INPUT = bits(NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD);
const WITH_OUTPUT = bits(NF_INET_FORWARD, NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING);

function checkDevGroup({ info, hookMask }: XtCheck): XtMatch | number {
  const flags = info.u32(0);
  if ((flags & ~(MATCH_SRC | INVERT_SRC | MATCH_DST | INVERT_DST)) !== 0) return -EINVAL;
  if ((flags & MATCH_SRC) !== 0 && (hookMask & ~WITH_INPUT) !== 0) return -EINVAL;
  if ((flags & MATCH_DST) !== 0 && (hookMask & ~WITH_OUTPUT) !== 0) return -EINVAL;
  return new DevGroup(info);
}

/** There is one processor, 0. */
class Cpu extends XtMatch {
  private readonly found: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.found = (info.u32(0) === 0) !== (info.u32(4) !== 0);
  }

  match(): number {
    return yes(this.found);
  }
}

const POLICY_FLAGS = 304;
const POLICY_LENGTH = 306;
const POLICY_IN = 1;
const POLICY_OUT = 2;
const POLICY_NONE = 4;
const MOST_ELEMENTS = 4;

/** Nothing here is ever encrypted: packets have no policy of IPsec. */
class Policy extends XtMatch {
  private readonly found: boolean;

  constructor(flags: number) {
    super();
    this.found = (flags & POLICY_NONE) !== 0;
  }

  match(): number {
    return yes(this.found);
  }
}

function checkPolicy({ info, hookMask }: XtCheck): XtMatch | number {
  const flags = info.u16(POLICY_FLAGS);
  if ((flags & (POLICY_IN | POLICY_OUT)) === 0) return -EINVAL;
  const arriving = bits(NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN);
  const leaving = bits(NF_INET_POST_ROUTING, NF_INET_LOCAL_OUT);
  if ((hookMask & arriving) !== 0 && (flags & POLICY_OUT) !== 0) return -EINVAL;
  if ((hookMask & leaving) !== 0 && (flags & POLICY_IN) !== 0) return -EINVAL;
  return info.u16(POLICY_LENGTH) > MOST_ELEMENTS ? -EINVAL : new Policy(flags);
}

export const ORIGIN: readonly XtType<XtMatch>[] = [
  {
    name: "realm",
    revision: 0,
    family: 0,
    size: 12,
    hooks: bits(NF_INET_POST_ROUTING, NF_INET_FORWARD, NF_INET_LOCAL_OUT, NF_INET_LOCAL_IN),
    check: (par) => new Realm(par),
  },
  { name: "devgroup", revision: 0, family: 0, size: 20, check: checkDevGroup },
  {
    name: "cpu",
    revision: 0,
    family: 0,
    size: 8,
    check: (par) => ((par.info.u32(4) & ~1) !== 0 ? -EINVAL : new Cpu(par)),
  },
  { name: "policy", revision: 0, family: NFPROTO_IPV4, size: 308, check: checkPolicy },
  { name: "policy", revision: 0, family: NFPROTO_IPV6, size: 308, check: checkPolicy },
];
