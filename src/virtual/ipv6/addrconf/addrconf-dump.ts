/**
 * Dumps of addresses, groups and anycast addresses for AF_INET6.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_dump_addr`, `in6_dump_addrs`).
 */
import {
  IFA_ADDRESS,
  IFA_ANYCAST,
  IFA_CACHEINFO,
  IFA_FLAGS,
  IFA_LOCAL,
  IFA_MAX,
  IFA_MULTICAST,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFA_TARGET_NETNSID,
} from "../../../netlink/addr.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_GETANYCAST, RTM_GETMULTICAST, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { AddressDumpFilter } from "../../core/rtnetlink/address-dump-filter.ts";
import type { RtnlDumpit, RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { writeGroupAddress, writeInet6Address } from "./addrconf-fill.ts";
import type { Inet6Device } from "./inet6-device.ts";

/** `ifa_ipv6_policy` */
export const ADDRESS_RULES = policy(IFA_MAX, [
  [IFA_ADDRESS, { type: "unspec", length: 16 }],
  [IFA_LOCAL, { type: "unspec", length: 16 }],
  [IFA_CACHEINFO, { type: "unspec", length: 16 }],
  [IFA_FLAGS, { type: "unspec", length: 4 }],
  [IFA_RT_PRIORITY, { type: "unspec", length: 4 }],
  [IFA_TARGET_NETNSID, { type: "s32" }],
  [IFA_PROTO, { type: "u8" }],
]);

type DeviceDump = (
  idev: Inet6Device,
  writer: MessageWriter,
  filter: AddressDumpFilter,
  request: RtnlRequest,
) => void;

function dumper(each: DeviceDump): RtnlDumpit {
  return (request, writer) => {
    const filter = new AddressDumpFilter(request.net);
    const error = filter.read(request, "ipv6", ADDRESS_RULES);
    if (error !== 0) return error;
    const devices = filter.devices();
    if (typeof devices === "number") return devices;
    for (const dev of devices) if (dev.in6Dev !== null) each(dev.in6Dev, writer, filter, request);
    return 0;
  };
}

/** Dumps addresses (`inet6_dump_ifaddr`). */
export const dumpUnicast = dumper((idev, writer, { flags, nsid }, { message, portid }) => {
  for (const ifp of idev.addresses)
    writeInet6Address(writer, ifp, RTM_NEWADDR, flags, message.seq, portid, nsid);
});

interface GroupAddress {
  readonly address: Ipv6Address;
  readonly created: number;
}

function dumpGroups(
  type: number,
  attribute: typeof IFA_MULTICAST | typeof IFA_ANYCAST,
  list: (idev: Inet6Device) => Iterable<GroupAddress>,
): RtnlDumpit {
  return dumper((idev, writer, { flags, nsid }, { message, portid }) => {
    for (const { address, created } of list(idev))
      writeGroupAddress(writer, idev, address, created, type, flags, message.seq, portid, attribute, nsid);
  });
}

/** Dumps groups (`inet6_dump_ifmcaddr`). */
export const dumpMulticast = dumpGroups(RTM_GETMULTICAST, IFA_MULTICAST, (idev) => idev.groups);

/** Dumps anycast addresses (`inet6_dump_ifacaddr`). */
export const dumpAnycast = dumpGroups(RTM_GETANYCAST, IFA_ANYCAST, (idev) => idev.anycasts ?? []);
