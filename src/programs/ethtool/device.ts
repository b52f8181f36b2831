/** Devices as the netlink interface of ethtool knows them. */
import type { SystemCalls } from "../../kernel.ts";
import { listLinks } from "../lib/links.ts";

/** Netlink takes no alias for its device, as the ioctls do. */
export function isDevice(sys: SystemCalls, name: string): boolean {
  return listLinks(sys).some((link) => link.name === name);
}
