/**
 * The room in front of frames that a bridge's ports want: tunnels put headers there.
 *
 * Source: `net/bridge/br_if.c` (`update_headroom`, `get_max_headroom`), `include/linux/netdevice.h` (`netdev_get_fwd_headroom`).
 */
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { NetBridge } from "./br-private.ts";

/** What the device needs for frames that are sent on to it; one that has the room for others' sake needs none. */
function forwardHeadroom(dev: NetDevice): number {
  return dev.ops.setRxHeadroom === undefined ? dev.neededHeadroom : 0;
}

function update(bridge: NetBridge, room: number): void {
  bridge.neededHeadroom = room;
  for (const { dev } of bridge.ports) dev.ops.setRxHeadroom?.(dev, room);
}

/** A new port: it gets the bridge's room, or all others get what it needs. */
export function joinHeadroom(bridge: NetBridge, dev: NetDevice): void {
  const room = forwardHeadroom(dev);
  if (bridge.neededHeadroom < room) update(bridge, room);
  else dev.ops.setRxHeadroom?.(dev, bridge.neededHeadroom);
}

/** A port that is no longer in the bridge's list. */
export function leaveHeadroom(bridge: NetBridge, dev: NetDevice): void {
  if (forwardHeadroom(dev) === bridge.neededHeadroom)
    update(
      bridge,
      bridge.ports.reduce((most, port) => Math.max(most, forwardHeadroom(port.dev)), 0),
    );
  dev.ops.setRxHeadroom?.(dev, -1);
}
