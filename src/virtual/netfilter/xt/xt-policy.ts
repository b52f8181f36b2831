/**
 * `policy`: which transformation of IPsec a packet came through or will go through. This kernel has none: no packet was in one.
 *
 * Source: `net/netfilter/xt_policy.c`.
 */
import { EINVAL } from "../../../errno.ts";
import {
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const FLAGS = 304;
const LENGTH = 306;
const SIZE = 308;
const XT_POLICY_MAX_ELEM = 4;
const IN = 1 << 0;
const OUT = 1 << 1;
const NONE = 1 << 2;
const INCOMING = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN);
const OUTGOING = (1 << NF_INET_POST_ROUTING) | (1 << NF_INET_LOCAL_OUT);

class Policy extends XtMatch {
  private readonly asksForNone: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.asksForNone = (info.u16(FLAGS) & NONE) !== 0;
  }

  match(): number {
    return this.asksForNone ? XT_YES : XT_NO;
  }
}

/** `policy_mt_check` */
function check(par: XtCheck): XtMatch | number {
  const flags = par.info.u16(FLAGS);
  if ((flags & (IN | OUT)) === 0) return -EINVAL;
  if (par.hookMask & INCOMING && flags & OUT) return -EINVAL;
  if (par.hookMask & OUTGOING && flags & IN) return -EINVAL;
  return par.info.u16(LENGTH) > XT_POLICY_MAX_ELEM ? -EINVAL : new Policy(par);
}

export const POLICY: readonly XtType<XtMatch>[] = [NFPROTO_IPV4, NFPROTO_IPV6].map((family) => ({
  name: "policy",
  revision: 0,
  family,
  size: SIZE,
  check,
}));
