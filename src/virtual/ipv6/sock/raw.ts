/**
 * Raw sockets.
 *
 * Source: `net/ipv6/raw.c` (`rawv6_sendmsg`, `rawv6_rcv`, `rawv6_err`), RFC 3542, sections 3 and 4.
 */
import { EINVAL, EMSGSIZE, ENOBUFS, ENOPROTOOPT } from "../../../errno.ts";
import { type SendOptions, SOCK_RAW, type SocketAddress } from "../../../kernel.ts";
import { checksum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { ICMPV6_PKT_TOOBIG } from "../../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6, IPPROTO_RAW } from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_SKB_CSUM } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { readInt, writeInt } from "../../core/sock/sock.ts";
import { icmpv6Error } from "../icmp/icmp-errno.ts";
import { countIcmpOut } from "../icmp/icmp-push.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { decisionMtu } from "../ip/ip6-output.ts";
import { checksumOk } from "../ip/partial-checksum.ts";
import { pathMtuUpdate } from "../route/pmtu.ts";
import { type Outgoing, orLoopback } from "./inet6-outgoing.ts";
import { Inet6Sock } from "./inet6-sock.ts";
import { readOutgoingControl } from "./ip6-control.ts";
import { IPV6_CHECKSUM, IPV6_PMTUDISC_DO, SOL_IPV6 } from "./ipv6-socket-options.ts";

const SOL_RAW = 255;
const ICMPV6_FILTER = 1;

/** A socket of `rawv6_prot`. */
export class Raw6Sock extends Inet6Sock {
  /** Where the checksum of a sent packet goes; -1: the program's business. */
  private checksumOffset = -1;
  /** Types of ICMPv6 that the program does not want: a set bit blocks. */
  private readonly filter = new Uint8Array(32);

  constructor(net: Net, protocol: number) {
    super(net, SOCK_RAW, protocol);
    this.headerIncluded = protocol === IPPROTO_RAW;
    if (protocol === IPPROTO_ICMPV6) this.checksumOffset = 2;
    net.ipv6.rawSockets ??= [];
    net.ipv6.rawSockets.push(this);
  }

  override bind(address: SocketAddress): number {
    const error = this.checkBind(address);
    if (error !== 0 || address.family !== this.family) return error;
    if ("address" in address && typeof address.address === "object" && "w0" in address.address)
      this.localAddress = address.address;
    return 0;
  }

  /** `icmpv6_filter` */
  filters(type: number): boolean {
    return (this.filter[type >>> 3] & (1 << (type & 7))) !== 0;
  }

  /** Takes over a packet whose `data` is behind the IPv6 headers (`rawv6_rcv`). */
  receive(skb: SkBuff): void {
    if (this.checksumOffset >= 0 && !checksumOk(skb, this.protocol)) {
      this.drops++;
      kfreeSkb(skb, SKB_DROP_REASON_SKB_CSUM, "rawv6_rcv");
      return;
    }
    if (this.headerIncluded) skb.data = skb.networkHeader;
    this.queueReceive(skb, "rawv6_rcv_skb");
  }

  /** `rawv6_err` */
  icmpError(skb: SkBuff, type: number, code: number, offset: number, info: number): void {
    const { error, fatal } = icmpv6Error(type, code);
    const connected = this.remote !== null;
    if (!this.recvErrors && !connected) return;
    const tooBig = type === ICMPV6_PKT_TOOBIG;
    if (tooBig) pathMtuUpdate(skb.dev as NetDevice, skb.bytes, skb.data, info, this.boundDevIf, this.mark);
    const payload = this.headerIncluded ? skb.data : offset;
    if (this.recvErrors) this.deliverError(skb, error, type, code, info, payload, 0);
    // `IPV6_PMTUDISC_DO`: told even to sockets that did not ask.
    const harder = tooBig ? this.mtuDiscover === IPV6_PMTUDISC_DO : fatal;
    if (this.recvErrors || harder) this.reportError(error);
  }

  override send(data: Uint8Array, options: SendOptions = {}): number {
    // A pending error does not stop a raw socket's packet, as it does those of other sockets.
    const to = this.destinationOf(options.to);
    if (typeof to === "number") return to;
    const control = readOutgoingControl(options.control);
    if (typeof control === "number") return control;
    const out = this.route(
      orLoopback(to.address),
      0,
      to.scopeId ?? 0,
      control,
      to.flowinfo,
      this.protocol === IPPROTO_ICMPV6 ? (data[0] << 8) | data[1] : 0,
    );
    if (typeof out === "number") return out;
    return this.headerIncluded ? this.sendWhole(data, out) : this.sendPayload(data, out);
  }

  private sendPayload(data: Uint8Array, out: Outgoing): number {
    const tooLong = this.checkLength(out, data.length);
    if (tooLong !== 0) return tooLong;
    const offset = this.checksumOffset;
    if (offset >= 0 && offset + 1 >= data.length) return -EINVAL;
    const skb = buildIpv6(
      data.length,
      out.firstWord,
      this.protocol,
      out.hopLimit,
      out.source,
      out.destination,
    );
    const at = skb.transportHeader;
    skb.bytes.set(data, at);
    if (offset >= 0) {
      skb.bytes[at + offset] = skb.bytes[at + offset + 1] = 0;
      const pseudo = pseudoSumIpv6At(skb.bytes, skb.networkHeader + 8, this.protocol, data.length);
      const sum = checksum(skb.bytes, at, data.length, pseudo) || 0xffff;
      skb.bytes[at + offset] = sum >>> 8;
      skb.bytes[at + offset + 1] = sum;
    }
    if (this.protocol === IPPROTO_ICMPV6) countIcmpOut(out.rt.idev, data[0]);
    return this.sent(this.transmit(skb, out), data.length);
  }

  /** Nobody is told that there was no room, unless he asked for errors. */
  private sent(error: number, length: number): number {
    return error === 0 || (error === -ENOBUFS && !this.recvErrors) ? length : error;
  }

  private sendWhole(data: Uint8Array, out: Outgoing): number {
    if (data.length < IPV6_HLEN) return -EINVAL;
    if (data.length > decisionMtu(out.rt)) return -EMSGSIZE;
    const skb = buildIpv6(data.length - IPV6_HLEN, 0, 0, 0, out.source, out.destination);
    skb.bytes.set(data, skb.data);
    return this.sent(this.transmit(skb, out), data.length);
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === IPPROTO_ICMPV6 && name === ICMPV6_FILTER) {
      if (this.protocol !== IPPROTO_ICMPV6) return -ENOPROTOOPT;
      if (typeof value === "number") return -EINVAL;
      this.filter.set(value.subarray(0, 32));
      return 0;
    }
    if ((level === SOL_RAW || level === SOL_IPV6) && name === IPV6_CHECKSUM) {
      const offset = readInt(value);
      if (offset === undefined) return -EINVAL;
      if (this.protocol === IPPROTO_ICMPV6 && level === SOL_IPV6) return -EINVAL;
      if (offset > 0 && (offset & 1) !== 0) return -EINVAL;
      this.checksumOffset = offset < 0 ? -1 : offset;
      return 0;
    }
    return super.setsockopt(level, name, value);
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level === IPPROTO_ICMPV6 && name === ICMPV6_FILTER) {
      into.set(this.filter.subarray(0, into.length));
      return Math.min(32, into.length);
    }
    if ((level === SOL_RAW || level === SOL_IPV6) && name === IPV6_CHECKSUM)
      return writeInt(into, this.checksumOffset);
    return super.getsockopt(level, name, into);
  }

  protected override destroy(): void {
    const sockets = this.net.ipv6.rawSockets;
    const at = sockets?.indexOf(this) ?? -1;
    if (sockets !== null && at >= 0) sockets.splice(at, 1);
    this.leaveAll();
  }
}
