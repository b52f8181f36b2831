/**
 * The receive softirq: frames that devices hand up wait in one queue (`softnet_data.input_pkt_queue`) and are processed to
 * completion when the outermost sender or timer leaves, as `local_bh_enable` does on Linux.
 *
 * Source: `net/core/dev.c` (`netif_rx`, `net_rx_action`), `kernel/softirq.c`.
 */
import { squeezedFrameCost } from "../cost.ts";
import { SKB_DROP_REASON_CPU_BACKLOG } from "../drop-reason.ts";
import type { Machine } from "../machine.ts";
import { kfreeSkb, type SkBuff } from "../skbuff.ts";
import { KernelTimer } from "../timer.ts";
import { netifReceiveSkb } from "./dev-receive.ts";

/** `net.core.netdev_max_backlog` */
const DEFAULT_MAX_BACKLOG = 1000;
/** `net.core.netdev_budget` */
const DEFAULT_BUDGET = 300;
/** Rounds of the budget before others get a turn. */
const MAX_SOFTIRQ_RESTART = 10;
/** Processor time between two rounds of ksoftirqd, ns. */
const KSOFTIRQD_DELAY = 1000;

const RING_SIZE = 1024;

/** `struct softnet_data` of the one processor: what was received and waits to be processed. */
export class Backlog {
  maxBacklog = DEFAULT_MAX_BACKLOG;
  /** Frames of one round. */
  budget = DEFAULT_BUDGET;
  /** Counters of /proc/net/softnet_stat. */
  processed = 0;
  dropped = 0;
  timeSqueeze = 0;
  private ring: (SkBuff | null)[] = new Array<SkBuff | null>(RING_SIZE).fill(null);
  private mask = RING_SIZE - 1;
  private head = 0;
  private tail = 0;
  private depth = 0;
  private readonly machine: Machine;
  private readonly ksoftirqd: KernelTimer<undefined>;

  constructor(machine: Machine) {
    this.machine = machine;
    // Timers run between bhDisable and bhEnable: leaving them processes the queue.
    this.ksoftirqd = new KernelTimer<undefined>(() => {}, undefined);
  }

  get length(): number {
    return this.tail - this.head;
  }

  /**
   * Queues a frame for the stack (`netif_rx`); over the limit it is dropped, and counted on its device. Takes over the frame,
   * whose `dev`, `protocol` and `packetType` are set and whose `data` is at the network header.
   */
  netifRx(skb: SkBuff): boolean {
    const length = this.tail - this.head;
    if (length > this.maxBacklog) {
      this.dropped++;
      if (skb.dev !== null) skb.dev.coreRxDropped++;
      kfreeSkb(skb, SKB_DROP_REASON_CPU_BACKLOG, "enqueue_to_backlog");
      return false;
    }
    if (length > this.mask) this.grow();
    this.ring[this.tail++ & this.mask] = skb;
    if (this.depth === 0) this.process();
    return true;
  }

  /** Enters code during which received frames only queue up (`local_bh_disable`). */
  bhDisable(): void {
    this.depth++;
  }

  /** Leaves it; the outermost leaver processes what has queued up. */
  bhEnable(): void {
    if (--this.depth === 0 && this.head !== this.tail) this.process();
  }

  private process(): void {
    this.depth++;
    let budget = this.budget * MAX_SOFTIRQ_RESTART;
    while (this.head !== this.tail && budget-- > 0) {
      const at = this.head++ & this.mask;
      const skb = this.ring[at] as SkBuff;
      this.ring[at] = null;
      this.processed++;
      netifReceiveSkb(this.machine, skb);
    }
    this.depth--;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
      return;
    }
    this.timeSqueeze++;
    // In virtual time a storm would never end: it is work that takes all the time there is.
    this.machine.clock.spend(this.budget * MAX_SOFTIRQ_RESTART * squeezedFrameCost);
    this.machine.modTimer(this.ksoftirqd, this.machine.now() + KSOFTIRQD_DELAY);
  }

  private grow(): void {
    const size = this.ring.length * 2;
    const ring = new Array<SkBuff | null>(size).fill(null);
    let count = 0;
    for (let i = this.head; i !== this.tail; i++) ring[count++] = this.ring[i & this.mask];
    this.ring = ring;
    this.mask = size - 1;
    this.head = 0;
    this.tail = count;
  }
}
