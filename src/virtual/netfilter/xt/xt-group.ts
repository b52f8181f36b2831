/**
 * Matches by what a packet was put into: `devgroup` (of its devices), `realm` (of its route), `cpu`.
 *
 * Source: `net/netfilter/xt_devgroup.c`, `xt_realm.c`, `xt_cpu.c`.
 */
import { EINVAL } from "../../../errno.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Rtable } from "../../ipv4/route/rtable.ts";
import {
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
} from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const MATCH_SRC = 1;
const INVERT_SRC = 2;
const MATCH_DST = 4;
const INVERT_DST = 8;
const KNOWN = MATCH_SRC | INVERT_SRC | MATCH_DST | INVERT_DST;
const WITH_INPUT = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD);
const WITH_OUTPUT = (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING);

class DevGroup extends XtMatch {
  private readonly flags: number;
  private readonly source: number;
  private readonly sourceMask: number;
  private readonly destination: number;
  private readonly destinationMask: number;

  constructor({ info }: XtCheck) {
    super();
    this.flags = info.u32(0);
    this.source = info.u32(4) | 0;
    this.sourceMask = info.u32(8) | 0;
    this.destination = info.u32(12) | 0;
    this.destinationMask = info.u32(16) | 0;
  }

  match({ in: input, out }: NftPktinfo): number {
    const { flags } = this;
    if (flags & MATCH_SRC && inGroup(input, this.source, this.sourceMask) === ((flags & INVERT_SRC) !== 0))
      return XT_NO;
    if (
      flags & MATCH_DST &&
      inGroup(out, this.destination, this.destinationMask) === ((flags & INVERT_DST) !== 0)
    )
      return XT_NO;
    return XT_YES;
  }
}

function inGroup(dev: NetDevice | null, group: number, mask: number): boolean {
  return (((dev?.group ?? 0) ^ group) & mask) === 0;
}

/** `devgroup_mt_checkentry` */
function checkDevGroup(par: XtCheck): XtMatch | number {
  const flags = par.info.u32(0);
  if (flags === 0 || flags & ~KNOWN) return -EINVAL;
  if (flags & MATCH_SRC && par.hookMask & ~WITH_INPUT) return -EINVAL;
  if (flags & MATCH_DST && par.hookMask & ~WITH_OUTPUT) return -EINVAL;
  return new DevGroup(par);
}

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

  match({ skb: { dst } }: NftPktinfo): number {
    const realms = dst instanceof Rtable ? dst.tclassid : 0;
    return (this.id === (realms & this.mask)) !== this.inverted ? XT_YES : XT_NO;
  }
}

/** All of this kernel happens on the first processor. */
class Cpu extends XtMatch {
  private readonly found: number;

  constructor({ info }: XtCheck) {
    super();
    this.found = (info.u32(0) === 0) !== (info.u32(4) !== 0) ? XT_YES : XT_NO;
  }

  match(): number {
    return this.found;
  }
}

export const GROUP: readonly XtType<XtMatch>[] = [
  { name: "devgroup", revision: 0, family: 0, size: 20, check: checkDevGroup },
  {
    name: "realm",
    revision: 0,
    family: 0,
    size: 12,
    hooks: WITH_OUTPUT | (1 << NF_INET_LOCAL_IN),
    check: (par) => new Realm(par),
  },
  {
    name: "cpu",
    revision: 0,
    family: 0,
    size: 8,
    check: (par) => (par.info.u32(4) & ~1 ? -EINVAL : new Cpu(par)),
  },
];
