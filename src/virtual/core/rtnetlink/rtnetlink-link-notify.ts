/**
 * Notifications about links: RTM_NEWLINK and RTM_DELLINK to `RTNLGRP_LINK`.
 *
 * Source: `net/core/rtnetlink.c` (`rtmsg_ifinfo_event`, `rtmsg_ifinfo_build_skb`, `rtnetlink_event`).
 */
import {
  IFLA_EVENT_FEATURES,
  IFLA_EVENT_NONE,
  IFLA_EVENT_NOTIFY_PEERS,
} from "../../../netlink/link-attributes.ts";
import { RTM_NEWLINK, RTNLGRP_LINK } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import { peernet2idAlloc } from "../netns-ids.ts";
import type { NetdevEvent } from "../notifier.ts";
import { fillLink } from "./rtnetlink-link-fill.ts";

/** Who caused a notification, and what else it says. */
export interface LinkNotice {
  readonly portid?: number;
  readonly seq?: number;
  /** `IFLA_EVENT_*` */
  readonly event?: number;
  readonly newNsid?: number;
  readonly newIfindex?: number;
}

const NO_NOTICE: LinkNotice = {};

/** Tells of a registered device (`rtmsg_ifinfo`). `change` are the `IFF_*` bits that changed. */
export function notifyLink(type: number, dev: NetDevice, change: number, notice = NO_NOTICE): void {
  if (dev.registrationState !== "registered") return;
  const message = buildLink(type, dev, change, notice);
  if (message !== undefined) dev.net.machine.rtnetlink.notify(dev.net, RTNLGRP_LINK, message);
}

/** The message as of now, kept to be sent later: a device's last. Undefined when nobody listens. */
export function captureLink(
  type: number,
  dev: NetDevice,
  change: number,
  notice: LinkNotice,
): Uint8Array | undefined {
  return buildLink(type, dev, change, notice)?.slice();
}

function buildLink(type: number, dev: NetDevice, change: number, notice: LinkNotice): Uint8Array | undefined {
  const { rtnetlink } = dev.net.machine;
  // The message is always built on Linux, and building it gives the other end's namespace its id.
  const linkNet = dev.linkOps?.getLinkNet?.(dev) ?? dev.net;
  if (linkNet !== dev.net) peernet2idAlloc(dev.net, linkNet);
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_LINK)) return undefined;
  const writer = rtnetlink.writer;
  writer.reset();
  fillLink(writer, dev, {
    type,
    portid: notice.portid ?? 0,
    seq: notice.seq ?? 0,
    flags: 0,
    change,
    extMask: 0,
    event: notice.event,
    sourceNet: dev.net,
    newNsid: notice.newNsid,
    newIfindex: notice.newIfindex,
  });
  return writer.message();
}

/** Events of which user space is told, with the value of `IFLA_EVENT`. */
const TOLD: ReadonlyMap<NetdevEvent, number> = new Map<NetdevEvent, number>([
  ["NETDEV_CHANGEMTU", IFLA_EVENT_NONE],
  ["NETDEV_CHANGEADDR", IFLA_EVENT_NONE],
  ["NETDEV_CHANGENAME", IFLA_EVENT_NONE],
  ["NETDEV_FEAT_CHANGE", IFLA_EVENT_FEATURES],
  ["NETDEV_POST_TYPE_CHANGE", IFLA_EVENT_NONE],
  ["NETDEV_NOTIFY_PEERS", IFLA_EVENT_NOTIFY_PEERS],
  ["NETDEV_CHANGEUPPER", IFLA_EVENT_NONE],
  ["NETDEV_CHANGEINFODATA", IFLA_EVENT_NONE],
  ["NETDEV_CHANGE_TX_QUEUE_LEN", IFLA_EVENT_NONE],
]);

/** Listens to the devices' events (`rtnetlink_dev_notifier`). */
export function initLinkNotifications(machine: Machine): void {
  machine.notifiers.register((name, dev) => {
    const event = TOLD.get(name);
    if (event !== undefined) notifyLink(RTM_NEWLINK, dev, 0, { event });
    return 0;
  });
}
