/**
 * Connections as ctnetlink tells them.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_fill_info`, `ctnetlink_conntrack_event`).
 */
import * as cta from "../../../netlink/ctnetlink.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { NFNL_SUBSYS_CTNETLINK, nfnlType, writeNfgenmsg } from "../../../netlink/nfnetlink.ts";
import { IPS_OFFLOAD, IPS_SEQ_ADJUST } from "../conntrack/conntrack-status.ts";
import type { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { HZ } from "../conntrack/net-ct.ts";
import {
  NF_CT_DEFAULT_ZONE_DIR,
  NF_CT_ZONE_DIR_ORIG,
  NF_CT_ZONE_DIR_REPL,
  type NfConn,
} from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";

const TCP = 6;
const SCTP = 132;
const ICMP = 1;
const ICMPV6 = 58;
/** Protocols whose tuples have ports; GRE's keys are told as such. */
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 47, 132, 136]);

function be64(writer: MessageWriter, type: number, value: bigint): void {
  const at = writer.attribute(type, 8);
  for (let i = 0; i < 8; i++) writer.bytes[at + i] = Number((value >> BigInt(56 - 8 * i)) & 0xffn);
}

/** What is inside `CTA_TUPLE_IP` (`ctnetlink_dump_tuples_ip`). */
export function writeAddresses(writer: MessageWriter, tuple: NfConntrackTuple): void {
  if (tuple.l3num === NFPROTO_IPV4) {
    writer.be32(cta.CTA_IP_V4_SRC, tuple.s3 >>> 0);
    writer.be32(cta.CTA_IP_V4_DST, tuple.d3 >>> 0);
    return;
  }
  writer.data(cta.CTA_IP_V6_SRC, tuple.source6().toBytes());
  writer.data(cta.CTA_IP_V6_DST, tuple.destination6().toBytes());
}

/** What is inside `CTA_TUPLE_PROTO` (`ctnetlink_dump_tuples_proto`). */
export function writeProto(writer: MessageWriter, tuple: NfConntrackTuple): void {
  const { protonum, sport, dport } = tuple;
  writer.u8(cta.CTA_PROTO_NUM, protonum);
  if (WITH_PORTS.has(protonum)) {
    writer.be16(cta.CTA_PROTO_SRC_PORT, sport);
    writer.be16(cta.CTA_PROTO_DST_PORT, dport);
  } else if (protonum === ICMP || protonum === ICMPV6) {
    // both in the same order: id, type, code
    const first = protonum === ICMP ? cta.CTA_PROTO_ICMP_ID : cta.CTA_PROTO_ICMPV6_ID;
    writer.be16(first, sport);
    writer.u8(first + 1, dport >>> 8);
    writer.u8(first + 2, dport & 0xff);
  }
}

/** A tuple in a nest of this type, with the zone of its direction alone (`zoneDir`). */
export function writeTuple(writer: MessageWriter, type: number, tuple: NfConntrackTuple, zone: number): void {
  const nest = writer.nest(type);
  const ip = writer.nest(cta.CTA_TUPLE_IP);
  writeAddresses(writer, tuple);
  writer.endNest(ip);
  const proto = writer.nest(cta.CTA_TUPLE_PROTO);
  writeProto(writer, tuple);
  writer.endNest(proto);
  if (zone !== 0) writer.be16(cta.CTA_TUPLE_ZONE, zone);
  writer.endNest(nest);
}

/** `ctnetlink_dump_zone_id` */
const zoneFor = (ct: NfConn, dir: number): number => (ct.zoneDir === dir ? ct.zone : 0);

function writeTuples(writer: MessageWriter, ct: NfConn): void {
  writeTuple(writer, cta.CTA_TUPLE_ORIG, ct.original, zoneFor(ct, NF_CT_ZONE_DIR_ORIG));
  writeTuple(writer, cta.CTA_TUPLE_REPLY, ct.reply, zoneFor(ct, NF_CT_ZONE_DIR_REPL));
  const zone = zoneFor(ct, NF_CT_DEFAULT_ZONE_DIR);
  if (zone !== 0) writer.be16(cta.CTA_ZONE, zone);
}

/** Seconds that it still has. */
function timeoutOf(ct: NfConn): number {
  return Math.floor(ct.cnet.table.expires(ct) / HZ);
}

