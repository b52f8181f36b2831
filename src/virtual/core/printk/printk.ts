/**
 * The kernel log: what the kernel and processes print into it, and who waits for more.
 *
 * Nobody but who reads `/dev/kmsg` or calls `syslog(2)` sees it: a box has no console. It is one for the whole box, whatever the
 * namespace. It begins when the box has booted.
 *
 * Source: `kernel/printk/printk.c` (`vprintk_store`, `do_syslog`), `net/core/utils.c` (`net_ratelimit`).
 */

import type { Machine } from "../machine.ts";
import { LOG_KERN } from "./log-level.ts";
import { PrintkRing } from "./printk-ring.ts";
import { RatelimitState } from "./ratelimit.ts";

/** Level and its mark, and the zero that ends a message of the kernel in Linux's source. */
const KERNEL_MESSAGE_OVERHEAD = 3;

/** `devkmsg_log`: what becomes of lines that processes write. */
export type DevkmsgLog = "on" | "off" | "ratelimit";

/** Text as bytes, one a character: names of devices may hold any. */
function byteString(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return encoded(text);
  return text;
}

function encoded(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** The log of one box, with its levels, limits and readers. */
export class KernelLog {
  readonly ring = new PrintkRing();
  /** The four numbers of `kernel.printk`: console, default of messages, least and default of the console. */
  readonly levels = [4, 4, 1, 7];
  devkmsg: DevkmsgLog = "ratelimit";
  /** First record that readers of the whole log get (`SYSLOG_ACTION_CLEAR`). */
  clearedTo = 0;
  /** Limit of what packets make the kernel print: `net.core.message_cost`, `message_burst`. */
  readonly netLimit = new RatelimitState();
  private readonly machine: Machine;
  private wakers = new Set<() => void>();
  private readonly limits = new Map<string, RatelimitState>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** `printk` of a level in `log-level.ts`; `text` without the final newline. */
  print(level: number, text: string): void {
    const bytes = `${byteString(text)}\n`;
    this.store(LOG_KERN, level, bytes, bytes.length + KERNEL_MESSAGE_OVERHEAD);
  }

  /**
   * Adds a record (`vprintk_store`).
   * @param text one character a byte, with its newline
   * @param reserved bytes that Linux sets aside for it, see {@link PrintkRing.store}
   */
  store(facility: number, level: number, text: string, reserved: number): void {
    this.ring.store(this.machine.now(), facility, level, text, reserved);
    if (this.wakers.size === 0) return;
    const { wakers } = this;
    this.wakers = new Set();
    for (const wake of wakers) wake();
  }

  /** Whether a packet may make the kernel print one more message (`net_ratelimit`). */
  netRatelimit(): boolean {
    return this.netLimit.allows(this.machine, "net_ratelimit");
  }

  /** `net_warn_ratelimited` and its like. Where the text is dear, ask {@link netRatelimit} first. */
  printNet(level: number, text: string): void {
    if (this.netRatelimit()) this.print(level, text);
  }

  /** `pr_warn_ratelimited` and its like, which have a limit for each place: `name` is its function. */
  printLimited(level: number, name: string, text: string): void {
    let limit = this.limits.get(name);
    if (limit === undefined) {
      limit = new RatelimitState();
      this.limits.set(name, limit);
    }
    if (limit.allows(this.machine, name)) this.print(level, text);
  }

  /** Calls back once there is another record. */
  wait(wake: () => void): () => void {
    this.wakers.add(wake);
    return () => void this.wakers.delete(wake);
  }
}
