/**
 * Asking for routers that did not answer, so that a better one is used again when it comes back.
 *
 * Source: `net/ipv6/route.c` (`rt6_probe`, `rt6_probe_deferred`), RFC 4191, section 3.5.
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { KernelTimer } from "../../core/timer.ts";
import { solicitedNode } from "../addrconf/addrconf-core.ts";
import { sendNeighbourSolicitation } from "../ndisc/ndisc-send.ts";

const NS_PER_SECOND = 1_000_000_000;

interface Probe {
  readonly dev: NetDevice;
  readonly router: Ipv6Address;
}

/** One solicitation, at most every `router_probe_interval`. It is sent after the lookup that asks for it. */
export function probeRouter(dev: NetDevice, router: Ipv6Address, neigh: Neighbour): void {
  const { machine } = dev.net;
  const interval = dev.in6Dev?.cnf.routerProbeInterval ?? 0;
  if (machine.now() <= neigh.updated + interval * NS_PER_SECOND) return;
  neigh.awaitProbe();
  machine.modTimer(new KernelTimer<Probe>(send, { dev, router }), machine.now());
}

function send({ dev, router }: Probe): void {
  sendNeighbourSolicitation(dev, router, solicitedNode(router), null, null);
}
