/**
 * ctnetlink's messages about connections that are expected.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_exp_fill_info`, `ctnetlink_expect_event`, `exp_cb`).
 */
import { EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import {
  MessageWriter,
  NLM_F_CREATE,
  NLM_F_DUMP,
  NLM_F_ECHO,
  NLM_F_EXCL,
  NLM_F_MULTI,
} from "../../../netlink/message.ts";
import {
  NFNL_SUBSYS_CTNETLINK_EXP,
  NFNLGRP_CONNTRACK_EXP_DESTROY,
  NFNLGRP_CONNTRACK_EXP_NEW,
  nfnlType,
  writeNfgenmsg,
} from "../../../netlink/nfnetlink.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import type { Machine } from "../../core/machine.ts";
import { IPEXP_DESTROY, type NfConntrackExpect } from "../conntrack/conntrack-expect.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { type NfnlCall, type NfnlInfo, nfnetlinkOf } from "../nfnetlink.ts";
import { writeAddresses, writeProto, writeTuple } from "./ctnetlink-fill.ts";
import { type ParsedZone, parseTuple, parseZone } from "./ctnetlink-parse.ts";
import { dumpExpectStats } from "./ctnetlink-stats.ts";

const writer = new MessageWriter(512);
const tuple = new NfConntrackTuple(null, 0);
const zone: ParsedZone = { id: 0, dir: 3 };
const HELP_NAME_LEN = 16;

export const EXPECT_POLICY: Policy = policy(cta.CTA_EXPECT_MAX, [
  [cta.CTA_EXPECT_MASTER, { type: "nested" }],
  [cta.CTA_EXPECT_TUPLE, { type: "nested" }],
  [cta.CTA_EXPECT_MASK, { type: "nested" }],
  [cta.CTA_EXPECT_TIMEOUT, { type: "u32" }],
  [cta.CTA_EXPECT_ID, { type: "u32" }],
  [cta.CTA_EXPECT_HELP_NAME, { type: "string", length: HELP_NAME_LEN - 1 }],
  [cta.CTA_EXPECT_ZONE, { type: "u16" }],
  [cta.CTA_EXPECT_FLAGS, { type: "u32" }],
  [cta.CTA_EXPECT_CLASS, { type: "u32" }],
  [cta.CTA_EXPECT_NAT, { type: "nested" }],
]);

const mask = new NfConntrackTuple(null, 0);

/** All bits of where it goes count (`ctnetlink_exp_dump_mask`). */
function writeMask(into: MessageWriter, exp: NfConntrackExpect): void {
  mask.clear();
  mask.l3num = exp.tuple.l3num;
  mask.protonum = exp.tuple.protonum;
  mask.copySource(exp.mask);
  if (exp.tuple.l3num !== 2) mask.d0 = mask.d1 = mask.d2 = -1;
  mask.d3 = -1;
  mask.sport = exp.mask.sport;
  mask.dport = 0xffff;
  const nest = into.nest(cta.CTA_EXPECT_MASK);
  const ip = into.nest(cta.CTA_TUPLE_IP);
  writeAddresses(into, mask);
  into.endNest(ip);
  const proto = into.nest(cta.CTA_TUPLE_PROTO);
  writeProto(into, mask);
  into.endNest(proto);
  into.endNest(nest);
}

/** What it is translated to when it comes. */
function writeNat(into: MessageWriter, exp: NfConntrackExpect): void {
  if (exp.savedPort === 0) return;
  const nest = into.nest(cta.CTA_EXPECT_NAT);
  into.be32(cta.CTA_EXPECT_NAT_DIR, exp.dir);
  tuple.clear();
  tuple.l3num = exp.master.original.l3num;
  tuple.protonum = exp.master.original.protonum;
  tuple.sport = exp.savedPort;
  writeTuple(into, cta.CTA_EXPECT_NAT_TUPLE, tuple, 0);
  into.endNest(nest);
}

function fillExpect(
  into: MessageWriter,
  exp: NfConntrackExpect,
  message: number,
  portid: number,
  seq: number,
  flags: number,
): void {
  into.begin(nfnlType(NFNL_SUBSYS_CTNETLINK_EXP, message), flags, seq, portid);
  writeNfgenmsg(into, exp.tuple.l3num, 0);
  writeTuple(into, cta.CTA_EXPECT_TUPLE, exp.tuple, 0);
  writeMask(into, exp);
  writeTuple(into, cta.CTA_EXPECT_MASTER, exp.master.original, 0);
  writeNat(into, exp);
  into.be32(cta.CTA_EXPECT_TIMEOUT, exp.left);
  into.be32(cta.CTA_EXPECT_ID, exp.id >>> 0);
  into.be32(cta.CTA_EXPECT_FLAGS, exp.flags);
  into.be32(cta.CTA_EXPECT_CLASS, exp.class);
  const helper = exp.master.help?.helper ?? null;
  if (helper !== null) into.string(cta.CTA_EXPECT_HELP_NAME, helper.name);
  if (exp.expectfn !== null) into.string(cta.CTA_EXPECT_FN, exp.expectfn.name);
  into.end();
}

const isDump = ({ message }: NfnlInfo): boolean => (message.flags & NLM_F_DUMP) !== 0;

/** The one that a request names; or a negative error. */
function named(info: NfnlInfo, attributes: AttributeTable): NfConntrackExpect | number {
  let error = parseZone(attributes, zone, cta.CTA_EXPECT_ZONE);
  if (error < 0) return error;
  const type = attributes.has(cta.CTA_EXPECT_TUPLE) ? cta.CTA_EXPECT_TUPLE : cta.CTA_EXPECT_MASTER;
  if (!attributes.has(type)) return -EINVAL;
  error = parseTuple(attributes, type, info.family, tuple, null);
  if (error < 0) return error;
  const exp = info.net.ct?.expects?.find(tuple, zone.id) ?? null;
  if (exp === null) return -ENOENT;
  const wrongId = attributes.has(cta.CTA_EXPECT_ID) && attributes.be32(cta.CTA_EXPECT_ID) !== exp.id >>> 0;
  return wrongId ? -ENOENT : exp;
}

/** `ctnetlink_get_expect` */
const get: NfnlCall = (info, attributes) => {
  const { portid, family } = info;
  const { seq } = info.message;
  if (!isDump(info)) {
    const exp = named(info, attributes);
    if (typeof exp === "number") return exp;
    writer.reset();
    fillExpect(writer, exp, cta.IPCTNL_MSG_EXP_NEW, portid, seq, 0);
    info.request.reply(writer.message());
    return 0;
  }
  return info.request.socket.startDump(info.request, (_request, into) => {
    for (const exp of info.net.ct?.expects?.all() ?? [])
      if (family === 0 || exp.tuple.l3num === family)
        fillExpect(into, exp, cta.IPCTNL_MSG_EXP_NEW, portid, seq, NLM_F_MULTI);
    return 0;
  });
};

/** `ctnetlink_del_expect`: one, those of a helper, or all. */
const remove: NfnlCall = (info, attributes) => {
  const { expects } = info.net.ct ?? { expects: null };
  const report = (info.message.flags & NLM_F_ECHO) !== 0;
  if (attributes.has(cta.CTA_EXPECT_TUPLE)) {
    const exp = named(info, attributes);
    if (typeof exp === "number") return exp;
    expects?.unlink(exp, info.portid, report);
    return 0;
  }
  const name = attributes.has(cta.CTA_EXPECT_HELP_NAME)
    ? attributes.string(cta.CTA_EXPECT_HELP_NAME)
    : undefined;
  for (const exp of [...(expects?.all() ?? [])])
    if (name === undefined || exp.master.help?.helper?.name === name)
      expects?.unlink(exp, info.portid, report);
  return 0;
};

/** Programs expect nothing here: that is for helpers in user space. */
const create: NfnlCall = (_info, attributes) => {
  const needed = [cta.CTA_EXPECT_TUPLE, cta.CTA_EXPECT_MASK, cta.CTA_EXPECT_MASTER];
  return needed.every((type) => attributes.has(type)) ? -EOPNOTSUPP : -EINVAL;
};

export const EXPECT_CALLS: ReadonlyMap<number, NfnlCall> = new Map<number, NfnlCall>([
  [cta.IPCTNL_MSG_EXP_GET, get],
  [cta.IPCTNL_MSG_EXP_NEW, create],
  [cta.IPCTNL_MSG_EXP_DELETE, remove],
  [cta.IPCTNL_MSG_EXP_GET_STATS_CPU, dumpExpectStats],
]);

/** `ctnetlink_expect_event` */
export function tellExpectEvent(
  machine: Machine,
  exp: NfConntrackExpect,
  event: number,
  portid: number,
  report: boolean,
): void {
  const destroyed = event === IPEXP_DESTROY;
  const group = destroyed ? NFNLGRP_CONNTRACK_EXP_DESTROY : NFNLGRP_CONNTRACK_EXP_NEW;
  const { net } = exp.cnet;
  const nfnetlink = nfnetlinkOf(machine);
  if (!report && !nfnetlink.hasListeners(net, group)) return;
  writer.reset();
  const message = destroyed ? cta.IPCTNL_MSG_EXP_DELETE : cta.IPCTNL_MSG_EXP_NEW;
  fillExpect(writer, exp, message, portid, 0, destroyed ? 0 : NLM_F_CREATE | NLM_F_EXCL);
  nfnetlink.send(net, writer.message(), portid, group, report);
}
