/**
 * Neighbours: who has which link-layer address, and the state machine that finds out (`struct neighbour`).
 *
 * A protocol family makes a {@link NeighTable} and implements how it asks ({@link NeighTable.solicit}) and what happens to packets
 * whose neighbour cannot be found. Senders call {@link Neighbour.output}; whoever hears an answer calls {@link updateNeigh}.
 *
 * Source: `net/core/neighbour.c` of Linux 6.18; RFC 4861, section 7.3.
 */
import { EINVAL } from "../../../errno.ts";
import {
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NONE,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
} from "../../../netlink/neigh.ts";
import { transmitCost } from "../cost.ts";
import { devQueueXmit } from "../dev/dev-xmit.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import {
  SKB_DROP_REASON_NEIGH_DEAD,
  SKB_DROP_REASON_NEIGH_FAILED,
  SKB_DROP_REASON_NEIGH_QUEUEFULL,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_QUEUE_PURGE,
} from "../drop-reason.ts";
import type { Machine } from "../machine.ts";
import { cloneSkb, consumeSkb, kfreeSkb, type SkBuff } from "../skbuff.ts";
import { IPV4_RESERVE, truesizeOf } from "../sock/send-charge.ts";
import { KernelTimer } from "../timer.ts";
import { wheelExpiry } from "../timer-wheel.ts";
import type { NeighParms } from "./neigh-parms.ts";
import { NS_PER_MS } from "./neigh-parms.ts";
import { NTF_MANAGED, NUD_CONNECTED, NUD_IN_TIMER, NUD_VALID } from "./neigh-states.ts";
import type { NeighTable } from "./neigh-table.ts";

/** An address as a key: a number for IPv4, any text for longer ones. */
export type NeighKey = number | string;

/** Timers never run sooner than this (`HZ/100`). */
const LEAST_DELAY = 10 * NS_PER_MS;
/** Addresses of nothing but zeros, by their length; nobody writes to them. */
const noAddresses: Uint8Array[] = [];

function noAddress(length: number): Uint8Array {
  while (noAddresses.length <= length) noAddresses.push(new Uint8Array(noAddresses.length));
  return noAddresses[length];
}

/** What a packet is charged for while it waits. */
function truesize(skb: SkBuff): number {
  return truesizeOf(skb.length + IPV4_RESERVE);
}

/** `struct neighbour`: one entry, its state (`NUD_*`), its timer, and the packets that wait for it. */
export class Neighbour {
  readonly table: NeighTable;
  readonly dev: NetDevice;
  readonly parms: NeighParms;
  readonly machine: Machine;
  key: NeighKey;
  /** The address in network order. Others share it: it is replaced, not written to. */
  primaryKey: Uint8Array;
  nudState = NUD_NONE;
  /** `RTN_*` of the address */
  type = 0;
  /** `NTF_*`, and {@link NTF_MANAGED} */
  flags = 0;
  /** Who made it (`NDA_PROTOCOL`). */
  protocol = 0;
  /** Link-layer address; of no meaning unless the state is one of {@link NUD_VALID}. Replaced, never changed in place. */
  ha: Uint8Array;
  dead = false;
  /** Times in ns since boot. */
  confirmed: number;
  updated: number;
  used: number;
  probes = 0;
  /** Counted against the garbage collection thresholds. */
  collectable = false;
  private queueHead: SkBuff | null = null;
  private queueTail: SkBuff | null = null;
  private queueBytes = 0;
  /** Null until it is first armed: multicast entries never need one. */
  private timer: KernelTimer<Neighbour> | null = null;

  constructor(table: NeighTable, parms: NeighParms, dev: NetDevice, key: NeighKey, primaryKey: Uint8Array) {
    this.table = table;
    this.parms = parms;
    this.dev = dev;
    this.machine = dev.net.machine;
    this.key = key;
    this.primaryKey = primaryKey;
    this.ha = noAddress(dev.addressLength);
    const now = this.machine.now();
    this.updated = now;
    this.used = now;
    this.confirmed = now - 2 * parms.values.baseReachableTime;
  }

  get isValid(): boolean {
    return (this.nudState & NUD_VALID) !== 0;
  }

