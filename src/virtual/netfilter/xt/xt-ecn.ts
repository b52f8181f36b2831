/**
 * `ecn`: the bits by which congestion is told.
 *
 * Source: `net/netfilter/xt_ecn.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { hasTransport } from "./headers.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";
import { dsfield } from "./xt-dscp.ts";

const TCP = 6;
const TCP_HLEN = 20;
const TCP_FLAGS = 13;
const ECN_MASK = 3;
const MATCH_IP = 0x01;
/** Of the operation, and by {@link FLAG_SHIFT} less of TCP's header. */
const MATCH_ECE = 0x10;
const MATCH_CWR = 0x20;
const MATCH_TCP = MATCH_ECE | MATCH_CWR;
const UNKNOWN = 0xff & ~(MATCH_IP | MATCH_TCP);
/** `ECE` is 0x40 and `CWR` 0x80 there. */
const FLAG_SHIFT = 2;

class Ecn extends XtMatch {
  private readonly operation: number;
  private readonly invert: number;
  private readonly code: number;

  constructor({ info }: XtCheck) {
    super();
    this.operation = info.u8(0);
    this.invert = info.u8(1);
    this.code = info.u8(2);
  }

  match(pkt: NftPktinfo): number {
    if (this.operation & MATCH_IP) {
      const same = (dsfield(pkt) & ECN_MASK) === this.code;
      if (same === ((this.invert & MATCH_IP) !== 0)) return XT_NO;
    }
    if ((this.operation & MATCH_TCP) === 0) return XT_YES;
    if (pkt.tprot !== TCP || !hasTransport(pkt, TCP_HLEN)) return XT_NO;
    const flags = pkt.skb.bytes[pkt.thoff + TCP_FLAGS] >> FLAG_SHIFT;
    return ((flags ^ this.invert) & this.operation & MATCH_TCP) === (this.operation & MATCH_TCP)
      ? XT_YES
      : XT_NO;
  }
}

function check(par: XtCheck): XtMatch | number {
  const operation = par.info.u8(0);
  if ((operation | par.info.u8(1)) & UNKNOWN) return -EINVAL;
  if (operation & MATCH_TCP && (par.protocol !== TCP || par.inverted)) return -EINVAL;
  return new Ecn(par);
}

export const ECN: readonly XtType<XtMatch>[] = [NFPROTO_IPV4, NFPROTO_IPV6].map((family) => ({
  name: "ecn",
  revision: 0,
  family,
  size: 3,
  check,
}));
