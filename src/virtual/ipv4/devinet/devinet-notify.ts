/**
 * Addresses as rtnetlink messages, attributes in Linux's order (`inet_fill_ifaddr`, `rtmsg_ifa`).
 *
 * Source: `net/ipv4/devinet.c`.
 */
import { AF_INET } from "../../../kernel.ts";
import {
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_F_PERMANENT,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_PROTO,
  IFA_RT_PRIORITY,
  IFA_TARGET_NETNSID,
  INFINITY_LIFE_TIME,
  writeAddrCacheInfo,
  writeAddrHeader,
} from "../../../netlink/addr.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTNLGRP_IPV4_IFADDR } from "../../../netlink/rtnetlink.ts";
import type { InetIfaddr } from "./inet-device.ts";

const NS_PER_SECOND = 1_000_000_000;
const NS_PER_TICK = 10_000_000;

function remaining(lifetime: number, passed: number): number {
  if (lifetime === INFINITY_LIFE_TIME) return lifetime;
  return lifetime > passed ? lifetime - passed : 0;
}

/** One address as a message (`inet_fill_ifaddr`). */
export function writeAddress(
  writer: MessageWriter,
  ifa: InetIfaddr,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  targetNsid = -1,
): void {
  writer.begin(type, flags, seq, portid);
  const dev = ifa.inDev.dev;
  writeAddrHeader(writer, AF_INET, ifa.prefixLength, ifa.flags & 0xff, ifa.scope, dev.ifindex);
  if (targetNsid >= 0) writer.u32(IFA_TARGET_NETNSID, targetNsid);
  let preferred = INFINITY_LIFE_TIME;
  let valid = INFINITY_LIFE_TIME;
  if ((ifa.flags & IFA_F_PERMANENT) === 0) {
    const passed = Math.floor((dev.net.machine.now() - ifa.updated) / NS_PER_SECOND);
    preferred = remaining(ifa.preferredLifetime, passed);
    valid = remaining(ifa.validLifetime, passed);
  }
  if (ifa.address !== 0) writer.be32(IFA_ADDRESS, ifa.address);
  if (ifa.local !== 0) writer.be32(IFA_LOCAL, ifa.local);
  if (ifa.broadcast !== 0) writer.be32(IFA_BROADCAST, ifa.broadcast);
  if (ifa.label !== "") writer.string(IFA_LABEL, ifa.label);
  if (ifa.protocol !== 0) writer.u8(IFA_PROTO, ifa.protocol);
  writer.u32(IFA_FLAGS, ifa.flags);
  if (ifa.priority !== 0) writer.u32(IFA_RT_PRIORITY, ifa.priority);
  writeAddrCacheInfo(
    writer,
    preferred,
    valid,
    Math.floor(ifa.created / NS_PER_TICK),
    Math.floor(ifa.updated / NS_PER_TICK),
  );
  writer.end();
}

/** `rtmsg_ifa` */
export function notifyAddress(type: number, ifa: InetIfaddr, portid: number, seq: number): void {
  const net = ifa.inDev.dev.net;
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV4_IFADDR)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writeAddress(writer, ifa, type, 0, seq, portid);
  rtnetlink.notify(net, RTNLGRP_IPV4_IFADDR, writer.message());
}
