/**
 * Bridged packets as IP's hooks want them: with a header that is right, and nothing behind their end.
 *
 * Source: `net/bridge/br_netfilter_hooks.c` (`br_validate_ipv4`), `br_netfilter_ipv6.c` (`br_validate_ipv6`).
 */
import { read16 } from "../../../packet/bytes.ts";
import { IPV4_HLEN, IPV4_TOTAL_LENGTH, ipv4ChecksumOk } from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { IPSTATS_INHDRERRORS, IPSTATS_INTRUNCATEDPKTS } from "../../ipv4/snmp.ts";

/** @returns whether the packet is a right one; its control block is IPv4's then */
export function validateBridged4(net: Net, skb: SkBuff): boolean {
  const { bytes, data, tail } = skb;
  const values = net.ipv4.mib.values;
  const header = data + IPV4_HLEN <= tail ? (bytes[data] & 15) << 2 : 0;
  if (header < IPV4_HLEN || bytes[data] >> 4 !== 4 || data + header > tail || !ipv4ChecksumOk(bytes, data)) {
    values[IPSTATS_INHDRERRORS]++;
    return false;
  }
  const total = read16(bytes, data + IPV4_TOTAL_LENGTH);
  if (tail - data < total) {
    values[IPSTATS_INTRUNCATEDPKTS]++;
    return false;
  }
  if (total < header) {
    values[IPSTATS_INHDRERRORS]++;
    return false;
  }
  skb.tail = data + total;
  skb.networkHeader = data;
  skb.transportHeader = data + header;
  return true;
}

/** Checks an IPv6 header and cuts what is behind the packet's end (`br_validate_ipv6`). @returns false: it is to be dropped */
export function validateBridged6(skb: SkBuff): boolean {
  const { bytes, data, tail } = skb;
  if (data + IPV6_HLEN > tail || bytes[data] >> 4 !== 6) return false;
  const payload = read16(bytes, data + 4);
  // a jumbogram's length is elsewhere
  if (payload !== 0 || bytes[data + 6] !== 0) {
    if (data + IPV6_HLEN + payload > tail) return false;
    skb.tail = data + IPV6_HLEN + payload;
  }
  skb.networkHeader = data;
  skb.transportHeader = data + IPV6_HLEN;
  return true;
}
