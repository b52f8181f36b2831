/**
 * What all link requests share: parsing, finding the device and the namespace, checking what can be checked beforehand.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_ensure_unique_netns`, `rtnl_link_get_net`, `validate_linkmsg`, `rtnl_dev_get`).
 */
import { EAFNOSUPPORT, EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable, NLA_HDRLEN } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, type LinkHeader, readLinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { type Strictness, validateAttributes } from "../../../netlink/policy-check.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import { netByNsid } from "../netns-ids.ts";
import type { ExtendedAck, RtnlRequest } from "./rtnetlink.ts";
import { IFLA_POLICY } from "./rtnetlink-link-policy.ts";

/** Reused by all link requests: one at a time. */
export const linkAttributes = new AttributeTable(ifla.IFLA_MAX);

/** The header of the request at hand; one object for all. */
export const linkHeader: LinkHeader = { family: 0, type: 0, index: 0, flags: 0, change: 0 };

/**
 * Reads header and attributes into {@link linkHeader} and {@link linkAttributes}. `strict` refuses unknown attributes and what is
 * left over (`nlmsg_parse_deprecated_strict`). @returns 0 or a negative error
 */
export function parseLinkRequest(request: RtnlRequest, strict: Strictness = false): number {
  const { message, extack } = request;
  const { bytes, body, end, start } = message;
  if (message.length < IFINFOMSG_LEN) return extack.fail(-EINVAL, "Invalid header length");
  readLinkHeader(bytes, body, linkHeader);
  const first = body + IFINFOMSG_LEN;
  const error = validateAttributes(bytes, first, end, IFLA_POLICY, strict, extack, start);
  if (error < 0) return error;
  linkAttributes.parse(bytes, first, end);
  return 0;
}

/** The offset of an attribute's header in the request, for an extended ack. */
export function attributeOffset(request: RtnlRequest, table: AttributeTable, type: number): number {
  return table.offset(type) - NLA_HDRLEN - request.message.start;
}

/** Refuses a request that names the namespace twice. @returns 0 or a negative error */
export function ensureUniqueNetns(table: AttributeTable, extack: ExtendedAck, idOnly: boolean): number {
  if (idOnly) {
    if (!table.has(ifla.IFLA_NET_NS_PID) && !table.has(ifla.IFLA_NET_NS_FD)) return 0;
    return extack.fail(-EOPNOTSUPP, "specified netns attribute not supported");
  }
  const named = [ifla.IFLA_TARGET_NETNSID, ifla.IFLA_NET_NS_PID, ifla.IFLA_NET_NS_FD];
  if (named.filter((type) => table.has(type)).length <= 1) return 0;
  return extack.fail(-EINVAL, "multiple netns identifying attributes specified");
}

/** The namespace that the attributes name; `net` when they name none. @returns a negative error when there is no such */
export function namedNetns(net: Net, table: AttributeTable, fallback: Net): Net | number {
  const { machine } = net;
  if (table.has(ifla.IFLA_NET_NS_PID)) return machine.netByPid(table.s32(ifla.IFLA_NET_NS_PID));
  if (table.has(ifla.IFLA_NET_NS_FD)) return machine.netByFd(table.s32(ifla.IFLA_NET_NS_FD));
  if (table.has(ifla.IFLA_TARGET_NETNSID))
    return netByNsid(net, table.s32(ifla.IFLA_TARGET_NETNSID)) ?? -EINVAL;
  return fallback;
}

/** The device by `IFLA_IFNAME` or `IFLA_ALT_IFNAME`. */
export function deviceByNameAttribute(net: Net, table: AttributeTable): NetDevice | undefined {
  if (table.has(ifla.IFLA_IFNAME)) return net.devByName(table.string(ifla.IFLA_IFNAME));
  if (table.has(ifla.IFLA_ALT_IFNAME)) return net.devByName(table.string(ifla.IFLA_ALT_IFNAME));
  return undefined;
}

/** Whether a request names its device. */
export function hasNameAttribute(table: AttributeTable): boolean {
  return table.has(ifla.IFLA_IFNAME) || table.has(ifla.IFLA_ALT_IFNAME);
}

/** `validate_linkmsg`. `registered` is null for a device that is being made. @returns 0 or a negative error */
export function validateLink(
  dev: NetDevice,
  registered: NetDevice | null,
  table: AttributeTable,
  extack: ExtendedAck,
  origin: number,
): number {
  if (table.has(ifla.IFLA_ADDRESS) && table.length(ifla.IFLA_ADDRESS) < dev.addressLength) return -EINVAL;
  if (table.has(ifla.IFLA_BROADCAST) && table.length(ifla.IFLA_BROADCAST) < dev.addressLength) return -EINVAL;
  if (table.u32(ifla.IFLA_GSO_MAX_SIZE) > dev.tsoMaxSize) return extack.fail(-EINVAL, "too big gso_max_size");
  if (table.u32(ifla.IFLA_GSO_MAX_SEGS) > dev.tsoMaxSegments)
    return extack.fail(-EINVAL, "too big gso_max_segs");
  if (table.u32(ifla.IFLA_GRO_MAX_SIZE) > GRO_MAX_SIZE) return extack.fail(-EINVAL, "too big gro_max_size");
  if (table.u32(ifla.IFLA_GSO_IPV4_MAX_SIZE) > dev.tsoMaxSize)
    return extack.fail(-EINVAL, "too big gso_ipv4_max_size");
  if (table.u32(ifla.IFLA_GRO_IPV4_MAX_SIZE) > GRO_MAX_SIZE)
    return extack.fail(-EINVAL, "too big gro_ipv4_max_size");
  return validateFamilies(dev, registered, table, extack, origin);
}

/** `GRO_MAX_SIZE` */
const GRO_MAX_SIZE = 8 * 65535;

function validateFamilies(
  dev: NetDevice,
  registered: NetDevice | null,
  table: AttributeTable,
  extack: ExtendedAck,
  origin: number,
): number {
  if (!table.has(ifla.IFLA_AF_SPEC)) return 0;
  const cursor = table.cursor(ifla.IFLA_AF_SPEC);
  while (cursor.next()) {
    const ops = dev.net.machine.rtnetlink.afOps.get(cursor.type);
    if (ops === undefined) return -EAFNOSUPPORT;
    if (ops.setLinkAf === undefined) return -EOPNOTSUPP;
    const end = cursor.start + cursor.length;
    const error = ops.validateLinkAf?.(registered, cursor.bytes, cursor.start, end, extack, origin) ?? 0;
    if (error < 0) return error;
  }
  return 0;
}
