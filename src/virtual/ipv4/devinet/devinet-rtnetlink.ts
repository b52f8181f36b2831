/**
 * `ip address`: RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR of IPv4.
 *
 * Source: `net/ipv4/devinet.c` (`inet_rtm_newaddr`, `inet_rtm_deladdr`, `inet_dump_ifaddr`).
 */
import { EADDRNOTAVAIL, EEXIST, EINVAL, ENOBUFS, ENODEV } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import {
  type AddrHeader,
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_F_MCAUTOJOIN,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_MAX,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFA_TARGET_NETNSID,
  IFADDRMSG_LEN,
  INFINITY_LIFE_TIME,
  readAddrHeader,
} from "../../../netlink/addr.ts";
import { AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { IFNAMSIZ } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import { AddressDumpFilter } from "../../core/rtnetlink/address-dump-filter.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { modifyPrefixMetric } from "../fib/fib-frontend.ts";
import { joinGroup, leaveGroup } from "../igmp/igmp.ts";
import { isMulticast } from "../inet-address.ts";
import { deleteAddress, insertAddress } from "./devinet.ts";
import { notifyAddress, writeAddress } from "./devinet-notify.ts";
import { InetIfaddr } from "./inet-device.ts";
import { scheduleLifetimes, setLifetimes } from "./inet-lifetime.ts";

const RULES = policy(IFA_MAX, [
  [IFA_LOCAL, { type: "u32" }],
  [IFA_ADDRESS, { type: "u32" }],
  [IFA_BROADCAST, { type: "u32" }],
  [IFA_LABEL, { type: "string", length: IFNAMSIZ - 1 }],
  [IFA_CACHEINFO, { type: "unspec", length: 16 }],
  [IFA_FLAGS, { type: "u32" }],
  [IFA_RT_PRIORITY, { type: "u32" }],
  [IFA_TARGET_NETNSID, { type: "s32" }],
  [IFA_PROTO, { type: "u8" }],
]);

const table = new AttributeTable(IFA_MAX);
const header: AddrHeader = { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 };
/** Lifetimes of the request, in seconds. */
const lifetimes = { valid: 0, preferred: 0 };

/** Reads and checks the request, before anything is looked for (`inet_validate_rtm`). @returns 0 or a negative error */
function validate(request: RtnlRequest): number {
  const extack = request.extack;
  const error = parseRequest(request, IFADDRMSG_LEN, table, RULES);
  if (error !== 0) return error;
  readAddrHeader(request.message.bytes, request.message.body, header);
  if (header.prefixLength > 32) return extack.fail(-EINVAL, "ipv4: Invalid prefix length");
  if (!table.has(IFA_LOCAL)) return extack.fail(-EINVAL, "ipv4: Local address is not supplied");
  lifetimes.valid = INFINITY_LIFE_TIME;
  lifetimes.preferred = INFINITY_LIFE_TIME;
  if (!table.has(IFA_CACHEINFO)) return 0;
  const at = table.offset(IFA_CACHEINFO);
  lifetimes.preferred = readU32(table.bytes, at);
  lifetimes.valid = readU32(table.bytes, at + 4);
  if (lifetimes.valid === 0 || lifetimes.preferred > lifetimes.valid)
    return extack.fail(-EINVAL, "ipv4: address lifetime invalid");
  return 0;
}

/** Makes an address of the request (`inet_rtm_to_ifa`). */
function toAddress({ net, extack }: RtnlRequest): InetIfaddr | number {
  const dev = net.devByIndex(header.index);
  if (dev === undefined) return extack.fail(-ENODEV, "ipv4: Device not found");
  const inDev = dev.inDev;
  if (inDev === null) return -ENOBUFS;
  const local = table.ipv4(IFA_LOCAL);
  const ifa = new InetIfaddr(
    inDev,
    local,
    table.has(IFA_ADDRESS) ? table.ipv4(IFA_ADDRESS) : local,
    header.prefixLength,
    table.has(IFA_BROADCAST) ? table.ipv4(IFA_BROADCAST) : 0,
    header.scope,
    table.has(IFA_FLAGS) ? table.u32(IFA_FLAGS) : header.flags,
    table.has(IFA_LABEL) ? table.string(IFA_LABEL) : dev.name,
  );
  if (table.has(IFA_RT_PRIORITY)) ifa.priority = table.u32(IFA_RT_PRIORITY);
  if (table.has(IFA_PROTO)) ifa.protocol = table.u8(IFA_PROTO);
  return ifa;
}

/** `find_matching_ifa` */
function findMatching(ifa: InetIfaddr): InetIfaddr | null {
  for (let other = ifa.inDev.addresses; other !== null; other = other.next)
    if (other.mask === ifa.mask && other.contains(ifa.address) && other.local === ifa.local) return other;
  return null;
}

function newAddress(request: RtnlRequest): number {
  const invalid = validate(request);
  if (invalid !== 0) return invalid;
  // no address at all: that is done, whatever the device
  if (table.ipv4(IFA_LOCAL) === 0) return 0;
  const ifa = toAddress(request);
  if (typeof ifa === "number") return ifa;
  const flags = request.message.flags;
  const present = findMatching(ifa);
  const { portid, extack } = request;
  if (present === null) {
    setLifetimes(ifa, lifetimes.valid, lifetimes.preferred);
    if ((ifa.flags & IFA_F_MCAUTOJOIN) !== 0 && isMulticast(ifa.address)) {
      const error = joinGroup(ifa.inDev, ifa.address);
      if (error < 0) return extack.fail(error, "ipv4: Multicast auto join failed");
    }
    return insertAddress(ifa, portid, request.message.seq, extack);
  }
  if ((flags & NLM_F_EXCL) !== 0 || (flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "ipv4: Address already assigned");
  if (present.priority !== ifa.priority) modifyPrefixMetric(present, ifa.priority);
  present.protocol = ifa.protocol;
  setLifetimes(present, lifetimes.valid, lifetimes.preferred);
  scheduleLifetimes(present);
  notifyAddress(RTM_NEWADDR, present, portid, request.message.seq);
  return 0;
}

function removeAddress(request: RtnlRequest): number {
  const extack = request.extack;
  const error = parseRequest(request, IFADDRMSG_LEN, table, RULES);
  if (error !== 0) return error;
  readAddrHeader(request.message.bytes, request.message.body, header);
  const inDev = request.net.devByIndex(header.index)?.inDev;
  if (!inDev) return extack.fail(-ENODEV, "ipv4: Device not found");
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) {
    if (table.has(IFA_LOCAL) && ifa.local !== table.ipv4(IFA_LOCAL)) continue;
    if (table.has(IFA_LABEL) && ifa.label !== table.string(IFA_LABEL)) continue;
    if (table.has(IFA_ADDRESS)) {
      if (header.prefixLength !== ifa.prefixLength || !ifa.contains(table.ipv4(IFA_ADDRESS))) continue;
    }
    if (isMulticast(ifa.address) && (ifa.flags & IFA_F_MCAUTOJOIN) !== 0) leaveGroup(inDev, ifa.address);
    deleteAddress(ifa, request.portid, request.message.seq);
    return 0;
  }
  return extack.fail(-EADDRNOTAVAIL, "ipv4: Address not found");
}

function dumpAddresses(request: RtnlRequest, writer: MessageWriter): number {
  const filter = new AddressDumpFilter(request.net);
  const error = filter.read(request, "ipv4", RULES);
  if (error !== 0) return error;
  const devices = filter.devices();
  if (typeof devices === "number") return devices;
  const { seq } = request.message;
  for (const dev of devices)
    for (let ifa = dev.inDev?.addresses ?? null; ifa !== null; ifa = ifa.next)
      writeAddress(writer, ifa, RTM_NEWADDR, filter.flags, seq, request.portid, filter.nsid);
  return 0;
}

/** Registers the messages with a machine. */
export function registerAddressMessages(machine: Machine): void {
  machine.rtnetlink.register(AF_INET, RTM_NEWADDR, newAddress);
  machine.rtnetlink.register(AF_INET, RTM_DELADDR, removeAddress);
  machine.rtnetlink.register(AF_INET, RTM_GETADDR, undefined, dumpAddresses);
}
