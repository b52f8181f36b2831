/**
 * The link watch: turns changes of the carrier into the operational state, the gate of the queue and notifications, a moment
 * after they happen and at most once a second for changes that nobody waits for.
 *
 * Source: `net/core/link_watch.c`.
 */

import type { Machine } from "../machine.ts";
import { KernelTimer } from "../timer.ts";
import { notifyStateChange } from "./dev-flags.ts";
import { activateDevice, deactivateDevice } from "./dev-queue.ts";
import { getIflink, updateOperstate } from "./dev-state.ts";
import type { NetDevice } from "./netdevice.ts";

const SECOND = 1e9;
/** Devices handled in one run (`MAX_DO_DEV_PER_LOOP`); twice as many when it is for urgent changes only. */
const MAX_DEVICES = 100;

function isUrgent(dev: NetDevice): boolean {
  if (!dev.running) return false;
  if (dev.ifindex !== getIflink(dev)) return true;
  return dev.carrier && !dev.txActive;
}

function handle(dev: NetDevice): void {
  dev.watchPending = false;
  updateOperstate(dev);
  if (!dev.isUp) return;
  if (dev.carrier) activateDevice(dev);
  else deactivateDevice(dev);
  notifyStateChange(dev);
}

/** The work queue of the link watch (`linkwatch_event`), one for all namespaces. */
export class LinkWatch {
  private readonly machine: Machine;
  private readonly work: KernelTimer<LinkWatch>;
  private queue: NetDevice[] = [];
  /** When a run for changes that are not urgent may be next. */
  private nextEvent = 0;
  private urgentScheduled = false;

  constructor(machine: Machine) {
    this.machine = machine;
    this.work = new KernelTimer<LinkWatch>((watch) => watch.run(), this);
  }

  /** The carrier or the dormant state changed (`linkwatch_fire_event`). */
  fire(dev: NetDevice): void {
    const urgent = isUrgent(dev);
    if (!dev.watchPending) {
      dev.watchPending = true;
      this.queue.push(dev);
    } else if (!urgent) return;
    this.schedule(urgent);
  }

  /** Handles a pending change now (`linkwatch_sync_dev`). */
  sync(dev: NetDevice): void {
    if (this.forget(dev)) handle(dev);
  }

  /** Handles what is pending for a device that goes (`linkwatch_run_queue` of `netdev_run_todo`). */
  forget(dev: NetDevice): boolean {
    if (!dev.watchPending) return false;
    dev.watchPending = false;
    this.queue = this.queue.filter((other) => other !== dev);
    return true;
  }

  private schedule(urgent: boolean): void {
    if (this.urgentScheduled) return;
    const now = this.machine.now();
    let delay = Math.max(0, this.nextEvent - now);
    if (urgent) {
      this.urgentScheduled = true;
      delay = 0;
    }
    if (delay > SECOND) delay = 0;
    if (this.work.pending && !urgent) return;
    this.machine.modTimer(this.work, now + delay);
  }

  private run(): void {
    const now = this.machine.now();
    const urgentOnly = this.nextEvent > now;
    if (!urgentOnly) this.nextEvent = now + SECOND;
    this.urgentScheduled = false;
    const work = this.queue;
    this.queue = [];
    let budget = urgentOnly ? 2 * MAX_DEVICES : MAX_DEVICES;
    let done = 0;
    for (; done < work.length && budget > 0; done++) {
      const dev = work[done];
      // its change may have been handled meanwhile, by who asked about it
      if (!dev.watchPending) continue;
      if (urgentOnly && !isUrgent(dev)) {
        this.queue.push(dev);
        continue;
      }
      budget--;
      handle(dev);
    }
    this.queue.unshift(...work.slice(done));
    if (this.queue.length > 0) this.schedule(false);
  }
}

/** The device has its carrier (`netif_carrier_on`). */
export function carrierOn(dev: NetDevice): void {
  if (dev.carrier) return;
  dev.carrier = true;
  if (dev.registrationState === "uninitialized") return;
  dev.carrierUpCount++;
  dev.net.machine.linkWatch.fire(dev);
}

/** The device lost its carrier (`netif_carrier_off`). */
export function carrierOff(dev: NetDevice): void {
  if (!dev.carrier) return;
  dev.carrier = false;
  if (dev.registrationState === "uninitialized") return;
  dev.carrierDownCount++;
  dev.net.machine.linkWatch.fire(dev);
}

/** `netif_dormant_on` */
export function dormantOn(dev: NetDevice): void {
  if (dev.dormant) return;
  dev.dormant = true;
  if (dev.registrationState !== "uninitialized") dev.net.machine.linkWatch.fire(dev);
}

/** `netif_dormant_off` */
export function dormantOff(dev: NetDevice): void {
  if (!dev.dormant) return;
  dev.dormant = false;
  if (dev.registrationState !== "uninitialized") dev.net.machine.linkWatch.fire(dev);
}
