/**
 * A port that takes over another one's frames while that has no carrier.
 *
 * Source: `net/bridge/br_if.c` (`nbp_backup_change`, `nbp_backup_clear`).
 */
import { EINVAL, ENOENT } from "../../errno.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { type NetBridgePort, portOf } from "./br-private.ts";

/** `dev` null: none any more. @returns 0, `-ENOENT` when the device is no port of the bridge, or `-EINVAL` when it is the port itself */
export function changeBackup(port: NetBridgePort, dev: NetDevice | null): number {
  if (dev === null) {
    port.backupPort = null;
    return 0;
  }
  const backup = portOf(dev);
  if (backup === null) return -ENOENT;
  if (backup.bridge !== port.bridge || backup === port) return -EINVAL;
  port.backupPort = backup;
  return 0;
}

/** The port goes: nobody's frames go through it. */
export function clearBackups(port: NetBridgePort): void {
  port.backupPort = null;
  for (const other of port.bridge.ports) if (other.backupPort === port) other.backupPort = null;
}
