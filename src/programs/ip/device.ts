/** Devices that a command needs. */
import { AF_UNSPEC } from "../../kernel.ts";
import { writeLinkHeader } from "../../netlink/link.ts";
import { IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS, RTEXT_FILTER_VF } from "../../netlink/link-attributes.ts";
import { RTM_GETLINK } from "../../netlink/rtnetlink.ts";
import { EXIT_FAILURE } from "./arguments.ts";
import type { Ip } from "./context.ts";

/**
 * Asks for all links, to name them also when they are gone (`ll_init_map`). The answer has the ids of the namespaces that links lead
 * to, which the kernel gives now if they had none.
 */
export function rememberLinks(ip: Ip): void {
  const writer = ip.client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, AF_UNSPEC, 0, 0, 0, 0);
  writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS);
  ip.dumpOrExit((message) => ip.links.remember(message));
}

/** The index of a device, or the program ends with iproute2's complaint. */
export function needDevice(ip: Ip, name: string): number {
  const index = ip.links.index(name);
  if (index !== 0) return index;
  return ip.fail(`Cannot find device "${name}"`, EXIT_FAILURE);
}
