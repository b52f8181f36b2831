/**
 * ICMPv6 datagram sockets: echo without privileges.
 *
 * Source: `net/ipv4/ping.c` (`ping_rcv`, `ping_err`), `net/ipv6/ping.c` (`ping_v6_sendmsg`).
 */
import { EINVAL, EMSGSIZE } from "../../errno.ts";
import { type SendOptions, SOCK_DGRAM, type SocketAddress } from "../../kernel.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { ICMPV6_ECHO_REQUEST, writeIcmpv6Checksum } from "../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../packet/ipv6.ts";
import { SKB_DROP_REASON_NO_SOCKET } from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { icmpv6Error } from "./icmp-errno.ts";
import { countIcmpOut } from "./icmp-send.ts";
import { Inet6Sock, SOL_IPV6 } from "./inet6-sock.ts";
import { buildIpv6 } from "./ip6-build.ts";
import { readOutgoingControl } from "./ip6-control.ts";
import { decisionMtu, IP6SKB_NO_LOOP, ip6LocalOut } from "./ip6-output.ts";
import { getIpv6Option, setIpv6Option } from "./ipv6-sockglue.ts";
import { PortTable6 } from "./port-table.ts";

const ICMP_HLEN = 8;

function tableOf(net: Net): PortTable6 {
  net.ipv6.ping ??= new PortTable6();
  return net.ipv6.ping;
}

export class Ping6Sock extends Inet6Sock {
  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_ICMPV6);
  }

  override bind(address: SocketAddress): number {
    const error = this.checkBind(address);
    if (error !== 0 || address.family !== 10) return error;
    if (this.localPort !== 0) return -EINVAL;
    this.localAddress = address.address;
    return tableOf(this.net).bind(this, address.port, this.net);
  }

  override connect(address: SocketAddress): number {
    const error = this.localPort !== 0 ? 0 : tableOf(this.net).bind(this, 0, this.net);
    return error !== 0 ? error : super.connect(address);
  }

  override send(data: Uint8Array, options: SendOptions = {}): number {
    const pending = this.takeError();
    if (pending !== 0) return pending;
    if (data.length > 65535) return -EMSGSIZE;
    if (data.length < ICMP_HLEN || data[0] !== ICMPV6_ECHO_REQUEST || data[1] !== 0) return -EINVAL;
    const to = this.destinationOf(options.to);
    if (typeof to === "number") return to;
    if (this.localPort === 0) {
      const error = tableOf(this.net).bind(this, 0, this.net);
      if (error !== 0) return error;
    }
    const control = readOutgoingControl(options.control);
    if (typeof control === "number") return control;
    const out = this.route(to.address, 0, to.scopeId ?? 0, control, to.flowinfo, data[0] << 8);
    if (typeof out === "number") return out;
    if (data.length + IPV6_HLEN > decisionMtu(out.rt) && (this.dontFragment || this.mtuDiscover === 2)) {
      this.localTooBig(out, decisionMtu(out.rt));
      return -EMSGSIZE;
    }
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
    skb.dst = out.rt;
    skb.mark = this.mark;
    skb.priority = this.priority;
    if (!this.multicastLoop) skb.cbFlags |= IP6SKB_NO_LOOP;
    countIcmpOut(out.rt.dev, ICMPV6_ECHO_REQUEST);
    this.chargeSend(skb);
    const sent = ip6LocalOut(skb);
    return sent < 0 && this.recvErrors ? sent : data.length;
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === SOL_IPV6) return setIpv6Option(this, name, value);
    return super.setsockopt(level, name, value);
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level === SOL_IPV6) return getIpv6Option(this, name, into);
    return super.getsockopt(level, name, into);
  }

  protected override destroy(): void {
    this.net.ipv6.ping?.remove(this);
    this.leaveAll();
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
  if (!sk) return;
  const { error, fatal } = icmpv6Error(type, code);
  if (!sk.recvErrors) {
    if (fatal && sk.remote !== null) sk.reportError(error);
    return;
  }
  sk.deliverError(skb, error, type, code, info, offset, 0);
  sk.reportError(error);
}
