/**
 * `ip -6 netconf`: the settings that routing daemons watch.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_netconf_fill_devconf`, `inet6_netconf_dump_devconf`).
 */
import { EINVAL, ENODEV } from "../../errno.ts";
import { AF_INET6 } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../netlink/message.ts";
import {
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX,
  NETCONFA_IFINDEX_ALL,
  NETCONFA_IFINDEX_DEFAULT,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_MAX,
  NETCONFA_MC_FORWARDING,
  NETCONFA_PROXY_NEIGH,
  NETCONFMSG_LEN,
} from "../../netlink/netconf.ts";
import { RTM_GETNETCONF, RTM_NEWNETCONF, RTNLGRP_IPV6_NETCONF } from "../../netlink/rtnetlink.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import type { RtnlRequest } from "../core/rtnetlink.ts";
import type { Ipv6Devconf } from "./devconf.ts";

const NETCONFA_FORCE_FORWARDING = 9;
const ALL = -1;

function confOf(net: Net, ifindex: number): Ipv6Devconf | null {
  if (ifindex === NETCONFA_IFINDEX_ALL) return net.ipv6.all;
  if (ifindex === NETCONFA_IFINDEX_DEFAULT) return net.ipv6.default;
  return net.devByIndex(ifindex)?.in6Dev?.cnf ?? null;
}

function write(
  writer: MessageWriter,
  conf: Ipv6Devconf,
  ifindex: number,
  attribute: number,
  flags: number,
  seq: number,
  portid: number,
): void {
  writer.begin(RTM_NEWNETCONF, flags, seq, portid);
  writer.raw32(AF_INET6);
  writer.u32(NETCONFA_IFINDEX, ifindex);
  const wants = (type: number): boolean => attribute === ALL || attribute === type;
  if (wants(NETCONFA_FORWARDING)) writer.u32(NETCONFA_FORWARDING, conf.forwarding);
  if (wants(NETCONFA_MC_FORWARDING)) writer.u32(NETCONFA_MC_FORWARDING, 0);
  if (wants(NETCONFA_PROXY_NEIGH)) writer.u32(NETCONFA_PROXY_NEIGH, conf.proxyNdp);
  if (wants(NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN))
    writer.u32(NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, conf.ignoreRoutesWithLinkdown);
  if (wants(NETCONFA_FORCE_FORWARDING)) writer.u32(NETCONFA_FORCE_FORWARDING, conf.forceForwarding);
  writer.end();
}

/** `inet6_netconf_notify_devconf`; `attribute` -1: all of them. */
export function notifyNetconf(net: Net, ifindex: number, attribute = ALL): void {
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV6_NETCONF)) return;
  const conf = confOf(net, ifindex);
  if (conf === null) return;
  const writer = rtnetlink.writer;
  writer.reset();
  write(writer, conf, ifindex, attribute, 0, 0, 0);
  rtnetlink.notify(net, RTNLGRP_IPV6_NETCONF, writer.message());
}

const table = new AttributeTable(NETCONFA_MAX);

function get(request: RtnlRequest): number {
  const { message, net } = request;
  if (message.length < NETCONFMSG_LEN) return -EINVAL;
  table.parse(message.bytes, message.body + NETCONFMSG_LEN, message.end);
  if (!table.has(NETCONFA_IFINDEX)) return -EINVAL;
  const ifindex = table.s32(NETCONFA_IFINDEX);
  const conf = confOf(net, ifindex);
  if (conf === null) return ifindex > 0 && net.devByIndex(ifindex) === undefined ? -ENODEV : -EINVAL;
  const writer = net.machine.rtnetlink.writer;
  writer.reset();
  write(writer, conf, ifindex, ALL, 0, message.seq, request.portid);
  request.reply(writer.message(true));
  return 0;
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { net, message, portid } = request;
  for (const dev of net.devicesByIndex()) {
    if (dev.in6Dev !== null)
      write(writer, dev.in6Dev.cnf, dev.ifindex, ALL, NLM_F_MULTI, message.seq, portid);
  }
  write(writer, net.ipv6.all, NETCONFA_IFINDEX_ALL, ALL, NLM_F_MULTI, message.seq, portid);
  write(writer, net.ipv6.default, NETCONFA_IFINDEX_DEFAULT, ALL, NLM_F_MULTI, message.seq, portid);
  return 0;
}

export function initNetconf6(machine: Machine): void {
  machine.rtnetlink.register(AF_INET6, RTM_GETNETCONF, get, dump);
}
