/** What a comparison with a loaded value says in iptables' words. */
import { AF_INET } from "../../../kernel.ts";
import {
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFT_META_IIFNAME,
  NFT_META_L4PROTO,
  NFT_META_MARK,
  NFT_META_OIFNAME,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFT_RANGE_NEQ,
} from "../../../netlink/nf-tables-expressions.ts";
import type { ExtensionUse } from "../extension/extension.ts";
import { knownMatch } from "../extension/extensions.ts";
import { Struct, xtAlign } from "../extension/struct.ts";
import { MARK, MARK_INVERT, MARK_MASK } from "../matches/mark.ts";
import {
  TCP_DPORTS,
  TCP_FLAG_COMPARE,
  TCP_FLAG_MASK,
  TCP_INVERSE,
  TCP_SPORTS,
  XT_TCP_INV_DSTPT,
  XT_TCP_INV_FLAGS,
  XT_TCP_INV_SRCPT,
} from "../matches/tcp.ts";
import { UDP_INVERSE } from "../matches/udp.ts";
import {
  IPT_INV_DSTIP,
  IPT_INV_FRAG,
  IPT_INV_PROTO,
  IPT_INV_SRCIP,
  IPT_INV_VIA_IN,
  IPT_INV_VIA_OUT,
} from "../rule-state.ts";
import type { Decoding, Loaded } from "./decode-rule.ts";
import { NO_INTERFACE } from "./encode-rule.ts";

const ALL_PORTS = 0xffff;
const TCP = 6;
const UDP = 17;
const TCP_FLAGS_OFFSET = 13;
const FRAGMENT_OFFSET = 6;
const decoder = new TextDecoder();

/** An expression `cmp`. */
export function decodeCompare(decoding: Decoding, source: Loaded, operation: number, data: Uint8Array): void {
  if (source.kind === "meta") compareMeta(decoding, source, operation, data);
  else if (source.kind !== "payload") decoding.error = "cmp sreg has unknown type";
  else if (source.key === NFT_PAYLOAD_NETWORK_HEADER) compareNetwork(decoding, source, operation, data);
  else if (source.key === NFT_PAYLOAD_TRANSPORT_HEADER) compareTransport(decoding, source, operation, data);
  else decoding.error = "unexpected payload base";
}

/** How a rule says that a packet must come from no device at all: `! -i +`. */
function noInterface(name: string): boolean {
  return name === NO_INTERFACE;
}

function compareMeta(decoding: Decoding, source: Loaded, operation: number, data: Uint8Array): void {
  const { rule } = decoding;
  const inverse = operation === NFT_CMP_NEQ;
  switch (source.key) {
    case NFT_META_IIFNAME:
      rule.inInterface = interfaceName(data);
      if (inverse || noInterface(rule.inInterface)) rule.inverse |= IPT_INV_VIA_IN;
      if (noInterface(rule.inInterface)) rule.inInterface = "+";
      break;
    case NFT_META_OIFNAME:
      rule.outInterface = interfaceName(data);
      if (inverse || noInterface(rule.outInterface)) rule.inverse |= IPT_INV_VIA_OUT;
      if (noInterface(rule.outInterface)) rule.outInterface = "+";
      break;
    case NFT_META_L4PROTO:
      rule.protocol = data[0] ?? 0;
      if (inverse) rule.inverse |= IPT_INV_PROTO;
      break;
    case NFT_META_MARK:
      addMark(decoding, source, inverse, data);
      break;
    default:
      decoding.error = "unknown meta key";
  }
}

/** Without its NUL it is only the beginning of a name. */
function interfaceName(data: Uint8Array): string {
  const end = data.indexOf(0);
  return end < 0 ? `${decoder.decode(data)}+` : decoder.decode(data.subarray(0, end));
}

function addMatch({ rule, family }: Decoding, name: string): ExtensionUse | undefined {
  const extension = knownMatch(name, family.number);
  if (!extension) return undefined;
  const data = new Struct(new Uint8Array(xtAlign(extension.size)));
  const use = { extension, data, flags: 0 };
  rule.matches.push(use);
  return use;
}

function addMark(decoding: Decoding, source: Loaded, inverse: boolean, value: Uint8Array): void {
  const use = addMatch(decoding, "mark");
  if (!use) return;
  use.data.set(MARK, value.subarray(0, 4));
  if (source.mask) use.data.set(MARK_MASK, source.mask.subarray(0, 4));
  else use.data.set32(MARK_MASK, 0xffffffff);
  if (inverse) use.data.set8(MARK_INVERT, 1);
}

