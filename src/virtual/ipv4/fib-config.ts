/** A request for a route: `struct fib_config`. */
import type { ExtendedAck } from "../core/rtnetlink.ts";

export interface NexthopConfig {
  oif: number;
  /** `RTNH_F_*` */
  flags: number;
  weight: number;
  /** 0, 2 or 10 */
  gatewayFamily: number;
  gateway: number;
  gateway6: Uint8Array | null;
  tclassid: number;
}

export interface FibConfig extends NexthopConfig {
  destinationLength: number;
  tos: number;
  protocol: number;
  scope: number;
  type: number;
  table: number;
  destination: number;
  priority: number;
  prefsrc: number;
  metrics: Uint32Array | null;
  congestionControl: string;
  /** Null: no `RTA_MULTIPATH`. */
  multipath: NexthopConfig[] | null;
  /** `NLM_F_*` */
  netlinkFlags: number;
  portid: number;
  seq: number;
  extack: ExtendedAck | null;
}

export function newNexthopConfig(): NexthopConfig {
  return { oif: 0, flags: 0, weight: 1, gatewayFamily: 0, gateway: 0, gateway6: null, tclassid: 0 };
}

export function newFibConfig(): FibConfig {
  return {
    ...newNexthopConfig(),
    destinationLength: 0,
    tos: 0,
    protocol: 0,
    scope: 0,
    type: 0,
    table: 0,
    destination: 0,
    priority: 0,
    prefsrc: 0,
    metrics: null,
    congestionControl: "",
    multipath: null,
    netlinkFlags: 0,
    portid: 0,
    seq: 0,
    extack: null,
  };
}
