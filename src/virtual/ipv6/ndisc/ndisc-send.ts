/**
 * Messages of neighbour discovery that this host sends.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_send_ns`, `ndisc_send_na`, `ndisc_send_rs`, `ndisc_send_skb`), RFC 4861.
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { write16, write32 } from "../../../packet/bytes.ts";
import {
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
  NDISC_ROUTER_SOLICITATION,
  writeIcmpv6Checksum,
} from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import { ipv6FirstWord } from "../../../packet/ipv6.ts";
import {
  ND_NA_FLAG_OVERRIDE,
  ND_NA_FLAG_ROUTER,
  ND_NA_FLAG_SOLICITED,
  ND_NS_LENGTH,
  ND_OPT_NONCE,
  ND_OPT_SOURCE_LL_ADDR,
  ND_OPT_TARGET_LL_ADDR,
  ND_RS_LENGTH,
  writeNeighbourMessage,
  writeRouterSolicitation,
} from "../../../packet/ndisc.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { addressOn, linkLocalOf } from "../addrconf/addrconf-lookup.ts";
import type { Inet6Address } from "../addrconf/inet6-device.ts";
import { selectSource } from "../addrconf/saddr-select.ts";
import { countIcmpOut } from "../icmp/icmp-push.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { IP6SKB_NO_LOOP, ip6LocalOut } from "../ip/ip6-output.ts";
import { linkDecision } from "../route/link-decision.ts";

const HOP_LIMIT = 255;
const NONCE_LENGTH = 8;
const target = new Uint8Array(16);

/** Bytes of a link-layer address option (`ndisc_opt_addr_space`). */
function linkOptionLength(dev: NetDevice): number {
  return dev.addressLength === 0 ? 0 : (dev.addressLength + 2 + 7) & ~7;
}

/** Writes the device's address as an option (`ndisc_fill_addr_option`). @returns its length */
function writeLinkOption(dev: NetDevice, bytes: Uint8Array, at: number, type: number): number {
  const length = linkOptionLength(dev);
  if (length === 0) return 0;
  bytes.fill(0, at, at + length);
  bytes[at] = type;
  bytes[at + 1] = length >>> 3;
  bytes.set(dev.address.subarray(0, dev.addressLength), at + 2);
  return length;
}

function build(dev: NetDevice, length: number, source: Ipv6Address, destination: Ipv6Address): SkBuff {
  const firstWord = ipv6FirstWord(dev.in6Dev?.cnf.ndiscTclass ?? 0, 0);
  return buildIpv6(length, firstWord, IPPROTO_ICMPV6, HOP_LIMIT, source, destination);
}

function transmit(dev: NetDevice, skb: SkBuff, type: number): void {
  writeIcmpv6Checksum(skb.bytes, skb.transportHeader, skb.tail - skb.transportHeader, skb.networkHeader + 8);
  skb.dst = linkDecision(dev);
  skb.cbFlags |= IP6SKB_NO_LOOP;
  if (ip6LocalOut(skb) === 0) countIcmpOut(dev, type);
}

/**
 * Asks who has `solicited`.
 * @param source null: the device's link-local address; `::`: duplicate detection
 * @param nonceOf the address whose nonce is sent along; null: none
 */
export function sendNeighbourSolicitation(
  dev: NetDevice,
  solicited: Ipv6Address,
  destination: Ipv6Address,
  source: Ipv6Address | null,
  nonceOf: Inet6Address | null,
): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  const from = source ?? linkLocalOf(idev, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC);
  if (from === null) return;
  const withLink = !from.isUnspecified;
  const withNonce = nonceOf !== null && nonceOf.nonceHigh >= 0;
  const length = ND_NS_LENGTH + (withLink ? linkOptionLength(dev) : 0) + (withNonce ? NONCE_LENGTH : 0);
  const skb = build(dev, length, from, destination);
  let at = skb.transportHeader;
  solicited.toBytes(target);
  writeNeighbourMessage(skb.bytes, at, NDISC_NEIGHBOUR_SOLICITATION, 0, target, 0);
  at += ND_NS_LENGTH;
  if (withLink) at += writeLinkOption(dev, skb.bytes, at, ND_OPT_SOURCE_LL_ADDR);
  if (withNonce) {
    skb.bytes[at] = ND_OPT_NONCE;
    skb.bytes[at + 1] = 1;
    write16(skb.bytes, at + 2, nonceOf.nonceHigh);
    write32(skb.bytes, at + 4, nonceOf.nonceLow);
  }
  transmit(dev, skb, NDISC_NEIGHBOUR_SOLICITATION);
}

/** Tells where `advertised` is. */
export function sendNeighbourAdvertisement(
  dev: NetDevice,
  destination: Ipv6Address,
  advertised: Ipv6Address,
  router: boolean,
  solicited: boolean,
  override: boolean,
  withLink: boolean,
): void {
  const ifp = addressOn(dev, advertised);
  const source = ifp === null ? selectSource(dev.net, dev, destination) : advertised;
  if (source === null) return;
  const overrides = override && (ifp === null || (ifp.flags & IFA_F_OPTIMISTIC) === 0);
  const link = withLink || (ifp !== null && ifp.idev.cnf.forceTllao !== 0);
  const length = ND_NS_LENGTH + (link ? linkOptionLength(dev) : 0);
  const skb = build(dev, length, source, destination);
  const flags =
    (router ? ND_NA_FLAG_ROUTER : 0) |
    (solicited ? ND_NA_FLAG_SOLICITED : 0) |
    (overrides ? ND_NA_FLAG_OVERRIDE : 0);
  advertised.toBytes(target);
  writeNeighbourMessage(skb.bytes, skb.transportHeader, NDISC_NEIGHBOUR_ADVERTISEMENT, flags, target, 0);
  if (link) writeLinkOption(dev, skb.bytes, skb.transportHeader + ND_NS_LENGTH, ND_OPT_TARGET_LL_ADDR);
  transmit(dev, skb, NDISC_NEIGHBOUR_ADVERTISEMENT);
}

/** Asks for routers. The device's address is told unless the source is `::` or an optimistic address. */
export function sendRouterSolicitation(dev: NetDevice, source: Ipv6Address, destination: Ipv6Address): void {
  const ifp = source.isUnspecified ? null : addressOn(dev, source);
  const link =
    linkOptionLength(dev) > 0 &&
    !source.isUnspecified &&
    (ifp === null || (ifp.flags & IFA_F_OPTIMISTIC) === 0);
  const length = ND_RS_LENGTH + (link ? linkOptionLength(dev) : 0);
  const skb = build(dev, length, source, destination);
  writeRouterSolicitation(skb.bytes, skb.transportHeader);
  if (link) writeLinkOption(dev, skb.bytes, skb.transportHeader + ND_RS_LENGTH, ND_OPT_SOURCE_LL_ADDR);
  transmit(dev, skb, NDISC_ROUTER_SOLICITATION);
}
