/**
 * Events about devices, to which protocol families listen: `netdevice_notifier`.
 *
 * Source: `include/linux/netdevice.h` (`enum netdev_cmd`).
 */
import type { ExtendedAck } from "../../netlink/error.ts";
import type { NetDevice } from "./dev/netdevice.ts";

/** The events, by Linux's names (`enum netdev_cmd`). */
export type NetdevEvent =
  | "NETDEV_UP"
  | "NETDEV_DOWN"
  | "NETDEV_CHANGE"
  | "NETDEV_REGISTER"
  | "NETDEV_UNREGISTER"
  | "NETDEV_CHANGEMTU"
  | "NETDEV_CHANGEADDR"
  | "NETDEV_PRE_CHANGEADDR"
  | "NETDEV_GOING_DOWN"
  | "NETDEV_CHANGENAME"
  | "NETDEV_FEAT_CHANGE"
  | "NETDEV_PRE_UP"
  | "NETDEV_PRE_TYPE_CHANGE"
  | "NETDEV_POST_TYPE_CHANGE"
  | "NETDEV_POST_INIT"
  | "NETDEV_UNREGISTER_FINAL"
  | "NETDEV_NOTIFY_PEERS"
  | "NETDEV_JOIN"
  | "NETDEV_CHANGEUPPER"
  | "NETDEV_PRECHANGEUPPER"
  | "NETDEV_CHANGEINFODATA"
  | "NETDEV_CHANGE_TX_QUEUE_LEN"
  | "NETDEV_PRECHANGEMTU";

/** What comes with some events. */
export interface NetdevEventInfo {
  /** `NETDEV_CHANGE`: the `IFF_*` bits that changed. */
  readonly flagsChanged?: number;
  /** `NETDEV_PRE_CHANGEADDR`: the address to be. */
  readonly address?: Uint8Array;
  /** `NETDEV_PRECHANGEMTU`: the MTU to be; `NETDEV_CHANGEMTU`: the one before. */
  readonly mtu?: number;
  /** `NETDEV_PRECHANGEUPPER`, `NETDEV_CHANGEUPPER`: the other device, and whether it is put above or taken away. */
  readonly upper?: NetDevice;
  readonly linking?: boolean;
  readonly extack?: ExtendedAck;
}

/** @returns 0, or a negative error with which a `PRE` event is vetoed */
export type NetdevNotifier = (event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo) => number;

/** `netdev_chain`: who is told of events of devices. */
export class NotifierChain {
  private readonly notifiers: NetdevNotifier[] = [];

  register(notifier: NetdevNotifier): void {
    this.notifiers.push(notifier);
  }

  /** Tells all in the order of registration; stops at the first veto. @returns 0 or the veto's negative error */
  call(event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo): number {
    for (const notifier of this.notifiers) {
      const result = notifier(event, dev, info);
      if (result < 0) return result;
    }
    return 0;
  }
}
