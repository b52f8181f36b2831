/** A request for a route: `struct fib_config`. Classes, so that the many objects made for addresses share one shape. */
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import type { MetricWanted } from "./fib-metrics.ts";

/** One hop of the request (`struct fib_nh_config`); addresses in host order. */
export class NexthopConfig {
  oif = 0;
  /** `RTNH_F_*` */
  flags = 0;
  weight = 1;
  /** 0, 2 or 10 */
  gatewayFamily = 0;
  gateway = 0;
  gateway6: Uint8Array | null = null;
  tclassid = 0;
}

/** What is wrong with a part of a request, told when the parts before it are found good. */
export interface ConfigFault {
  readonly error: number;
  readonly message: string;
  readonly offset: number;
}

/** `struct fib_config`. */
export class FibConfig extends NexthopConfig {
  destinationLength = 0;
  tos = 0;
  protocol = 0;
  scope = 0;
  type = 0;
  table = 0;
  destination = 0;
  priority = 0;
  prefsrc = 0;
  /** `RTA_NH_ID`: the number of a nexthop object, of which there are none. */
  nexthopId = 0;
  metrics: Uint32Array | null = null;
  congestionControl = "";
  /** What a route to be deleted must have; null: whatever it has. */
  wantedMetrics: readonly MetricWanted[] | null = null;
  /** What was wrong with the metrics: told when it is their turn. */
  metricsFault: ConfigFault | null = null;
  /** As {@link metricsFault}, of the hops. */
  hopsFault: ConfigFault | null = null;
  /** Null: no `RTA_MULTIPATH`. */
  multipath: NexthopConfig[] | null = null;
  /** `NLM_F_*` */
  netlinkFlags = 0;
  portid = 0;
  seq = 0;
  /** Whether the device had no carrier when the route became due; null: as it is now. */
  linkdown: boolean | null = null;
  extack: ExtendedAck | null = null;
}
