/**
 * Groups and who wants them: the entries of a bridge's multicast database.
 *
 * Source: `net/bridge/br_private.h` (`struct net_bridge_mdb_entry`, `struct net_bridge_port_group`, `struct net_bridge_group_src`).
 */
import { KernelTimer } from "../../core/timer.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import type { HostTracking } from "../mcast/br-mcast-host-tracking.ts";

/** Modes of memberships (`include/uapi/linux/in.h`): all sources but those of the list, or only those. */
export const MCAST_EXCLUDE = 0;
export const MCAST_INCLUDE = 1;

/** Address, VLAN and source of a group (`struct br_ip`). */
export interface Group {
  /** EtherType of the address; 0: a MAC address. */
  readonly protocol: number;
  /** 4, 16 or 6 bytes. */
  readonly address: Uint8Array;
  readonly vid: number;
  /** 4 or 16 bytes: frames from there only, an (S, G); null: from anywhere, a (*, G). */
  readonly source: Uint8Array | null;
}

/** Whether it is a (*, G); a MAC address counts as an (S, G) (`br_multicast_is_star_g`). */
export function isStarGroup({ protocol, source }: Group): boolean {
  return protocol !== 0 && source === null;
}

/** Flags of a port's membership (`MDB_PG_FLAGS_*`). */
export const PG_PERMANENT = 1 << 0;
export const PG_FAST_LEAVE = 1 << 2;
/** It has the (S, G) because it wants all of G but others. */
export const PG_STAR_EXCL = 1 << 3;
/** It does not want what comes from there. */
export const PG_BLOCKED = 1 << 4;

/** Flags of a source (`BR_SGRP_F_*`). */
export const SOURCE_DELETE = 1 << 0;
export const SOURCE_SEND = 1 << 1;
/** Its (S, G) is there. */
export const SOURCE_INSTALLED = 1 << 2;
export const SOURCE_USER_ADDED = 1 << 3;
/** Sources of one membership, and of one tracked host in it. */
export const PG_SRC_ENT_LIMIT = 32;

/** A source that members of a group behind a port named (`struct net_bridge_group_src`). */
export class GroupSource {
  readonly member: PortGroup;
  readonly address: Uint8Array;
  flags = 0;
  /** How often it is still to be asked for. */
  queries = 0;
  /** While it runs, frames from there are wanted. */
  readonly timer: KernelTimer<GroupSource>;
  listed = true;

  constructor(
    member: PortGroup,
    address: Uint8Array,
    timer: (source: GroupSource) => KernelTimer<GroupSource>,
  ) {
    this.member = member;
    this.address = address;
    this.timer = timer(this);
  }
}

/** What a membership begins with. */
export interface NewPortGroup {
  /** `PG_*` */
  readonly flags: number;
  /** `MCAST_*` */
  readonly filterMode: number;
  /** `RTPROT_*` of who made it. */
  readonly protocol: number;
  /** Who reported; null: anybody. */
  readonly host: Uint8Array | null;
}

const ANY_HOST = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

/** A port that has the group (`struct net_bridge_port_group`). */
export class PortGroup {
  readonly entry: MdbEntry;
  readonly port: NetBridgePort;
  flags: number;
  filterMode: number;
  protocol: number;
  /** Told apart with `mcast_to_unicast` only. */
  readonly host: Uint8Array;
  readonly timer: KernelTimer<PortGroup>;
  /** Repeats queries. */
  readonly queryTimer: KernelTimer<PortGroup>;
  /** How often the group is still to be asked for. */
  queries = 0;
  /** The newest first; replaced, never changed in place. */
  sources: readonly GroupSource[] = [];
  /** Who wants what behind the port; made with the first that is heard. */
  hosts: HostTracking | null = null;
  /** It is still in its entry. */
  listed = true;

