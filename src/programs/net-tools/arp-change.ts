/** `arp -s`, `-d` and `-f`, as `SIOCSARP` and `SIOCDARP` of the kernel work, by rtnetlink. */
import { EINVAL, ENETUNREACH, ENODEV, ENOENT, isErrno } from "../../errno.ts";
import { AF_INET, O_WRONLY, type SystemCalls } from "../../kernel.ts";
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
import { type Ipv4Address, ipv4ToBytes } from "../../packet/address.ts";
import { findLink, type Link, listLinks } from "../lib/links.ts";
import { lookUpRoute } from "../lib/route-lookup.ts";
import { request } from "./requests.ts";

/** A `struct sockaddr` of a hardware address. */
export interface HardwareAddress {
  /** `ARPHRD_*` */
  readonly type: number;
  /** As many bytes as fit, of which a device's address is the first ones. */
  readonly bytes: Uint8Array;
}

/** A `struct arpreq`. */
export interface ArpRequest {
  readonly address: Ipv4Address;
  readonly hardware: HardwareAddress;
  readonly permanent: boolean;
  readonly published: boolean;
  readonly dontPublish: boolean;
  readonly netmask: number | undefined;
  readonly device: string | undefined;
}

/** The index of a device, which has to be named without an alias. */
function deviceIndex(sys: SystemCalls, name: string): number {
  return findLink(sys, name)?.index ?? -ENODEV;
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
  const index = device !== undefined ? deviceIndex(sys, device) : deviceOfRequest(sys, arp);
  if (index < 0) return index;
  const link = listLinks(sys).find((candidate) => candidate.index === index);
  if (link?.type !== arp.hardware.type) return -EINVAL;
  if (netmask === 0) return setProxy(sys, link.name, true);
  // what is published is never permanent: it goes with the carrier (`arp_req_set_public`)
  const state = arp.permanent && !arp.published ? NUD_PERMANENT : NUD_STALE;
  return request(sys, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, (writer) => {
    writeNeighHeader(writer, AF_INET, index, state, arp.published ? NTF_PROXY : 0, 0);
    writer.data(NDA_DST, ipv4ToBytes(arp.address));
    if (!arp.published) writer.data(NDA_LLADDR, arp.hardware.bytes.subarray(0, link.address.length));
  });
}

function deviceOfRequest(sys: SystemCalls, arp: ArpRequest): number {
  return arp.published ? deviceByHardware(sys, arp.hardware) : deviceOfRoute(sys, arp.address);
}

/** `dev_getbyhwaddr` */
function deviceByHardware(sys: SystemCalls, { type, bytes }: HardwareAddress): number {
  const isOwner = (link: Link): boolean =>
    link.type === type && link.address.every((byte, i) => byte === bytes[i]);
  return listLinks(sys).find(isOwner)?.index ?? -ENODEV;
}

/** Publishing the network of everything is the device's `proxy_arp` (`arp_req_set_proxy`). */
function setProxy(sys: SystemCalls, device: string, on: boolean): number {
  const file = sys.open(`/proc/sys/net/ipv4/conf/${device}/proxy_arp`, O_WRONLY);
  if (isErrno(file)) return file;
  const result = file.write(new TextEncoder().encode(on ? "1\n" : "0\n"));
  file.close();
  return Math.min(result, 0);
}

/** What of a `struct arpreq` a deletion uses. */
export type ArpKey = Omit<ArpRequest, "hardware" | "permanent">;

/** `SIOCDARP`. @returns 0, -ENOENT when there is no such entry, or another error */
export function deleteArp(sys: SystemCalls, key: ArpKey): number {
  const { address, published, netmask, device } = key;
  if (!published && (netmask !== undefined || key.dontPublish)) return -EINVAL;
  const named = device === undefined ? 0 : deviceIndex(sys, device);
  if (named < 0) return named;
  if (netmask !== undefined && netmask !== 0) return -EINVAL;
  if (netmask === 0)
    return setProxy(sys, (device === undefined ? undefined : findLink(sys, device)?.name) ?? "all", false);
  // what is published for all devices comes from elsewhere
  if (published && named === 0) return -ENOENT;
  const index = named === 0 ? deviceOfRoute(sys, address) : named;
  if (index < 0) return index;
  return request(sys, RTM_DELNEIGH, 0, (writer) => {
    writeNeighHeader(writer, AF_INET, index, 0, published ? NTF_PROXY : 0, 0);
    writer.data(NDA_DST, ipv4ToBytes(address));
  });
}
