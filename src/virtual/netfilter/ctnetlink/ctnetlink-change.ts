/**
 * Connections that programs make and change.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_create_conntrack`, `ctnetlink_change_conntrack`).
 */
import { EBUSY, EEXIST, EINVAL, ENOENT, ENOMEM, EOPNOTSUPP, EPERM, ETIME } from "../../../errno.ts";
import { AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import { addExtensions, allocConntrack } from "../conntrack/conntrack-core.ts";
import * as status from "../conntrack/conntrack-status.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { HZ, type NetCt } from "../conntrack/net-ct.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { NfCtSctp } from "../conntrack/proto/conntrack-proto-sctp-state.ts";
import {
  IP_CT_TCP_FLAG_WINDOW_SCALE,
  NfCtTcp,
  TCP_CONNTRACK_MAX,
} from "../conntrack/proto/conntrack-proto-tcp-state.ts";
import { NF_ACCEPT, NFPROTO_IPV4 } from "../hook-numbers.ts";
import { natInitialized, nfNatNullBinding, nfNatSetupInfo } from "../nat/nat-core.ts";
import {
  NF_NAT_MANIP_DST,
  NF_NAT_MANIP_SRC,
  NF_NAT_RANGE_MAP_IPS,
  NF_NAT_RANGE_PROTO_SPECIFIED,
  NfNatRange,
} from "../nat/nat-range.ts";
import { type ParsedZone, parseTuple } from "./ctnetlink-parse.ts";

const TCP = 6;
const SCTP = 132;
const INT_MAX = 0x7fffffff;

const protoinfo = new AttributeTable(cta.CTA_PROTOINFO_MAX);
const tcpinfo = new AttributeTable(cta.CTA_PROTOINFO_TCP_MAX);
const sctpinfo = new AttributeTable(cta.CTA_PROTOINFO_SCTP_MAX);
const natinfo = new AttributeTable(cta.CTA_NAT_MAX);
const natProto = new AttributeTable(cta.CTA_PROTONAT_MAX);
const master = new NfConntrackTuple(null, 0);
const range = new NfNatRange();

/** `ctnetlink_change_status` */
function changeStatus(ct: NfConn, wanted: number): number {
  const differs = ct.status ^ wanted;
  if ((differs & (status.IPS_EXPECTED | status.IPS_CONFIRMED | status.IPS_DYING)) !== 0) return -EBUSY;
  if ((differs & status.IPS_SEEN_REPLY) !== 0 && (wanted & status.IPS_SEEN_REPLY) === 0) return -EBUSY;
  if ((differs & status.IPS_ASSURED) !== 0 && (wanted & status.IPS_ASSURED) === 0) return -EBUSY;
  ct.status |= wanted & ~status.IPS_UNCHANGEABLE_MASK;
  return 0;
}

/** Jiffies of a time in seconds, as many as fit. */
function jiffiesOf(attributes: AttributeTable): number {
  return Math.min(attributes.be32(cta.CTA_TIMEOUT) * HZ, INT_MAX);
}

/** `ctnetlink_change_timeout` */
function changeTimeout(ct: NfConn, attributes: AttributeTable): number {
  if ((ct.status & status.IPS_FIXED_TIMEOUT) !== 0) return -EPERM;
  ct.timeout = (ct.cnet.jiffies() + jiffiesOf(attributes)) | 0;
  return (ct.status & status.IPS_DYING) !== 0 ? -ETIME : 0;
}

/** `ctnetlink_change_mark` */
function changeMark(ct: NfConn, attributes: AttributeTable): void {
  const keep = attributes.has(cta.CTA_MARK_MASK) ? ~attributes.be32(cta.CTA_MARK_MASK) : 0;
  ct.mark = ((ct.mark & keep) ^ attributes.be32(cta.CTA_MARK)) >>> 0;
}

function changeFlags(type: number, flags: number): number {
  const change = tcpinfo.payload(type);
  if (change === undefined || change.length < 2) return flags;
  return (flags & ~change[1]) | (change[0] & change[1]);
}

/** `nlattr_to_sctp`: any number is a state. */
function changeSctp(ct: NfConn): number {
  if (!protoinfo.has(cta.CTA_PROTOINFO_SCTP)) return 0;
  sctpinfo.parseNested(protoinfo, cta.CTA_PROTOINFO_SCTP);
  for (let type = 1; type <= cta.CTA_PROTOINFO_SCTP_MAX; type++) if (!sctpinfo.has(type)) return -EINVAL;
  ct.sctp ??= new NfCtSctp();
  ct.sctp.state = sctpinfo.u8(cta.CTA_PROTOINFO_SCTP_STATE);
  ct.sctp.vtag0 = sctpinfo.be32(cta.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL) | 0;
  ct.sctp.vtag1 = sctpinfo.be32(cta.CTA_PROTOINFO_SCTP_VTAG_REPLY) | 0;
  return 0;
}

/** `nlattr_to_tcp` */
function changeProtoinfo(ct: NfConn, attributes: AttributeTable): number {
  protoinfo.parseNested(attributes, cta.CTA_PROTOINFO);
  if (ct.original.protonum === SCTP) return changeSctp(ct);
  if (ct.original.protonum !== TCP || !protoinfo.has(cta.CTA_PROTOINFO_TCP)) return 0;
  tcpinfo.parseNested(protoinfo, cta.CTA_PROTOINFO_TCP);
  const hasState = tcpinfo.has(cta.CTA_PROTOINFO_TCP_STATE);
  const state = tcpinfo.u8(cta.CTA_PROTOINFO_TCP_STATE);
  if (hasState && state >= TCP_CONNTRACK_MAX) return -EINVAL;
  ct.tcp ??= new NfCtTcp();
  const { tcp } = ct;
  if (hasState) tcp.state = state;
  tcp.seen0.flags = changeFlags(cta.CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, tcp.seen0.flags);
  tcp.seen1.flags = changeFlags(cta.CTA_PROTOINFO_TCP_FLAGS_REPLY, tcp.seen1.flags);
  const scales =
    tcpinfo.has(cta.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL) && tcpinfo.has(cta.CTA_PROTOINFO_TCP_WSCALE_REPLY);
  if (scales && (tcp.seen0.flags & tcp.seen1.flags & IP_CT_TCP_FLAG_WINDOW_SCALE) !== 0) {
    tcp.seen0.scale = tcpinfo.u8(cta.CTA_PROTOINFO_TCP_WSCALE_ORIGINAL) & 15;
    tcp.seen1.scale = tcpinfo.u8(cta.CTA_PROTOINFO_TCP_WSCALE_REPLY) & 15;
  }
  return 0;
}

/** `ctnetlink_attach_labels` */
function attachLabels(ct: NfConn, attributes: AttributeTable): number {
  const labels = attributes.payload(cta.CTA_LABELS);
  if (labels === undefined) return 0;
  const mask = attributes.payload(cta.CTA_LABELS_MASK);
  if (labels.length === 0 || labels.length > 16 || (labels.length & 3) !== 0) return -EINVAL;
  if (mask !== undefined && mask.length !== labels.length) return -EINVAL;
  // nobody in the namespace uses labels: there is no room for them
  if (ct.labels === null && ct.cnet.labelsUsed === 0) return -EOPNOTSUPP;
  ct.labels ??= new Int32Array(4);
  for (let i = 0; i < 4; i++) {
    const inside = i * 4 < labels.length;
    const set = inside ? readU32(labels, i * 4) : 0;
    const keep = inside ? (mask === undefined ? 0 : ~readU32(mask, i * 4)) : mask === undefined ? 0 : -1;
    ct.labels[i] = (ct.labels[i] & keep) ^ set;
  }
  return 0;
}

/** `nfnetlink_parse_nat` */
function parseNat(attributes: AttributeTable, type: number, l3num: number): number {
  range.reset();
  natinfo.parseNested(attributes, type);
  const v4 = l3num === NFPROTO_IPV4;
  const [low, high] = v4
    ? [cta.CTA_NAT_V4_MINIP, cta.CTA_NAT_V4_MAXIP]
    : [cta.CTA_NAT_V6_MINIP, cta.CTA_NAT_V6_MAXIP];
  if (natinfo.has(low)) {
    range.flags |= NF_NAT_RANGE_MAP_IPS;
    for (const [from, into] of [
      [low, range.minAddr],
      [natinfo.has(high) ? high : low, range.maxAddr],
    ] as const) {
      if (v4) into[3] = natinfo.be32(from) | 0;
      else {
        const address = natinfo.ipv6(from);
        if (address === undefined) return -EINVAL;
        into.set([address.w0 | 0, address.w1 | 0, address.w2 | 0, address.w3 | 0]);
      }
    }
  }
  if (!natinfo.has(cta.CTA_NAT_PROTO)) return 0;
  natProto.parseNested(natinfo, cta.CTA_NAT_PROTO);
  if (natProto.has(cta.CTA_PROTONAT_PORT_MIN)) {
    range.flags |= NF_NAT_RANGE_PROTO_SPECIFIED;
    range.minProto = natProto.be16(cta.CTA_PROTONAT_PORT_MIN);
    range.maxProto = natProto.be16(cta.CTA_PROTONAT_PORT_MAX, range.minProto);
  }
  return 0;
}

/** `ctnetlink_setup_nat` */
function setupNat(ct: NfConn, attributes: AttributeTable): number {
  if (!attributes.has(cta.CTA_NAT_SRC) && !attributes.has(cta.CTA_NAT_DST)) return 0;
  for (const [type, manip] of [
    [cta.CTA_NAT_DST, NF_NAT_MANIP_DST],
    [cta.CTA_NAT_SRC, NF_NAT_MANIP_SRC],
  ] as const) {
    if (natInitialized(ct, manip)) return -EEXIST;
    if (!attributes.has(type)) {
      if (nfNatNullBinding(ct, manip) !== NF_ACCEPT) return -ENOMEM;
      continue;
    }
    const error = parseNat(attributes, type, ct.original.l3num);
    if (error < 0) return error;
    if (nfNatSetupInfo(ct, range, manip) !== NF_ACCEPT) return -EINVAL;
  }
  return 0;
}

/** What may be told of an old connection and of a new one. */
function changeCommon(ct: NfConn, attributes: AttributeTable): number {
  if (attributes.has(cta.CTA_STATUS)) {
    const error = changeStatus(ct, attributes.be32(cta.CTA_STATUS));
    if (error < 0) return error;
  }
  if (attributes.has(cta.CTA_PROTOINFO)) {
    const error = changeProtoinfo(ct, attributes);
    if (error < 0) return error;
  }
  if (attributes.has(cta.CTA_MARK)) changeMark(ct, attributes);
  return 0;
}

/** Helpers, offsets of sequence numbers and SYN proxies are not here. */
function refuses(attributes: AttributeTable): boolean {
  return [cta.CTA_HELP, cta.CTA_SEQ_ADJ_ORIG, cta.CTA_SEQ_ADJ_REPLY, cta.CTA_SYNPROXY].some((type) =>
    attributes.has(type),
  );
}

/** `ctnetlink_change_conntrack` @returns 0 or a negative error */
export function changeConntrack(ct: NfConn, attributes: AttributeTable): number {
  const onlyNew = [cta.CTA_NAT_SRC, cta.CTA_NAT_DST, cta.CTA_TUPLE_MASTER];
  if (onlyNew.some((type) => attributes.has(type)) || refuses(attributes)) return -EOPNOTSUPP;
  if (attributes.has(cta.CTA_TIMEOUT)) {
    const error = changeTimeout(ct, attributes);
    if (error < 0) return error;
  }
  const error = changeCommon(ct, attributes);
  return error < 0 ? error : attachLabels(ct, attributes);
}

/** The connection that expected a new one. @returns 0 or a negative error */
function setMaster(ct: NfConn, attributes: AttributeTable): number {
  if (!attributes.has(cta.CTA_TUPLE_MASTER)) return 0;
  const error = parseTuple(attributes, cta.CTA_TUPLE_MASTER, ct.original.l3num, master, null);
  if (error < 0) return error;
  const entry = ct.cnet.table.find(ct.cnet, master, ct.zone);
  if (entry === null) return -ENOENT;
  ct.master = entry.ct as NfConn;
  ct.master.use++;
  ct.status |= status.IPS_EXPECTED;
  return 0;
}

/** `ctnetlink_create_conntrack` @returns the connection, in the table, or a negative error */
export function createConntrack(
  cnet: NetCt,
  zone: ParsedZone,
  attributes: AttributeTable,
  original: NfConntrackTuple,
  reply: NfConntrackTuple,
): NfConn | number {
  const ct = allocConntrack(cnet, original, zone.id);
  if (ct === null) return -ENOMEM;
  ct.zoneDir = zone.dir;
  ct.reply.copy(reply);
  const error = fillNew(ct, attributes);
  if (error < 0) {
    ct.status &= ~status.IPS_CONFIRMED;
    ct.put();
    return error;
  }
  cnet.table.insert(ct);
  ct.put();
  return ct;
}

function fillNew(ct: NfConn, attributes: AttributeTable): number {
  const { cnet } = ct;
  if (!attributes.has(cta.CTA_TIMEOUT)) return -EINVAL;
  if (refuses(attributes)) return -EOPNOTSUPP;
  let error = setupNat(ct, attributes);
  if (error < 0) return error;
  addExtensions(ct);
  ct.status |= status.IPS_CONFIRMED;
  ct.timeout = (cnet.jiffies() + jiffiesOf(attributes)) | 0;
  error = changeCommon(ct, attributes);
  if (error < 0) return error;
  error = setMaster(ct, attributes);
  if (error < 0) return error;
  if (ct.tstamp !== null) ct.tstamp.start = BigInt(cnet.net.machine.clock.realtime()) * 1000n;
  const taken =
    cnet.table.find(cnet, ct.original, ct.zoneOf(0)) ?? cnet.table.find(cnet, ct.reply, ct.zoneOf(1));
  return taken === null ? 0 : -EEXIST;
}

export { attachLabels };
