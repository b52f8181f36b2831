/** Devices as the netlink interface of ethtool knows them. */
import type { SystemCalls } from "../../kernel.ts";
import { findLink } from "../lib/links.ts";

/** The name of a device that is known by this one. Netlink takes no alias for its device, as the ioctls do. */
export function deviceName(sys: SystemCalls, name: string): string | undefined {
  return findLink(sys, name)?.name;
}