  /** References beside the table's own, as `ip -s neigh` shows them. */
  get references(): number {
    return this.timer?.pending ? 1 : 0;
  }

  /**
   * Sends a packet to this neighbour, resolving its address first if need be (`neigh_output`). `data` is at the network header.
   * Takes over the packet. @returns 0 or a negative error
   */
  output(skb: SkBuff): number {
    if ((this.nudState & NUD_CONNECTED) !== 0) return this.transmit(skb);
    this.used = this.machine.now();
    if ((this.nudState & (NUD_DELAY | NUD_PROBE)) === 0 && !this.eventSend(skb)) return 0;
    return this.transmit(skb);
  }

  /** The neighbour is used: starts resolving or verifying it without a packet (`neigh_event_send(neigh, NULL)`). */
  use(): void {
    this.used = this.machine.now();
    if ((this.nudState & (NUD_CONNECTED | NUD_DELAY | NUD_PROBE)) === 0) this.eventSend(null);
  }

  /** An upper layer knows that the neighbour answers (`neigh_confirm`). */
  confirm(): void {
    const now = this.machine.now();
    this.used = now;
    this.confirmed = now;
  }

  private transmit(skb: SkBuff): number {
    const dev = this.dev;
    skb.dev = dev;
    skb.networkHeader = skb.data;
    if (dev.headerOps !== null && dev.headerOps.create(skb, dev, skb.protocol, this.ha, null) < 0) {
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "neigh_resolve_output");
      return -EINVAL;
    }
    this.machine.clock.spend(transmitCost);
    return devQueueXmit(skb);
  }

  /** `__neigh_event_send`. @returns whether the packet may go out now; if not, it was taken over */
  private eventSend(skb: SkBuff | null): boolean {
    if (this.dead) {
      if (this.nudState === NUD_STALE) return true;
      if (skb !== null) kfreeSkb(skb, SKB_DROP_REASON_NEIGH_DEAD, "__neigh_event_send");
      return false;
    }
    const state = this.nudState;
    if ((state & (NUD_STALE | NUD_INCOMPLETE)) === 0) return this.startResolving(skb);
    if (state === NUD_STALE) {
      this.nudState = NUD_DELAY;
      this.updated = this.machine.now();
      this.arm(this.updated + this.parms.values.delayProbeTime);
      return true;
    }
    this.enqueue(skb);
    return false;
  }

  private startResolving(skb: SkBuff | null): boolean {
    const values = this.parms.values;
    const now = this.machine.now();
    this.updated = now;
    if (values.mcastProbes + values.appProbes === 0) {
      this.nudState = NUD_FAILED;
      if (skb !== null) kfreeSkb(skb, SKB_DROP_REASON_NEIGH_FAILED, "__neigh_event_send");
      return false;
    }
    this.probes = values.ucastProbes;
    this.nudState = NUD_INCOMPLETE;
    this.arm(now + Math.max(values.retransTime, LEAST_DELAY));
    this.enqueue(skb);
    this.probe();
    return false;
  }

  private enqueue(skb: SkBuff | null): void {
    if (skb === null) return;
    const size = truesize(skb);
    while (this.queueBytes + size > this.parms.values.queueLenBytes) {
      const oldest = this.dequeue();
      if (oldest === null) break;
      this.table.stats.unresDiscards++;
      kfreeSkb(oldest, SKB_DROP_REASON_NEIGH_QUEUEFULL, "__neigh_event_send");
    }
    skb.next = null;
    if (this.queueTail === null) this.queueHead = skb;
    else this.queueTail.next = skb;
    this.queueTail = skb;
    this.queueBytes += size;
  }

  private dequeue(): SkBuff | null {
    const skb = this.queueHead;
    if (skb === null) return null;
    this.queueHead = skb.next;
    if (this.queueHead === null) this.queueTail = null;
    skb.next = null;
    this.queueBytes -= truesize(skb);
    return skb;
  }

  /** How many packets wait that go by this decision. */
  waitingBy(dst: SkBuff["dst"]): number {
    let count = 0;
    for (let skb = this.queueHead; skb !== null; skb = skb.next) if (skb.dst === dst) count++;
    return count;
  }

  /** Drops what waits (`__skb_queue_purge`). `location` is the Linux function that does it. */
  purgeQueue(location: string): void {
    for (let skb = this.dequeue(); skb !== null; skb = this.dequeue())
      kfreeSkb(skb, SKB_DROP_REASON_QUEUE_PURGE, location);
    this.queueBytes = 0;
  }

  /** Arms or moves the timer; `expires` in ns since boot (`neigh_add_timer`). */
  arm(expires: number): void {
    this.timer ??= new KernelTimer<Neighbour>(neighTimer, this);
    this.machine.modTimer(this.timer, wheelExpiry(this.machine.now(), expires));
  }

  stopTimer(): void {
    if (this.timer?.pending) this.machine.deleteTimer(this.timer);
  }

  /** Sends one solicitation (`neigh_probe`). */
  private probe(): void {
    const last = this.queueTail;
    const clone = last === null ? null : cloneSkb(last);
    this.table.solicit(this, clone);
    this.probes++;
    if (clone !== null) consumeSkb(clone);
  }

  /** Somebody else asks once: a failed neighbour may answer until the next retransmission (`__neigh_set_probe_once`). */
  awaitProbe(): void {
    const now = this.machine.now();
    this.updated = now;
    if (this.dead || (this.nudState & NUD_FAILED) === 0) return;
    this.nudState = NUD_INCOMPLETE;
    this.probes = this.maxProbes();
    this.arm(now + Math.max(this.parms.values.retransTime, LEAST_DELAY));
  }

  private maxProbes(): number {
    const values = this.parms.values;
    const last = this.nudState === NUD_PROBE ? values.mcastReprobes : values.mcastProbes;
    return values.ucastProbes + values.appProbes + last;
  }

  /** Gives the waiting packets' senders an error (`neigh_invalidate`). */
  invalidate(): void {
    this.table.stats.resFailed++;
    this.updated = this.machine.now();
    while (this.nudState === NUD_FAILED) {
      const skb = this.dequeue();
      if (skb === null) break;
      this.table.errorReport(this, skb);
    }
    this.purgeQueue("neigh_invalidate");
  }

  /** `neigh_timer_handler` */
  timeout(): void {
    const state = this.nudState;
    if ((state & NUD_IN_TIMER) === 0 || this.dead) return;
    const now = this.machine.now();
    const values = this.parms.values;
    let notify = false;
    let next = now + Math.max(values.retransTime, LEAST_DELAY);
    if (state === NUD_REACHABLE) {
      next = this.confirmed + this.parms.reachableTime(this.machine);
      if (now > next) {
        const delay = now <= this.used + values.delayProbeTime;
        this.nudState = delay ? NUD_DELAY : NUD_STALE;
        this.updated = now;
        notify = !delay;
        next = now + values.delayProbeTime;
      }
    } else if (state === NUD_DELAY) {
      notify = true;
      this.updated = now;
      if (now <= this.confirmed + values.delayProbeTime) {
        this.nudState = NUD_REACHABLE;
        next = this.confirmed + this.parms.reachableTime(this.machine);
      } else {
        this.nudState = NUD_PROBE;
        this.probes = 0;
      }
    }
    const probing = (this.nudState & (NUD_INCOMPLETE | NUD_PROBE)) !== 0;
    if (probing && this.probes >= this.maxProbes()) {
      this.nudState = NUD_FAILED;
      this.invalidate();
      this.table.notify(this, 0);
      return;
    }
    if ((this.nudState & NUD_IN_TIMER) !== 0) this.arm(Math.max(next, now + LEAST_DELAY));
    if (probing) this.probe();
    if (notify) this.table.notify(this, 0);
  }

  /** Sends what waited for the address. */
  flushQueue(): void {
    while ((this.nudState & NUD_VALID) !== 0) {
      const skb = this.dequeue();
      if (skb === null) break;
      this.output(skb);
    }
    this.purgeQueue("__neigh_update");
  }
}

function neighTimer(neigh: Neighbour): void {
  neigh.timeout();
}
