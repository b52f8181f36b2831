/**
 * What connections, their requests and their remains in TIME-WAIT share: addresses and ports, by which packets find them.
 *
 * Addresses are four signed words; those of IPv4 are mapped into `::ffff:0:0/96`, so that one table serves both families.
 *
 * Source: `include/net/sock.h` (`struct sock_common`), `include/net/inet_sock.h`.
 */
import { Ipv6Address } from "../../packet/address.ts";

/** The third word of a mapped address. */
export const MAPPED = 0xffff;

/** `struct sock_common`; what is found by addresses and ports. */
export class SockCommon {
  /** `AF_INET` or `AF_INET6`, as the program asked. */
  readonly family: number;
  state: number;
  boundDevIf = 0;
  /** The local address. */
  l0 = 0;
  l1 = 0;
  l2 = 0;
  l3 = 0;
  /** The peer's. */
  r0 = 0;
  r1 = 0;
  r2 = 0;
  r3 = 0;
  localPort = 0;
  remotePort = 0;
  reuse = false;
  reusePort = false;
  v6only = false;
  hash = 0;
  hashNext: SockCommon | null = null;
  hashed = false;

  constructor(family: number, state: number) {
    this.family = family;
    this.state = state;
  }

  /** No local address: any of this host's. */
  get localIsAny(): boolean {
    return (this.l0 | this.l1 | this.l3) === 0 && (this.l2 === 0 || this.l2 === MAPPED);
  }

  get isLocalIpv4(): boolean {
    return (this.l0 | this.l1) === 0 && this.l2 === MAPPED;
  }

  /** Both ends talk IPv4. */
  get isIpv4(): boolean {
    return (this.r0 | this.r1) === 0 && this.r2 === MAPPED;
  }

  get localIpv6(): Ipv6Address {
    return new Ipv6Address(this.l0, this.l1, this.l2, this.l3);
  }

  get remoteIpv6(): Ipv6Address {
    return new Ipv6Address(this.r0, this.r1, this.r2, this.r3);
  }

  copyLocal(from: SockCommon): void {
    this.l0 = from.l0;
    this.l1 = from.l1;
    this.l2 = from.l2;
    this.l3 = from.l3;
  }

  setLocal(address: Ipv6Address): void {
    this.l0 = address.w0 | 0;
    this.l1 = address.w1 | 0;
    this.l2 = address.w2 | 0;
    this.l3 = address.w3 | 0;
  }

  setRemote(address: Ipv6Address): void {
    this.r0 = address.w0 | 0;
    this.r1 = address.w1 | 0;
    this.r2 = address.w2 | 0;
    this.r3 = address.w3 | 0;
  }

  setLocal4(address: number): void {
    this.l0 = this.l1 = 0;
    this.l2 = MAPPED;
    this.l3 = address | 0;
  }

  setRemote4(address: number): void {
    this.r0 = this.r1 = 0;
    this.r2 = MAPPED;
    this.r3 = address | 0;
  }

  /** Takes over both ends. */
  copyEnds(other: SockCommon): void {
    this.l0 = other.l0;
    this.l1 = other.l1;
    this.l2 = other.l2;
    this.l3 = other.l3;
    this.r0 = other.r0;
    this.r1 = other.r1;
    this.r2 = other.r2;
    this.r3 = other.r3;
    this.localPort = other.localPort;
    this.remotePort = other.remotePort;
    this.boundDevIf = other.boundDevIf;
  }
}

/** Both ends of a received segment; one object, filled for each. */
export class Ends {
  l0 = 0;
  l1 = 0;
  l2 = 0;
  l3 = 0;
  r0 = 0;
  r1 = 0;
  r2 = 0;
  r3 = 0;
  localPort = 0;
  remotePort = 0;
  /** The device that it counts as come in on. */
  ifindex = 0;
  /** The addresses count on that device alone. */
  scoped = false;
}
