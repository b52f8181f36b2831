/**
 * What reports do to a membership: whether it wants only the sources of its list or all but those, and for how long (RFC 3376,
 * section 6.4, and RFC 3810, section 7.4).
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_isinc_allow`, `br_multicast_isexc`, `br_multicast_toin`, `br_multicast_toex`,
 * `br_multicast_block`).
 */

import { startTimer, ticksLeft } from "../br-time.ts";
import {
  type GroupSource,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  PG_FAST_LEAVE,
  type PortGroup,
  SOURCE_DELETE,
  SOURCE_SEND,
} from "../mdb/br-mdb-table.ts";
import { deleteMember } from "./br-mcast-delete.ts";
import { isDeserted, trackHost } from "./br-mcast-eht.ts";
import { forwardSource, joinStarExcludes } from "./br-mcast-forward-source.ts";
import { queryGroup, queryMarked } from "./br-mcast-source-query.ts";
import {
  ALLOW,
  BLOCK,
  IS_EXCLUDE,
  IS_INCLUDE,
  type SourceRecord,
  TO_EXCLUDE,
  TO_INCLUDE,
} from "./br-mcast-source-record.ts";
import { deleteMarked, findSource, newSource, renewSource } from "./br-mcast-sources.ts";

/** Each source of the record that the membership has or that is made for it. */
function eachSource(record: SourceRecord, visit: (source: GroupSource, fresh: boolean) => void): void {
  const { member, bytes, at, count, length } = record;
  for (let i = 0; i < count; i++) {
    const place = at + i * length;
    const present = findSource(member, bytes, place);
    const source = present ?? newSource(member, bytes, place);
    if (source !== null) visit(source, present === null);
  }
}

function mark(member: PortGroup, flag: number): void {
  for (const source of member.sources) source.flags |= flag;
}

function clear(member: PortGroup, flag: number): void {
  for (const source of member.sources) source.flags &= ~flag;
}

/** The membership's own time, as ticks from now. */
function groupTime({ context, member }: SourceRecord): number {
  return ticksLeft(context.bridge.net.machine, member.timer);
}

/** Asks for those that are marked. */
function ask(record: SourceRecord): void {
  queryMarked(record.context, record.port, record.member);
}

/** The sources are wanted, in whatever mode. */
function allow(record: SourceRecord): boolean {
  let changed = false;
  eachSource(record, (source, fresh) => {
    if (fresh) changed = true;
    renewSource(source, record.context.membershipInterval);
  });
  return trackHost(record) || changed;
}

/** All but the sources are wanted, where only some were: those that both named may still be, the others of the record are not. */
function includeToExclude(record: SourceRecord, asks: boolean): void {
  const { member } = record;
  let left = 0;
  if (asks) clear(member, SOURCE_SEND);
  mark(member, SOURCE_DELETE);
  eachSource(record, (source, fresh) => {
    if (!fresh) {
      source.flags &= ~SOURCE_DELETE;
      if (asks) source.flags |= SOURCE_SEND;
      left++;
    }
    forwardSource(source);
  });
  trackHost(record);
  deleteMarked(member, SOURCE_DELETE);
  if (asks && left > 0) ask(record);
}

function isExcludeAgain(record: SourceRecord): boolean {
  const { member, context } = record;
  let changed = false;
  mark(member, SOURCE_DELETE);
  eachSource(record, (source, fresh) => {
    source.flags &= ~SOURCE_DELETE;
    if (!fresh) return;
    renewSource(source, context.membershipInterval);
    changed = true;
  });
  changed = trackHost(record) || changed;
  return deleteMarked(member, SOURCE_DELETE) || changed;
}

function toExcludeAgain(record: SourceRecord): boolean {
  const { member } = record;
  clear(member, SOURCE_SEND);
  mark(member, SOURCE_DELETE);
  const { changed, left } = sendWanted(record);
  const dropped = trackHost(record);
  const deleted = deleteMarked(member, SOURCE_DELETE);
  if (left > 0) ask(record);
  return changed || dropped || deleted;
}