  constructor(
    entry: MdbEntry,
    port: NetBridgePort,
    { flags, filterMode, protocol, host }: NewPortGroup,
    expired: (member: PortGroup) => void,
    query: (member: PortGroup) => void,
  ) {
    this.entry = entry;
    this.port = port;
    this.flags = flags;
    this.filterMode = filterMode;
    this.protocol = protocol;
    this.host = host?.slice() ?? ANY_HOST;
    this.timer = new KernelTimer<PortGroup>(expired, this);
    this.queryTimer = new KernelTimer<PortGroup>(query, this);
  }
}

/** A group (`struct net_bridge_mdb_entry`). */
export class MdbEntry {
  readonly bridge: NetBridge;
  readonly group: Group;
  /** Replaced, never changed in place. */
  ports: readonly PortGroup[] = [];
  hostJoined = false;
  /** Of the host's membership, or of the entry's end. */
  readonly timer: KernelTimer<MdbEntry>;
  listed = true;
  nextInBucket: MdbEntry | null = null;

  constructor(bridge: NetBridge, group: Group, expired: (entry: MdbEntry) => void) {
    this.bridge = bridge;
    this.group = group;
    this.timer = new KernelTimer<MdbEntry>(expired, this);
  }
}

function same(left: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < left.length; i++) if (left[i] !== bytes[at + i]) return false;
  return true;
}

function mix(before: number, bytes: Uint8Array, at: number, length: number): number {
  let value = before;
  for (let i = 0; i < length; i++) value = (Math.imul(value, 31) + bytes[at + i]) | 0;
  return value;
}

function hash(
  protocol: number,
  bytes: Uint8Array,
  at: number,
  length: number,
  vid: number,
  sources: Uint8Array,
  source: number,
): number {
  const value = mix((protocol ^ (vid * 0x9e3779b1)) | 0, bytes, at, length);
  return source < 0 ? value : mix(value, sources, source, length);
}

function keyOf({ protocol, address, vid, source }: Group): number {
  return hash(protocol, address, 0, address.length, vid, source ?? address, source === null ? -1 : 0);
}

/** A bridge's groups: found without allocation, listed with the newest first. */
export class MdbTable {
  private readonly buckets = new Map<number, MdbEntry>();
  private readonly all = new Set<MdbEntry>();

  get size(): number {
    return this.all.size;
  }

  /**
   * The entry of the address at `bytes[at]`, of the given length; null when there is none.
   * @param source where the source is in `bytes`; -1: the entry is of any source
   */
  find(
    protocol: number,
    bytes: Uint8Array,
    at: number,
    length: number,
    vid: number,
    source: number,
  ): MdbEntry | null {
    return this.findIn(protocol, bytes, at, length, vid, bytes, source);
  }

  private findIn(
    protocol: number,
    bytes: Uint8Array,
    at: number,
    length: number,
    vid: number,
    sources: Uint8Array,
    source: number,
  ): MdbEntry | null {
    if (this.all.size === 0) return null;
    let entry = this.buckets.get(hash(protocol, bytes, at, length, vid, sources, source)) ?? null;
    for (; entry !== null; entry = entry.nextInBucket) {
      const { group } = entry;
      if (group.protocol !== protocol || group.vid !== vid || !same(group.address, bytes, at)) continue;
      if (group.source === null ? source < 0 : source >= 0 && same(group.source, sources, source))
        return entry;
    }
    return null;
  }

  get({ protocol, address, vid, source }: Group): MdbEntry | null {
    const at = source === null ? -1 : 0;
    return this.findIn(protocol, address, 0, address.length, vid, source ?? address, at);
  }

  add(entry: MdbEntry): void {
    const key = keyOf(entry.group);
    entry.nextInBucket = this.buckets.get(key) ?? null;
    this.buckets.set(key, entry);
    this.all.add(entry);
  }

  remove(entry: MdbEntry): void {
    if (!this.all.delete(entry)) return;
    entry.listed = false;
    const key = keyOf(entry.group);
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
