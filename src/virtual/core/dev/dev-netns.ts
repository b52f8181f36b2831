/**
 * Moving a device to another namespace.
 *
 * Source: `net/core/dev.c` (`__dev_change_net_namespace`).
 */
import { EBUSY, EEXIST, EINVAL } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import type { Net } from "../net.ts";
import { peernet2idAlloc } from "../netns-ids.ts";
import { notifyLink } from "../rtnetlink/rtnetlink-link-notify.ts";
import { flushAddresses } from "./dev-address-lists.ts";
import { closeDevices } from "./dev-flags.ts";
import { prepareDeviceName } from "./dev-name.ts";
import { shutdownQueue } from "./dev-queue.ts";
import { listDevice, reserveIfindex, unlistDevice } from "./dev-register.ts";
import type { NetDevice } from "./netdevice.ts";

function refuse(extack: ExtendedAck | undefined, error: number, text: string): number {
  return extack === undefined ? error : extack.fail(error, text);
}

/** The index that the device gets there. @returns a negative error when there is none */
function chooseIfindex(dev: NetDevice, net: Net, wanted: number, extack: ExtendedAck | undefined): number {
  if (wanted !== 0) {
    const index = reserveIfindex(net, wanted);
    return index < 0
      ? refuse(extack, index, `The ifindex ${wanted} is not available in the target netns`)
      : index;
  }
  const kept = reserveIfindex(net, dev.ifindex);
  const index = kept === -EBUSY ? reserveIfindex(net, 0) : kept;
  return index < 0 ? refuse(extack, index, "Unable to allocate a new ifindex in the target netns") : index;
}

/** The name that the device gets there. @returns a negative error when there is none */
function chooseName(
  dev: NetDevice,
  net: Net,
  pattern: string,
  extack: ExtendedAck | undefined,
): string | number {
  let name: string | number = dev.name;
  if (net.names.has(dev.name)) {
    if (pattern === "")
      return refuse(extack, -EEXIST, "An interface with the same name exists in the target netns");
    name = prepareDeviceName(net, pattern);
    if (typeof name === "number")
      return refuse(
        extack,
        name,
        `Unable to use '${pattern}' for the new interface name in the target netns`,
      );
  }
  for (const altname of dev.altnames) {
    if (net.names.has(altname))
      return refuse(extack, -EEXIST, `An interface with the altname ${altname} exists in the target netns`);
  }
  return name;
}

/**
 * Moves the device. `pattern` names it when its name is taken there ("": refuse); `ifindex` 0 keeps the index where it is free.
 * @returns 0 or a negative error
 */
export function moveToNetns(
  dev: NetDevice,
  net: Net,
  pattern: string,
  ifindex: number,
  extack: ExtendedAck | undefined,
): number {
  if (dev.netnsLocal) return refuse(extack, -EINVAL, "The interface netns is immutable");
  if (dev.registrationState !== "registered") return -EINVAL;
  if (dev.net === net) return 0;
  const name = chooseName(dev, net, pattern, extack);
  if (typeof name === "number") return name;
  const newIfindex = chooseIfindex(dev, net, ifindex, extack);
  if (newIfindex < 0) return newIfindex;
  leave(dev, net, newIfindex);
  dev.net = net;
  dev.ifindex = newIfindex;
  dev.name = name;
  listDevice(dev);
  net.machine.notifiers.call("NETDEV_REGISTER", dev);
  notifyLink(RTM_NEWLINK, dev, 0xffffffff);
  return 0;
}

function leave(dev: NetDevice, target: Net, newIfindex: number): void {
  const machine = dev.net.machine;
  closeDevices([dev]);
  unlistDevice(dev);
  shutdownQueue(dev);
  machine.notifiers.call("NETDEV_UNREGISTER", dev);
  const newNsid = peernet2idAlloc(dev.net, target);
  notifyLink(RTM_DELLINK, dev, 0xffffffff, { newNsid, newIfindex });
  flushAddresses(dev);
}
