/** `arp -s`, `-d` and `-f`, as `SIOCSARP` and `SIOCDARP` of the kernel work, by rtnetlink. */
import { EINVAL, ENETUNREACH, ENODEV, ENOENT } from "../../errno.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import { ARPHRD_ETHER } from "../../netlink/link-flags.ts";
import { NLM_F_CREATE, NLM_F_REPLACE } from "../../netlink/message.ts";
import {
  NDA_DST,
  NDA_LLADDR,
  NTF_PROXY,
  NUD_PERMANENT,
  NUD_STALE,
  writeNeighHeader,
} from "../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import { type Ipv4Address, ipv4ToBytes, type MacAddress } from "../../packet/address.ts";
import { listLinks } from "../lib/links.ts";
import { lookUpRoute } from "../lib/route-lookup.ts";
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

/** The index of a device, which has to be named without an alias. */
function deviceIndex(sys: SystemCalls, name: string): number {
  return listLinks(sys).find((link) => link.name === name)?.index ?? -ENODEV;
}

/** The device of the link that an address is on (`RT_SCOPE_LINK`), or the error of there being none. */
function deviceOfRoute(sys: SystemCalls, address: Ipv4Address): number {
  const route = lookUpRoute(sys, address);
  if (typeof route === "number") return route;
  return route.viaGateway ? -ENETUNREACH : route.ifindex;
}

/** `SIOCSARP`. @returns 0 or a negative error number */
export function setArp(sys: SystemCalls, arp: ArpRequest): number {
  const { netmask, device } = arp;
  if (!arp.published && (netmask !== undefined || arp.dontPublish)) return -EINVAL;
  if (netmask !== undefined && netmask !== 0 && arp.published) return -EINVAL;
  let index = device === undefined ? 0 : deviceIndex(sys, device);
  if (index < 0) return -ENODEV;
  if (index === 0)
    index = arp.published ? deviceByHardware(sys, arp.hardware) : deviceOfRoute(sys, arp.address);
  if (index < 0) return index;
  // the request's address is said to be an Ethernet one
  if (listLinks(sys).find((link) => link.index === index)?.type !== ARPHRD_ETHER) return -EINVAL;
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
  let index = device === undefined ? 0 : deviceIndex(sys, device);
  if (index < 0) return -ENODEV;
  if (index === 0) index = deviceOfRoute(sys, address);
  if (index < 0) return published ? -ENOENT : index;
  return request(sys, RTM_DELNEIGH, 0, (writer) => {
    writeNeighHeader(writer, AF_INET, index, 0, published ? NTF_PROXY : 0, 0);
    writer.data(NDA_DST, ipv4ToBytes(address));
  });
}
