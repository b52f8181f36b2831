/**
 * The byte that says how a packet is to be served: matches `tos` and `dscp`, targets `TOS` and `DSCP`.
 *
 * Source: `net/netfilter/xt_dscp.c`, `net/netfilter/xt_DSCP.c`, `include/net/dsfield.h`.
 */
import { EDOM } from "../../../errno.ts";
import { replaceWord } from "../../../packet/checksum.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { makeWritable } from "../nf-tables/pktinfo.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16 } from "./headers.ts";
import { XT_CONTINUE, XT_NO, XT_YES, type XtCheck, XtMatch, XtTarget, type XtType } from "./x-tables.ts";

const DSCP_MAX = 0x3f;
const ECN_MASK = 3;
const FAMILIES = [NFPROTO_IPV4, NFPROTO_IPV6];

/** `ipv4_get_dsfield`, `ipv6_get_dsfield` */
export function dsfield({ skb, pf }: NftPktinfo): number {
  const at = skb.networkHeader;
  return pf === NFPROTO_IPV4 ? skb.bytes[at + 1] : (be16(skb.bytes, at) >> 4) & 0xff;
}

/** `ipv4_change_dsfield`, `ipv6_change_dsfield` */
function setDsfield(pkt: NftPktinfo, value: number): void {
  makeWritable(pkt);
  const { skb, pf } = pkt;
  const { bytes } = skb;
  const at = skb.networkHeader;
  if (pf === NFPROTO_IPV6) {
    bytes[at] = (bytes[at] & 0xf0) | (value >> 4);
    bytes[at + 1] = (bytes[at + 1] & 0x0f) | ((value & 0x0f) << 4);
    return;
  }
  const sum = replaceWord(be16(bytes, at + 10), bytes[at + 1], value);
  bytes[at + 10] = sum >>> 8;
  bytes[at + 11] = sum;
  bytes[at + 1] = value;
}

class Masked extends XtMatch {
  private readonly mask: number;
  private readonly value: number;
  private readonly inverted: boolean;

  constructor(mask: number, value: number, inverted: boolean) {
    super();
    this.mask = mask;
    this.value = value;
    this.inverted = inverted;
  }

  match(pkt: NftPktinfo): number {
    return ((dsfield(pkt) & this.mask) === this.value) !== this.inverted ? XT_YES : XT_NO;
  }
}

class Change extends XtTarget {
  private readonly mask: number;
  private readonly value: number;

  constructor(mask: number, value: number) {
    super();
    this.mask = mask;
    this.value = value;
  }

  target(pkt: NftPktinfo): number {
    const before = dsfield(pkt);
    const after = (before & ~this.mask) ^ this.value;
    if (after !== before) setDsfield(pkt, after);
    return XT_CONTINUE;
  }
}

function checkDscp({ info }: XtCheck): XtMatch | number {
  const dscp = info.u8(0);
  return dscp > DSCP_MAX ? -EDOM : new Masked(~ECN_MASK & 0xff, dscp << 2, info.u8(1) !== 0);
}

function checkSetDscp({ info }: XtCheck): XtTarget | number {
  const dscp = info.u8(0);
  return dscp > DSCP_MAX ? -EDOM : new Change(~ECN_MASK & 0xff, dscp << 2);
}

export const DSCP_MATCHES: readonly XtType<XtMatch>[] = FAMILIES.flatMap((family) => [
  { name: "dscp", revision: 0, family, size: 2, check: checkDscp },
  {
    name: "tos",
    revision: 1,
    family,
    size: 3,
    check: ({ info }) => new Masked(info.u8(0), info.u8(1), info.u8(2) !== 0),
  },
]);

export const DSCP_TARGETS: readonly XtType<XtTarget>[] = FAMILIES.flatMap((family) => [
  { name: "DSCP", revision: 0, family, size: 1, table: "mangle", check: checkSetDscp },
  {
    name: "TOS",
    revision: 1,
    family,
    size: 2,
    table: "mangle",
    check: ({ info }) => new Change(info.u8(1), info.u8(0)),
  },
]);
