/**
 * The addresses whose frames a macvlan of mode "source" takes.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_changelink_sources`).
 */
import { EADDRNOTAVAIL, EINVAL } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as macvlan from "../../../netlink/link-kinds/macvlan.ts";
import { ETH_ALEN } from "../../../packet/ethernet.ts";
import { isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import { flushSources } from "./device.ts";
import { sameAddress } from "./hash.ts";
import type { MacvlanDevice, SourceEntry } from "./port.ts";

function findSource(vlan: MacvlanDevice, address: Uint8Array): SourceEntry | undefined {
  return vlan.port?.sources
    .bucket(address, 0)
    .find((entry) => entry.vlan === vlan && sameAddress(entry.address, 0, address, 0));
}

function addSource(vlan: MacvlanDevice, address: Uint8Array): void {
  if (findSource(vlan, address) !== undefined) return;
  vlan.port?.sources.add({ address: address.slice(0, ETH_ALEN), vlan });
  vlan.addressCount++;
}

function setSources(vlan: MacvlanDevice, data: AttributeTable, first: Uint8Array | undefined): number {
  const addresses: Uint8Array[] = [];
  const cursor = data.cursor(macvlan.IFLA_MACVLAN_MACADDR_DATA);
  while (cursor.next()) {
    if (cursor.type !== macvlan.IFLA_MACVLAN_MACADDR || cursor.length !== ETH_ALEN) continue;
    if (!isValidEthernetAddress(cursor.payload)) return -EADDRNOTAVAIL;
    addresses.push(cursor.payload);
  }
  flushSources(vlan);
  if (first !== undefined) addSource(vlan, first);
  for (const address of addresses) addSource(vlan, address);
  return 0;
}

/** @returns 0 or a negative error; with a wrong one among several addresses all stays as it is */
export function changeSources(vlan: MacvlanDevice, data: AttributeTable): number {
  const address = data.payload(macvlan.IFLA_MACVLAN_MACADDR);
  switch (data.u32(macvlan.IFLA_MACVLAN_MACADDR_MODE)) {
    case macvlan.MACVLAN_MACADDR_ADD:
      if (address === undefined) return -EINVAL;
      addSource(vlan, address);
      return 0;
    case macvlan.MACVLAN_MACADDR_DEL: {
      if (address === undefined) return -EINVAL;
      const entry = findSource(vlan, address);
      if (entry === undefined) return 0;
      vlan.port?.sources.remove(entry);
      vlan.addressCount--;
      return 0;
    }
    case macvlan.MACVLAN_MACADDR_FLUSH:
      flushSources(vlan);
      return 0;
    case macvlan.MACVLAN_MACADDR_SET:
      return setSources(vlan, data, address);
    default:
      return -EINVAL;
  }
}
