/**
 * RTM_*ADDR, RTM_GETMULTICAST and RTM_GETANYCAST for AF_INET6.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_rtm_newaddr`, `inet6_addr_add`, `inet6_addr_modify`, `inet6_dump_addr`).
 */
import { EADDRNOTAVAIL, EEXIST, EINVAL, ENODEV } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import {
  IFA_ADDRESS,
  IFA_CACHEINFO,
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_TEMPORARY,
  IFA_F_TENTATIVE,
  IFA_FLAGS,
  IFA_LOCAL,
  IFA_MAX,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFA_TARGET_NETNSID,
  IFADDRMSG_LEN,
  INFINITY_LIFE_TIME,
  readAddrCacheInfo,
  readAddrHeader,
} from "../../../netlink/addr.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import {
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_GETANYCAST,
  RTM_GETMULTICAST,
  RTM_NEWADDR,
} from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { armGc, fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";
import {
  type AddressConfig,
  addPrefixRoute,
  addressEvent,
  deletePrefixRoute,
  findPrefixRoute,
  IP6_RT_PRIO_ADDRCONF,
  releasePrefixRoute,
} from "./addrconf.ts";
import { ADDRESS_RULES, dumpAnycast, dumpMulticast, dumpUnicast } from "./addrconf-dump.ts";
import { writeInet6Address } from "./addrconf-fill.ts";
import { addressOn, newestAddress } from "./addrconf-lookup.ts";
import { findDevice } from "./addrconf-notify.ts";
import { deleteTemporaries, manageTemporaries } from "./addrconf-temporary.ts";
import { addUnicast, deleteUnicast, expiryOf, type Lifetimes, settleFlags } from "./addrconf-unicast.ts";
import { armVerify } from "./addrconf-verify.ts";
import type { Inet6Address } from "./inet6-device.ts";

const header = { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 };
const table = new AttributeTable(IFA_MAX);
/** What a request may set. */
const SETTABLE =
  IFA_F_NODAD |
  IFA_F_HOMEADDRESS |
  IFA_F_MANAGETEMPADDR |
  IFA_F_NOPREFIXROUTE |
  IFA_F_MCAUTOJOIN |
  IFA_F_OPTIMISTIC;
/** What a change replaces. */
const CHANGEABLE =
  IFA_F_DEPRECATED |
  IFA_F_PERMANENT |
  IFA_F_NODAD |
  IFA_F_HOMEADDRESS |
  IFA_F_MANAGETEMPADDR |
  IFA_F_NOPREFIXROUTE;

interface Parsed {
  readonly address: Ipv6Address;
  readonly peer: Ipv6Address | null;
}

/** `IFA_LOCAL` is the address and `IFA_ADDRESS` the peer; alone, either is the address (`extract_addr`). */
function addressesIn(): Parsed | null {
  const local = table.ipv6(IFA_LOCAL);
  const address = table.ipv6(IFA_ADDRESS);
  if (local === undefined) return address === undefined ? null : { address, peer: null };
  const peer = address !== undefined && !address.equals(local) ? address : null;
  return { address: local, peer };
}

function parse(request: RtnlRequest): number {
  const { message } = request;
  const error = parseRequest(request, IFADDRMSG_LEN, table, ADDRESS_RULES);
  if (error !== 0) return error;
  readAddrHeader(message.bytes, message.body, header);
  return 0;
}

function newAddress(request: RtnlRequest): number {
  const error = parse(request);
  if (error !== 0) return error;
  const { net, extack, message } = request;
  const addresses = addressesIn();
  if (addresses === null) return -EINVAL;
  const life = lifetimes();
  if (life.valid === 0 || life.preferred > life.valid)
    return extack.fail(-EINVAL, "ipv6: address lifetime invalid");
  const dev = net.devByIndex(header.index);
  if (dev === undefined) return extack.fail(-ENODEV, "ipv6: Unable to find the interface");
  const idev = findDevice(dev);
  if (idev === null) return -EINVAL;
  if (!idev.cnf.optimisticDad && !net.ipv6.all.optimisticDad) life.flags &= ~IFA_F_OPTIMISTIC;
  if ((life.flags & IFA_F_NODAD) !== 0 && (life.flags & IFA_F_OPTIMISTIC) !== 0)
    return extack.fail(-EINVAL, "IFA_F_NODAD and IFA_F_OPTIMISTIC are mutually exclusive");
  const present = addressOn(dev, addresses.address);
  if (present === null) return addUnicast(dev, configOf(addresses, life), extack);
  if ((message.flags & NLM_F_EXCL) !== 0 || (message.flags & NLM_F_REPLACE) === 0)
    return extack.fail(-EEXIST, "ipv6: address already assigned");
  return modify(present, addresses, life);
}

/** What is asked for, of the message that was read last. */
function configOf({ address, peer }: Parsed, life: Lifetimes): AddressConfig {
  return {
    address,
    peer,
    prefixLength: header.prefixLength,
    flags: life.flags,
    protocol: table.u8(IFA_PROTO),
    priority: table.u32(IFA_RT_PRIORITY),
    validLifetime: life.valid,
    preferredLifetime: life.preferred,
  };
}

function lifetimes(): Lifetimes {
  let flags = (table.has(IFA_FLAGS) ? table.u32(IFA_FLAGS) : header.flags) & SETTABLE;
  flags |= IFA_F_PERMANENT;
  let valid = INFINITY_LIFE_TIME;
  let preferred = INFINITY_LIFE_TIME;
  if (table.has(IFA_CACHEINFO)) {
    const info = readAddrCacheInfo(table.bytes, table.offset(IFA_CACHEINFO), table.length(IFA_CACHEINFO));
    if (info !== undefined) {
      valid = info.valid;
      preferred = info.preferred;
    }
  }
  return { flags, valid, preferred };
}

/** `inet6_addr_modify` */
function modify(ifp: Inet6Address, addresses: Parsed, life: Lifetimes): number {
  const { dev } = ifp.idev;
  settleFlags(life);
  const manageable = (ifp.flags & IFA_F_TEMPORARY) === 0 && ifp.prefixLength === 64;
  if ((life.flags & IFA_F_MANAGETEMPADDR) !== 0 && !manageable) return -EINVAL;
  const inUse = (ifp.flags & IFA_F_TENTATIVE) === 0 || (ifp.flags & IFA_F_DADFAILED) !== 0;
  const flags = inUse ? life.flags & ~IFA_F_OPTIMISTIC : life.flags;
  const managed = (ifp.flags & IFA_F_MANAGETEMPADDR) !== 0;
  const hadRoute = (ifp.flags & (IFA_F_PERMANENT | IFA_F_NOPREFIXROUTE)) === IFA_F_PERMANENT;
  const { peer } = addresses;
  if (peer !== null && !(ifp.peer?.equals(peer) ?? peer.isUnspecified)) {
    if (ifp.peer !== null) deletePrefixRoute(dev, ifp.peer, ifp.prefixLength);
    ifp.peer = peer.isUnspecified ? null : peer;
  }
  ifp.flags = (ifp.flags & ~CHANGEABLE) | flags;
  ifp.updated = dev.net.machine.now();
  ifp.validLifetime = life.valid;
  ifp.preferredLifetime = life.preferred;
  if (table.u32(IFA_RT_PRIORITY) !== 0) ifp.rtPriority = table.u32(IFA_RT_PRIORITY);
  ifp.protocol = table.u8(IFA_PROTO);
  if ((ifp.flags & IFA_F_TENTATIVE) === 0) addressEvent(0, ifp);
  modifyRoutes(ifp, hadRoute, life);
  manageAfterChange(ifp, managed, life);
  armVerify(dev.net);
  return 0;
}

/** The routes to the prefix and to the peer follow. */
function modifyRoutes(ifp: Inet6Address, hadRoute: boolean, life: Lifetimes): void {
  if ((ifp.flags & IFA_F_NOPREFIXROUTE) !== 0) {
    if (hadRoute) releasePrefixRoute(ifp);
    return;
  }
  modifyPrefixRoute(ifp, ifp.address, hadRoute, life);
  if (ifp.peer !== null) modifyPrefixRoute(ifp, ifp.peer, hadRoute, life);
}

/** A time that is over: ns since boot. */
const PAST = 1;

/**
 * A prefix route is made, made anew with another metric, or given another life (`modify_prefix_route`).
 *
 * Linux takes the new life of a route that is there for a time since boot, so that the route has expired at once.
 */
function modifyPrefixRoute(ifp: Inet6Address, address: Ipv6Address, had: boolean, life: Lifetimes): void {
  const { dev } = ifp.idev;
  const old = had ? findPrefixRoute(dev, address, ifp.prefixLength) : null;
  if (old !== null && old.metric === (ifp.rtPriority || IP6_RT_PRIO_ADDRCONF)) {
    old.expires = life.valid === INFINITY_LIFE_TIME ? 0 : PAST;
    if (old.expires !== 0) armGc(dev.net);
    return;
  }
  if (old !== null) fib6Delete(dev.net, old, KERNEL_ORIGIN);
  addPrefixRoute(dev, address, ifp.prefixLength, ifp.rtPriority, expiryOf(dev, life));
}

function manageAfterChange(ifp: Inet6Address, managed: boolean, life: Lifetimes): void {
  const manages = (ifp.flags & IFA_F_MANAGETEMPADDR) !== 0;
  if (managed && !manages) deleteTemporaries(ifp);
  else if (manages) manageTemporaries(ifp, life.valid, life.preferred, !managed);
}

function deleteRequest(request: RtnlRequest): number {
  const error = parse(request);
  if (error !== 0) return error;
  const { net, extack } = request;
  const addresses = addressesIn();
  if (addresses === null) return -EINVAL;
  return deleteUnicast(net, header.index, addresses.address, header.prefixLength, extack);
}

/** `inet6_rtm_valid_getaddr_req` */
function checkStrictly(request: RtnlRequest): number {
  const { extack, message } = request;
  readAddrHeader(message.bytes, message.body, header);
  if (header.prefixLength !== 0 || header.flags !== 0 || header.scope !== 0)
    return extack.fail(-EINVAL, "ipv6: Invalid values in header for get address request");
  const error = parseRequest(request, IFADDRMSG_LEN, table, ADDRESS_RULES, "types");
  if (error !== 0) return error;
  for (let type = 1; type <= IFA_MAX; type++) {
    if (table.has(type) && !GET_ATTRIBUTES.has(type))
      return extack.fail(-EINVAL, "ipv6: Unsupported attribute in get address request");
  }
  return 0;
}

const GET_ATTRIBUTES = new Set([IFA_TARGET_NETNSID, IFA_ADDRESS, IFA_LOCAL]);

function getAddress(request: RtnlRequest): number {
  const { message } = request;
  if (message.length < IFADDRMSG_LEN)
    return request.extack.fail(-EINVAL, "ipv6: Invalid header for get address request");
  const error = request.strict ? checkStrictly(request) : parse(request);
  if (error !== 0) return error;
  const nsid = table.has(IFA_TARGET_NETNSID) ? table.s32(IFA_TARGET_NETNSID) : -1;
  const net = nsid < 0 ? request.net : request.net.nsids?.net(nsid);
  if (net === undefined) return request.extack.fail(-EINVAL, "ipv6: Invalid target network namespace id");
  const addresses = addressesIn();
  if (addresses === null) return -EINVAL;
  const dev = header.index === 0 ? undefined : net.devByIndex(header.index);
  const ifp = dev === undefined ? newestAddress(net, addresses.address) : addressOn(dev, addresses.address);
  if (!ifp) return -EADDRNOTAVAIL;
  const writer = net.machine.rtnetlink.writer;
  writer.reset();
  writeInet6Address(writer, ifp, RTM_NEWADDR, 0, message.seq, request.portid, nsid);
  request.reply(writer.message(true));
  return 0;
}

/** Registers the messages with a machine. */
export function initAddressMessages(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(AF_INET6, RTM_NEWADDR, newAddress);
  rtnetlink.register(AF_INET6, RTM_DELADDR, deleteRequest);
  rtnetlink.register(AF_INET6, RTM_GETADDR, getAddress, dumpUnicast);
  rtnetlink.register(AF_INET6, RTM_GETMULTICAST, undefined, dumpMulticast);
  rtnetlink.register(AF_INET6, RTM_GETANYCAST, undefined, dumpAnycast);
}
