/** Messages that conntrack sends. Source: libnetfilter_conntrack's `build.c`. */
import * as cta from "../../netlink/ctnetlink.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import type { NatOption } from "./addresses.ts";
import { type Flow, stateOf } from "./flow.ts";
import { IPS_CONFIRMED } from "./names.ts";
import type { Options } from "./options.ts";

const TCP = 6;
const SCTP = 132;
/** A message of ICMP that nobody answers. */
const NO_TYPE = 255;
/** With ports or, of GRE, keys at their place. */
const PORTS: ReadonlySet<number> = new Set([6, 17, 33, 47, 132, 136]);
/** What answers a message of ICMP. */
const ICMP_REPLIES: ReadonlyMap<number, number> = new Map([
  [8, 0],
  [0, 8],
  [13, 14],
  [14, 13],
  [15, 16],
  [16, 15],
  [17, 18],
  [18, 17],
]);
const ICMPV6_REPLIES: ReadonlyMap<number, number> = new Map([
  [128, 129],
  [129, 128],
  [139, 140],
  [140, 139],
]);

/** One direction as the options give it. */
interface Ends {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly sport: number;
  readonly dport: number;
  readonly type: number;
  readonly code: number;
  readonly id: number;
  readonly zone: number;
}

/** @param bare without a protocol, which the kernel refuses */
function writeTuple(
  writer: MessageWriter,
  attribute: number,
  protocol: number,
  ends: Ends,
  bare = false,
): void {
  const nest = writer.nest(attribute);
  const ip = writer.nest(cta.CTA_TUPLE_IP);
  const v4 = ends.source.length === 4;
  writer.data(v4 ? cta.CTA_IP_V4_SRC : cta.CTA_IP_V6_SRC, ends.source);
  writer.data(v4 ? cta.CTA_IP_V4_DST : cta.CTA_IP_V6_DST, ends.destination);
  writer.endNest(ip);
  if (bare) {
    writer.endNest(nest);
    return;
  }
  const proto = writer.nest(cta.CTA_TUPLE_PROTO);
  writer.u8(cta.CTA_PROTO_NUM, protocol);
  if (PORTS.has(protocol)) {
    writer.be16(cta.CTA_PROTO_SRC_PORT, ends.sport);
    writer.be16(cta.CTA_PROTO_DST_PORT, ends.dport);
  } else if (protocol === 1 || protocol === 58) {
    const first = protocol === 1 ? cta.CTA_PROTO_ICMP_ID : cta.CTA_PROTO_ICMPV6_ID;
    writer.u8(first + 2, ends.code);
    writer.u8(first + 1, ends.type);
    writer.be16(first, ends.id);
  }
  writer.endNest(proto);
  if (ends.zone !== 0) writer.be16(cta.CTA_TUPLE_ZONE, ends.zone);
  writer.endNest(nest);
}

function hasReplyAddress({ addresses }: Options): boolean {
  return addresses["reply-src"] !== undefined || addresses["reply-dst"] !== undefined;
}

