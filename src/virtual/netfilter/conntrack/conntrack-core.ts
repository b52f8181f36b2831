/**
 * Connection tracking: which connection a packet belongs to, and beginning new ones.
 *
 * Source: `net/netfilter/nf_conntrack_core.c`.
 */
import { ENOMEM } from "../../../errno.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { nfResetCt, type SkBuff, setNfct } from "../../core/skbuff.ts";
import type { NfConntrackExpect } from "./conntrack-expect.ts";
import { addHelp, tryAssignHelper } from "./conntrack-helper.ts";
import { ctinfoOf, NOT_KNOWN, NOT_PLAIN, noteReply, trackKnown, unwanted } from "./conntrack-known.ts";
import { l4proto } from "./proto/conntrack-l4proto.ts";
import "./proto/conntrack-proto-gre.ts";
import "./proto/conntrack-proto-sctp.ts";
import "./proto/conntrack-proto-tcp.ts";
import "./proto/conntrack-proto-udp.ts";
import { NF_ACCEPT, NF_DROP, NF_REPEAT, NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import { NfConnSeqAdj } from "./conntrack-seqadj.ts";
import * as status from "./conntrack-status.ts";
import { netCt } from "./conntrack-table.ts";
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import { findTransport, invertTuple, readTuple, transportProtocol } from "./conntrack-tuples.ts";
import type { NetCt } from "./net-ct.ts";
import { NF_CT_DEFAULT_ZONE_DIR, type NfConn, NfConnAcct, NfConnTstamp } from "./nf-conn.ts";
import { NfConnSynproxy } from "./nf-conn-synproxy.ts";
import { handleIcmp } from "./proto/conntrack-proto-icmp.ts";

const tuple = new NfConntrackTuple(null, 0);
const IPPROTO_ICMP = 1;
const IPPROTO_ICMPV6 = 58;

/** Events of connections that begin now, in the upper half those of what they expect: none when nobody listens (`nf_ct_ecache_ext_add`). */
export function initialEventMask(cnet: NetCt): number {
  const { events } = cnet.settings;
  if (events === 0) return 0;
  if (events === 2 && cnet.table.notifier?.listens(cnet.net) !== true) return 0;
  return -1;
}

/**
 * A connection that is not in the table yet (`nf_conntrack_alloc`).
 * @returns null: the table is full
 */
export function allocConntrack(cnet: NetCt, original: NfConntrackTuple, zone: number): NfConn | null {
  const { table } = cnet;
  cnet.count++;
  if (table.max !== 0 && cnet.count > table.max && table.earlyDrop(cnet, original) === 0) {
    cnet.count--;
    const { net } = cnet;
    const where = net === net.machine.initNet ? "" : ` in netns ${net.inode}`;
    net.machine.log.printNet(KERN_WARNING, `nf_conntrack: nf_conntrack: table full${where}, dropping packet`);
    return null;
  }
  const ct = table.records.create(cnet, table.newId());
  ct.setZone(zone, NF_CT_DEFAULT_ZONE_DIR);
  ct.lookedUp = table.insertions;
  ct.original.copy(original);
  return ct;
}

/** What connections of packets that are given it begin with: it is in no table, and counts nowhere (`nf_ct_tmpl_alloc`). */
export function allocTemplate(cnet: NetCt, zone: number): NfConn {
  const { records } = cnet.table;
  const template = records.create(cnet, cnet.table.newId());
  template.setZone(zone, NF_CT_DEFAULT_ZONE_DIR);
  template.status |= status.IPS_TEMPLATE;
  return template;
}

/** Extensions that the settings ask for, of a new connection. */
export function addExtensions(ct: NfConn): void {
  const { settings } = ct.cnet;
  if (settings.acct !== 0) ct.acct = new NfConnAcct();
  if (settings.timestamp !== 0) ct.tstamp = new NfConnTstamp();
  ct.eventMask = initialEventMask(ct.cnet);
}

/** `init_conntrack` @returns null: no connection begins with it; or a negative error */
function initConntrack(cnet: NetCt, template: NfConn | null): NfConn | null | number {
  const ct = allocConntrack(cnet, tuple, template?.zone ?? 0);
  if (ct === null) return -ENOMEM;
  if (template !== null) {
    ct.setZone(template.zone, template.zoneDir);
    if (template.timeoutPolicy !== null) ct.timeoutPolicy = template.timeoutPolicy;
  }
  if (!invertTuple(ct.reply, tuple)) {
    ct.put();
    return null;
  }
  addExtensions(ct);
  // a handshake that was answered already: numbers and stamps will have to be translated (`nf_ct_add_synproxy`)
  if (template !== null && template.synproxy !== null) {
    ct.seqadj = new NfConnSeqAdj();
    ct.synproxy = new NfConnSynproxy();
  }
  if (template !== null && template.eventMask !== 0) ct.eventMask = template.eventMask;
  const exp = cnet.expects !== null && cnet.expects.count > 0 ? cnet.expects.take(tuple, ct.zone) : null;
  if (exp !== null) followMaster(ct, exp);
  else if (template !== null) tryAssignHelper(ct, template);
  return ct;
}

/** The connection was expected. */
function followMaster(ct: NfConn, exp: NfConntrackExpect): void {
  const { master } = exp;
  ct.status |= status.IPS_EXPECTED;
  ct.master = master;
  master.use++;
  if (exp.helper !== null) addHelp(ct).helper = exp.helper;
  ct.mark = master.mark;
  ct.cnet.stat.expectNew++;
  exp.expectfn?.apply(ct, exp);
}

/**
 * `resolve_normal_ct`
 * @param isNew the tuple was looked for, and is not in the table
 * @returns 0, with the packet's connection set or not; or a negative error
 */
function resolve(
  cnet: NetCt,
  template: NfConn | null,
  skb: SkBuff,
  offset: number,
  protonum: number,
  state: NfHookState,
  isNew: boolean,
): number {
  if (!readTuple(skb, skb.networkHeader, offset, state.pf, protonum, tuple)) return 0;
  const entry = isNew ? -1 : lookup(cnet, template);
  if (entry < 0) {
    const ct = initConntrack(cnet, template);
    if (ct === null) return 0;
    if (typeof ct === "number") return ct;
    setNfct(skb, ct, ctinfoOf(ct, 0));
    return 0;
  }
  const ct = cnet.table.records.hold(entry >>> 1);
  setNfct(skb, ct, ctinfoOf(ct, entry & 1));
  return 0;
}

/** As the original of a zone, then as a reply. @returns as {@link ConntrackTable.lookup} */
function lookup(cnet: NetCt, template: NfConn | null): number {
  const zone = template === null ? 0 : template.zoneOf(0);
  const entry = cnet.table.lookup(cnet, tuple, zone);
  if (entry >= 0 || template === null || template.zoneOf(1) === zone) return entry;
  return cnet.table.lookup(cnet, tuple, template.zoneOf(1));
}

/** `nf_conntrack_in`: gives a packet its connection. @returns a verdict */
export function nfConntrackIn(skb: SkBuff, state: NfHookState): number {
  const cnet = state.net.ct ?? netCt(state.net);
  const template = skb.nfct as NfConn | null;
  // seen before, over loopback; or not to be tracked
  if ((template !== null && !template.isTemplate) || skb.ctinfo === status.IP_CT_UNTRACKED) return NF_ACCEPT;
  const known = template === null && state.pf === NFPROTO_IPV4 ? trackKnown(cnet, skb, state) : NOT_PLAIN;
  if (known >= 0) return known;
  skb.nfct = null;
  const verdict = track(cnet, template, skb, state, known === NOT_KNOWN);
  template?.put();
  return verdict;
}

function track(
  cnet: NetCt,
  template: NfConn | null,
  skb: SkBuff,
  state: NfHookState,
  isNew: boolean,
): number {
  const offset = findTransport(skb, skb.networkHeader, state.pf);
  if (offset < 0) {
    cnet.stat.invalid++;
    return NF_ACCEPT;
  }
  const protonum = transportProtocol;
  if (protonum === IPPROTO_ICMP || protonum === IPPROTO_ICMPV6) {
    const result = handleIcmp(skb, offset, protonum, template?.zoneOf(0) ?? 0, state);
    if (result <= 0) return -result;
    if (skb.nfct !== null || skb.ctinfo === status.IP_CT_UNTRACKED) return NF_ACCEPT;
  }
  for (let first = isNew; ; first = false) {
    if (resolve(cnet, template, skb, offset, protonum, state, first) < 0) {
      cnet.stat.drop++;
      return NF_DROP;
    }
    const ct = skb.nfct as NfConn | null;
    if (ct === null) {
      cnet.stat.invalid++;
      return NF_ACCEPT;
    }
    const result = l4proto(protonum).packet(ct, skb, offset, skb.ctinfo, state);
    if (result > 0) {
      if (skb.ctinfo === status.IP_CT_ESTABLISHED_REPLY) noteReply(ct);
      return NF_ACCEPT;
    }
    nfResetCt(skb);
    // an ended connection begins anew
    if (result !== -NF_REPEAT) return unwanted(cnet, result);
  }
}

/** `nf_conntrack_confirm`: the packet got through, and a new connection comes into the table. @returns a verdict */
export function nfConntrackConfirm(skb: SkBuff): number {
  const ct = skb.nfct as NfConn | null;
  if (ct === null) return NF_ACCEPT;
  const { status: known } = ct;
  if ((known & status.IPS_CONFIRMED) !== 0 && ct.eventCache === 0) return NF_ACCEPT;
  if ((known & status.IPS_TEMPLATE) !== 0) return NF_ACCEPT;
  let verdict = NF_ACCEPT;
  if ((known & status.IPS_CONFIRMED) === 0) verdict = confirm(ct, skb);
  if (verdict === NF_ACCEPT) {
    const now = skb.nfct as NfConn | null;
    if (now !== null && now.eventCache !== 0) now.cnet.table.deliverEvents(now);
  }
  return verdict;
}

/** `__nf_conntrack_confirm` */
function confirm(ct: NfConn, skb: SkBuff): number {
  if (status.ctinfoDirection(skb.ctinfo) !== 0) return NF_ACCEPT;
  const { cnet } = ct;
  const { table } = cnet;
  if ((ct.status & status.IPS_DYING) !== 0) {
    cnet.stat.insertFailed++;
    return NF_DROP;
  }
  const clash = findClash(ct);
  if (clash !== null) return resolveClash(ct, skb, clash);
  ct.timeout = (ct.timeout + cnet.jiffies()) | 0;
  ct.status |= status.IPS_CONFIRMED;
  if (ct.tstamp !== null) ct.tstamp.start = BigInt(cnet.net.machine.clock.realtime()) * 1000n;
  table.insert(ct);
  if (ct.hasHelp && ct.help?.helper != null) ct.noteEvent(status.IPCT_HELPER);
  ct.noteEvent(ct.master === null ? status.IPCT_NEW : status.IPCT_RELATED);
  return NF_ACCEPT;
}

/** An entry that came in since this one was looked for, and is the same, or answers the same. */
function findClash(ct: NfConn): NfConntrackTuple | null {
  const { cnet } = ct;
  const { table } = cnet;
  if (table.insertions === ct.lookedUp && (ct.status & status.IPS_NAT_MASK) === 0) return null;
  return table.find(cnet, ct.original, ct.zoneOf(0)) ?? table.find(cnet, ct.reply, ct.zoneOf(1));
}

/** Another packet of the same connection was first (`nf_ct_resolve_clash`). */
function resolveClash(loser: NfConn, skb: SkBuff, entry: NfConntrackTuple): number {
  const { cnet } = loser;
  const winner = entry.ct as NfConn;
  const same = entry.dir === 0 && winner.original.equals(loser.original) && winner.reply.equals(loser.reply);
  if (!l4proto(loser.original.protonum).allowClash || !same) {
    cnet.stat.insertFailed++;
    cnet.stat.drop++;
    return NF_DROP;
  }
  winner.use++;
  const { ctinfo } = skb;
  nfResetCt(skb);
  setNfct(skb, winner, ctinfo);
  cnet.stat.clashResolve++;
  return NF_ACCEPT;
}

/** Sets a connection's mark, and tells of it. */
export function setConntrackMark(ct: NfConn, mark: number): void {
  if (ct.mark === mark) return;
  ct.mark = mark;
  ct.noteEvent(status.IPCT_MARK);
}