/** New ones have as much time as the membership; those that are wanted by anybody are marked, to be asked for. */
function sendWanted(record: SourceRecord): { changed: boolean; left: number } {
  const result = { changed: false, left: 0 };
  eachSource(record, (source, fresh) => {
    source.flags &= ~SOURCE_DELETE;
    if (fresh) {
      renewSource(source, groupTime(record));
      result.changed = true;
    }
    if (!source.timer.pending) return;
    source.flags |= SOURCE_SEND;
    result.left++;
  });
  return result;
}

/** All but the sources are wanted. */
function exclude(record: SourceRecord, change: boolean): boolean {
  const { member, context } = record;
  let changed = true;
  if (member.filterMode === MCAST_INCLUDE) {
    includeToExclude(record, change);
    joinStarExcludes(member);
  } else changed = change ? toExcludeAgain(record) : isExcludeAgain(record);
  member.filterMode = MCAST_EXCLUDE;
  startTimer(context.bridge.net.machine, member.timer, context.membershipInterval);
  return changed;
}

/** Only the sources are wanted; others that were, are asked for. */
function toInclude(record: SourceRecord): boolean {
  const { member, context, port } = record;
  const excluding = member.filterMode === MCAST_EXCLUDE;
  let changed = false;
  let left = member.sources.length;
  for (const source of member.sources) if (!excluding || source.timer.pending) source.flags |= SOURCE_SEND;
  eachSource(record, (source, fresh) => {
    if (fresh) changed = true;
    else if (!excluding || source.timer.pending) {
      source.flags &= ~SOURCE_SEND;
      left--;
    }
    renewSource(source, context.membershipInterval);
  });
  changed = trackHost(record) || changed;
  if (left !== 0) ask(record);
  if (excluding) queryGroup(context, port, member);
  if (!isDeserted(member)) return changed;
  member.flags |= PG_FAST_LEAVE;
  deleteMember(member);
  return false;
}

/** The sources that the membership has are asked for. */
function blockIncluded(record: SourceRecord): boolean {
  const { member, bytes, at, count, length } = record;
  let left = 0;
  for (let i = 0; i < count; i++) {
    const source = findSource(member, bytes, at + i * length);
    if (source === null) continue;
    source.flags |= SOURCE_SEND;
    left++;
  }
  const changed = trackHost(record);
  if (left > 0) ask(record);
  return changed;
}

function blockExcluded(record: SourceRecord): boolean {
  const { changed, left } = sendWanted(record);
  const dropped = trackHost(record);
  if (left > 0) ask(record);
  return changed || dropped;
}

/** The sources are not wanted any more. */
function block(record: SourceRecord): boolean {
  const { member } = record;
  clear(member, SOURCE_SEND);
  const changed = member.filterMode === MCAST_INCLUDE ? blockIncluded(record) : blockExcluded(record);
  const nothingLeft = member.filterMode === MCAST_INCLUDE && member.sources.length === 0;
  if (!nothingLeft && !isDeserted(member)) return changed;
  if (isDeserted(member)) member.flags |= PG_FAST_LEAVE;
  deleteMember(member);
  return false;
}

const HANDLERS: Readonly<Record<number, (record: SourceRecord) => boolean>> = {
  [ALLOW]: allow,
  [IS_INCLUDE]: allow,
  [IS_EXCLUDE]: (record) => exclude(record, false),
  [TO_INCLUDE]: toInclude,
  [TO_EXCLUDE]: (record) => exclude(record, true),
  [BLOCK]: block,
};

/** Whether a record is of a known type. */
export function isRecordType(type: number): boolean {
  return HANDLERS[type] !== undefined;
}

/** @returns whether the membership, which is still there, is another one than before */
export function applyRecord(record: SourceRecord): boolean {
  return HANDLERS[record.type](record);
}
