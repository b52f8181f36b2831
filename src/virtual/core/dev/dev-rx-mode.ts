/**
 * What a device receives beside its own frames: how many users promiscuous mode and all multicast frames have, and the driver's
 * filters.
 *
 * Source: `net/core/dev.c` (`__dev_set_promiscuity`, `netif_set_allmulti`, `__dev_set_rx_mode`).
 */
import { EOVERFLOW } from "../../../errno.ts";
import { netdevInfo } from "../printk/netdev-printk.ts";
import { IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "./netdevice.ts";

/** A device that goes away says nothing more: its name is not shown any more, either. */
function sayMode(dev: NetDevice, on: boolean, mode: string): void {
  if (dev.registrationState !== "unregistering") netdevInfo(dev, `${on ? "entered" : "left"} ${mode} mode`);
}

/**
 * Counts users in or out; the driver hears when the first comes and the last goes. Who leaves without having come leaves a count below
 * zero, from which none comes back. @returns 0 or `-EOVERFLOW`
 */
export function countPromiscuity(dev: NetDevice, count: number): number {
  const before = dev.flags;
  const users = (dev.promiscuity + count) >>> 0;
  if (users === 0 && count > 0) return -EOVERFLOW;
  dev.promiscuity = users;
  dev.flags = dev.promiscuity === 0 ? before & ~IFF_PROMISC : before | IFF_PROMISC;
  if (dev.flags === before) return 0;
  sayMode(dev, (dev.flags & IFF_PROMISC) !== 0, "promiscuous");
  dev.ops.changeRxFlags?.(dev, IFF_PROMISC);
  return 0;
}

/** The same for all multicast frames. @returns 0 or `-EOVERFLOW` */
export function countAllmulti(dev: NetDevice, count: number): number {
  const before = dev.flags;
  const users = (dev.allmulti + count) >>> 0;
  if (users === 0 && count > 0) return -EOVERFLOW;
  dev.allmulti = users;
  dev.flags = dev.allmulti === 0 ? before & ~IFF_ALLMULTI : before | IFF_ALLMULTI;
  if (dev.flags === before) return 0;
  sayMode(dev, (dev.flags & IFF_ALLMULTI) !== 0, "allmulticast");
  dev.ops.changeRxFlags?.(dev, IFF_ALLMULTI);
  return 0;
}

/**
 * Flags or address lists changed (`dev_set_rx_mode`): the driver sets its filters. A device that is closed waits for its opening. One that can
 * not filter by further unicast addresses takes everything while it has any.
 */
export function setRxMode(dev: NetDevice): void {
  if (!dev.isUp) return;
  if (!dev.unicastFilter) {
    const wanted = dev.unicastList !== null;
    if (wanted !== dev.unicastPromiscuous) {
      countPromiscuity(dev, wanted ? 1 : -1);
      dev.unicastPromiscuous = wanted;
    }
  }
  dev.ops.setRxMode?.(dev);
}
