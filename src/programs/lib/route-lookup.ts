/** Where the kernel would send a packet: RTM_GETROUTE. */
import { ENETUNREACH, isErrno } from "../../errno.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { newRouteHeader, RTMSG_LEN, writeRouteHeader } from "../../netlink/route.ts";
import { RTA_DST, RTA_GATEWAY, RTA_MAX, RTA_OIF } from "../../netlink/route-attributes.ts";
import { RTM_GETROUTE } from "../../netlink/rtnetlink.ts";
import { type Ipv4Address, ipv4ToBytes } from "../../packet/address.ts";

/** The kernel's decision. */
export interface RouteLookup {
  readonly ifindex: number;
  /** Whether there is a gateway on the way. */
  readonly viaGateway: boolean;
}

/** The route of an IPv4 address, or a negative error number. */
export function lookUpRoute(sys: SystemCalls, address: Ipv4Address): RouteLookup | number {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return client;
  const writer = client.begin(RTM_GETROUTE, 0);
  writeRouteHeader(writer, { ...newRouteHeader(), family: AF_INET, dstLength: 32 });
  writer.data(RTA_DST, ipv4ToBytes(address));
  let found: RouteLookup | number = -ENETUNREACH;
  const { error } = client.get((message) => {
    const table = new AttributeTable(RTA_MAX).parse(message.bytes, message.body + RTMSG_LEN, message.end);
    if (table.has(RTA_OIF)) found = { ifindex: table.u32(RTA_OIF), viaGateway: table.has(RTA_GATEWAY) };
  });
  client.close();
  return error < 0 ? error : found;
}
