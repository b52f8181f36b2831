/**
 * Targets that translate: `DNAT`, `SNAT`, `MASQUERADE`, `REDIRECT`, `NETMAP`, in the layouts of their revisions.
 *
 * Source: `net/netfilter/xt_nat.c`, `xt_MASQUERADE.c`, `xt_REDIRECT.c`, `xt_NETMAP.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import {
  NF_ACCEPT,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import { hookManip, nfNatSetupInfo } from "../nat/nat-core.ts";
import { nfNatMasqueradeIpv4, nfNatMasqueradeIpv6 } from "../nat/nat-masquerade.ts";
import { NF_NAT_MANIP_DST, NF_NAT_MANIP_SRC, NF_NAT_RANGE_MAP_IPS, NfNatRange } from "../nat/nat-range.ts";
import { nfNatRedirectIpv4, nfNatRedirectIpv6 } from "../nat/nat-redirect.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { type XtCheck, type XtInfo, XtTarget, type XtType } from "./x-tables.ts";

const DESTINATION_HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_OUT);
const SOURCE_HOOKS = (1 << NF_INET_POST_ROUTING) | (1 << NF_INET_LOCAL_IN);
const RANGE2_SIZE = 44;
const RANGE_SIZE = 40;
const MULTI_RANGE_SIZE = 20;

/** `struct nf_nat_range2` or `nf_nat_range`; of IPv4 the address is in the first word. */
function readRange(info: XtInfo, family: number, based: boolean): NfNatRange {
  const range = new NfNatRange();
  range.flags = info.u32(0);
  for (const [end, at] of [
    [range.minAddr, 4],
    [range.maxAddr, 20],
  ] as const) {
    if (family === NFPROTO_IPV4) end[3] = info.be32(at);
    else for (let word = 0; word < 4; word++) end[word] = info.be32(at + 4 * word);
  }
  range.minProto = info.be16(36);
  range.maxProto = info.be16(38);
  if (based) range.baseProto = info.be16(40);
  return range;
}

/** `struct nf_nat_ipv4_multi_range_compat` with its one range. */
function readMultiRange(info: XtInfo): NfNatRange {
  const range = new NfNatRange();
  range.flags = info.u32(4);
  range.minAddr[3] = info.be32(8);
  range.maxAddr[3] = info.be32(12);
  range.minProto = info.be16(16);
  range.maxProto = info.be16(18);
  return range;
}

abstract class NatTarget extends XtTarget {
  protected readonly range: NfNatRange;
  private readonly par: XtCheck;

  constructor(par: XtCheck, range: NfNatRange) {
    super();
    this.par = par;
    this.range = range;
  }

  override destroy(): void {
    nfCtNetnsPut(this.par.net, this.par.family);
  }
}

class Nat extends NatTarget {
  private readonly manip: number;

  constructor(par: XtCheck, range: NfNatRange, manip: number) {
    super(par, range);
    this.manip = manip;
  }

  target({ skb }: NftPktinfo): number {
    const ct = nfCtGet(skb);
    return ct === null ? NF_ACCEPT : nfNatSetupInfo(ct, this.range, this.manip);
  }
}

class Masquerade extends NatTarget {
  target(pkt: NftPktinfo): number {
    if (pkt.out === null) return NF_ACCEPT;
    const masquerade = pkt.pf === NFPROTO_IPV4 ? nfNatMasqueradeIpv4 : nfNatMasqueradeIpv6;
    return masquerade(pkt.skb, this.range, pkt.out as NetDevice);
  }
}

class Redirect extends NatTarget {
  target(pkt: NftPktinfo): number {
    const redirect = pkt.pf === NFPROTO_IPV4 ? nfNatRedirectIpv4 : nfNatRedirectIpv6;
    return redirect(pkt.skb, this.range, pkt.hook);
  }
}

const mapped = new NfNatRange();

