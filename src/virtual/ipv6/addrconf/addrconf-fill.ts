/**
 * Addresses as rtnetlink messages, attributes in Linux's order.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_fill_ifaddr`, `inet6_fill_ifmcaddr`, `inet6_fill_ifacaddr`).
 */
import { AF_INET6 } from "../../../kernel.ts";
import {
  IFA_ADDRESS,
  type IFA_ANYCAST,
  IFA_F_PERMANENT,
  IFA_FLAGS,
  IFA_LOCAL,
  type IFA_MULTICAST,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFA_TARGET_NETNSID,
  INFINITY_LIFE_TIME,
  writeAddrCacheInfo,
  writeAddrHeader,
} from "../../../netlink/addr.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RT_SCOPE_SITE, RT_SCOPE_UNIVERSE } from "../../../netlink/route-attributes.ts";
import { RTNLGRP_IPV6_IFADDR } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { addressScope, IPV6_ADDR_SCOPE_SITELOCAL } from "./addrconf-core.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";

const NS_PER_SECOND = 1_000_000_000;
const NS_PER_TICK = 10_000_000;

function putAddress(writer: MessageWriter, type: number, address: Ipv6Address): void {
  const at = writer.attribute(type, 16);
  address.toBytes(writer.bytes, at);
}

function ticks(ns: number): number {
  return Math.floor(ns / NS_PER_TICK);
}

/** One address as a message (`inet6_fill_ifaddr`). */
export function writeInet6Address(
  writer: MessageWriter,
  ifp: Inet6Address,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  targetNsid = -1,
): void {
  const now = ifp.idev.dev.net.machine.now();
  writer.begin(type, flags, seq, portid);
  writeAddrHeader(writer, AF_INET6, ifp.prefixLength, ifp.flags & 0xff, ifp.scope, ifp.idev.dev.ifindex);
  if (targetNsid >= 0) writer.u32(IFA_TARGET_NETNSID, targetNsid);
  let preferred = INFINITY_LIFE_TIME;
  let valid = INFINITY_LIFE_TIME;
  if ((ifp.flags & IFA_F_PERMANENT) === 0 || ifp.preferredLifetime !== INFINITY_LIFE_TIME) {
    const age = Math.floor((now - ifp.updated) / NS_PER_SECOND);
    preferred = remaining(ifp.preferredLifetime, age);
    valid = remaining(ifp.validLifetime, age);
  }
  if (ifp.peer !== null) {
    putAddress(writer, IFA_LOCAL, ifp.address);
    putAddress(writer, IFA_ADDRESS, ifp.peer);
  } else putAddress(writer, IFA_ADDRESS, ifp.address);
  if (ifp.rtPriority !== 0) writer.u32(IFA_RT_PRIORITY, ifp.rtPriority);
  writeAddrCacheInfo(writer, preferred, valid, ticks(ifp.created), ticks(ifp.updated));
  writer.u32(IFA_FLAGS, ifp.flags);
  if (ifp.protocol !== 0) writer.u8(IFA_PROTO, ifp.protocol);
  writer.end();
}

function remaining(lifetime: number, age: number): number {
  if (lifetime === INFINITY_LIFE_TIME) return INFINITY_LIFE_TIME;
  return lifetime > age ? lifetime - age : 0;
}

/** A group or anycast address of a device. */
export function writeGroupAddress(
  writer: MessageWriter,
  idev: Inet6Device,
  address: Ipv6Address,
  created: number,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  attribute: typeof IFA_MULTICAST | typeof IFA_ANYCAST,
  targetNsid = -1,
): void {
  writer.begin(type, flags, seq, portid);
  const site = addressScope(address) === IPV6_ADDR_SCOPE_SITELOCAL;
  const scope = site ? RT_SCOPE_SITE : RT_SCOPE_UNIVERSE;
  writeAddrHeader(writer, AF_INET6, 128, IFA_F_PERMANENT, scope, idev.dev.ifindex);
  if (targetNsid >= 0) writer.u32(IFA_TARGET_NETNSID, targetNsid);
  putAddress(writer, attribute, address);
  writeAddrCacheInfo(writer, INFINITY_LIFE_TIME, INFINITY_LIFE_TIME, ticks(created), ticks(created));
  writer.end();
}

/** `inet6_ifa_notify` */
export function notifyAddress(type: number, ifp: Inet6Address): void {
  const net = ifp.idev.dev.net;
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV6_IFADDR)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writeInet6Address(writer, ifp, type, 0, 0, 0);
  rtnetlink.notify(net, RTNLGRP_IPV6_IFADDR, writer.message());
}
