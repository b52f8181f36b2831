/**
 * Which addresses are anycast addresses of this host.
 *
 * Source: `net/ipv6/anycast.c` (`ipv6_chk_acast_addr`, `inet6_acaddr_lst`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";

/** On how many devices an address is an anycast address. */
interface Devices {
  readonly address: Ipv6Address;
  count: number;
}

/** The anycast addresses of a namespace's devices, by address: however many devices there are, one look finds it. */
export class AnycastTable {
  private readonly byHash = new Map<number, Devices[]>();

  has(address: Ipv6Address): boolean {
    return this.byHash.get(address.hash())?.some((entry) => entry.address.equals(address)) ?? false;
  }

  add(address: Ipv6Address): void {
    const bucket = this.byHash.get(address.hash());
    if (bucket === undefined) {
      this.byHash.set(address.hash(), [{ address, count: 1 }]);
      return;
    }
    const entry = bucket.find((known) => known.address.equals(address));
    if (entry === undefined) bucket.push({ address, count: 1 });
    else entry.count++;
  }

  /** Nothing happens if it is not there. */
  remove(address: Ipv6Address): void {
    const bucket = this.byHash.get(address.hash()) ?? [];
    const at = bucket.findIndex((known) => known.address.equals(address));
    if (at < 0 || --bucket[at].count > 0) return;
    bucket.splice(at, 1);
    if (bucket.length === 0) this.byHash.delete(address.hash());
  }
}

/** Whether the address is an anycast address of the device, or of any (`ipv6_chk_acast_addr`). */
export function isAnycast(net: Net, dev: NetDevice | null, address: Ipv6Address): boolean {
  if (dev !== null) return dev.in6Dev?.anycasts?.some((entry) => entry.address.equals(address)) ?? false;
  return net.ipv6.anycasts?.has(address) ?? false;
}
