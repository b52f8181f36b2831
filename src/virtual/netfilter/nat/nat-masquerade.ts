/**
 * Masquerading: the address of the device that a packet goes out of, as long as it has it.
 *
 * Source: `net/netfilter/nf_nat_masquerade.c`.
 */
import { RT_SCOPE_UNIVERSE } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { selectAddress } from "../../ipv4/devinet/inet-select.ts";
import type { Rtable } from "../../ipv4/route/rtable.ts";
import { selectSource } from "../../ipv6/addrconf/saddr-select.ts";
import { type NfConn, NfConnNat, nfCtGet } from "../conntrack/nf-conn.ts";
import { NF_ACCEPT, NF_DROP } from "../hook-numbers.ts";
import { nfNatSetupInfo } from "./nat-core.ts";
import { NF_NAT_MANIP_SRC, NF_NAT_RANGE_MAP_IPS, NfNatRange } from "./nat-range.ts";

const range = new NfNatRange();

function bind(ct: NfConn, rule: NfNatRange, out: NetDevice): number {
  ct.nat ??= new NfConnNat();
  ct.nat.masqIndex = out.ifindex;
  range.copyProto(rule).flags |= NF_NAT_RANGE_MAP_IPS;
  return nfNatSetupInfo(ct, range, NF_NAT_MANIP_SRC);
}

/**
 * `nf_nat_masquerade_ipv4`, at `POST_ROUTING`.
 * @param rule its ports and flags; its addresses do not count
 * @returns a verdict
 */
export function nfNatMasqueradeIpv4(skb: SkBuff, rule: NfNatRange, out: NetDevice): number {
  const ct = nfCtGet(skb);
  if (ct === null) return NF_ACCEPT;
  if (ct.original.s3 === 0) return NF_ACCEPT;
  const route = skb.dst as Rtable | null;
  const destination = read32(skb.bytes, skb.networkHeader + 16);
  // what is bridged has no way of its own
  const nexthop = route === null ? destination : route.nexthopFor(destination);
  const source = selectAddress(out, nexthop, RT_SCOPE_UNIVERSE);
  if (source === 0) {
    out.net.machine.log.print(KERN_INFO, `${out.name} ate my IP address`);
    return NF_DROP;
  }
  range.setIpv4(source | 0);
  return bind(ct, rule, out);
}

/** `nf_nat_masquerade_ipv6` */
export function nfNatMasqueradeIpv6(skb: SkBuff, rule: NfNatRange, out: NetDevice): number {
  const ct = nfCtGet(skb);
  if (ct === null) return NF_ACCEPT;
  const destination = Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + 24);
  const source = selectSource(out.net, out, destination);
  if (source === null) return NF_DROP;
  range.setWords(source.w0 | 0, source.w1 | 0, source.w2 | 0, source.w3 | 0);
  return bind(ct, rule, out);
}

function killWhere(net: Net, matches: (ct: NfConn) => boolean): void {
  const { ct: cnet } = net;
  if (cnet === null || cnet.count === 0) return;
  const gone: NfConn[] = [];
  cnet.table.each(cnet, (ct) => {
    if (matches(ct)) gone.push(ct);
    return true;
  });
  for (const ct of gone) cnet.table.kill(ct);
}

/** An address is taken away: what was masqueraded as it ends (`masq_inet_event`). */
export function masqueradeAddressGone(dev: NetDevice, w0: number, w1: number, w2: number, w3: number): void {
  killWhere(dev.net, ({ nat, reply }) => {
    if (nat === null || nat.masqIndex !== dev.ifindex) return false;
    return reply.d3 === (w3 | 0) && reply.d2 === (w2 | 0) && reply.d1 === (w1 | 0) && reply.d0 === (w0 | 0);
  });
}

/** Connections that are masqueraded at a device end when it goes down (`masq_device_event`). */
export function initMasquerade(machine: Machine): void {
  machine.notifiers.register((event, dev) => {
    if (event === "NETDEV_DOWN")
      killWhere(dev.net, (ct) => ct.nat !== null && ct.nat.masqIndex === dev.ifindex);
    return 0;
  });
}
