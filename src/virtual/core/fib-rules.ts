/** Policy rules: see below. */
import type { NetDevice } from "./netdevice.ts";

export interface FibRules {
  lookup(flow: unknown, result: unknown, ignoreLinkState: boolean): number;
  attach(dev: NetDevice): void;
  detach(dev: NetDevice): void;
}
