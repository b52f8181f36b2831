/**
 * Upper-layer protocols and extension headers by their number: `inet6_protos`.
 *
 * Source: `net/ipv6/protocol.c`, `include/net/protocol.h`.
 */
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { SkBuff } from "../core/skbuff.ts";

/** One protocol (`struct inet6_protocol`). */
export interface Inet6Protocol {
  /** It ends the chain of headers (`INET6_PROTO_FINAL`). */
  readonly final: boolean;
  /**
   * Takes over the packet, whose `data` and `transportHeader` are at this protocol's header.
   * @returns 0 when it took it; -1 when it dropped it; a positive number is the next header (+1) to go on with, for extension
   * headers, which keep the packet
   */
  receive(skb: SkBuff, dev: NetDevice): number;
  /**
   * An ICMPv6 error about a packet that this host sent. `data` is at the quoted IPv6 header, `offset` at the quoted
   * upper-layer header; `info` is the error's MTU or pointer. Does not take over the packet.
   */
  error?(skb: SkBuff, type: number, code: number, offset: number, info: number): void;
  /** The same for a redirect. @returns whether a socket believes it */
  redirect?(skb: SkBuff, offset: number): boolean;
}

/** By number; null: nobody takes it (`inet6_protos`). */
export const inet6Protocols: (Inet6Protocol | null)[] = new Array<Inet6Protocol | null>(256).fill(null);
