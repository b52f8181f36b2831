/**
 * A routing decision of IPv6: `struct rt6_info`.
 *
 * Source: `include/net/ip6_fib.h`, `net/ipv6/route.c` (`ip6_rt_init_dst`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Destination } from "../../core/dst.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { type Fib6Info, RTF_REJECT } from "./fib6-info.ts";

/** What is done with a packet that came in (`dst_input`). Takes it over. */
export type Rt6Input = (skb: SkBuff) => void;
/** What is done with a packet that goes out (`dst_output`). Takes it over. @returns 0 or a negative error */
export type Rt6Output = (skb: SkBuff) => number;

/** What decisions do with packets; set by the parts that do it when the family starts. */
export interface Rt6Operations {
  /** `ip6_input` */
  localInput: Rt6Input;
  /** `ip6_input_finish` */
  localInputFinish: Rt6Input;
  /** `ip6_mc_input` */
  multicastInput: Rt6Input;
  /** `ip6_forward` */
  forward: Rt6Input;
  /** `ip6_pkt_discard` */
  discardInput: Rt6Input;
  /** `ip6_pkt_prohibit` */
  prohibitInput: Rt6Input;
  /** `dst_discard` */
  blackholeInput: Rt6Input;
  /** `ip6_output` */
  output: Rt6Output;
  discardOutput: Rt6Output;
  prohibitOutput: Rt6Output;
  blackholeOutput: Rt6Output;
  /** `rt6_probe`: asks for a router that is not reachable, if it is time. */
  probe: (dev: NetDevice, router: Ipv6Address, neigh: Neighbour) => void;
  /** `ip6_fragment` */
  fragment: (skb: SkBuff, rt: Rt6Info, mtu: number) => number;
}

/** `struct rt6_info`. */
export class Rt6Info extends Destination {
  readonly from: Fib6Info | null;
  /** The device whose IPv6 counts and decides (`rt6i_idev`): the route's own, even where packets go through `lo`. */
  readonly idev: NetDevice;
  /** The neighbour to send to; null: the packet's destination. */
  readonly gateway: Ipv6Address | null;
  /** `RTF_*` */
  readonly flags: number;
  /** The address that this is for, of a cached exception; null: many. */
  readonly cachedFor: Ipv6Address | null;
  /** Of such an exception, the source that it is for alone; null: that of the route. */
  cachedSource: Ipv6Address | null = null;
  /** ns since boot; 0: never. */
  expires = 0;
  /** When it was learned, or first made for a route that keeps it, ns since boot; 0: it is made anew each time. */
  created = 0;
  /** Its own, once {@link keepMetrics} was called; undefined: those of the route. */
  private kept: ReadonlyMap<number, number> | null | undefined = undefined;
  private readonly onInput: Rt6Input;
  private readonly onOutput: Rt6Output;

  constructor(
    dev: NetDevice,
    from: Fib6Info | null,
    gateway: Ipv6Address | null,
    flags: number,
    onInput: Rt6Input,
    onOutput: Rt6Output,
    cachedFor: Ipv6Address | null = null,
  ) {
    super(dev);
    this.from = from;
    this.idev = from !== null && (flags & RTF_REJECT) === 0 ? from.dev : dev;
    this.gateway = gateway;
    this.flags = flags;
    this.onInput = onInput;
    this.onOutput = onOutput;
    this.cachedFor = cachedFor;
    if (from !== null && (flags & RTF_REJECT) !== 0) this.error = from.error;
  }

  /** The route's metrics, as far as they count for this decision. */
  get metrics(): ReadonlyMap<number, number> | null {
    return this.kept === undefined ? (this.from?.metrics ?? null) : this.kept;
  }

  /**
   * From now on what the route's metrics become does not count here: the route has none yet (`ip_dst_init_metrics`), or one was learned
   * for this decision alone (`dst_cow_metrics_generic`).
   */
  keepMetrics(): void {
    if (this.kept === undefined) this.kept = this.from?.metrics ?? null;
  }

  override input(skb: SkBuff): void {
    this.onInput(skb);
  }

  override output(skb: SkBuff): number {
    return this.onOutput(skb);
  }
}
