/**
 * RTM_GETNEIGHTBL: the tables of neighbours, their thresholds, counters and parameters.
 *
 * Source: `net/core/neighbour.c` (`neightbl_dump_info`, `neightbl_fill_info`, `neightbl_fill_parms`).
 */
import { EINVAL } from "../../../errno.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import * as ndta from "../../../netlink/neightbl.ts";
import { RTM_NEWNEIGHTBL } from "../../../netlink/rtnetlink.ts";
import type { RtnlRequest } from "../rtnetlink/rtnetlink.ts";
import { type NeighParms, NS_PER_MS, PACKET_CHARGE } from "./neigh-parms.ts";
import type { NeighTable } from "./neigh-table.ts";

/** `nla_put_msecs`: of 32 bits, whatever the attribute could hold. */
function milliseconds(writer: MessageWriter, type: number, ns: number): void {
  writer.u64(type, Math.floor(ns / NS_PER_MS) >>> 0);
}

/** `NDTA_PARMS`, of a device or of the table. */
function writeParms(writer: MessageWriter, table: NeighTable, parms: NeighParms, ifindex: number): void {
  const { values } = parms;
  const nest = writer.nest(ndta.NDTA_PARMS);
  if (ifindex !== 0) writer.u32(ndta.NDTPA_IFINDEX, ifindex);
  // one of the table's list, and one of each neighbour
  const neighbours = ifindex === 0 ? 0 : (parms.entries?.size ?? 0);
  writer.u32(ndta.NDTPA_REFCNT, 1 + neighbours);
  writer.u32(ndta.NDTPA_QUEUE_LENBYTES, values.queueLenBytes);
  writer.u32(ndta.NDTPA_QUEUE_LEN, Math.floor(values.queueLenBytes / PACKET_CHARGE));
  writer.u32(ndta.NDTPA_PROXY_QLEN, values.proxyQlen);
  writer.u32(ndta.NDTPA_APP_PROBES, values.appProbes);
  writer.u32(ndta.NDTPA_UCAST_PROBES, values.ucastProbes);
  writer.u32(ndta.NDTPA_MCAST_PROBES, values.mcastProbes);
  writer.u32(ndta.NDTPA_MCAST_REPROBES, values.mcastReprobes);
  milliseconds(writer, ndta.NDTPA_REACHABLE_TIME, parms.reachableTime(table.machine));
  milliseconds(writer, ndta.NDTPA_BASE_REACHABLE_TIME, values.baseReachableTime);
  milliseconds(writer, ndta.NDTPA_GC_STALETIME, values.gcStaletime);
  milliseconds(writer, ndta.NDTPA_DELAY_PROBE_TIME, values.delayProbeTime);
  milliseconds(writer, ndta.NDTPA_RETRANS_TIME, values.retransTime);
  milliseconds(writer, ndta.NDTPA_ANYCAST_DELAY, values.anycastDelay);
  milliseconds(writer, ndta.NDTPA_PROXY_DELAY, values.proxyDelay);
  milliseconds(writer, ndta.NDTPA_LOCKTIME, values.locktime);
  milliseconds(writer, ndta.NDTPA_INTERVAL_PROBE_TIME_MS, values.intervalProbeTime);
  writer.endNest(nest);
}

/** `struct ndt_config`; what is about the hash of Linux's table is 0, for there is none. */
function writeConfig(writer: MessageWriter, table: NeighTable): void {
  const at = writer.attribute(ndta.NDTA_CONFIG, ndta.NDT_CONFIG_LEN);
  writer.bytes.fill(0, at, at + ndta.NDT_CONFIG_LEN);
  const now = table.machine.now();
  writer.put16(at, table.keyLength);
  writer.put32(at + 4, table.entries);
  writer.put32(at + 8, Math.floor((now - table.lastFlush) / NS_PER_MS));
  writer.put32(at + 12, Math.floor((now - table.lastRand) / NS_PER_MS));
}

/** `struct ndt_stats` */
function writeStats(writer: MessageWriter, table: NeighTable): void {
  const { stats } = table;
  const at = writer.attribute(ndta.NDTA_STATS, ndta.NDT_STATS_LEN);
  const values = [
    stats.allocs,
    stats.destroys,
    stats.hashGrows,
    stats.resFailed,
    stats.lookups,
    stats.hits,
    stats.rcvProbesMcast,
    stats.rcvProbesUcast,
    stats.periodicGcRuns,
    stats.forcedGcRuns,
    stats.tableFulls,
  ];
  for (const [index, value] of values.entries()) writer.put64(at + index * 8, value);
}

function begin(writer: MessageWriter, table: NeighTable, { message, portid }: RtnlRequest): void {
  writer.begin(RTM_NEWNEIGHTBL, NLM_F_MULTI, message.seq, portid);
  const at = writer.reserve(ndta.NDTMSG_LEN);
  writer.put32(at, table.family);
  writer.string(ndta.NDTA_NAME, table.id);
}

function writeTable(writer: MessageWriter, table: NeighTable, request: RtnlRequest): void {
  begin(writer, table, request);
  milliseconds(writer, ndta.NDTA_GC_INTERVAL, table.gcInterval);
  writer.u32(ndta.NDTA_THRESH1, table.gcThresh1);
  writer.u32(ndta.NDTA_THRESH2, table.gcThresh2);
  writer.u32(ndta.NDTA_THRESH3, table.gcThresh3);
  writeConfig(writer, table);
  writeStats(writer, table);
  writeParms(writer, table, table.parms, 0);
  writer.end();
}

/** `neightbl_valid_dump_info` */
function check({ message, extack, strict }: RtnlRequest): number {
  if (!strict) return 0;
  if (message.length < ndta.NDTMSG_LEN)
    return extack.fail(-EINVAL, "Invalid header for neighbor table dump request");
  const { bytes, body } = message;
  if (bytes[body + 1] !== 0 || bytes[body + 2] !== 0 || bytes[body + 3] !== 0)
    return extack.fail(-EINVAL, "Invalid values in header for neighbor table dump request");
  if (message.length > ndta.NDTMSG_LEN)
    return extack.fail(-EINVAL, "Invalid data after header in neighbor table dump request");
  return 0;
}

/** Each table, and after it the parameters of the namespace's devices, newest first. */
export function dumpNeighbourTables(
  request: RtnlRequest,
  writer: MessageWriter,
  tables: Iterable<NeighTable>,
): number {
  const error = check(request);
  if (error !== 0) return error;
  const { message, net } = request;
  const family = message.length > 0 ? message.bytes[message.body] : 0;
  for (const table of tables) {
    if (family !== 0 && table.family !== family) continue;
    writeTable(writer, table, request);
    // a device whose MTU was too small for the family got its parameters later than others
    const devices = [...net.devices.values()].sort((a, b) => table.runsSince(a) - table.runsSince(b));
    for (const dev of devices.reverse()) {
      const parms = table.parmsOf(dev);
      if (parms === null) continue;
      begin(writer, table, request);
      writeParms(writer, table, parms, dev.ifindex);
      writer.end();
    }
  }
  return 0;
}
