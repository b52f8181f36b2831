/**
 * The sources that members behind a port named: found, made, renewed, forgotten.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_find_group_src`, `br_multicast_new_group_src`, `br_multicast_group_src_expired`).
 */
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { KernelTimer } from "../../core/timer.ts";
import { startTimer } from "../br-time.ts";
import { GroupSource, MCAST_INCLUDE, PG_SRC_ENT_LIMIT, type PortGroup } from "../mdb/br-mdb-table.ts";
import { deleteMember, deleteSource } from "./br-mcast-delete.ts";
import { forwardSource } from "./br-mcast-forward-source.ts";

/** The source of the address at `bytes[at]`; null when the membership has none. */
export function findSource(member: PortGroup, bytes: Uint8Array, at: number): GroupSource | null {
  return (
    member.sources.find(({ address }) => address.every((byte, index) => byte === bytes[at + index])) ?? null
  );
}

/** Who asked for some sources only, does not want this one any more; who asked for all but some, does not want it yet. */
function sourceExpired(source: GroupSource): void {
  const { member } = source;
  if (!source.listed || !member.port.bridge.running) return;
  if (member.filterMode !== MCAST_INCLUDE) {
    forwardSource(source);
    return;
  }
  deleteSource(source, false);
  if (member.sources.length === 0) deleteMember(member);
}

/** Whether frames are sent from such addresses at all. */
function isSource(protocol: number, bytes: Uint8Array, at: number, length: number): boolean {
  const multicast = protocol === ETH_P_IP ? (bytes[at] & 0xf0) === 0xe0 : bytes[at] === 0xff;
  if (multicast) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== 0) return true;
  return false;
}

/** A new source, whose timer does not run; null when the address can be none, or there are as many as may be. */
export function newSource(member: PortGroup, bytes: Uint8Array, at: number): GroupSource | null {
  const { protocol, address } = member.entry.group;
  if (member.sources.length >= PG_SRC_ENT_LIMIT || !isSource(protocol, bytes, at, address.length))
    return null;
  const source = new GroupSource(
    member,
    bytes.slice(at, at + address.length),
    (self) => new KernelTimer(sourceExpired, self),
  );
  member.sources = [source, ...member.sources];
  return source;
}

/** The source is wanted for so many ticks (`__grp_src_mod_timer`). */
export function renewSource(source: GroupSource, ticks: number): void {
  startTimer(source.member.port.bridge.net.machine, source.timer, ticks);
  forwardSource(source);
}

/** Those that a report did not name (`__grp_src_delete_marked`). @returns whether there were any */
export function deleteMarked(member: PortGroup, mark: number): boolean {
  const marked = member.sources.filter((source) => (source.flags & mark) !== 0);
  for (const source of marked) deleteSource(source, false);
  return marked.length > 0;
}
