/**
 * The ids by which one namespace knows others (`netns_ids`): allocated when first needed, the lowest that is free.
 *
 * Source: `net/core/net_namespace.c` (`peernet2id_alloc`, `alloc_netid`, `get_net_ns_by_id`).
 */
import { ENOSPC } from "../../errno.ts";
import { NETNSA_NSID } from "../../netlink/netns.ts";
import { RTM_DELNSID, RTM_NEWNSID, RTNLGRP_NSID, writeGenericHeader } from "../../netlink/rtnetlink.ts";
import { inserted } from "./lib/small-list.ts";
import type { Net } from "./net.ts";

export const NETNSA_NSID_NOT_ASSIGNED = -1;

/** Most ids that are searched one by one. */
const SEARCHED = 8;

/** The ids that a namespace has given. */
export class NetnsIds {
  /** The one with id 0 while there is no other: most namespaces know just the one that their cable leads to. */
  private lone: Net | null = null;
  private table: IdTable | null = null;

  id(peer: Net): number {
    if (this.table !== null) return this.table.id(peer);
    return this.lone === peer ? 0 : NETNSA_NSID_NOT_ASSIGNED;
  }

  net(id: number): Net | undefined {
    if (this.table !== null) return this.table.net(id);
    return id === 0 ? (this.lone ?? undefined) : undefined;
  }

  /** Gives `peer` the id, or the lowest free one when `wanted` is negative. @returns the id or `-ENOSPC` */
  allocate(peer: Net, wanted: number): number {
    if (this.table === null) {
      if (this.lone === null && wanted <= 0) {
        this.lone = peer;
        return 0;
      }
      this.table = new IdTable();
      if (this.lone !== null) this.table.allocate(this.lone, 0);
      this.lone = null;
    }
    return this.table.allocate(peer, wanted);
  }

  /** @returns the id that it had, or -1 */
  remove(peer: Net): number {
    if (this.table !== null) return this.table.remove(peer);
    const id = this.id(peer);
    if (id === 0) this.lone = null;
    return id;
  }

  /** Ids and namespaces, ascending. */
  entries(): [number, Net][] {
    if (this.table !== null) return this.table.entries();
    return this.lone === null ? [] : [[0, this.lone]];
  }
}

class IdTable {
  /** By id, with holes. Ids that users chose far away are in {@link distant}. */
  private dense: (Net | null)[] = [];
  private distant: Map<number, Net> | null = null;
  /** Made when there are too many to search. */
  private byNet: Map<Net, number> | null = null;
  private firstFree = 0;

  id(peer: Net): number {
    if (this.byNet !== null) return this.byNet.get(peer) ?? NETNSA_NSID_NOT_ASSIGNED;
    return this.dense.indexOf(peer);
  }

  net(id: number): Net | undefined {
    return this.dense[id] ?? this.distant?.get(id);
  }

  allocate(peer: Net, wanted: number): number {
    let id = wanted;
    if (wanted < 0) {
      id = this.firstFree;
      while (this.net(id) !== undefined) id++;
      this.firstFree = id + 1;
    } else if (this.net(wanted) !== undefined) return -ENOSPC;
    if (this.byNet === null && (this.dense.length >= SEARCHED || id > this.dense.length)) this.index();
    this.byNet?.set(peer, id);
    if (id > this.dense.length) {
      this.distant ??= new Map();
      this.distant.set(id, peer);
    } else if (id === this.dense.length) this.dense = inserted<Net | null>(this.dense, id, peer);
    else this.dense[id] = peer;
    return id;
  }

  private index(): void {
    this.byNet = new Map();
    for (const [id, net] of this.entries()) this.byNet.set(net, id);
  }

  /** @returns the id that it had, or -1 */
  remove(peer: Net): number {
    const id = this.id(peer);
    if (id < 0) return id;
    this.byNet?.delete(peer);
    if (id < this.dense.length) this.dense[id] = null;
    this.distant?.delete(id);
    this.firstFree = Math.min(this.firstFree, id);
    return id;
  }

  /** Ids and namespaces, ascending. */
  entries(): [number, Net][] {
    const entries: [number, Net][] = [];
    this.dense.forEach((net, id) => {
      if (net !== null) entries.push([id, net]);
    });
    if (this.distant !== null) entries.push(...this.distant);
    return entries.sort((a, b) => a[0] - b[0]);
  }
}

/** The id of `peer` in `net`; -1 when it has none (`peernet2id`). */
export function peernet2id(net: Net, peer: Net): number {
  return net.nsids === null ? NETNSA_NSID_NOT_ASSIGNED : net.nsids.id(peer);
}

/** The id of `peer` in `net`, given now if it has none yet (`peernet2id_alloc`). */
export function peernet2idAlloc(net: Net, peer: Net, portid = 0, seq = 0): number {
  const present = peernet2id(net, peer);
  if (present >= 0 || peer.dying || net.dying) return present;
  return assignNsid(net, peer, -1, portid, seq);
}

/** Gives `peer` an id in `net` and tells of it; -1 as `wanted` takes the lowest free. @returns the id or `-ENOSPC` */
export function assignNsid(net: Net, peer: Net, wanted: number, portid: number, seq: number): number {
  net.nsids ??= new NetnsIds();
  const id = net.nsids.allocate(peer, wanted);
  if (id < 0) return id;
  addHolder(peer, net);
  notifyNsid(net, RTM_NEWNSID, id, portid, seq);
  return id;
}

function addHolder(peer: Net, net: Net): void {
  const holders = peer.nsidHolders;
  if (holders === null) peer.nsidHolders = net;
  else if (holders instanceof Set) holders.add(net);
  else peer.nsidHolders = new Set([holders, net]);
}

function removeHolder(peer: Net, net: Net): void {
  const holders = peer.nsidHolders;
  if (holders === net) peer.nsidHolders = null;
  else if (holders instanceof Set) holders.delete(net);
}

/** The namespace ends: nobody knows it by an id any more, nor it others. */
export function forgetIds(net: Net): void {
  const holders = net.nsidHolders;
  net.nsidHolders = null;
  if (holders instanceof Set) for (const holder of holders) removeFrom(holder, net);
  else if (holders !== null) removeFrom(holders, net);
  for (const [, peer] of net.nsids?.entries() ?? []) removeHolder(peer, net);
  net.nsids = null;
}

function removeFrom(holder: Net, net: Net): void {
  const id = holder.nsids?.remove(net) ?? -1;
  if (id >= 0 && !holder.dying) notifyNsid(holder, RTM_DELNSID, id, 0, 0);
}

/** The namespace that `net` knows by this id (`get_net_ns_by_id`). */
export function netByNsid(net: Net, id: number): Net | undefined {
  return net.nsids?.net(id);
}

/** Tells of an id given or taken (`rtnl_net_notifyid`). */
export function notifyNsid(net: Net, type: number, id: number, portid: number, seq: number): void {
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_NSID)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writer.begin(type, 0, seq, portid);
  writeGenericHeader(writer, 0);
  writer.u32(NETNSA_NSID, id);
  writer.end();
  rtnetlink.notify(net, RTNLGRP_NSID, writer.message());
}
