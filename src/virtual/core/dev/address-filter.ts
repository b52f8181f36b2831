/**
 * A set of Ethernet addresses that is asked for every frame: no allocation, no collisions.
 */

import { addressEntries } from "./dev-address-lists.ts";
import type { HardwareAddressList } from "./device-relations.ts";

const LEAST = 16;

/** Takes the place of Linux's bitmaps of hashes (`mc_filter`), which let some others pass, too. */
export class AddressFilter {
  /** Every address is in it. */
  all = false;
  private high = new Int32Array(LEAST).fill(-1);
  private low = new Int32Array(LEAST);
  private count = 0;

  clear(): void {
    this.all = false;
    this.high.fill(-1);
    this.count = 0;
  }

  add(bytes: Uint8Array, at = 0): void {
    if (this.has(bytes, at)) return;
    if (++this.count * 2 > this.high.length) this.grow();
    this.store((bytes[at] << 8) | bytes[at + 1], lowWord(bytes, at));
  }

  addKey(key: string): void {
    const bytes = new Uint8Array(6);
    for (let i = 0; i < 6; i++) bytes[i] = key.charCodeAt(i);
    this.add(bytes);
  }

  addList(list: HardwareAddressList | null): void {
    for (const [key] of addressEntries(list)) this.addKey(key);
  }

  has(bytes: Uint8Array, at: number): boolean {
    if (this.all) return true;
    const high = (bytes[at] << 8) | bytes[at + 1];
    const low = lowWord(bytes, at);
    const mask = this.high.length - 1;
    for (let i = slot(high, low) & mask; this.high[i] !== -1; i = (i + 1) & mask)
      if (this.high[i] === high && this.low[i] === low) return true;
    return false;
  }

  private store(high: number, low: number): void {
    const mask = this.high.length - 1;
    let i = slot(high, low) & mask;
    while (this.high[i] !== -1) i = (i + 1) & mask;
    this.high[i] = high;
    this.low[i] = low;
  }

  private grow(): void {
    const { high, low } = this;
    this.high = new Int32Array(high.length * 2).fill(-1);
    this.low = new Int32Array(high.length * 2);
    for (let i = 0; i < high.length; i++) if (high[i] !== -1) this.store(high[i], low[i]);
  }
}

function lowWord(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2] << 24) | (bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5];
}

function slot(high: number, low: number): number {
  return (Math.imul(low, 0x61c88647) >>> 8) ^ high;
}
