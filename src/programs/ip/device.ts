/** Devices that a command needs. */
import { EXIT_FAILURE } from "./arguments.ts";
import type { Ip } from "./context.ts";

/** The index of a device, or the program ends with iproute2's complaint. */
export function needDevice(ip: Ip, name: string): number {
  const index = ip.links.index(name);
  if (index !== 0) return index;
  return ip.fail(`Cannot find device "${name}"`, EXIT_FAILURE);
}
