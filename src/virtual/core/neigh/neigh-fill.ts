/**
 * Neighbours as rtnetlink messages, attributes in Linux's order (`neigh_fill_info`, `pneigh_fill_info`).
 */
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_LLADDR,
  NDA_PROBES,
  NDA_PROTOCOL,
  NTF_PROXY,
  NUD_NONE,
  writeNeighCacheInfo,
  writeNeighHeader,
} from "../../../netlink/neigh.ts";
import { RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import type { ProxyEntry } from "./neigh-proxy.ts";
import { NTF_MANAGED, NUD_VALID } from "./neigh-states.ts";
import type { Neighbour } from "./neighbour.ts";

const NS_PER_TICK = 10_000_000;

/** @param held references of the caller, which the message counts, too */
export function writeNeighbour(
  writer: MessageWriter,
  neigh: Neighbour,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  held = 0,
): void {
  writer.begin(type, flags, seq, portid);
  const now = neigh.machine.now();
  writeNeighHeader(
    writer,
    neigh.table.family,
    neigh.dev.ifindex,
    neigh.nudState,
    neigh.flags & 0xff,
    neigh.type,
  );
  writer.data(NDA_DST, neigh.primaryKey);
  if ((neigh.nudState & NUD_VALID) !== 0) writer.data(NDA_LLADDR, neigh.ha);
  writer.u32(NDA_PROBES, neigh.probes);
  writeNeighCacheInfo(
    writer,
    Math.floor((now - neigh.confirmed) / NS_PER_TICK),
    Math.floor((now - neigh.used) / NS_PER_TICK),
    Math.floor((now - neigh.updated) / NS_PER_TICK),
    neigh.references + held,
  );
  if (neigh.protocol !== 0) writer.u8(NDA_PROTOCOL, neigh.protocol);
  if ((neigh.flags & NTF_MANAGED) !== 0) writer.u32(NDA_FLAGS_EXT, neigh.flags >>> 8);
  writer.end();
}

/** A proxy entry as a message (`pneigh_fill_info`). */
export function writeProxy(
  writer: MessageWriter,
  entry: ProxyEntry,
  family: number,
  type: number,
  flags: number,
  seq: number,
  portid: number,
): void {
  writer.begin(type, flags, seq, portid);
  writeNeighHeader(
    writer,
    family,
    entry.dev?.ifindex ?? 0,
    NUD_NONE,
    (entry.flags & 0xff) | NTF_PROXY,
    RTN_UNICAST,
  );
  writer.data(NDA_DST, entry.key);
  if (entry.protocol !== 0) writer.u8(NDA_PROTOCOL, entry.protocol);
  if (entry.flags >>> 8 !== 0) writer.u32(NDA_FLAGS_EXT, entry.flags >>> 8);
  writer.end();
}
