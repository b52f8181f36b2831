/**
 * The timers of what bridges, ports and their VLANs have for snooping, and what they run.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ctx_init`, `br_multicast_port_ctx_init`).
 */
import { KernelTimer } from "../../core/timer.ts";
import type {
  Families,
  Family,
  McastContext,
  MulticastTimers,
  OtherQuery,
  OwnQuery,
  PortMcastContext,
} from "./br-mcast-context.ts";
import { ownQueryExpired, portQueryExpired, querierExpired } from "./br-mcast-querier.ts";
import { routerExpired } from "./br-mcast-router.ts";

function both<T>(make: (family: Family) => T): Families<T> {
  return { ip4: make("ip4"), ip6: make("ip6") };
}

function ownQuery<T>(owner: T, expired: (owner: T) => void): OwnQuery<T> {
  return { timer: new KernelTimer(expired, owner), startupSent: 0 };
}

function otherQuery(context: McastContext, family: Family): OtherQuery {
  return {
    timer: new KernelTimer((owner: McastContext) => querierExpired(owner, family), context),
    delayTime: 0,
    address: new Uint8Array(family === "ip4" ? 4 : 16),
    port: null,
  };
}

export const bridgeMulticastTimers: MulticastTimers<McastContext> = {
  own: (context) => both((family) => ownQuery(context, (owner) => ownQueryExpired(owner, family))),
  // that the host is a router is asked of the timer itself
  router: (context) => both(() => new KernelTimer<McastContext>(() => {}, context)),
  other: (context) => both((family) => otherQuery(context, family)),
};

export const portMulticastTimers: MulticastTimers<PortMcastContext> = {
  own: (port) => both((family) => ownQuery(port, (owner) => portQueryExpired(owner, family))),
  router: (port) => both((family) => new KernelTimer((owner) => routerExpired(owner, family), port)),
};