/** `sctp_to_nlattr` */
function writeSctpInfo(writer: MessageWriter, { sctp }: NfConn, ended: boolean): void {
  const nest = writer.nest(cta.CTA_PROTOINFO);
  const inner = writer.nest(cta.CTA_PROTOINFO_SCTP);
  writer.u8(cta.CTA_PROTOINFO_SCTP_STATE, sctp?.state ?? 0);
  if (!ended) {
    writer.be32(cta.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, sctp?.vtag0 ?? 0);
    writer.be32(cta.CTA_PROTOINFO_SCTP_VTAG_REPLY, sctp?.vtag1 ?? 0);
  }
  writer.endNest(inner);
  writer.endNest(nest);
}

/** @param ended only the last state counts */
function writeProtoinfo(writer: MessageWriter, ct: NfConn, ended: boolean): void {
  if (ct.original.protonum === SCTP) return writeSctpInfo(writer, ct, ended);
  if (ct.original.protonum !== TCP) return;
  const { tcp } = ct;
  const nest = writer.nest(cta.CTA_PROTOINFO);
  const inner = writer.nest(cta.CTA_PROTOINFO_TCP);
  writer.u8(cta.CTA_PROTOINFO_TCP_STATE, tcp?.state ?? 0);
  if (!ended) {
    writer.u8(cta.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, tcp?.seen0.scale ?? 0);
    writer.u8(cta.CTA_PROTOINFO_TCP_WSCALE_REPLY, tcp?.seen1.scale ?? 0);
    writer.data(cta.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, Uint8Array.of(tcp?.seen0.flags ?? 0, 0));
    writer.data(cta.CTA_PROTOINFO_TCP_FLAGS_REPLY, Uint8Array.of(tcp?.seen1.flags ?? 0, 0));
  }
  writer.endNest(inner);
  writer.endNest(nest);
}

function writeCounters(writer: MessageWriter, type: number, packets: number, bytes: number): void {
  const nest = writer.nest(type);
  be64(writer, cta.CTA_COUNTERS_PACKETS, BigInt(packets));
  be64(writer, cta.CTA_COUNTERS_BYTES, BigInt(bytes));
  writer.endNest(nest);
}

/** @param zero the counters begin anew */
function writeAcct(writer: MessageWriter, ct: NfConn, zero: boolean): void {
  const { acct } = ct;
  if (acct === null) return;
  writeCounters(writer, cta.CTA_COUNTERS_ORIG, acct.packets0, acct.bytes0);
  writeCounters(writer, cta.CTA_COUNTERS_REPLY, acct.packets1, acct.bytes1);
  if (zero) acct.packets0 = acct.packets1 = acct.bytes0 = acct.bytes1 = 0;
}

function writeTimestamp(writer: MessageWriter, ct: NfConn): void {
  const { tstamp } = ct;
  if (tstamp === null) return;
  const nest = writer.nest(cta.CTA_TIMESTAMP);
  be64(writer, cta.CTA_TIMESTAMP_START, tstamp.start);
  if (tstamp.stop !== 0n) be64(writer, cta.CTA_TIMESTAMP_STOP, tstamp.stop);
  writer.endNest(nest);
}

function writeLabels(writer: MessageWriter, ct: NfConn): void {
  const { labels } = ct;
  if (labels === null || labels.every((word) => word === 0)) return;
  const at = writer.attribute(cta.CTA_LABELS, 16);
  for (let i = 0; i < 4; i++) writer.put32(at + i * 4, labels[i] >>> 0);
}

function writeHelp(writer: MessageWriter, ct: NfConn): void {
  const helper = ct.help?.helper ?? null;
  if (helper === null) return;
  const nest = writer.nest(cta.CTA_HELP);
  writer.string(cta.CTA_HELP_NAME, helper.name);
  writer.endNest(nest);
}

function writeSeqAdj(writer: MessageWriter, ct: NfConn): void {
  const { seqadj } = ct;
  if (seqadj === null || (ct.status & IPS_SEQ_ADJUST) === 0) return;
  for (const [type, way] of [
    [cta.CTA_SEQ_ADJ_ORIG, seqadj.original],
    [cta.CTA_SEQ_ADJ_REPLY, seqadj.reply],
  ] as const) {
    const nest = writer.nest(type);
    writer.be32(cta.CTA_SEQADJ_CORRECTION_POS, way.correctionPos >>> 0);
    writer.be32(cta.CTA_SEQADJ_OFFSET_BEFORE, way.offsetBefore >>> 0);
    writer.be32(cta.CTA_SEQADJ_OFFSET_AFTER, way.offsetAfter >>> 0);
    writer.endNest(nest);
  }
}

