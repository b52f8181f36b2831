/**
 * What a route is looked up for: `struct flowi6`. Addresses are four signed words each; one object serves many lookups.
 *
 * Source: `include/net/flow.h`.
 */
import { IN6ADDR_ANY, Ipv6Address } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";

/** What is asked: both addresses, devices, mark, protocol and ports. */
export class Flow6 {
  d0 = 0;
  d1 = 0;
  d2 = 0;
  d3 = 0;
  s0 = 0;
  s1 = 0;
  s2 = 0;
  s3 = 0;
  oif = 0;
  iif = 0;
  mark = 0;
  protocol = 0;
  flowLabel = 0;
  sourcePort = 0;
  /** Of ICMPv6: type and code, which stand in its place (`flowi_uli`). */
  destinationPort = 0;
  trafficClass = 0;
  uid = 0;

  /** The same under the names that policy rules know. */
  get tos(): number {
    return this.trafficClass;
  }

  get ipProto(): number {
    return this.protocol;
  }

  get sport(): number {
    return this.sourcePort;
  }

  get dport(): number {
    return this.destinationPort;
  }

  reset(): this {
    this.d0 = this.d1 = this.d2 = this.d3 = 0;
    this.s0 = this.s1 = this.s2 = this.s3 = 0;
    this.oif = this.iif = this.mark = this.protocol = this.flowLabel = 0;
    this.sourcePort = this.destinationPort = this.trafficClass = this.uid = 0;
    return this;
  }

  setDestination(address: Ipv6Address): this {
    this.d0 = address.w0 | 0;
    this.d1 = address.w1 | 0;
    this.d2 = address.w2 | 0;
    this.d3 = address.w3 | 0;
    return this;
  }

  setSource(address: Ipv6Address): this {
    this.s0 = address.w0 | 0;
    this.s1 = address.w1 | 0;
    this.s2 = address.w2 | 0;
    this.s3 = address.w3 | 0;
    return this;
  }

  /** Addresses of the IPv6 header at `header`. */
  setFromHeader(bytes: Uint8Array, header: number): this {
    this.s0 = read32(bytes, header + 8) | 0;
    this.s1 = read32(bytes, header + 12) | 0;
    this.s2 = read32(bytes, header + 16) | 0;
    this.s3 = read32(bytes, header + 20) | 0;
    this.d0 = read32(bytes, header + 24) | 0;
    this.d1 = read32(bytes, header + 28) | 0;
    this.d2 = read32(bytes, header + 32) | 0;
    this.d3 = read32(bytes, header + 36) | 0;
    return this;
  }

  get hasSource(): boolean {
    return (this.s0 | this.s1 | this.s2 | this.s3) !== 0;
  }

  get source(): Ipv6Address {
    return this.hasSource ? new Ipv6Address(this.s0, this.s1, this.s2, this.s3) : IN6ADDR_ANY;
  }

  get destination(): Ipv6Address {
    return new Ipv6Address(this.d0, this.d1, this.d2, this.d3);
  }

  get destinationIsMulticast(): boolean {
    return this.d0 >>> 24 === 0xff;
  }

  get destinationIsLinkLocal(): boolean {
    return (this.d0 & 0xffc00000) === (0xfe800000 | 0);
  }

  get destinationIsLoopback(): boolean {
    return (this.d0 | this.d1 | this.d2) === 0 && this.d3 === 1;
  }
}
