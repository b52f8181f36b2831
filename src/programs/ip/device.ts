/** Devices that a command needs. */
import { EXIT_FAILURE, Exit } from "./arguments.ts";
import type { Ip } from "./context.ts";

/** The index of a device, or the program ends with iproute2's complaint. */
export function needDevice(ip: Ip, name: string): number {
  const index = ip.links.index(name);
  if (index !== 0) return index;
  ip.complain(`Cannot find device "${name}"\n`);
  throw new Exit(EXIT_FAILURE);
}
