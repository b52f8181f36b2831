/**
 * ICMPv6 datagram sockets: echo without privileges.
 *
 * Source: `net/ipv4/ping.c` (`ping_rcv`, `ping_err`), `net/ipv6/ping.c` (`ping_v6_sendmsg`).
 */
import { EINVAL, EMSGSIZE } from "../../../errno.ts";
import { AF_INET6, type SendOptions, SOCK_DGRAM, type SocketAddress } from "../../../kernel.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { ICMPV6_ECHO_REQUEST, writeIcmpv6Checksum } from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NO_SOCKET } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { countIcmpOut } from "../icmp/icmp-push.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { Datagram6Sock } from "./datagram6-sock.ts";
import { readOutgoingControl } from "./ip6-control.ts";
import { PortTable6 } from "./port-table.ts";

const ICMP_HLEN = 8;

/** A socket of `pingv6_prot`. */
export class Ping6Sock extends Datagram6Sock {
  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_ICMPV6);
  }

  protected get table(): PortTable6 {
    this.net.ipv6.ping ??= new PortTable6();
    return this.net.ipv6.ping;
  }

  override bind(address: SocketAddress): number {
    const error = this.checkBind(address);
    if (error !== 0 || address.family !== AF_INET6) return error;
    return this.localPort !== 0 ? -EINVAL : this.takeAddress(address);
  }

  override send(data: Uint8Array, options: SendOptions = {}): number {
    if (data.length > 65535) return -EMSGSIZE;
    if (data.length < ICMP_HLEN || data[0] !== ICMPV6_ECHO_REQUEST || data[1] !== 0) return -EINVAL;
    const to = this.destinationOf(options.to);
    if (typeof to === "number") return to;
    const unbound = this.autobind();
    if (unbound !== 0) return unbound;
    const control = readOutgoingControl(options.control);
    if (typeof control === "number") return control;
    const out = this.route(to.address, 0, to.scopeId ?? 0, control, to.flowinfo, data[0] << 8);
    if (typeof out === "number") return out;
    const tooLong = this.checkLength(out, data.length);
    if (tooLong !== 0) return tooLong;
    const pending = this.takePending(out);
    if (pending !== 0) return pending;
    const skb = buildIpv6(
      data.length,
      out.firstWord,
      IPPROTO_ICMPV6,
      out.hopLimit,
      out.source,
      out.destination,
    );
    const at = skb.transportHeader;
    skb.bytes.set(data, at);
    write16(skb.bytes, at + 4, this.localPort);
    writeIcmpv6Checksum(skb.bytes, at, data.length, skb.networkHeader + 8);
    countIcmpOut(out.rt.idev, ICMPV6_ECHO_REQUEST);
    const error = this.transmit(skb, out);
    return error === 0 ? data.length : error;
  }
}

/** An echo reply. Takes over the packet (`ping_rcv`). */
export function ping6Receive(skb: SkBuff, dev: NetDevice): void {
  const { bytes, data, networkHeader } = skb;
  const id = read16(bytes, data + 4);
  const sk = dev.net.ipv6.ping?.lookup(bytes, networkHeader + 24, id, networkHeader + 8, -1, skb.cbIif);
  if (sk) sk.queueReceive(skb, "ping_queue_rcv_skb");
  else kfreeSkb(skb, SKB_DROP_REASON_NO_SOCKET, "ping_rcv");
}

/** An error about an echo request (`ping_err`). */
export function ping6Error(skb: SkBuff, type: number, code: number, offset: number, info: number): void {
  const dev = skb.dev as NetDevice;
  const { bytes, data } = skb;
  if (bytes[offset] !== ICMPV6_ECHO_REQUEST) return;
  const id = read16(bytes, offset + 4);
  const sk = dev.net.ipv6.ping?.lookup(bytes, data + 8, id, data + 24, -1, skb.cbIif);
  if (sk instanceof Ping6Sock) sk.receiveIcmpError(skb, type, code, info, offset, 0);
}
