/**
 * Neighbour discovery: the table of neighbours, and how they are asked for.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_constructor`, `ndisc_solicit`, `ndisc_error_report`), RFC 4861, section 7.
 */
import { AF_INET6 } from "../../../kernel.ts";
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import { NUD_NOARP } from "../../../netlink/neigh.ts";
import { RTN_LOCAL, RTN_MULTICAST, RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { ICMPV6_ADDR_UNREACH, ICMPV6_DEST_UNREACH } from "../../../packet/icmpv6.ts";
import {
  ARPHRD_ETHER,
  IFF_LOOPBACK,
  IFF_NOARP,
  IFF_POINTOPOINT,
  type NetDevice,
} from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { sharedBytes } from "../../core/lib/shared-bytes.ts";
import type { Machine } from "../../core/machine.ts";
import type { NeighParms } from "../../core/neigh/neigh-parms.ts";
import { NeighTable } from "../../core/neigh/neigh-table.ts";
import type { Neighbour, NeighKey } from "../../core/neigh/neighbour.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { linkFailure } from "../../ipv4/route/link-failure.ts";
import { ethernetMulticast, solicitedNode } from "../addrconf/addrconf-core.ts";
import { addressOn } from "../addrconf/addrconf-lookup.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { joinGroup, leaveGroup } from "../mcast/mcast.ts";
import { sendNeighbourSolicitation } from "./ndisc-send.ts";
import { forgetRecent, ndiscKeyAt } from "./ndisc-table.ts";

/** IPv6 has no lock time. */
const LOCKTIME = 0;

/** `nd_tbl`: neighbours of IPv6. */
export class NdiscTable extends NeighTable {
  override readonly family = AF_INET6;
  override readonly keyLength = 16;
  override readonly id = "ndisc_cache";
  /** Handles a solicitation whose answer was delayed; set by the receiving part. */
  redo: (skb: SkBuff) => void = (skb) => kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "pndisc_redo");

  constructor(machine: Machine) {
    super(machine, LOCKTIME);
  }

  override parmsOf(dev: NetDevice): NeighParms | null {
    return dev.in6Dev?.nd ?? null;
  }

  override runsSince(dev: NetDevice): number {
    return dev.in6Dev?.order ?? 0;
  }

  protected override setParms(dev: NetDevice, parms: NeighParms): void {
    if (dev.in6Dev !== null) dev.in6Dev.nd = parms;
  }

  override removed(neigh: Neighbour): void {
    forgetRecent(neigh);
  }

  override keyOf(bytes: Uint8Array, offset: number): NeighKey {
    return ndiscKeyAt(bytes, offset);
  }

  override construct(neigh: Neighbour): number {
    const dev = neigh.dev;
    const multicast = this.isMulticast(neigh.primaryKey);
    neigh.type = multicast ? RTN_MULTICAST : RTN_UNICAST;
    if (dev.headerOps === null) neigh.nudState = NUD_NOARP;
    else if (multicast) {
      neigh.nudState = NUD_NOARP;
      // a loopback device has no addresses of groups (`ndisc_mc_map`)
      if (dev.type === ARPHRD_ETHER)
        neigh.ha = sharedBytes(ethernetMulticast(Ipv6Address.fromBytes(neigh.primaryKey)));
      else neigh.ha = dev.broadcast;
    } else if ((dev.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.address;
      if ((dev.flags & IFF_LOOPBACK) !== 0) neigh.type = RTN_LOCAL;
    } else if ((dev.flags & IFF_POINTOPOINT) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.broadcast;
    }
    return 0;
  }

  override isMulticast(key: Uint8Array): boolean {
    return key[0] === 0xff;
  }

  override solicit(neigh: Neighbour, skb: SkBuff | null): void {
    const dev = neigh.dev;
    const target = Ipv6Address.fromBytes(neigh.primaryKey);
    let source: Ipv6Address | null = null;
    if (skb !== null) {
      const sender = Ipv6Address.fromBytes(skb.bytes, skb.networkHeader + 8);
      const ifp = addressOn(dev, sender);
      const usable = ifp !== null && (ifp.flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) !== IFA_F_TENTATIVE;
      if (usable) source = sender;
    }
    const values = neigh.parms.values;
    if (neigh.probes < values.ucastProbes) {
      sendNeighbourSolicitation(dev, target, target, source, null);
      return;
    }
    if (neigh.probes < values.ucastProbes + values.appProbes) {
      this.notify(neigh, 0);
      return;
    }
    sendNeighbourSolicitation(dev, target, solicitedNode(target), source, null);
  }

  override errorReport(neigh: Neighbour, skb: SkBuff): void {
    // a gateway may be one of IPv4 packets, too
    if (skb.protocol === ETH_P_IP) linkFailure(skb);
    else this.linkFailure(neigh, skb);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "neigh_invalidate");
  }

  private linkFailure(neigh: Neighbour, skb: SkBuff): void {
    skb.networkHeader = skb.data;
    icmpv6Send(skb, skb.dev ?? neigh.dev, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH, 0);
  }

  override proxyRedo(skb: SkBuff): void {
    this.redo(skb);
  }

  override proxyAdded(key: Uint8Array, dev: NetDevice | null): boolean {
    if (!dev?.in6Dev) return false;
    joinGroup(dev.in6Dev, solicitedNode(Ipv6Address.fromBytes(key)));
    return true;
  }

  override proxyRemoved(key: Uint8Array, dev: NetDevice | null): void {
    if (dev?.in6Dev) leaveGroup(dev.in6Dev, solicitedNode(Ipv6Address.fromBytes(key)));
  }

  override allowAdd(dev: NetDevice, extack: ExtendedAck): boolean {
    if ((dev.in6Dev?.cnf.disableIpv6 ?? 1) === 0) return true;
    extack.message = "IPv6 is disabled on this device";
    return false;
  }
}

const tables = new WeakMap<Machine, NdiscTable>();

/** The machine's table, made at the first call. */
export function ndiscTable(machine: Machine): NdiscTable {
  let table = tables.get(machine);
  if (table === undefined) {
    table = new NdiscTable(machine);
    tables.set(machine, table);
  }
  return table;
}
