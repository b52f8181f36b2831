/**
 * IP options of packets on their way through this host: source routes, and what is entered when a packet is forwarded.
 *
 * Source: `net/ipv4/ip_options.c` (`ip_options_rcv_srr`, `ip_forward_options`), `net/ipv4/ip_input.c` (`ip_rcv_options`); RFC 791.
 */
import { RTN_LOCAL, RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read32, write32 } from "../../../packet/bytes.ts";
import { ICMP_PARAMETERPROB } from "../../../packet/icmp.ts";
import {
  IPV4_DESTINATION,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  writeIpv4Checksum,
} from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_IP_INHDR, SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import { kfreeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";
import { routeInput } from "../route/route-input.ts";
import type { Rtable } from "../route/rtable.ts";
import { IPSTATS_INHDRERRORS } from "../snmp.ts";
import {
  IPOPT_CHANGED,
  IPOPT_HAS_SRR,
  IPOPT_RR_NEEDADDR,
  IPOPT_SRR_HIT,
  IPOPT_STRICT,
  IPOPT_TS_NEEDADDR,
} from "../sock/ip-control.ts";
import { compileOptions } from "./ip-options-compile.ts";
import { findRecordRoute, findSourceRoute, findTimestamp } from "./ip-options-find.ts";

/** `ip_rcv_options`. @returns whether the packet goes on; if not, it was taken over */
export function receiveOptions(skb: SkBuff, dev: NetDevice): boolean {
  const { net } = skb.dst as Rtable;
  skb.makeWritable();
  const problem = compileOptions(skb, net);
  if (problem >= 0) {
    sendIcmpError(skb, ICMP_PARAMETERPROB, 0, (problem << 24) >>> 0);
    net.mib.values[IPSTATS_INHDRERRORS]++;
    kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, "ip_rcv_finish_core");
    return false;
  }
  if ((skb.cbFlags & IPOPT_HAS_SRR) === 0) return true;
  if (!(dev.inDev?.both("acceptSourceRoute") ?? true)) saySourceRoute(skb, dev);
  else if (followSourceRoute(skb, dev)) return true;
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_rcv_finish_core");
  return false;
}

/** Source routes are refused: `log_martians` tells of those that come. */
function saySourceRoute(skb: SkBuff, dev: NetDevice): void {
  const { log } = dev.net.machine;
  if (!(dev.inDev?.either("logMartians") ?? false) || !log.netRatelimit()) return;
  const { bytes, networkHeader: header } = skb;
  const from = formatIpv4(ipv4(read32(bytes, header + IPV4_SOURCE)));
  const to = formatIpv4(ipv4(read32(bytes, header + IPV4_DESTINATION)));
  log.print(KERN_INFO, `IPv4: source route option ${from} -> ${to}`);
}

/** `ip_options_rcv_srr`: sends the packet on to the next stop that its source route names. */
function followSourceRoute(skb: SkBuff, dev: NetDevice): boolean {
  const { bytes, networkHeader: header } = skb;
  if (skb.packetType !== PACKET_HOST) return false;
  const route = skb.dst as Rtable;
  if (route.type === RTN_UNICAST) {
    if ((skb.cbFlags & IPOPT_STRICT) === 0) return true;
    sendIcmpError(skb, ICMP_PARAMETERPROB, 0, (16 << 24) >>> 0);
    return false;
  }
  if (route.type !== RTN_LOCAL) return false;
  const option = findSourceRoute(skb);
  const length = bytes[option + 1];
  for (let pointer = bytes[option + 2]; pointer <= length; pointer += 4) {
    if (pointer + 3 > length) {
      sendIcmpError(skb, ICMP_PARAMETERPROB, 0, ((option - header + 2) << 24) >>> 0);
      return false;
    }
    const next = read32(bytes, option + pointer - 1);
    const decided = decide(skb, dev, next);
    if (decided === null) return false;
    skb.cbFlags |= IPOPT_CHANGED;
    if (decided.type !== RTN_LOCAL) {
      skb.cbFlags |= IPOPT_SRR_HIT;
      skb.cbC = next;
      return true;
    }
    write32(bytes, header + IPV4_DESTINATION, next);
  }
  return true;
}

/** The decision for the next stop, which the packet gets; null, and the packet keeps what it has, when there is no way. */
function decide(skb: SkBuff, dev: NetDevice, next: number): Rtable | null {
  const { bytes, networkHeader: header } = skb;
  const before = skb.dst;
  skb.dst = null;
  const source = read32(bytes, header + IPV4_SOURCE);
  const reason = routeInput(skb, next, source, bytes[header + IPV4_TOS], dev, bytes[header + IPV4_PROTOCOL]);
  const decided = skb.dst as Rtable | null;
  const good = decided !== null && (decided.type === RTN_UNICAST || decided.type === RTN_LOCAL);
  if (reason === 0 && good) return decided;
  skb.dst = before;
  return null;
}

/** Enters the outgoing address where a forwarded packet's options ask for it (`ip_forward_options`). */
export function forwardOptions(skb: SkBuff, source: number): void {
  const { bytes, networkHeader: header } = skb;
  if ((skb.cbFlags & IPOPT_RR_NEEDADDR) !== 0) {
    const option = findRecordRoute(skb);
    write32(bytes, option + bytes[option + 2] - 5, source);
    skb.cbFlags |= IPOPT_CHANGED;
  }
  if ((skb.cbFlags & IPOPT_SRR_HIT) !== 0) {
    enterStop(skb, source);
    if ((skb.cbFlags & IPOPT_TS_NEEDADDR) !== 0) {
      const option = findTimestamp(skb);
      write32(bytes, option + bytes[option + 2] - 9, source);
      skb.cbFlags |= IPOPT_CHANGED;
    }
  }
  if ((skb.cbFlags & IPOPT_CHANGED) === 0) return;
  skb.cbFlags &= ~IPOPT_CHANGED;
  writeIpv4Checksum(bytes, header);
}

/** The source route's next stop becomes the destination, and this host takes its place in the list. */
function enterStop(skb: SkBuff, source: number): void {
  const { bytes, networkHeader: header } = skb;
  const option = findSourceRoute(skb);
  const length = bytes[option + 1];
  for (let pointer = bytes[option + 2]; pointer + 3 <= length; pointer += 4) {
    if (read32(bytes, option + pointer - 1) !== skb.cbC) continue;
    write32(bytes, header + IPV4_DESTINATION, skb.cbC);
    write32(bytes, option + pointer - 1, source);
    bytes[option + 2] = pointer + 4;
    return;
  }
}