/** `ctnetlink_dump_ct_synproxy` */
function writeSynproxy(writer: MessageWriter, { synproxy }: NfConn): void {
  if (synproxy === null) return;
  const nest = writer.nest(cta.CTA_SYNPROXY);
  writer.be32(cta.CTA_SYNPROXY_ISN, synproxy.isn >>> 0);
  writer.be32(cta.CTA_SYNPROXY_ITS, synproxy.its >>> 0);
  writer.be32(cta.CTA_SYNPROXY_TSOFF, synproxy.tsoff >>> 0);
  writer.endNest(nest);
}

function writeMaster(writer: MessageWriter, ct: NfConn): void {
  if (ct.master !== null) writeTuple(writer, cta.CTA_TUPLE_MASTER, ct.master.original, 0);
}

/**
 * A connection in answer to a request (`ctnetlink_fill_info`).
 * @param held how many hold it just for this
 * @param zero its counters begin anew
 */
export function fillConntrack(
  writer: MessageWriter,
  ct: NfConn,
  portid: number,
  seq: number,
  flags: number,
  held: number,
  zero: boolean,
): void {
  const type = nfnlType(NFNL_SUBSYS_CTNETLINK, cta.IPCTNL_MSG_CT_NEW);
  writer.begin(type, flags | NLM_F_MULTI, seq, portid);
  writeNfgenmsg(writer, ct.original.l3num, 0);
  writeTuples(writer, ct);
  writer.be32(cta.CTA_STATUS, ct.status);
  writer.be32(cta.CTA_MARK, ct.mark);
  writer.be32(cta.CTA_ID, ct.id >>> 0);
  writer.be32(cta.CTA_USE, ct.use + held);
  writeMaster(writer, ct);
  if ((ct.status & IPS_OFFLOAD) === 0) {
    writer.be32(cta.CTA_TIMEOUT, timeoutOf(ct));
    writeProtoinfo(writer, ct, false);
  }
  writeAcct(writer, ct, zero);
  writeTimestamp(writer, ct);
  writeHelp(writer, ct);
  writeLabels(writer, ct);
  writeSeqAdj(writer, ct);
  writeSynproxy(writer, ct);
  writer.end();
}

/** What an event's message tells beside the tuples. */
export interface EventParts {
  /** `IPCTNL_MSG_CT_*`, and `NLM_F_*` */
  readonly message: number;
  readonly flags: number;
  readonly destroyed: boolean;
  readonly protoinfo: boolean;
  readonly labels: boolean;
  readonly related: boolean;
  readonly seqadj: boolean;
  readonly synproxy: boolean;
  /** Also a mark of 0. */
  readonly mark: boolean;
}

/** A connection in a notification (`ctnetlink_conntrack_event`). */
export function fillEvent(writer: MessageWriter, ct: NfConn, portid: number, parts: EventParts): void {
  writer.begin(nfnlType(NFNL_SUBSYS_CTNETLINK, parts.message), parts.flags, 0, portid);
  writeNfgenmsg(writer, ct.original.l3num, 0);
  writeTuples(writer, ct);
  writer.be32(cta.CTA_ID, ct.id >>> 0);
  writer.be32(cta.CTA_STATUS, ct.status);
  if (parts.destroyed) {
    const timeout = timeoutOf(ct);
    if (timeout !== 0) writer.be32(cta.CTA_TIMEOUT, timeout);
    writeAcct(writer, ct, false);
    writeTimestamp(writer, ct);
    writeProtoinfo(writer, ct, true);
  } else {
    writer.be32(cta.CTA_TIMEOUT, timeoutOf(ct));
    if (parts.protoinfo) writeProtoinfo(writer, ct, false);
    writeHelp(writer, ct);
    if (parts.labels) writeLabels(writer, ct);
    if (parts.related) writeMaster(writer, ct);
    if (parts.seqadj) writeSeqAdj(writer, ct);
    if (parts.synproxy) writeSynproxy(writer, ct);
  }
  if (parts.mark || ct.mark !== 0) writer.be32(cta.CTA_MARK, ct.mark);
  // when it happened: of connections whose times are kept
  if (ct.tstamp !== null)
    be64(writer, cta.CTA_TIMESTAMP_EVENT, BigInt(ct.net.machine.clock.realtime()) * 1000n);
  writer.end();
}
