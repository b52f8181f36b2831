/**
 * ctnetlink: connections listed, asked for, made, changed and ended by programs, and events.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c`.
 */
import { EEXIST, EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import {
  MessageWriter,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_DUMP_FILTERED,
  NLM_F_ECHO,
  NLM_F_EXCL,
} from "../../../netlink/message.ts";
import * as nfnl from "../../../netlink/nfnetlink.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import type { NfConntrackExpect } from "../conntrack/conntrack-expect.ts";
import * as status from "../conntrack/conntrack-status.ts";
import { netCt, whenConntrackTable } from "../conntrack/conntrack-table.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { type NfnlCall, type NfnlCallback, type NfnlInfo, nfnetlinkOf } from "../nfnetlink.ts";
import { attachLabels, changeConntrack, createConntrack } from "./ctnetlink-change.ts";
import { EXPECT_CALLS, EXPECT_POLICY, tellExpectEvent } from "./ctnetlink-expect.ts";
import { fillConntrack, fillEvent } from "./ctnetlink-fill.ts";
import { makeFilter, needsFilter } from "./ctnetlink-filter.ts";
import { type ParsedZone, parseTuple, parseZone } from "./ctnetlink-parse.ts";
import { dumpStats, getStats } from "./ctnetlink-stats.ts";

const CT_POLICY: Policy = policy(cta.CTA_MAX, [
  [cta.CTA_TUPLE_ORIG, { type: "nested" }],
  [cta.CTA_TUPLE_REPLY, { type: "nested" }],
  [cta.CTA_STATUS, { type: "u32" }],
  [cta.CTA_PROTOINFO, { type: "nested" }],
  [cta.CTA_HELP, { type: "nested" }],
  [cta.CTA_NAT_SRC, { type: "nested" }],
  [cta.CTA_TIMEOUT, { type: "u32" }],
  [cta.CTA_MARK, { type: "u32" }],
  [cta.CTA_ID, { type: "u32" }],
  [cta.CTA_NAT_DST, { type: "nested" }],
  [cta.CTA_TUPLE_MASTER, { type: "nested" }],
  [cta.CTA_SEQ_ADJ_ORIG, { type: "nested" }],
  [cta.CTA_SEQ_ADJ_REPLY, { type: "nested" }],
  [cta.CTA_ZONE, { type: "u16" }],
  [cta.CTA_MARK_MASK, { type: "u32" }],
  [cta.CTA_LABELS, { type: "binary", length: 16 }],
  [cta.CTA_LABELS_MASK, { type: "binary", length: 16 }],
  [cta.CTA_FILTER, { type: "nested" }],
  [cta.CTA_STATUS_MASK, { type: "u32" }],
]);

const original = new NfConntrackTuple(null, 0);
const reply = new NfConntrackTuple(null, 1);
const zone: ParsedZone = { id: 0, dir: 3 };
const writer = new MessageWriter(512);

/** The connection that a request names by one of its tuples; null: none; or a negative error. */
function named(info: NfnlInfo, attributes: AttributeTable): NfConn | null | number {
  let error = parseZone(attributes, zone);
  if (error < 0) return error;
  const byReply = !attributes.has(cta.CTA_TUPLE_ORIG);
  const type = byReply ? cta.CTA_TUPLE_REPLY : cta.CTA_TUPLE_ORIG;
  if (!attributes.has(type)) return -EINVAL;
  error = parseTuple(attributes, type, info.family, original, zone);
  if (error < 0) return error;
  return lookUp(info.net, original);
}

/** The zone counts where it is of that direction: first as an original, then as a reply. */
function lookUp(net: Net, tuple: NfConntrackTuple): NfConn | null {
  const { ct: cnet } = net;
  if (cnet === null) return null;
  const zoneOf = (dir: number): number => ((zone.dir & (1 << dir)) !== 0 ? zone.id : 0);
  const entry = cnet.table.find(cnet, tuple, zoneOf(0)) ?? cnet.table.find(cnet, tuple, zoneOf(1));
  return entry === null ? null : entry.ct;
}

const reports = (info: NfnlInfo): boolean => (info.message.flags & NLM_F_ECHO) !== 0;
const isDump = (info: NfnlInfo): boolean => (info.message.flags & NLM_F_DUMP) !== 0;

/** `ctnetlink_get_conntrack` */
const get: NfnlCall = (info, attributes) => {
  if (isDump(info)) return dump(info, attributes);
  const ct = named(info, attributes);
  if (typeof ct === "number") return ct;
  if (ct === null) return -ENOENT;
  writer.reset();
  fillConntrack(writer, ct, info.portid, info.message.seq, 0, 1, false);
  info.request.reply(writer.message());
  return 0;
};

function dump(info: NfnlInfo, attributes: AttributeTable): number | undefined {
  const filtered = needsFilter(info.family, attributes);
  const filter = filtered ? makeFilter(info.family, attributes) : () => true;
  if (typeof filter === "number") return filter;
  const zero = (info.message.type & 0xff) === cta.IPCTNL_MSG_CT_GET_CTRZERO;
  const { portid } = info;
  const { seq } = info.message;
  return info.request.socket.startDump(info.request, (_request, into) => {
    const { ct: cnet } = info.net;
    cnet?.table.each(cnet, (ct) => {
      if (filter(ct)) fillConntrack(into, ct, portid, seq, filtered ? NLM_F_DUMP_FILTERED : 0, 0, zero);
      return true;
    });
    return 0;
  });
}

/** `ctnetlink_del_conntrack`; without a tuple all end that the filter matches. */
const remove: NfnlCall = (info, attributes) => {
  const hasTuple = attributes.has(cta.CTA_TUPLE_ORIG) || attributes.has(cta.CTA_TUPLE_REPLY);
  if (!hasTuple || attributes.has(cta.CTA_FILTER)) return flush(info, attributes);
  const ct = named(info, attributes);
  if (typeof ct === "number") return ct;
  if (ct === null) return -ENOENT;
  if (attributes.has(cta.CTA_ID) && attributes.be32(cta.CTA_ID) !== ct.id >>> 0) return -ENOENT;
  ct.cnet.table.kill(ct, info.portid, reports(info));
  return 0;
};

function flush(info: NfnlInfo, attributes: AttributeTable): number {
  const { message, net } = info;
  // of old programs the family meant nothing
  const family = message.bytes[message.body + 1] !== 0 ? info.family : 0;
  const filter = needsFilter(family, attributes) ? makeFilter(family, attributes) : () => true;
  if (typeof filter === "number") return filter;
  const { ct: cnet } = net;
  if (cnet === null) return 0;
  const gone: NfConn[] = [];
  cnet.table.each(cnet, (ct) => {
    if (filter(ct)) gone.push(ct);
    return true;
  });
  for (const ct of gone) cnet.table.kill(ct, info.portid, reports(info));
  return 0;
}

/** What programs hear of a connection that one of them made or changed. */
const CHANGED =
  status.IPCT_REPLY |
  status.IPCT_ASSURED |
  status.IPCT_HELPER |
  status.IPCT_PROTOINFO |
  status.IPCT_SEQADJ |
  status.IPCT_SYNPROXY |
  status.IPCT_MARK;

/** `ctnetlink_new_conntrack` */
const create: NfnlCall = (info, attributes) => {
  let error = parseZone(attributes, zone);
  const hasOriginal = attributes.has(cta.CTA_TUPLE_ORIG);
  const hasReply = attributes.has(cta.CTA_TUPLE_REPLY);
  if (error === 0 && hasOriginal)
    error = parseTuple(attributes, cta.CTA_TUPLE_ORIG, info.family, original, zone);
  if (error === 0 && hasReply) error = parseTuple(attributes, cta.CTA_TUPLE_REPLY, info.family, reply, zone);
  if (error < 0) return error;
  const present = hasOriginal || hasReply ? lookUp(info.net, hasOriginal ? original : reply) : null;
  if (present !== null) return change(info, attributes, present);
  if ((info.message.flags & NLM_F_CREATE) === 0) return -ENOENT;
  if (!hasOriginal || !hasReply || original.protonum !== reply.protonum) return -EINVAL;
  const cnet = netCt(info.net);
  const ct = createConntrack(cnet, zone, attributes, original, reply);
  if (typeof ct === "number") return ct;
  let events = CHANGED | (ct.master === null ? status.IPCT_NEW : status.IPCT_RELATED);
  if (attributes.has(cta.CTA_LABELS) && attachLabels(ct, attributes) === 0) events |= status.IPCT_LABEL;
  cnet.table.notifyNow(ct, events, info.portid, reports(info));
  return 0;
};

function change(info: NfnlInfo, attributes: AttributeTable, ct: NfConn): number {
  if ((info.message.flags & NLM_F_EXCL) !== 0) return -EEXIST;
  const error = changeConntrack(ct, attributes);
  if (error < 0) return error;
  ct.cnet.table.notifyNow(ct, CHANGED | status.IPCT_LABEL, info.portid, reports(info));
  return 0;
}

/** Nothing is between being ended and being told of, nor kept while it is not confirmed. */
const dumpNothing: NfnlCall = (info) =>
  isDump(info) ? info.request.socket.startDump(info.request, () => 0) : -EOPNOTSUPP;

const CALLS: ReadonlyMap<number, NfnlCall> = new Map<number, NfnlCall>([
  [cta.IPCTNL_MSG_CT_NEW, create],
  [cta.IPCTNL_MSG_CT_GET, get],
  [cta.IPCTNL_MSG_CT_DELETE, remove],
  [cta.IPCTNL_MSG_CT_GET_CTRZERO, get],
  [cta.IPCTNL_MSG_CT_GET_STATS_CPU, dumpStats],
  [cta.IPCTNL_MSG_CT_GET_STATS, getStats],
  [cta.IPCTNL_MSG_CT_GET_DYING, dumpNothing],
  [cta.IPCTNL_MSG_CT_GET_UNCONFIRMED, dumpNothing],
]);

function callbacks(calls: ReadonlyMap<number, NfnlCall>, rules: Policy): Map<number, NfnlCallback> {
  return new Map([...calls].map(([type, call]) => [type, { call, batch: false, policy: rules }]));
}

const EVENT_GROUPS = [
  nfnl.NFNLGRP_CONNTRACK_NEW,
  nfnl.NFNLGRP_CONNTRACK_UPDATE,
  nfnl.NFNLGRP_CONNTRACK_DESTROY,
  nfnl.NFNLGRP_CONNTRACK_EXP_NEW,
  nfnl.NFNLGRP_CONNTRACK_EXP_UPDATE,
  nfnl.NFNLGRP_CONNTRACK_EXP_DESTROY,
];

/** `ctnetlink_conntrack_event` */
function tellEvent(machine: Machine, ct: NfConn, events: number, portid: number, report: boolean): void {
  const destroyed = (events & status.IPCT_DESTROY) !== 0;
  const begun = (events & (status.IPCT_NEW | status.IPCT_RELATED)) !== 0;
  let group = nfnl.NFNLGRP_CONNTRACK_UPDATE;
  if (destroyed) group = nfnl.NFNLGRP_CONNTRACK_DESTROY;
  else if (begun) group = nfnl.NFNLGRP_CONNTRACK_NEW;
  const nfnetlink = nfnetlinkOf(machine);
  if (!report && !nfnetlink.hasListeners(ct.net, group)) return;
  writer.reset();
  fillEvent(writer, ct, portid, {
    message: destroyed ? cta.IPCTNL_MSG_CT_DELETE : cta.IPCTNL_MSG_CT_NEW,
    flags: begun && !destroyed ? NLM_F_CREATE | NLM_F_EXCL : 0,
    destroyed,
    protoinfo: (events & status.IPCT_PROTOINFO) !== 0,
    labels: (events & status.IPCT_LABEL) !== 0,
    related: (events & status.IPCT_RELATED) !== 0,
    seqadj: (events & status.IPCT_SEQADJ) !== 0,
    synproxy: (events & status.IPCT_SYNPROXY) !== 0,
    mark: (events & status.IPCT_MARK) !== 0,
  });
  nfnetlink.send(ct.net, writer.message(), portid, group, report);
}

/** Registers the messages about connections and expectations, and who tells of events, with a machine. */
export function initCtnetlink(machine: Machine): void {
  const nfnetlink = nfnetlinkOf(machine);
  nfnetlink.register({ id: nfnl.NFNL_SUBSYS_CTNETLINK, callbacks: callbacks(CALLS, CT_POLICY) });
  nfnetlink.register({
    id: nfnl.NFNL_SUBSYS_CTNETLINK_EXP,
    callbacks: callbacks(EXPECT_CALLS, EXPECT_POLICY),
  });
  const notifier = {
    // asked for each new connection: nearly always nobody is there
    listens: (net: Net) =>
      nfnetlink.listeners.size !== 0 && EVENT_GROUPS.some((group) => nfnetlink.hasListeners(net, group)),
    event: (ct: NfConn, events: number, portid: number, report: boolean) =>
      tellEvent(machine, ct, events, portid, report),
    expectEvent: (exp: NfConntrackExpect, event: number, portid: number, report: boolean) =>
      tellExpectEvent(machine, exp, event, portid, report),
  };
  whenConntrackTable(machine, (table) => void (table.notifier = notifier));
}
