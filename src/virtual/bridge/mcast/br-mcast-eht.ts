/**
 * What reports say of the hosts that sent them, on ports with `mcast_fast_leave`: a source that no host wants any more goes at once.
 *
 * Source: `net/bridge/br_multicast_eht.c` (`br_multicast_eht_handle`).
 */

import { BR_MULTICAST_FAST_LEAVE } from "../br-private.ts";
import { MCAST_EXCLUDE, MCAST_INCLUDE, type PortGroup, SOURCE_SEND } from "../mdb/br-mdb-table.ts";
import { deleteSource } from "./br-mcast-delete.ts";
import { addressKey, type HostTracking, NO_SOURCE, trackingOf } from "./br-mcast-host-tracking.ts";
import {
  ALLOW,
  BLOCK,
  IS_EXCLUDE,
  IS_INCLUDE,
  type SourceRecord,
  TO_EXCLUDE,
  TO_INCLUDE,
} from "./br-mcast-source-record.ts";
import { findSource } from "./br-mcast-sources.ts";

/** One report's record, its host, and where hosts are noted. */
interface Hearing {
  readonly record: SourceRecord;
  readonly host: string;
  readonly tracking: HostTracking;
}

/** The host named the sources (`__eht_create_set_entries`). */
function nameSources({ record, host, tracking }: Hearing, filterMode: number): void {
  const { bytes, at, count, length, context } = record;
  for (let i = 0; i < count; i++) {
    const source = addressKey(bytes, at + i * length, length);
    if (source !== NO_SOURCE) tracking.addEntry(source, host, filterMode, context.membershipInterval);
  }
}

/** It does not name them any more; those that nobody does go (`__eht_del_set_entries`). @returns whether any did */
function dropSources({ record, host, tracking }: Hearing): boolean {
  const { bytes, at, count, length, member } = record;
  let changed = false;
  for (let i = 0; i < count; i++) {
    const place = at + i * length;
    if (!tracking.removeEntry(addressKey(bytes, place, length), host)) continue;
    const source = findSource(member, bytes, place);
    if (source === null) continue;
    deleteSource(source, true);
    changed = true;
  }
  return changed;
}

/** `br_multicast_eht_allow`. Sources that go by it are no news. */
function allow(hearing: Hearing): boolean {
  if (hearing.tracking.filterMode(hearing.host) === MCAST_INCLUDE) nameSources(hearing, MCAST_INCLUDE);
  else dropSources(hearing);
  return false;
}

/** `br_multicast_eht_block` */
function block(hearing: Hearing): boolean {
  if (hearing.tracking.filterMode(hearing.host) === MCAST_INCLUDE) return dropSources(hearing);
  nameSources(hearing, MCAST_EXCLUDE);
  return false;
}

/**
 * The host says which sources it wants, or does not (`__eht_inc_exc`).
 * @param change it wanted something else before
 */
function setMode(hearing: Hearing, filterMode: number, change: boolean): boolean {
  const { record, host, tracking } = hearing;
  const flush = change || tracking.filterMode(host) !== filterMode;
  if (flush) tracking.removeHost(host);
  nameSources(hearing, filterMode);
  const changed = flush && dropUnnamed(hearing, change && filterMode === MCAST_INCLUDE);
  tracking.setFilterMode(host, filterMode, record.context.membershipInterval);
  return changed;
}

/** Sources that nobody names go. @param shorten those that are asked for have as much time as the answer */
function dropUnnamed({ record, tracking }: Hearing, shorten: boolean): boolean {
  let changed = false;
  for (const source of record.member.sources) {
    const key = addressKey(source.address, 0, source.address.length);
    if (!tracking.hasSet(key)) {
      deleteSource(source, true);
      changed = true;
    } else if (shorten && (source.flags & SOURCE_SEND) !== 0)
      tracking.shortenSet(key, record.context.lastMemberTime);
  }
  return changed;
}

const HANDLERS: Readonly<Record<number, (hearing: Hearing) => boolean>> = {
  [ALLOW]: allow,
  [BLOCK]: block,
  [IS_INCLUDE]: (hearing) => setMode(hearing, MCAST_INCLUDE, false),
  [TO_INCLUDE]: (hearing) => setMode(hearing, MCAST_INCLUDE, true),
  [IS_EXCLUDE]: (hearing) => setMode(hearing, MCAST_EXCLUDE, false),
  [TO_EXCLUDE]: (hearing) => setMode(hearing, MCAST_EXCLUDE, true),
};

/** Notes what the host wants. @returns whether a source went */
export function trackHost(record: SourceRecord): boolean {
  const { member, bytes, sender, length } = record;
  if ((member.port.flags & BR_MULTICAST_FAST_LEAVE) === 0) return false;
  const host = addressKey(bytes, sender, length);
  return HANDLERS[record.type]?.({ record, host, tracking: trackingOf(member) }) ?? false;
}

/** Whether the last host has left (`br_multicast_eht_should_del_pg`). */
export function isDeserted({ port, hosts }: PortGroup): boolean {
  return (port.flags & BR_MULTICAST_FAST_LEAVE) !== 0 && (hosts === null || hosts.empty);
}
