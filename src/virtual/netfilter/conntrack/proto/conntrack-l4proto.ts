/**
 * Protocols over IP as connection tracking sees them: `struct nf_conntrack_l4proto`. Each registers itself in {@link l4protos}.
 *
 * Source: `include/net/netfilter/nf_conntrack_l4proto.h`.
 */
import type { SkBuff } from "../../../core/skbuff.ts";
import type { NfHookState } from "../../net-nf.ts";
import type { NfConntrackTuple } from "../conntrack-tuple.ts";
import type { NfConn } from "../nf-conn.ts";

/** One protocol. */
export interface L4Proto {
  readonly protonum: number;
  /** Two packets of one new connection at once are one (`allow_clash`). */
  readonly allowClash: boolean;
  /** The header begins with ports, as {@link portsToTuple} reads them. */
  readonly startsWithPorts: boolean;
  /** Fills in the ports of the packet whose header is at `offset`. @returns false when it is cut short */
  toTuple(skb: SkBuff, offset: number, tuple: NfConntrackTuple): boolean;
  /** Fills in the ports of the other direction. @returns false when there is none */
  invert(inverse: NfConntrackTuple, tuple: NfConntrackTuple): boolean;
  /**
   * Looks at a packet of the connection and moves its timeout.
   * @returns 1 (`NF_ACCEPT`); else the negative of the verdict for a packet that is of no connection: `-NF_ACCEPT`, `-NF_REPEAT`
   */
  packet(ct: NfConn, skb: SkBuff, offset: number, ctinfo: number, state: NfHookState): number;
}

/** Ports as they are at the beginning of most headers. */
export function portsToTuple(skb: SkBuff, offset: number, tuple: NfConntrackTuple): boolean {
  if (offset + 4 > skb.tail) return false;
  const { bytes } = skb;
  tuple.ports =
    (bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3];
  return true;
}

/** The other direction's ports. */
export function invertPorts(inverse: NfConntrackTuple, tuple: NfConntrackTuple): boolean {
  inverse.ports = (tuple.ports << 16) | (tuple.ports >>> 16);
  return true;
}

const protocols: (L4Proto | null)[] = new Array(256).fill(null);

/** Puts a protocol into {@link l4protos}. */
export function registerL4Proto(proto: L4Proto): void {
  protocols[proto.protonum] = proto;
}

let generic: L4Proto | null = null;

/** Who tracks protocols that nobody else does. */
export function setGenericL4Proto(proto: L4Proto): void {
  generic = proto;
}

/** `nf_ct_l4proto_find` */
export function l4proto(protonum: number): L4Proto {
  return protocols[protonum] ?? (generic as L4Proto);
}
