/**
 * A routing decision: `struct rtable`.
 *
 * Source: `include/net/route.h`.
 */

import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Destination } from "../../core/dst.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { FibNexthop } from "../fib/fib-info.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { RouteException } from "./route-exceptions.ts";

/** `rt_flags` */
export const RTCF_REDIRECTED = 0x00040000;
export const RTCF_BROADCAST = 0x10000000;
export const RTCF_MULTICAST = 0x20000000;
/** Who asked for the decision wants to hear of its changes. */
export const RTCF_NOTIFY = 0x00010000;
export const RTCF_LOCAL = 0x80000000 | 0;

/** What is done with a packet that came in (`dst_input`). Takes it over. */
export type InputHandler = (skb: SkBuff) => void;
/** What is done with a packet that goes out (`dst_output`). Takes it over. @returns 0 or a negative error */
export type OutputHandler = (skb: SkBuff) => number;

/** `struct rtable`. */
export class Rtable extends Destination {
  readonly net: NetIpv4;
  readonly genid: number;
  /** `RTCF_*` */
  flags: number;
  /** `RTN_*` */
  type: number;
  /** Whether it was made for a received packet; then `iif` is the device. */
  isInput = false;
  iif = 0;
  usesGateway = false;
  gatewayFamily = 0;
  gateway = 0;
  nexthop: FibNexthop | null = null;
  exception: RouteException | null = null;
  /** Realms, the source's in the high half. */
  tclassid = 0;
  mtuLocked = false;
  /** What was learned of the path (`rt_pmtu`); 0: nothing. */
  pmtu = 0;
  /** When it was decided, ns since boot. */
  readonly since: number;
  /** Entry of the gateway, or of the destination that was last sent to. */
  neigh: Neighbour | null = null;
  neighKey = 0;
  /** ns since boot; 0: does not end by itself. */
  expires = 0;
  handleInput: InputHandler;
  handleOutput: OutputHandler;

  constructor(
    net: NetIpv4,
    dev: NetDevice,
    flags: number,
    type: number,
    input: InputHandler,
    output: OutputHandler,
  ) {
    super(dev);
    this.net = net;
    this.genid = net.genid;
    this.since = net.net.machine.now();
    this.flags = flags;
    this.type = type;
    this.handleInput = input;
    this.handleOutput = output;
  }

  input(skb: SkBuff): void {
    this.handleInput(skb);
  }

  output(skb: SkBuff): number {
    return this.handleOutput(skb);
  }

  override confirmNeighbour(): void {
    this.neigh?.confirm();
  }

  /** `rt_is_valid` */
  get isValid(): boolean {
    return this.genid === this.net.genid && (this.expires === 0 || this.net.net.machine.now() < this.expires);
  }

  /** `rt_nexthop` */
  nexthopFor(daddr: number): number {
    return this.gatewayFamily === 2 ? this.gateway : daddr;
  }

  /** The MTU of this route (`ip_dst_mtu_maybe_forward`'s plain part, `ipv4_mtu`). */
  pathMtu(): number {
    if (this.mtu !== 0) return Math.min(this.mtu, 65535);
    const mtu = this.dev.mtu;
    if (this.mtuLocked && this.usesGateway && mtu > 576) return 576;
    return Math.min(mtu, 65535);
  }

  /** A metric of the route (`dst_metric`). */
  metric(number: number): number {
    return this.nexthop === null ? 0 : this.nexthop.info.metric(number);
  }
}

/** The device that a received packet counts as coming in on: for local packets the one that has the address (`inet_iif`). */
export function inputDevice(skb: SkBuff): number {
  const route = skb.dst as Rtable | null;
  return route !== null && route.iif !== 0 ? route.iif : skb.skbIif;
}