/** Host by host into another network. */
class Netmap extends NatTarget {
  target({ skb, hook, pf }: NftPktinfo): number {
    const ct = nfCtGet(skb);
    if (ct === null) return NF_ACCEPT;
    const manip = hookManip(hook);
    const source = manip === NF_NAT_MANIP_SRC;
    const { minAddr, maxAddr } = this.range;
    mapped.reset().copyProto(this.range);
    mapped.flags |= NF_NAT_RANGE_MAP_IPS;
    const ipv4 = pf === NFPROTO_IPV4;
    const at = skb.networkHeader + (ipv4 ? (source ? 12 : 16) : source ? 8 : 24);
    for (let word = ipv4 ? 3 : 0; word < 4; word++) {
      const mask = ~(minAddr[word] ^ maxAddr[word]);
      const address = read32(skb.bytes, at + (ipv4 ? 0 : 4 * word));
      mapped.minAddr[word] = (address & ~mask) | (minAddr[word] & mask);
      mapped.maxAddr[word] = mapped.minAddr[word];
    }
    return nfNatSetupInfo(ct, mapped, manip);
  }
}

type Make = (par: XtCheck, range: NfNatRange) => XtTarget;

function natType(
  name: string,
  revision: number,
  family: number,
  hooks: number,
  make: Make,
  check: (range: NfNatRange) => boolean = () => true,
): XtType<XtTarget> {
  const based = revision === 2;
  const multi = family === NFPROTO_IPV4 && !based;
  return {
    name,
    revision,
    family,
    size: multi ? MULTI_RANGE_SIZE : based ? RANGE2_SIZE : RANGE_SIZE,
    table: "nat",
    hooks,
    check: (par) => {
      if (multi && par.info.u32(0) !== 1) return -EINVAL;
      const range = multi ? readMultiRange(par.info) : readRange(par.info, family, based);
      if (!check(range)) return -EINVAL;
      const error = nfCtNetnsGet(par.net, par.family);
      return error < 0 ? error : make(par, range);
    },
  };
}

const dnat: Make = (par, range) => new Nat(par, range, NF_NAT_MANIP_DST);
const snat: Make = (par, range) => new Nat(par, range, NF_NAT_MANIP_SRC);
const masquerade: Make = (par, range) => new Masquerade(par, range);
const redirect: Make = (par, range) => new Redirect(par, range);
const netmap: Make = (par, range) => new Netmap(par, range);
const noAddress = ({ flags }: NfNatRange): boolean => (flags & NF_NAT_RANGE_MAP_IPS) === 0;
const withAddress = ({ flags }: NfNatRange): boolean => (flags & NF_NAT_RANGE_MAP_IPS) !== 0;
const ONCE = 1 << NF_INET_POST_ROUTING;
const NETMAP_HOOKS = DESTINATION_HOOKS | SOURCE_HOOKS;

export const NAT: readonly XtType<XtTarget>[] = [
  natType("DNAT", 2, NFPROTO_IPV4, DESTINATION_HOOKS, dnat),
  natType("DNAT", 2, NFPROTO_IPV6, DESTINATION_HOOKS, dnat),
  natType("DNAT", 0, NFPROTO_IPV4, DESTINATION_HOOKS, dnat),
  natType("DNAT", 1, NFPROTO_IPV6, DESTINATION_HOOKS, dnat),
  natType("SNAT", 2, NFPROTO_IPV4, SOURCE_HOOKS, snat),
  natType("SNAT", 2, NFPROTO_IPV6, SOURCE_HOOKS, snat),
  natType("SNAT", 0, NFPROTO_IPV4, SOURCE_HOOKS, snat),
  natType("SNAT", 1, NFPROTO_IPV6, SOURCE_HOOKS, snat),
  natType("MASQUERADE", 0, NFPROTO_IPV4, ONCE, masquerade, noAddress),
  natType("MASQUERADE", 0, NFPROTO_IPV6, ONCE, masquerade, noAddress),
  natType("REDIRECT", 0, NFPROTO_IPV4, DESTINATION_HOOKS, redirect, noAddress),
  natType("REDIRECT", 0, NFPROTO_IPV6, DESTINATION_HOOKS, redirect, noAddress),
  natType("NETMAP", 0, NFPROTO_IPV4, NETMAP_HOOKS, netmap, withAddress),
  natType("NETMAP", 0, NFPROTO_IPV6, NETMAP_HOOKS, netmap, withAddress),
];
