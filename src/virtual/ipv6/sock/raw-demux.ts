/**
 * Which raw sockets get a packet or an error.
 *
 * Source: `net/ipv6/raw.c` (`ipv6_raw_deliver`, `raw6_icmp_error`).
 */
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { cloneSkb, type SkBuff } from "../../core/skbuff.ts";
import { isMulticastMember } from "../mcast/mcast-group.ts";
import type { Raw6Sock } from "./raw.ts";

/** `ICMPV6_HDRLEN`: type, code and checksum. */
const ICMPV6_FILTERED = 4;

function matches(
  sk: Raw6Sock,
  protocol: number,
  bytes: Uint8Array,
  local: number,
  remote: number,
  dev: NetDevice,
  ifindex: number,
): boolean {
  if (sk.protocol !== protocol) return false;
  if (sk.boundDevIf !== 0 && sk.boundDevIf !== ifindex) return false;
  if (sk.remote !== null && !sk.remote.equalsBytes(bytes, remote)) return false;
  if (sk.localAddress.isUnspecified) return true;
  return (
    sk.localAddress.equalsBytes(bytes, local) ||
    (bytes[local] === 0xff && isMulticastMember(dev, bytes, local))
  );
}

/** A message without its whole header is nothing that a filter could let through (`icmpv6_filter`). */
function isFiltered(sk: Raw6Sock, skb: SkBuff): boolean {
  return skb.length < ICMPV6_FILTERED || sk.filters(skb.bytes[skb.data]);
}

/** Gives copies to all raw sockets of the protocol. `data` is at the protocol's header. @returns whether there was one */
export function raw6LocalDeliver(skb: SkBuff, protocol: number, dev: NetDevice): boolean {
  const sockets = dev.net.ipv6.rawSockets;
  if (sockets === null) return false;
  let delivered = false;
  const header = skb.networkHeader;
  for (let i = 0; i < sockets.length; i++) {
    const sk = sockets[i];
    if (!matches(sk, protocol, skb.bytes, header + 24, header + 8, dev, skb.cbIif)) continue;
    delivered = true;
    if (protocol === IPPROTO_ICMPV6 && isFiltered(sk, skb)) continue;
    sk.receive(cloneSkb(skb));
  }
  return delivered;
}

/** Whether a raw socket, or one bound to a device, would hear of an error about the packet quoted at `skb.data`. */
export function raw6Listens(skb: SkBuff, dev: NetDevice, protocol: number, bound = false): boolean {
  const sockets = dev.net.ipv6.rawSockets ?? [];
  return sockets.some(
    (sk) =>
      (!bound || sk.boundDevIf !== 0) &&
      matches(sk, protocol, skb.bytes, skb.data + 8, skb.data + 24, dev, skb.cbIif),
  );
}

/** An error about a packet of the protocol, quoted at `skb.data`. */
export function raw6Error(
  skb: SkBuff,
  dev: NetDevice,
  protocol: number,
  type: number,
  code: number,
  offset: number,
  info: number,
): void {
  const sockets = dev.net.ipv6.rawSockets;
  if (sockets === null) return;
  for (const sk of sockets) {
    if (matches(sk, protocol, skb.bytes, skb.data + 8, skb.data + 24, dev, skb.cbIif))
      sk.icmpError(skb, type, code, offset, info);
  }
}
