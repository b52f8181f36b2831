/**
 * ioctls that make and delete bridges and their ports, as `brctl` uses them.
 *
 * Source: `net/bridge/br_ioctl.c` (`br_ioctl_stub`), `net/bridge/br_if.c` (`br_add_bridge`, `br_del_bridge`).
 */
import { EBUSY, EINVAL, ENODEV, ENXIO, EOPNOTSUPP, EPERM } from "../../errno.ts";
import { IFREQ_UNION } from "../../ioctl/ifreq.ts";
import { readS32, readString } from "../../netlink/attribute.ts";
import { registerDevice, unregisterDevice } from "../core/dev/dev-register.ts";
import { IFNAMSIZ } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import { setupBridge } from "./br-device.ts";
import { addInterface, deleteInterface } from "./br-if.ts";
import { isBridge } from "./br-private.ts";
import { bridgeLinkOps } from "./netlink/br-netlink.ts";

export const SIOCBRADDBR = 0x89a0;
export const SIOCBRDELBR = 0x89a1;
export const SIOCBRADDIF = 0x89a2;
export const SIOCBRDELIF = 0x89a3;

function addBridge(net: Net, name: string): number {
  const dev = setupBridge(net, name, bridgeLinkOps);
  return registerDevice(dev);
}

function deleteBridge(net: Net, name: string): number {
  const dev = net.devByName(name);
  if (dev === undefined) return -ENXIO;
  if (!isBridge(dev)) return -EPERM;
  if (dev.isUp) return -EBUSY;
  unregisterDevice(dev);
  return 0;
}

function changePort(net: Net, name: string, ifindex: number, add: boolean): number {
  const bridge = net.devByName(name);
  if (bridge === undefined) return -ENODEV;
  if (!isBridge(bridge)) return -EOPNOTSUPP;
  const dev = net.devByIndex(ifindex);
  if (dev === undefined) return -EINVAL;
  return add ? addInterface(bridge, dev, undefined) : deleteInterface(bridge, dev);
}

/** `argument` begins with a name. @returns 0 or a negative error; undefined: no ioctl of bridges */
export function bridgeIoctl(net: Net, request: number, argument: Uint8Array): number | undefined {
  const name = readString(argument, 0, IFNAMSIZ - 1);
  switch (request) {
    case SIOCBRADDBR:
      return addBridge(net, name);
    case SIOCBRDELBR:
      return deleteBridge(net, name);
    case SIOCBRADDIF:
    case SIOCBRDELIF:
      return changePort(net, name, readS32(argument, IFREQ_UNION), request === SIOCBRADDIF);
    default:
      return undefined;
  }
}
