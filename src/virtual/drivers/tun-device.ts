/** A TUN or TAP device and the files that are attached to it (`struct tun_struct`). Source: `drivers/net/tun.c`. */
import * as tun from "../../netlink/link-kinds/tun.ts";
import { NetDevice } from "../core/dev/netdevice.ts";
import type { SkBuff } from "../core/skbuff.ts";

/** An open file that is attached: one queue of the device. */
export interface TunQueue {
  /** Frames that wait to be read. */
  readonly queued: number;
  /** Hands a frame to the reader; it starts at the link-layer header. */
  enqueue(skb: SkBuff): void;
  /** The device was deleted. */
  deviceGone(): void;
}

/** A TUN or TAP device. */
export class TunDevice extends NetDevice {
  /** `IFF_TUN`, `IFF_TAP`, `IFF_NO_PI`, … */
  tunFlags = 0;
  /** -1: anybody's. */
  owner = -1;
  ownerGroup = -1;
  /** Open files that are attached, one a queue; and those that were detached by TUNSETQUEUE. */
  queues: TunQueue[] = [];
  disabled: TunQueue[] = [];

  get isTap(): boolean {
    return (this.tunFlags & tun.IFF_TAP) !== 0;
  }
}
