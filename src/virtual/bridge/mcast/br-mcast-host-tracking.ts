/**
 * Explicit tracking of hosts: who behind a port wants which sources of a group, so that the last one's leaving counts at once.
 * Each host has entries in the sets of the sources that it named; who wants all but some is in the set of no source, too.
 *
 * Source: `net/bridge/br_multicast_eht.c`, `net/bridge/br_private_mcast_eht.h`.
 */
import { KernelTimer } from "../../core/timer.ts";
import type { NetBridgePort } from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import { MCAST_EXCLUDE, MCAST_INCLUDE, PG_SRC_ENT_LIMIT, type PortGroup } from "../mdb/br-mdb-table.ts";

/** The set of those who want all but some: that of the address of all zeros. */
export const NO_SOURCE = "";

/** A host behind the port (`struct net_bridge_group_eht_host`). */
interface TrackedHost {
  readonly key: string;
  /** `MCAST_*` */
  filterMode: number;
  readonly entries: Set<SetEntry>;
  /** Named sources, as a number of 32 bits. */
  named: number;
}

/** A host in a source's set (`struct net_bridge_group_eht_set_entry`). */
class SetEntry {
  readonly set: SourceSet;
  readonly host: TrackedHost;
  readonly timer = new KernelTimer(entryExpired, this);

  constructor(set: SourceSet, host: TrackedHost) {
    this.set = set;
    this.host = host;
  }
}

/** Those who named a source (`struct net_bridge_group_eht_set`). */
class SourceSet {
  readonly source: string;
  readonly tracking: HostTracking;
  /** By host. */
  readonly entries = new Map<string, SetEntry>();
  readonly timer = new KernelTimer(setExpired, this);

  constructor(source: string, tracking: HostTracking) {
    this.source = source;
    this.tracking = tracking;
  }
}

/** An address as a key; {@link NO_SOURCE} when it is all zeros. */
export function addressKey(bytes: Uint8Array, at: number, length: number): string {
  let key = "";
  let any = 0;
  for (let i = 0; i < length; i++) {
    any |= bytes[at + i];
    key += String.fromCharCode(bytes[at + i]);
  }
  return any === 0 ? NO_SOURCE : key;
}

function entryExpired({ set, host }: SetEntry): void {
  set.tracking.removeEntry(set.source, host.key);
}

function setExpired(set: SourceSet): void {
  set.tracking.removeSet(set);
}

/** Hosts and sets of one membership. */
export class HostTracking {
  private readonly port: NetBridgePort;
  private readonly hosts = new Map<string, TrackedHost>();
  private readonly sets = new Map<string, SourceSet>();

  constructor(port: NetBridgePort) {
    this.port = port;
  }

  get empty(): boolean {
    return this.hosts.size === 0;
  }

  /** `MCAST_*` of a host; who is not known is as one who wants nothing (`br_multicast_eht_host_filter_mode`). */
  filterMode(host: string): number {
    return this.hosts.get(host)?.filterMode ?? MCAST_INCLUDE;
  }

  hasSet(source: string): boolean {
    return this.sets.has(source);
  }

  /** Lets a set end earlier. */
  shortenSet(source: string, ticks: number): void {
    const set = this.sets.get(source);
    if (set !== undefined) startTimer(this.machine, set.timer, ticks);
  }

  /** The host named the source, or did so again (`br_multicast_create_eht_set_entry`). @param ticks how long that lasts */
  addEntry(source: string, host: string, filterMode: number, ticks: number): void {
    const set = this.sets.get(source) ?? this.newSet(source);
    const tracked = this.hosts.get(host) ?? this.newHost(host, filterMode);
    const entry = tracked === null ? null : (set.entries.get(host) ?? this.newEntry(set, tracked));
    if (entry === null) {
      if (tracked !== null) this.forgetIdle(tracked);
      if (set.entries.size === 0) this.removeSet(set);
      return;
    }
    startTimer(this.machine, entry.timer, ticks);
    startTimer(this.machine, set.timer, ticks);
  }

  /** The host does not name the source any more. @returns whether it was the last that did (`br_multicast_del_eht_set_entry`) */
  removeEntry(source: string, host: string): boolean {
    const set = this.sets.get(source);
    const entry = set?.entries.get(host);
    if (set === undefined || entry === undefined) return false;
    this.dropEntry(entry);
    if (set.entries.size > 0) return false;
    this.removeSet(set);
    return true;
  }

  /** `br_multicast_del_eht_host` */
  removeHost(host: string): void {
    for (const entry of [...(this.hosts.get(host)?.entries ?? [])]) this.removeEntry(entry.set.source, host);
  }

  removeSet(set: SourceSet): void {
    for (const entry of [...set.entries.values()]) this.dropEntry(entry);
    this.machine.deleteTimer(set.timer);
    this.sets.delete(set.source);
  }

  /** The membership ends (`br_multicast_eht_clean_sets`). */
  clear(): void {
    for (const set of [...this.sets.values()]) this.removeSet(set);
  }

  /** The host's mode is another one from now on (`br_eht_convert_host_filter_mode`). */
  setFilterMode(host: string, filterMode: number, ticks: number): void {
    const tracked = this.hosts.get(host);
    if (tracked !== undefined) tracked.filterMode = filterMode;
    if (filterMode === MCAST_EXCLUDE) this.addEntry(NO_SOURCE, host, MCAST_EXCLUDE, ticks);
    else this.removeEntry(NO_SOURCE, host);
  }

  private get machine() {
    return this.port.bridge.net.machine;
  }

  private newSet(source: string): SourceSet {
    const set = new SourceSet(source, this);
    this.sets.set(source, set);
    return set;
  }

  private newHost(key: string, filterMode: number): TrackedHost | null {
    const { multicast } = this.port;
    if (multicast.trackedHosts >= multicast.trackedHostsLimit) return null;
    const host = { key, filterMode, entries: new Set<SetEntry>(), named: 0 };
    this.hosts.set(key, host);
    multicast.trackedHosts++;
    return host;
  }

  private newEntry(set: SourceSet, host: TrackedHost): SetEntry | null {
    const named = set.source !== NO_SOURCE;
    if (named && host.named >= PG_SRC_ENT_LIMIT) return null;
    const entry = new SetEntry(set, host);
    host.entries.add(entry);
    set.entries.set(host.key, entry);
    if (named) host.named++;
    return entry;
  }

  private dropEntry(entry: SetEntry): void {
    const { set, host, timer } = entry;
    this.machine.deleteTimer(timer);
    set.entries.delete(host.key);
    host.entries.delete(entry);
    // counted down for the set of no source, too, which was not counted up
    if (host.key !== NO_SOURCE) host.named = (host.named - 1) >>> 0;
    this.forgetIdle(host);
  }

  private forgetIdle(host: TrackedHost): void {
    if (host.entries.size > 0 || !this.hosts.delete(host.key)) return;
    this.port.multicast.trackedHosts--;
  }
}

/** Tracking of a membership, from now on. */
export function trackingOf(member: PortGroup): HostTracking {
  member.hosts ??= new HostTracking(member.port);
  return member.hosts;
}
