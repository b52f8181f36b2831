/** Which connections a command is about: `nfct_filter` of conntrack.c, in user space. */
import type { Flow, FlowTuple } from "./flow.ts";
import { IPS_DST_NAT, IPS_SRC_NAT } from "./names.ts";
import type { NatOption, Network, Options } from "./options.ts";

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
  if (protocol !== undefined && original.protocol !== protocol) return false;
  const wanted = (name: string, value: number | undefined): boolean =>
    !proto.has(name) || proto.get(name) === value;
  return (
    wanted("sport", original.sport) &&
    wanted("dport", original.dport) &&
    wanted("reply-port-src", reply.sport) &&
    wanted("reply-port-dst", reply.dport) &&
    wanted("type", original.type) &&
    wanted("code", original.code) &&
    wanted("id", original.sport)
  );
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

/** @param changes what is not looked at, because it is what the command sets */
export function flowMatches(flow: Flow, options: Options, changes = false): boolean {
  if (options.family !== 0 && flow.family !== options.family) return false;
  if (!tuplesMatch(flow, options) || !translatedMatch(flow, options)) return false;
  if (options.given.has("zone") && flow.zone !== options.zone) return false;
  if (options.given.has("orig-zone") && flow.original.zone !== options.origZone) return false;
  if (options.given.has("reply-zone") && flow.reply.zone !== options.replyZone) return false;
  if (changes) return true;
  const { mark, status } = options;
  if (options.given.has("mark") && (((flow.mark ?? 0) & mark.mask) ^ mark.value) !== 0) return false;
  if (options.given.has("status") && (flow.status & status) !== status) return false;
  const state = options.proto.get("state");
  return state === undefined || flow.tcpState === state;
}
