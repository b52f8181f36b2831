/**
 * ARP: asking for neighbours and answering for this host.
 *
 * Source: `net/ipv4/arp.c` of Linux 6.18; RFC 826, RFC 5227.
 */
import { AF_INET } from "../../../kernel.ts";
import { NUD_FAILED, NUD_NOARP } from "../../../netlink/neigh.ts";
import { RT_SCOPE_LINK, RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { ARPOP_REQUEST } from "../../../packet/arp.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPV4_SOURCE } from "../../../packet/ipv4.ts";
import { IFF_LOOPBACK, IFF_NOARP, IFF_POINTOPOINT, type NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NEIGH_FAILED } from "../../core/drop-reason.ts";
import { sharedBytes } from "../../core/lib/shared-bytes.ts";
import type { Machine } from "../../core/machine.ts";
import type { NeighParms } from "../../core/neigh/neigh-parms.ts";
import { NS_PER_SECOND } from "../../core/neigh/neigh-parms.ts";
import { NEIGH_UPDATE_F_ADMIN, NEIGH_UPDATE_F_OVERRIDE, NUD_VALID } from "../../core/neigh/neigh-states.ts";
import { NeighTable } from "../../core/neigh/neigh-table.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { addressOnlink, selectAddress } from "../devinet/inet-select.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { isMulticast } from "../inet-address.ts";
import { linkFailure } from "../route/link-failure.ts";
import { arpProcess, LOCALLY_ENQUEUED } from "./arp-receive.ts";
import { arpSend } from "./arp-send.ts";

/** 0.0.0.0: whom a device without neighbours has one entry for. */
const ANY_KEY = new Uint8Array(4);

/** The link-layer address of a multicast group (RFC 1112, section 6.4). */
export function multicastMac(group: number, into: Uint8Array): void {
  into[0] = 0x01;
  into[1] = 0x00;
  into[2] = 0x5e;
  into[3] = (group >>> 16) & 0x7f;
  into[4] = group >>> 8;
  into[5] = group;
}

/** `arp_tbl`: neighbours of IPv4. */
export class ArpTable extends NeighTable {
  readonly family = AF_INET;
  readonly keyLength = 4;
  readonly id = "arp_cache";

  constructor(machine: Machine) {
    super(machine, NS_PER_SECOND);
  }

  parmsOf(dev: NetDevice): NeighParms | null {
    return dev.inDev?.arpParms ?? null;
  }

  protected override setParms(dev: NetDevice, parms: NeighParms): void {
    if (dev.inDev !== null) dev.inDev.arpParms = parms;
  }

  keyOf(bytes: Uint8Array, offset: number): number {
    return read32(bytes, offset);
  }

  override isMulticast(key: Uint8Array): boolean {
    return isMulticast(read32(key, 0));
  }

  /** `arp_constructor` */
  construct(neigh: Neighbour): number {
    const dev = neigh.dev;
    const inDev = dev.inDev;
    if (inDev === null) return -22;
    if ((dev.flags & (IFF_LOOPBACK | IFF_POINTOPOINT)) !== 0) neigh.primaryKey = ANY_KEY;
    const address = read32(neigh.primaryKey, 0);
    neigh.type = addressType(inDev.net, address);
    if (dev.headerOps === null) neigh.nudState = NUD_NOARP;
    else if (neigh.type === RTN_MULTICAST) {
      neigh.nudState = NUD_NOARP;
      const mac = new Uint8Array(6);
      multicastMac(address, mac);
      if (dev.addressLength === 6) neigh.ha = sharedBytes(mac);
    } else if ((dev.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.address;
    } else if (neigh.type === RTN_BROADCAST || (dev.flags & IFF_POINTOPOINT) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.broadcast;
    }
    return 0;
  }

  /** `arp_solicit` */
  solicit(neigh: Neighbour, skb: SkBuff | null): void {
    const dev = neigh.dev;
    const inDev = dev.inDev;
    if (inDev === null) return;
    const target = read32(neigh.primaryKey, 0);
    const sender = announced(inDev, target, skb) || selectAddress(dev, target, RT_SCOPE_LINK);
    const values = neigh.parms.values;
    let probes = neigh.probes - values.ucastProbes;
    if (probes < 0) {
      arpSend(ARPOP_REQUEST, target, dev, sender, neigh.ha.slice(), null);
      return;
    }
    probes -= values.appProbes;
    if (probes < 0) {
      this.askApplication?.(neigh);
      return;
    }
    arpSend(ARPOP_REQUEST, target, dev, sender, null, null);
  }

  /** `neigh_app_ns`: set by the rtnetlink part. */
  askApplication?: (neigh: Neighbour) => void;

  /** `arp_error_report` */
  errorReport(_neigh: Neighbour, skb: SkBuff): void {
    linkFailure(skb);
    kfreeSkb(skb, SKB_DROP_REASON_NEIGH_FAILED, "neigh_invalidate");
  }

  proxyRedo(skb: SkBuff): void {
    skb.cbFlags |= LOCALLY_ENQUEUED;
    arpProcess(this, skb, skb.dev as NetDevice);
  }
}

/** The waiting packet's source, where `arp_announce` allows to name it; else 0. */
function announced(inDev: InetDevice, target: number, skb: SkBuff | null): number {
  const level = inDev.most("arpAnnounce");
  if (skb === null || level >= 2) return 0;
  const source = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  if (addressType(inDev.net, source) !== RTN_LOCAL) return 0;
  return level === 0 || addressOnlink(inDev, target, source) ? source : 0;
}

/** Forgets what is known of an address that is a broadcast address now (`arp_invalidate`). */
export function arpInvalidate(inDev: InetDevice, address: number): void {
  // by the address itself, also where all neighbours share one; a valid one stays
  const neigh = inDev.arpParms.entries?.get(address) ?? null;
  if (neigh === null || (neigh.nudState & NUD_VALID) !== 0) return;
  if ((neigh.nudState & ~NUD_NOARP) !== 0)
    updateNeigh(neigh, null, NUD_FAILED, NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_ADMIN);
  neigh.table.remove(neigh);
}
