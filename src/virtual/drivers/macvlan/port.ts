/**
 * The lower device of macvlans, and the macvlans on it.
 *
 * Source: `drivers/net/macvlan.c` (`struct macvlan_port`, `struct macvlan_dev`).
 */
import { MACVLAN_MODE_VEPA } from "../../../netlink/link-kinds/macvlan.ts";
import { AddressFilter } from "../../core/dev/address-filter.ts";
import { NetDevice } from "../../core/dev/netdevice.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { AddressTable } from "./hash.ts";

/** `MACVLAN_DEFAULT_BC_QUEUE_LEN` */
export const DEFAULT_BROADCAST_QUEUE = 1000;

/** An address whose frames a macvlan of mode "source" takes. */
export interface SourceEntry {
  readonly address: Uint8Array;
  readonly vlan: MacvlanDevice;
}

/** A broadcast that waits for its copies. */
interface Waiting {
  readonly skb: SkBuff;
  readonly source: MacvlanDevice | null;
}

/** `struct macvlan_dev`. */
export class MacvlanDevice extends NetDevice {
  port: MacvlanPort | null = null;
  mode = MACVLAN_MODE_VEPA;
  macvlanFlags = 0;
  addressCount = 0;
  broadcastQueueWanted = DEFAULT_BROADCAST_QUEUE;
  readonly filter = new AddressFilter();
}

/** `struct macvlan_port`: what a lower device has for its macvlans. */
export class MacvlanPort {
  readonly lower: NetDevice;
  /** The lower device's address before a passthru macvlan changed it. */
  permanentAddress: Uint8Array;
  /** Those that are up. */
  readonly vlans = new AddressTable<MacvlanDevice>((vlan) => vlan.address);
  readonly sources = new AddressTable<SourceEntry>((entry) => entry.address);
  /** All, in the order in which they were made. */
  devices: MacvlanDevice[] = [];
  /** Those that are registered, or nearly so. */
  count = 0;
  passthru = false;
  /** A passthru macvlan changes the lower device's address just now. */
  addressChanging = false;
  broadcastQueueLength = DEFAULT_BROADCAST_QUEUE;
  /** An address that more macvlans listen to is copied later, from the queue; negative: none but broadcasts is. */
  broadcastCutoff = 1;
  /** Addresses that any of the devices listens to, and those that go through the queue. */
  readonly filter = new AddressFilter();
  readonly queued = new AddressFilter();
  private waiting: Waiting[] = [];
  private readonly work: KernelTimer<MacvlanPort>;

  constructor(
    lower: NetDevice,
    deliver: (port: MacvlanPort, source: MacvlanDevice | null, skb: SkBuff) => void,
  ) {
    this.lower = lower;
    this.permanentAddress = lower.address;
    this.work = new KernelTimer<MacvlanPort>((port) => {
      const work = port.waiting;
      port.waiting = [];
      for (const { skb, source } of work) {
        deliver(port, source, skb);
        consumeSkb(skb);
      }
    }, this);
  }

  /** The length of the longest queue that one of the devices wants. */
  updateQueueLength(): void {
    this.broadcastQueueLength = this.devices.reduce(
      (most, vlan) => Math.max(most, vlan.broadcastQueueWanted),
      0,
    );
  }

  /** Keeps a frame until a worker copies it. @returns false when the queue is full */
  enqueue(skb: SkBuff, source: MacvlanDevice | null, delay: number): boolean {
    if (this.waiting.length >= this.broadcastQueueLength) return false;
    this.waiting.push({ skb, source });
    const { machine } = this.lower.net;
    if (!this.work.pending) machine.modTimer(this.work, machine.now() + delay);
    return true;
  }

  /** Nothing comes any more. @returns what waited */
  stop(): SkBuff[] {
    this.lower.net.machine.deleteTimer(this.work);
    const left = this.waiting.map(({ skb }) => skb);
    this.waiting = [];
    return left;
  }
}
