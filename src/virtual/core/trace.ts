/**
 * Tracepoints: places in the kernel that tell what happens to packets, under Linux's names, and cost one test of a field when
 * nobody listens.
 *
 * A tracepoint is global to the program, not to one machine: listeners that care look at `skb.dev.net.machine`.
 */

import type { NetDevice } from "./dev/netdevice.ts";
import type { DropReason } from "./drop-reason.ts";
import type { SkBuff } from "./skbuff.ts";

/** One tracepoint. Test `enabled` before calling `emit`, so that nothing is computed when nobody listens. */
export class Tracepoint<Arguments extends unknown[]> {
  readonly name: string;
  enabled = false;
  private listeners: ((...args: Arguments) => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** Adds a listener. It must not keep the packet: copy what it needs. @returns a function that removes it */
  listen(listener: (...args: Arguments) => void): () => void {
    this.listeners = [...this.listeners, listener];
    this.enabled = true;
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
      this.enabled = this.listeners.length > 0;
    };
  }

  emit(...args: Arguments): void {
    for (const listener of this.listeners) listener(...args);
  }
}

/** `skb:kfree_skb`: a packet is dropped; the last argument is the Linux function that does it. */
export const traceKfreeSkb = new Tracepoint<[SkBuff, DropReason, string]>("skb:kfree_skb");
/** `net:net_dev_start_xmit`: a packet is handed to a device. */
export const traceNetDevStartXmit = new Tracepoint<[SkBuff, NetDevice]>("net:net_dev_start_xmit");
/** `net:netif_receive_skb`: a packet enters the stack. */
export const traceNetifReceiveSkb = new Tracepoint<[SkBuff]>("net:netif_receive_skb");
