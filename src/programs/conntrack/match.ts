/** Which connections a command is about: `nfct_filter` of conntrack.c, in user space. */

import type { NatOption, Network } from "./addresses.ts";
import { type Flow, type FlowTuple, stateOf } from "./flow.ts";
import { IPS_DST_NAT, IPS_SRC_NAT } from "./names.ts";
import type { Options } from "./options.ts";

function inNetwork(address: Uint8Array, network: Network, mask: Network | undefined): boolean {
  if (address.length !== network.bytes.length) return false;
  const { length } = network;
  for (let i = 0; i < address.length; i++) {
    const bits = Math.min(8, Math.max(0, length - i * 8));
    const prefix = (0xff << (8 - bits)) & 0xff;
    const masked = mask === undefined ? prefix : (mask.bytes[i] ?? 0) & prefix;
    if (((address[i] ^ network.bytes[i]) & masked) !== 0) return false;
  }
  return true;
}

/** What options of protocols are compared with. */
const FIELDS: ReadonlyMap<string, (flow: Flow) => number> = new Map<string, (flow: Flow) => number>([
  ["sport", (flow) => flow.original.sport],
  ["dport", (flow) => flow.original.dport],
  ["srckey", (flow) => flow.original.sport],
  ["dstkey", (flow) => flow.original.dport],
  ["reply-port-src", (flow) => flow.reply.sport],
  ["reply-port-dst", (flow) => flow.reply.dport],
  ["reply-key-src", (flow) => flow.reply.sport],
  ["reply-key-dst", (flow) => flow.reply.dport],
  ...["icmp", "icmpv6"].flatMap((name): [string, (flow: Flow) => number][] => [
    [`${name}-type`, (flow) => flow.original.type],
    [`${name}-code`, (flow) => flow.original.code],
    [`${name}-id`, (flow) => flow.original.sport],
  ]),
]);

function tuplesMatch(flow: Flow, options: Options): boolean {
  const { addresses, masks, protocol, proto } = options;
  const { original, reply } = flow;
  const pairs: readonly (readonly [Network | undefined, Uint8Array, Network | undefined])[] = [
    [addresses.src, original.sourceBytes, masks["mask-src"]],
    [addresses.dst, original.destinationBytes, masks["mask-dst"]],
    [addresses["reply-src"], reply.sourceBytes, undefined],
    [addresses["reply-dst"], reply.destinationBytes, undefined],
  ];
  if (!pairs.every(([network, bytes, mask]) => network === undefined || inNetwork(bytes, network, mask)))
    return false;
  if (protocol !== undefined && original.protocol !== protocol.number) return false;
  for (const [name, value] of proto) {
    const field = FIELDS.get(name);
    if (field !== undefined && field(flow) !== value) return false;
  }
  return true;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Whether the tuple's answer comes from, or goes to, where the option says. */
function natMatches(option: NatOption, tuple: FlowTuple, source: boolean): boolean {
  const bytes = source ? tuple.sourceBytes : tuple.destinationBytes;
  if (option.address !== undefined && !sameBytes(bytes, option.address)) return false;
  return option.port === undefined || (source ? tuple.sport : tuple.dport) === option.port;
}

function translatedMatch(flow: Flow, options: Options): boolean {
  const { sourceNat, destinationNat, anyNat } = options;
  const isSource = (option: NatOption): boolean =>
    (flow.status & IPS_SRC_NAT) !== 0 && natMatches(option, flow.reply, false);
  const isDestination = (option: NatOption): boolean =>
    (flow.status & IPS_DST_NAT) !== 0 && natMatches(option, flow.reply, true);
  if (sourceNat !== undefined && !isSource(sourceNat)) return false;
  if (destinationNat !== undefined && !isDestination(destinationNat)) return false;
  return anyNat === undefined || isSource(anyNat) || isDestination(anyNat);
}

/**
 * What makes listing and taking away compare: without any of these a lifetime that is given counts for nothing.
 * Source: `CT_COMPARISON`.
 */
const COMPARED: readonly string[] = [
  "protonum",
  "src",
  "dst",
  "reply-src",
  "reply-dst",
  "mark",
  "secmark",
  "status",
  "id",
  "zone",
  "orig-zone",
  "reply-zone",
];

/** Whether any option asks to compare connections. */
export function compares(options: Options): boolean {
  return COMPARED.some((name) => options.given.has(name));
}

/** @param changes what is not looked at, because it is what the command sets */
export function flowMatches(flow: Flow, options: Options, changes = false): boolean {
  const { given, mark, status, proto } = options;
  if (options.family !== 0 && flow.family !== options.family) return false;
  if (!tuplesMatch(flow, options) || !translatedMatch(flow, options)) return false;
  if (given.has("zone") && flow.zone !== options.zone) return false;
  if (given.has("orig-zone") && flow.original.zone !== options.origZone) return false;
  if (given.has("reply-zone") && flow.reply.zone !== options.replyZone) return false;
  if (given.has("id") && flow.id !== options.id) return false;
  if (changes) return true;
  if (given.has("timeout") && compares(options) && flow.timeout !== options.timeout) return false;
  if (given.has("mark") && (((flow.mark ?? 0) & mark.mask) ^ mark.value) !== 0) return false;
  if (given.has("status") && (flow.status & status.set) !== status.set) return false;
  const state = proto.get("state");
  return state === undefined || stateOf(flow) === state;
}
