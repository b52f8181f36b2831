/**
 * Addresses that a device on top listens to, put into the lists of the device below it.
 *
 * Source: `net/core/dev_addr_lists.c` (`dev_uc_sync`, `dev_mc_sync`, `dev_uc_unsync`, `dev_mc_unsync`).
 */
import { addressEntries, changeReferences } from "./dev-address-lists.ts";
import { setRxMode } from "./dev-rx-mode.ts";
import type { NetDevice } from "./netdevice.ts";

interface Lists {
  readonly list: "multicastList" | "unicastList";
  readonly synced: "syncedMulticast" | "syncedUnicast";
}

const MULTICAST: Lists = { list: "multicastList", synced: "syncedMulticast" };
const UNICAST: Lists = { list: "unicastList", synced: "syncedUnicast" };

/** One that is in the lower list has one user more in the upper one, too: the one that is left when its others have gone. */
function syncList(lower: NetDevice, dev: NetDevice, { list, synced }: Lists): void {
  const present = new Set(dev[synced]);
  for (const [key, references] of addressEntries(dev[list])) {
    const known = present.has(key);
    if (known && references !== 1) continue;
    const change = known ? -1 : 1;
    lower[list] = changeReferences(lower[list], key, change);
    dev[list] = changeReferences(dev[list], key, change);
    if (known) present.delete(key);
    else present.add(key);
  }
  dev[synced] = present.size === 0 ? null : present;
}

function unsyncList(lower: NetDevice, dev: NetDevice, { list, synced }: Lists): void {
  for (const key of dev[synced] ?? []) {
    lower[list] = changeReferences(lower[list], key, -1);
    dev[list] = changeReferences(dev[list], key, -1);
  }
  dev[synced] = null;
}

/** Brings the lower lists up to date (`dev_uc_sync`, `dev_mc_sync`). */
export function syncAddresses(lower: NetDevice, dev: NetDevice): void {
  syncList(lower, dev, UNICAST);
  setRxMode(lower);
  syncList(lower, dev, MULTICAST);
  setRxMode(lower);
}

/** Takes them out again (`dev_uc_unsync`, `dev_mc_unsync`). */
export function unsyncAddresses(lower: NetDevice, dev: NetDevice): void {
  unsyncList(lower, dev, UNICAST);
  setRxMode(lower);
  unsyncList(lower, dev, MULTICAST);
  setRxMode(lower);
}
