/**
 * Redirecting to this host itself.
 *
 * Source: `net/netfilter/nf_nat_redirect.c`.
 */
import { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { addressScope } from "../../ipv6/addrconf/addrconf-core.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import { NF_ACCEPT, NF_DROP, NF_INET_LOCAL_OUT } from "../hook-numbers.ts";
import { nfNatSetupInfo } from "./nat-core.ts";
import { NF_NAT_MANIP_DST, NF_NAT_RANGE_MAP_IPS, NfNatRange } from "./nat-range.ts";

const range = new NfNatRange();
const LOOPBACK = 0x7f000001;
const IFA_F_TENTATIVE = 0x40;

function bind(skb: SkBuff, rule: NfNatRange): number {
  const ct = nfCtGet(skb);
  if (ct === null) return NF_ACCEPT;
  range.copyProto(rule).flags |= NF_NAT_RANGE_MAP_IPS;
  return nfNatSetupInfo(ct, range, NF_NAT_MANIP_DST);
}

/** `nf_nat_redirect_ipv4`, at `PRE_ROUTING` or `LOCAL_OUT`. @returns a verdict */
export function nfNatRedirectIpv4(skb: SkBuff, rule: NfNatRange, hook: number): number {
  let address = LOOPBACK;
  if (hook !== NF_INET_LOCAL_OUT) {
    address = (skb.dev as NetDevice).inDev?.addresses?.local ?? 0;
    if (address === 0) return NF_DROP;
  }
  range.setIpv4(address | 0);
  return bind(skb, rule);
}

/** `nf_nat_redirect_ipv6` */
export function nfNatRedirectIpv6(skb: SkBuff, rule: NfNatRange, hook: number): number {
  if (hook === NF_INET_LOCAL_OUT) {
    range.setWords(0, 0, 0, 1);
    return bind(skb, rule);
  }
  const scope = addressScope(Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + 24));
  for (const ifa of (skb.dev as NetDevice).in6Dev?.addresses ?? []) {
    if ((ifa.flags & IFA_F_TENTATIVE) !== 0) continue;
    const { address } = ifa;
    if (addressScope(address) !== scope) continue;
    range.setWords(address.w0 | 0, address.w1 | 0, address.w2 | 0, address.w3 | 0);
    return bind(skb, rule);
  }
  return NF_DROP;
}
