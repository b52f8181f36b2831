/**
 * The decision for messages about the link itself, which need no route: out of this device, to whom they are addressed.
 *
 * Source: `net/ipv6/route.c` (`icmp6_dst_alloc`).
 */
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { rt6Operations } from "./ip6-route.ts";
import { Rt6Info } from "./rt6-info.ts";

/** Made for one message, as in Linux: they are few, and keeping one for every device would take more than it saves. */
export function linkDecision(dev: NetDevice): Rt6Info {
  return new Rt6Info(dev, null, null, 0, rt6Operations.localInput, rt6Operations.output);
}
