/** `arp -s`, `-d` and `-f`, as `SIOCSARP` and `SIOCDARP` of the kernel work, by rtnetlink. */
import { EINVAL, ENETUNREACH, ENODEV, ENOENT, isErrno } from "../../errno.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { NLM_F_CREATE, NLM_F_REPLACE } from "../../netlink/message.ts";
import {
  NDA_DST,
  NDA_LLADDR,
  NTF_PROXY,
  NUD_PERMANENT,
  NUD_STALE,
  writeNeighHeader,
} from "../../netlink/neigh.ts";
import { newRouteHeader, RTMSG_LEN, writeRouteHeader } from "../../netlink/route.ts";
import { RTA_DST, RTA_GATEWAY, RTA_MAX, RTA_OIF } from "../../netlink/route-attributes.ts";
import { RTM_DELNEIGH, RTM_GETROUTE, RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import { type Ipv4Address, ipv4ToBytes, type MacAddress } from "../../packet/address.ts";
import { interfaceIndex } from "../lib/interfaces.ts";
import { listLinks } from "../lib/links.ts";
import { request } from "./requests.ts";

/** A `struct arpreq`. */
export interface ArpRequest {
  readonly address: Ipv4Address;
  readonly hardware: MacAddress | undefined;
  readonly permanent: boolean;
  readonly published: boolean;
  readonly dontPublish: boolean;
  readonly netmask: number | undefined;
  readonly device: string | undefined;
}

/** The device of the link that an address is on (`RT_SCOPE_LINK`), or the error of there being none. */
function deviceOfRoute(sys: SystemCalls, address: Ipv4Address): number {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return client;
  const header = { ...newRouteHeader(), family: AF_INET, dstLength: 32 };
  const writer = client.begin(RTM_GETROUTE, 0);
  writeRouteHeader(writer, header);
  writer.data(RTA_DST, ipv4ToBytes(address));
  let index = -ENETUNREACH;
  const { error } = client.get((message) => {
    const table = new AttributeTable(RTA_MAX).parse(message.bytes, message.body + RTMSG_LEN, message.end);
    if (table.has(RTA_OIF) && !table.has(RTA_GATEWAY)) index = table.u32(RTA_OIF);
  });
  client.close();
  return error < 0 ? error : index;
}

/** `SIOCSARP`. @returns 0 or a negative error number */
export function setArp(sys: SystemCalls, arp: ArpRequest): number {
  const { netmask, device } = arp;
  if (!arp.published && (netmask !== undefined || arp.dontPublish)) return -EINVAL;
  if (netmask !== undefined && netmask !== 0 && arp.published) return -EINVAL;
  let index = device === undefined ? 0 : interfaceIndex(sys, device);
  if (index < 0) return -ENODEV;
  if (index === 0)
    index = arp.published ? deviceByHardware(sys, arp.hardware) : deviceOfRoute(sys, arp.address);
  if (index < 0) return index;
  const state = arp.permanent ? NUD_PERMANENT : NUD_STALE;
  return request(sys, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, (writer) => {
    writeNeighHeader(writer, AF_INET, index, state, arp.published ? NTF_PROXY : 0, 0);
    writer.data(NDA_DST, ipv4ToBytes(arp.address));
    if (!arp.published && arp.hardware) writer.data(NDA_LLADDR, arp.hardware.toBytes());
  });
}

function deviceByHardware(sys: SystemCalls, hardware: MacAddress | undefined): number {
  const link = listLinks(sys).find((candidate) =>
    candidate.address.length === 6 ? hardware?.equalsBytes(candidate.address, 0) : false,
  );
  return link?.index ?? -ENODEV;
}

/** `SIOCDARP`. @returns 0, -ENOENT when there is no such entry, or another error */
export function deleteArp(
  sys: SystemCalls,
  address: Ipv4Address,
  device: string | undefined,
  published: boolean,
): number {
  let index = device === undefined ? 0 : interfaceIndex(sys, device);
  if (index < 0) return -ENODEV;
  if (index === 0) index = deviceOfRoute(sys, address);
  if (index < 0) return published ? -ENOENT : index;
  return request(sys, RTM_DELNEIGH, 0, (writer) => {
    writeNeighHeader(writer, AF_INET, index, 0, published ? NTF_PROXY : 0, 0);
    writer.data(NDA_DST, ipv4ToBytes(address));
  });
}