function compareNetwork(decoding: Decoding, source: Loaded, operation: number, data: Uint8Array): void {
  const { rule, family } = decoding;
  const inverse = operation === NFT_CMP_NEQ;
  if (source.offset === family.sourceOffset) {
    rule.source = address(data, family.addressLength);
    rule.sourceMask = addressMask(source, family.addressLength);
    if (inverse) rule.inverse |= IPT_INV_SRCIP;
  } else if (source.offset === family.destinationOffset) {
    rule.destination = address(data, family.addressLength);
    rule.destinationMask = addressMask(source, family.addressLength);
    if (inverse) rule.inverse |= IPT_INV_DSTIP;
  } else if (family.number === AF_INET && source.offset === FRAGMENT_OFFSET) {
    rule.fragment = true;
    if (operation === NFT_CMP_EQ) rule.inverse |= IPT_INV_FRAG;
  } else compareHeader(decoding, source, inverse, data);
}

/** Fields of the header that some rules of others compare. */
function compareHeader(decoding: Decoding, source: Loaded, inverse: boolean, data: Uint8Array): void {
  const { rule, family } = decoding;
  const protocolOffset = family.number === AF_INET ? 9 : 6;
  if (source.offset === protocolOffset) {
    rule.protocol = data[0] ?? 0;
    if (inverse) rule.inverse |= IPT_INV_PROTO;
  } else decoding.error = "unknown payload offset";
}

function address(data: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(data.subarray(0, length));
  return bytes;
}

function addressMask(source: Loaded, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  if (source.mask) mask.set(source.mask.subarray(0, length));
  else mask.fill(0xff, 0, Math.min(length, source.length));
  return mask;
}

/** The `tcp` or `udp` match that native expressions build up. */
function transport(decoding: Decoding): { readonly use: ExtensionUse; readonly inverse: number } | undefined {
  const { protocol } = decoding.rule;
  const name = protocol === TCP ? "tcp" : protocol === UDP ? "udp" : undefined;
  if (name === undefined) {
    decoding.error = "unsupported layer 4 protocol value";
    return undefined;
  }
  const inverse = protocol === TCP ? TCP_INVERSE : UDP_INVERSE;
  const known = decoding.native.get(name);
  if (known) return { use: known, inverse };
  const use = addMatch(decoding, name);
  if (!use) return undefined;
  use.data.set16(TCP_SPORTS + 2, ALL_PORTS);
  use.data.set16(TCP_DPORTS + 2, ALL_PORTS);
  decoding.native.set(name, use);
  return { use, inverse };
}

/** Lowest and highest port of a comparison, and whether it is inverted. */
function portRange(operation: number, port: number): readonly [number, number, boolean] {
  switch (operation) {
    case NFT_CMP_LT:
      return [0, port - 1, false];
    case NFT_CMP_LTE:
      return [0, port, false];
    case NFT_CMP_GT:
      return [0, port, true];
    case NFT_CMP_GTE:
      return [port, ALL_PORTS, false];
    default:
      return [port, port, operation === NFT_CMP_NEQ];
  }
}

function setPorts(decoding: Decoding, offset: number, low: number, high: number, inverted: boolean): void {
  const match = transport(decoding);
  if (!match) return;
  const { data } = match.use;
  const at = offset === 0 ? TCP_SPORTS : TCP_DPORTS;
  data.set16(at, low);
  data.set16(at + 2, high);
  const bit = offset === 0 ? XT_TCP_INV_SRCPT : XT_TCP_INV_DSTPT;
  if (inverted) data.set8(match.inverse, data.u8(match.inverse) | bit);
}

function be16(bytes: Uint8Array, at = 0): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function compareTransport(decoding: Decoding, source: Loaded, operation: number, data: Uint8Array): void {
  if (source.offset === 0 && data.length === 4) {
    const inverted = operation === NFT_CMP_NEQ;
    setPorts(decoding, 0, be16(data), be16(data), inverted);
    setPorts(decoding, 2, be16(data, 2), be16(data, 2), inverted);
  } else if (source.offset === 0 || source.offset === 2) {
    const [low, high, inverted] = portRange(operation, be16(data));
    setPorts(decoding, source.offset, low, high, inverted);
  } else if (source.offset === TCP_FLAGS_OFFSET && decoding.rule.protocol === TCP) {
    const match = transport(decoding);
    if (!match) return;
    match.use.data.set8(TCP_FLAG_COMPARE, data[0] ?? 0);
    match.use.data.set8(TCP_FLAG_MASK, source.mask?.[0] ?? 0xff);
    if (operation === NFT_CMP_NEQ)
      match.use.data.set8(TCP_INVERSE, match.use.data.u8(TCP_INVERSE) | XT_TCP_INV_FLAGS);
  } else decoding.error = "unexpected payload offset";
}

/** An expression `range`: of ports. */
export function decodeRange(
  decoding: Decoding,
  source: Loaded,
  operation: number,
  from: Uint8Array,
  to: Uint8Array,
): void {
  if (source.kind !== "payload") decoding.error = "range sreg type unsupported";
  else if (source.key !== NFT_PAYLOAD_TRANSPORT_HEADER) decoding.error = "range with unknown payload base";
  else if (source.offset !== 0 && source.offset !== 2) decoding.error = "unexpected payload offset";
  else setPorts(decoding, source.offset, be16(from), be16(to), operation === NFT_RANGE_NEQ);
}
