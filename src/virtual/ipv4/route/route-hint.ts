/**
 * A known connection remembers which way its packets went, and saves the next one the decision. What is remembered holds for whatever has
 * the same header, came in the same way, and meets the same configuration: it is looked at as a socket looks at its cached route
 * (`dst_check`), so that nobody can tell but by the time that it takes.
 *
 * Source: `net/ipv4/route.c` (`ip_route_use_hint`) for the idea; `rt_is_valid`.
 */
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff, SkbConntrack } from "../../core/skbuff.ts";
import { ctinfoDirection } from "../../netfilter/conntrack/conntrack-status.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { IPSKB_DOREDIRECT } from "../sock/ip-control.ts";
import { routeHandlers } from "./route-handlers.ts";
import { routeInput } from "./route-input.ts";
import type { Rtable } from "./rtable.ts";

/** Bits of the TOS that no route asks for. */
const INET_ECN_MASK = 3;

class RouteHint {
  private route: Rtable | null = null;
  private inDev: InetDevice | null = null;
  private daddr = 0;
  private saddr = 0;
  private tos = 0;
  private mark = 0;
  private genid = 0;
  private confGenid = 0;
  private flags = 0;
  /** The connection whose packets ask: a way is worth remembering from the second one on. */
  private owner = 0;

  /** @returns whether the way is known; then the packet has it */
  lead(skb: SkBuff, daddr: number, saddr: number, tos: number, dev: NetDevice): boolean {
    const { route, inDev } = this;
    if (route === null || inDev === null || inDev !== dev.inDev) return false;
    if (this.daddr !== daddr || this.saddr !== saddr || this.mark !== skb.mark) return false;
    if (((this.tos ^ tos) & ~INET_ECN_MASK) !== 0) return false;
    const { net } = inDev;
    if (this.genid !== net.genid || this.confGenid !== net.confGenid) return false;
    if (route.expires !== 0 || route.nexthop === null || route.nexthop.exceptions !== null) return false;
    skb.dst = route;
    skb.cbFlags |= this.flags;
    return true;
  }

  /** The packet was led that way. */
  note(skb: SkBuff, daddr: number, saddr: number, tos: number, inDev: InetDevice, owner: number): void {
    if (this.owner !== owner) {
      this.owner = owner;
      return;
    }
    const route = skb.dst as Rtable;
    if (!isPlain(route, inDev, skb)) return;
    this.route = route;
    this.inDev = inDev;
    this.daddr = daddr;
    this.saddr = saddr;
    this.tos = tos;
    this.mark = skb.mark;
    this.genid = inDev.net.genid;
    this.confGenid = inDev.net.confGenid;
    this.flags = skb.cbFlags & IPSKB_DOREDIRECT;
  }
}

/** Whether the decision hangs on nothing but what a hint compares: one next hop for all, no policy, nothing learned of the path. */
function isPlain({ nexthop, handleInput, isValid }: Rtable, { net }: InetDevice, skb: SkBuff): boolean {
  if (handleInput !== routeHandlers.forward || !isValid || nexthop === null) return false;
  if (nexthop.exceptions !== null || nexthop.info.nexthops.length !== 1) return false;
  return nexthop.input === skb.dst && !net.hasCustomRules && skb.protocol === ETH_P_IP;
}

/** As {@link routeInput}, for a packet of that connection. @returns 0, or the drop reason */
export function routeInputOf(
  ct: SkbConntrack,
  skb: SkBuff,
  daddr: number,
  saddr: number,
  tos: number,
  dev: NetDevice,
  ipProtocol: number,
): number {
  const isReply = ctinfoDirection(skb.ctinfo) !== 0;
  const hint = (isReply ? ct.wayBack : ct.wayThere) as RouteHint | null;
  if (hint?.lead(skb, daddr, saddr, tos, dev)) return 0;
  const reason = routeInput(skb, daddr, saddr, tos, dev, ipProtocol);
  if (reason === 0 && dev.inDev !== null) {
    const noted = hint ?? remember(ct, isReply);
    noted.note(skb, daddr, saddr, tos, dev.inDev, ct.id);
  }
  return reason;
}

function remember(ct: SkbConntrack, isReply: boolean): RouteHint {
  const hint = new RouteHint();
  if (isReply) ct.wayBack = hint;
  else ct.wayThere = hint;
  return hint;
}
