/**
 * Groups and who wants them: the entries of a bridge's multicast database.
 *
 * Source: `net/bridge/br_private.h` (`struct net_bridge_mdb_entry`, `struct net_bridge_port_group`).
 */
import type { KernelTimer } from "../core/timer.ts";
import type { NetBridgePort } from "./br-private.ts";

/** Address and VLAN of a group (`struct br_ip`, without a source). */
export interface Group {
  /** EtherType of the address; 0: a MAC address. */
  readonly protocol: number;
  /** 4, 16 or 6 bytes. */
  readonly address: Uint8Array;
  readonly vid: number;
}

/** Flags of a port's membership (`MDB_PG_FLAGS_*`). */
export const PG_PERMANENT = 1 << 0;
export const PG_FAST_LEAVE = 1 << 2;

/** A port that has the group (`struct net_bridge_port_group`). */
export class PortGroup {
  readonly entry: MdbEntry;
  readonly port: NetBridgePort;
  flags: number;
  /** `RTPROT_*` of who made it. */
  protocol: number;
  /** Who reported; all ones: anybody. Told apart with `mcast_to_unicast` only. */
  readonly host: Uint8Array;
  readonly timer: KernelTimer<PortGroup>;
  /** It is still in its entry. */
  listed = true;

  constructor(
    entry: MdbEntry,
    port: NetBridgePort,
    flags: number,
    protocol: number,
    host: Uint8Array,
    timer: (group: PortGroup) => KernelTimer<PortGroup>,
  ) {
    this.entry = entry;
    this.port = port;
    this.flags = flags;
    this.protocol = protocol;
    this.host = host;
    this.timer = timer(this);
  }
}

/** A group (`struct net_bridge_mdb_entry`). */
export class MdbEntry {
  readonly group: Group;
  /** Replaced, never changed in place. */
  ports: readonly PortGroup[] = [];
  hostJoined = false;
  /** Of the host's membership, or of the entry's end. */
  readonly timer: KernelTimer<MdbEntry>;
  listed = true;
  nextInBucket: MdbEntry | null = null;

  constructor(group: Group, timer: (entry: MdbEntry) => KernelTimer<MdbEntry>) {
    this.group = group;
    this.timer = timer(this);
  }
}

function hash(protocol: number, bytes: Uint8Array, at: number, length: number, vid: number): number {
  let value = (protocol ^ (vid * 0x9e3779b1)) | 0;
  for (let i = 0; i < length; i++) value = (Math.imul(value, 31) + bytes[at + i]) | 0;
  return value;
}

/** A bridge's groups: found without allocation, listed with the newest first. */
export class MdbTable {
  private readonly buckets = new Map<number, MdbEntry>();
  private readonly all = new Set<MdbEntry>();

  get size(): number {
    return this.all.size;
  }

  /** The entry of the address at `bytes[at]`, of the given length; null when there is none. */
  find(protocol: number, bytes: Uint8Array, at: number, length: number, vid: number): MdbEntry | null {
    if (this.all.size === 0) return null;
    let entry = this.buckets.get(hash(protocol, bytes, at, length, vid)) ?? null;
    for (; entry !== null; entry = entry.nextInBucket) {
      const { group } = entry;
      if (group.protocol !== protocol || group.vid !== vid) continue;
      let same = 0;
      while (same < length && group.address[same] === bytes[at + same]) same++;
      if (same === length) return entry;
    }
    return null;
  }

  get({ protocol, address, vid }: Group): MdbEntry | null {
    return this.find(protocol, address, 0, address.length, vid);
  }

  add(entry: MdbEntry): void {
    const { protocol, address, vid } = entry.group;
    const key = hash(protocol, address, 0, address.length, vid);
    entry.nextInBucket = this.buckets.get(key) ?? null;
    this.buckets.set(key, entry);
    this.all.add(entry);
  }

  remove(entry: MdbEntry): void {
    if (!this.all.delete(entry)) return;
    entry.listed = false;
    const { protocol, address, vid } = entry.group;
    const key = hash(protocol, address, 0, address.length, vid);
    const first = this.buckets.get(key) ?? null;
    if (first === entry) {
      if (entry.nextInBucket === null) this.buckets.delete(key);
      else this.buckets.set(key, entry.nextInBucket);
    } else {
      let previous = first;
      while (previous !== null && previous.nextInBucket !== entry) previous = previous.nextInBucket;
      if (previous !== null) previous.nextInBucket = entry.nextInBucket;
    }
    entry.nextInBucket = null;
  }

  /** The newest first; a copy. */
  entries(): MdbEntry[] {
    return [...this.all].reverse();
  }
}