/** A number that a protocol's option gives, by any of its names: ports, or keys. */
function number({ proto }: Options, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = proto.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The connection's own direction, and what answers it. Of one that is not given at all, all is the other's. */
function endsOf(options: Options): readonly [Ends, Ends] {
  const { addresses, protocol } = options;
  const [hasOriginal, hasReply] = [!onlyReply(options), hasReplyAddress(options)];
  const any = Object.values(addresses)[0]?.bytes.length ?? 4;
  const none = new Uint8Array(any);
  const code = number(options, "icmp-code", "icmpv6-code") ?? 0;
  const type = number(options, "icmp-type", "icmpv6-type") ?? 0;
  const replies = protocol?.number === 58 ? ICMPV6_REPLIES : ICMP_REPLIES;
  const id = number(options, "icmp-id", "icmpv6-id") ?? 0;
  const original = {
    source: addresses.src?.bytes ?? none,
    destination: addresses.dst?.bytes ?? none,
    sport: number(options, "sport", "srckey") ?? 0,
    dport: number(options, "dport", "dstkey") ?? 0,
    type,
    code,
    id,
    zone: options.origZone,
  };
  const reply = {
    source: addresses["reply-src"]?.bytes ?? none,
    destination: addresses["reply-dst"]?.bytes ?? none,
    sport: number(options, "reply-port-src", "reply-key-src") ?? 0,
    dport: number(options, "reply-port-dst", "reply-key-dst") ?? 0,
    type: replies.get(type) ?? type,
    code,
    id,
    zone: options.replyZone,
  };
  // taken from the answer, a type is none that the kernel knows
  if (!hasOriginal) return [{ ...original, ...turned(reply), type: NO_TYPE }, reply];
  return [original, hasReply ? reply : { ...reply, ...turned(original) }];
}

/** Addresses and ports the other way round. */
function turned({
  source,
  destination,
  sport,
  dport,
}: Ends): Pick<Ends, "source" | "destination" | "sport" | "dport"> {
  return { source: destination, destination: source, sport: dport, dport: sport };
}

/** The protocol that a new connection is of: where only its answer is given, only the answer's ports tell it. */
function protocolOf(options: Options): number {
  const number = options.protocol?.number ?? 0;
  const named = !onlyReply(options) || tellsReplyPorts(options);
  return named || !PORTS.has(number) ? number : 0;
}

function onlyReply({ addresses }: Options): boolean {
  return addresses.src === undefined && addresses.dst === undefined;
}

function tellsReplyPorts(options: Options): boolean {
  return number(options, "reply-port-src", "reply-port-dst", "reply-key-src", "reply-key-dst") !== undefined;
}

function writeNat(writer: MessageWriter, attribute: number, option: NatOption | undefined): void {
  if (option === undefined || option.address === undefined) return;
  const nest = writer.nest(attribute);
  writer.data(option.address.length === 4 ? cta.CTA_NAT_V4_MINIP : cta.CTA_NAT_V6_MINIP, option.address);
  if (option.port !== undefined) {
    const proto = writer.nest(cta.CTA_NAT_PROTO);
    writer.be16(cta.CTA_PROTONAT_PORT_MIN, option.port);
    writer.be16(cta.CTA_PROTONAT_PORT_MAX, option.port);
    writer.endNest(proto);
  }
  writer.endNest(nest);
}

function writeTcpState(writer: MessageWriter, state: number): void {
  const nest = writer.nest(cta.CTA_PROTOINFO);
  const inner = writer.nest(cta.CTA_PROTOINFO_TCP);
  writer.u8(cta.CTA_PROTOINFO_TCP_STATE, state);
  writer.endNest(inner);
  writer.endNest(nest);
}

const SCTP_OPTIONS = ["state", "orig-vtag", "reply-vtag"] as const;

/** What the options tell of an association, and no more: the kernel wants all of it. */
function writeSctpInfo(writer: MessageWriter, { proto }: Options): void {
  if (!SCTP_OPTIONS.some((name) => proto.has(name))) return;
  const [state, original, reply] = SCTP_OPTIONS.map((name) => proto.get(name));
  const nest = writer.nest(cta.CTA_PROTOINFO);
  const inner = writer.nest(cta.CTA_PROTOINFO_SCTP);
  if (state !== undefined) writer.u8(cta.CTA_PROTOINFO_SCTP_STATE, state);
  if (original !== undefined) writer.u32(cta.CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, original);
  if (reply !== undefined) writer.u32(cta.CTA_PROTOINFO_SCTP_VTAG_REPLY, reply);
  writer.endNest(inner);
  writer.endNest(nest);
}

/** Names a connection, for `-G`. Only its own direction does: without it the kernel refuses the request. */
export function writeName(writer: MessageWriter, options: Options): void {
  const [original] = endsOf(options);
  const protocol = protocolOf(options);
  if (options.addresses.src !== undefined) writeTuple(writer, cta.CTA_TUPLE_ORIG, protocol, original);
  else writer.endNest(writer.nest(cta.CTA_TUPLE_ORIG));
  if (options.zone !== 0) writer.be16(cta.CTA_ZONE, options.zone);
}

/** A new connection, for `-I` and `-A`. */
export function writeNew(writer: MessageWriter, options: Options): void {
  const [original, reply] = endsOf(options);
  const protocol = protocolOf(options);
  writeTuple(writer, cta.CTA_TUPLE_ORIG, protocol, original);
  const bare = !onlyReply(options) && hasReplyAddress(options) && !tellsReplyPorts(options);
  writeTuple(writer, cta.CTA_TUPLE_REPLY, protocol, reply, bare && PORTS.has(protocol));
  if (options.given.has("status")) writer.be32(cta.CTA_STATUS, options.status.set | IPS_CONFIRMED);
  writer.be32(cta.CTA_TIMEOUT, options.timeout);
  if (options.given.has("mark")) writer.be32(cta.CTA_MARK, options.mark.value);
  const state = options.proto.get("state");
  if (state !== undefined && protocol === TCP) writeTcpState(writer, state);
  if (protocol === SCTP) writeSctpInfo(writer, options);
  writeNat(writer, cta.CTA_NAT_SRC, options.sourceNat);
  writeNat(writer, cta.CTA_NAT_DST, options.destinationNat);
  if (options.zone !== 0) writer.be16(cta.CTA_ZONE, options.zone);
}

/** Names a connection that was listed. */
export function writeSame(writer: MessageWriter, flow: Flow): void {
  // begun and ended as a nest, so that it is marked as one
  const nest = writer.nest(cta.CTA_TUPLE_ORIG);
  writer.rawBytes(flow.originalAttribute);
  writer.endNest(nest);
  if (flow.zone !== 0) writer.be16(cta.CTA_ZONE, flow.zone);
}

/** What the options change of a connection. */
export interface Changes {
  readonly status: number | undefined;
  readonly timeout: number | undefined;
  readonly mark: number | undefined;
  readonly state: number | undefined;
}

/** @returns undefined: nothing changes */
export function changesOf(flow: Flow, options: Options): Changes | undefined {
  const { given, proto } = options;
  const { value, mask } = options.mark;
  const changes = {
    status: given.has("status") ? flow.status | options.status.set : undefined,
    timeout: given.has("timeout") ? options.timeout : undefined,
    mark: given.has("mark") ? (((flow.mark ?? 0) & ~mask) | value) >>> 0 : undefined,
    state: stateOf(flow) === undefined ? undefined : proto.get("state"),
  };
  const same =
    changes.timeout === undefined &&
    (changes.status ?? flow.status) === flow.status &&
    (changes.mark ?? flow.mark) === flow.mark &&
    (changes.state ?? stateOf(flow)) === stateOf(flow);
  return same ? undefined : changes;
}

/** Names a connection by its ends alone, whatever its zone, and tells what is to change. */
export function writeChanges(writer: MessageWriter, flow: Flow, changes: Changes, options: Options): void {
  const { original } = flow;
  writeTuple(writer, cta.CTA_TUPLE_ORIG, original.protocol, {
    source: original.sourceBytes,
    destination: original.destinationBytes,
    sport: original.sport,
    dport: original.dport,
    type: original.type,
    code: original.code,
    id: original.sport,
    zone: 0,
  });
  const { status, timeout, mark, state } = changes;
  if (status !== undefined) writer.be32(cta.CTA_STATUS, status);
  if (timeout !== undefined) writer.be32(cta.CTA_TIMEOUT, timeout);
  if (mark !== undefined) writer.be32(cta.CTA_MARK, mark);
  if (original.protocol === SCTP) writeSctpInfo(writer, options);
  else if (state !== undefined) writeTcpState(writer, state);
}
